"""What this unit is asked to answer: its open tugas with the newest answer, the peringatan in force with the posko that are silent."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import orders as tasks
from field_node.store import views
from field_node.store.folds import key_text
from field_node.store.orders import OURS, PAGE, Which
from field_node.store.storage import wire_number
from field_node.store.views import OpenWarning
from field_node.web.desk import Desk

MOST = 50
UNSAID = ("", "terkirim")
"""States in which nobody has said anything: `terkirim` follows from the way of the task alone."""

WAITING = Which(waiting=True)


@dataclass(frozen=True, slots=True)
class Order:
    """A task with its newest answer in force. `due`: UTC seconds, None without a deadline."""

    entry: Entry
    answer: Entry | None

    @property
    def state(self) -> str:
        """A word of `task.STATE`, "" before anybody answered."""
        return str(getattr(self.answer.record, "status", "")) if self.answer else ""

    @property
    def waits(self) -> bool:
        """True while nobody has said what becomes of it."""
        return self.state in UNSAID

    @property
    def due(self) -> int | None:
        return _moment(self.entry.record)


class Asks(NamedTuple):
    """How many tasks and warnings nobody has answered."""

    tasks: int
    warnings: int


def asks(desk: Desk) -> Asks:
    """For the counters of every page."""
    return Asks(tasks.count(desk.store, WAITING), len(silent_warnings(desk)))


def orders(desk: Desk, which: Which = OURS, *, skip: int = 0, limit: int = PAGE) -> list[Order]:
    """A page of open tasks, the pressing ones first."""
    return [order(desk, entry) for entry in tasks.page(desk.store, which, skip=skip, limit=limit)]


def order(desk: Desk, entry: Entry) -> Order:
    """That task with its newest answer."""
    return Order(entry, views.newest(desk.store, type_by_slug("tugas_jawab"), entry.ref))


def history(desk: Desk, task: Ref) -> list[Entry]:
    """Every answer in force, oldest first."""
    sql = "SELECT unit, seq FROM claim WHERE type = ? AND key = ? ORDER BY as_of, at, unit, seq"
    rows = desk.store.run(sql, (wire_number(type_by_slug("tugas_jawab")), key_text(task)))
    return [entry for row in rows if (entry := desk.entry(Ref(*row)))]


def ours(desk: Desk, entry: Entry) -> bool:
    """False for a task that names another unit."""
    return getattr(entry.record, "tujuan", None) in (None, desk.unit)


def _moment(record: Any) -> int | None:
    found: int | None = getattr(record, "batas_waktu", None)
    return found


def warnings(desk: Desk) -> list[OpenWarning]:
    """Those in force, latest start first."""
    return views.open_warnings(desk.store, desk.now, limit=MOST)


def silent_warnings(desk: Desk) -> list[OpenWarning]:
    """Those in force that a posko has not answered, or nobody at all where none is named."""
    return [one for one in warnings(desk) if is_silent(desk, one)]


def is_silent(desk: Desk, one: OpenWarning) -> bool:
    """True while a posko that it names has not answered, or nobody at all where it names none."""
    named = getattr(one.entry.record, "lokasi", None)
    return bool(one.silent) if named else not answers(desk, one.entry.ref)


def answers(desk: Desk, warning: Ref) -> dict[Ref, Entry]:
    """Posko -> its newest answer."""
    sql = "SELECT unit, seq FROM newest WHERE type = ? AND key LIKE ?"
    rows = desk.store.run(sql, (wire_number(type_by_slug("peringatan_jawab")), f'["{warning}",%'))
    found = [entry for row in rows if (entry := desk.entry(Ref(*row)))]
    return {one.record.lokasi: one for one in found}  # type: ignore[attr-defined]
