"""What needs a person now: warnings in force, tasks that are open, SOS that nobody ended."""

from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import views
from field_node.web.desk import Desk

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that waits for somebody."""

    ref: Ref
    label: str
    text: str
    age: str


def calls(desk: Desk) -> list[Call]:
    """The most dangerous first."""
    warnings = [one.entry for one in views.open_warnings(desk.store, desk.now, limit=SHOWN)]
    tasks = [entry for _, entry in views.open_tasks(desk.store, limit=SHOWN)]
    return [
        _call(desk, entry) for entry in (*views.open_sos(desk.store), *warnings, *_ours(tasks, desk.unit))
    ]


def _ours(tasks: list[Entry], unit: int | None) -> list[Entry]:
    """Tasks for this unit or for nobody by name."""
    return [task for task in tasks if _addressee(task.record) in (None, unit)]


def _addressee(task: Any) -> int | None:
    number: int | None = task.tujuan
    return number


def _call(desk: Desk, entry: Entry) -> Call:
    return Call(entry.ref, entry.record.about.label, desk.summary(entry), desk.age(entry.made_at))
