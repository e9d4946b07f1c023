"""What needs a person now, the most dangerous first: calls for help, warnings, tasks, residents' reports, goods, poskos without today's count."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from field_node.store import orders as tasks
from field_node.store.residents import unconfirmed
from field_node.store.uncounted import Uncounted, uncounted
from field_node.web.desk import Desk
from field_node.web.kept.asked import WAITING, Order, orders, silent_warnings
from field_node.web.kept.attention import sos_calls
from field_node.web.said.language import _
from field_node.web.stock.wanted import wanted
from field_node.web.tasks.words import clock, text_of
from field_node.web.warnings.words import told

MOST_TASKS, MOST_PLACES, MOST_REPORTS = 4, 4, 50


@dataclass(frozen=True, slots=True)
class Need:
    """One line of Beranda: what it is, what it says, its clock, where a tap leads. `grave`: a life may hang on it."""

    icon: str
    kind: str
    text: str
    clock: str
    address: str
    grave: bool = False


def needs(desk: Desk) -> list[Need]:
    """Everything that waits for somebody at this unit."""
    return [
        *_calls(desk),
        *_warnings(desk),
        *_tasks(desk),
        *_reports(desk),
        *_goods(desk),
        *_places(desk),
    ]


def _calls(desk: Desk) -> Iterator[Need]:
    for one in sos_calls(desk):
        yield Need("sos", "SOS", one.text, one.age, one.page, grave=True)


def _warnings(desk: Desk) -> Iterator[Need]:
    for one in silent_warnings(desk):
        seen = told(desk, one)
        kind = f"{_('Peringatan')} · {seen.answers}"
        text = " · ".join(filter(None, (seen.danger, seen.severity)))
        address = url_for("warnings.warning", name=seen.name)
        yield Need("peringatan", kind, text, f"{seen.hours.text}, {seen.hours.left}", address)


def _tasks(desk: Desk) -> Iterator[Need]:
    pressing = WAITING._replace(late=desk.now)
    yield from (_task(desk, one) for one in orders(desk, pressing, limit=MOST_TASKS))
    more = tasks.count(desk.store, pressing) - MOST_TASKS
    if more > 0:
        yield Need("tugas", _("Tugas"), _("%s tugas lain") % more, "", url_for("tasks.index"))


def _task(desk: Desk, one: Order) -> Need:
    due = clock(desk, one)
    kind = _("Tugas, belum dijawab") if one.waits else _("Tugas, belum selesai")
    when = f"{due.when}, {due.left}" if due.when else desk.age_of(one.entry)
    return Need("tugas", kind, text_of(desk, one.entry), when, url_for("tasks.task", name=str(one.entry.ref)))


def _reports(desk: Desk) -> Iterator[Need]:
    found = unconfirmed(desk.store, limit=MOST_REPORTS)
    if found:
        text = _("%s laporan warga belum dikonfirmasi") % len(found)
        yield Need("pesan", _("Laporan warga"), text, desk.age_of(found[0]), url_for("residents.index"))


def _goods(desk: Desk) -> Iterator[Need]:
    for one in wanted(desk):
        yield Need("kotak", one.kind, one.text, one.place, one.address)


def _places(desk: Desk) -> Iterator[Need]:
    found = uncounted(desk.store, _midnight(desk), desk.now)
    yield from (_place(desk, one) for one in found[:MOST_PLACES])
    if len(found) > MOST_PLACES:
        more = _("%s posko lain") % (len(found) - MOST_PLACES)
        address = url_for("lists.index", slug="hitung_pengungsi")
        yield Need("orang", _("Belum dihitung hari ini"), more, "", address)


def _place(desk: Desk, one: Uncounted) -> Need:
    last = _("terakhir dihitung %s") % desk.age(one.last) if one.last else _("belum pernah dihitung")
    address = url_for("capture.form", slug="hitung_pengungsi", lokasi=str(one.place))
    return Need("orang", _("Belum dihitung hari ini"), one.name, last, address)


def _midnight(desk: Desk) -> int:
    """When this day began where the unit is, UTC seconds."""
    local = desk.zone.at(desk.now)
    return desk.now - (local.hour * 3600 + local.minute * 60 + local.second)
