"""What of the stores that this unit keeps wants their keeper now; Beranda tells it to who keeps goods."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from field_node.records.kinds import Ref
from field_node.store.crew import KOORDINATOR, LUMBUNG
from field_node.store.expiry_checks import TEMPLATE, check_due
from field_node.store.stocktaking import kept
from field_node.web.access.visitor import visitor_here
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.said.shown import amount
from field_node.web.stock.amounts import today
from field_node.web.stock.lines import EXPIRED, MINUS, SOON, WANTS, Item, alarms, items

KEEPERS = frozenset({LUMBUNG, KOORDINATOR})
MOST_LOW = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line: what it is about, what it says, where, and where a tap leads."""

    kind: str
    text: str
    place: str
    address: str


def wanted(desk: Desk) -> Iterator[Wanted]:
    """Balances below zero, expired goods, items below their minimum, the half-yearly check; nothing for other roles."""
    person = visitor_here().person
    if person is not None and person.role not in KEEPERS:
        return
    for place in kept(desk.store):
        yield from _of(desk, place)


def _of(desk: Desk, place: Ref) -> Iterator[Wanted]:
    every, title = items(desk.store, place, desk.names.goods), desk.names.title(place)
    found, page = alarms(every, today(desk)), url_for("stock.index", gudang=str(place), saring=WANTS)
    if found[MINUS]:
        text = _("%(n)s saldo minus, perlu opname") % {"n": found[MINUS]}
        yield Wanted(_("Stok"), text, title, page)
    if found[EXPIRED]:
        text = _("%(n)s batch sudah kedaluwarsa: pisahkan dan hapuskan") % {"n": found[EXPIRED]}
        yield Wanted(_("Stok"), text, title, page)
    if found[SOON]:
        text = _("%(n)s batch kedaluwarsa dalam 30 hari") % {"n": found[SOON]}
        yield Wanted(_("Stok"), text, title, page)
    yield from _low(desk, place, [one for one in every if one.low], page)
    if any(one.total > 0 and _expires(one) for one in every) and check_due(desk.store, place, desk.now):
        yield _check(desk, place, title)


def _expires(one: Item) -> bool:
    return bool(one.goods and one.goods.expires) or any(batch.expires for batch in one.batches)


def _low(desk: Desk, place: Ref, low: list[Item], page: str) -> Iterator[Wanted]:
    title, letter = desk.names.title(place), url_for("stock_request.form", minimum=str(place))
    for one in low[:MOST_LOW]:
        told = {
            "name": desk.names.goods_name(one.number),
            "left": amount(one.total, one.goods),
            "least": amount(one.minimum or 0, one.goods),
        }
        text = _("%(name)s tinggal %(left)s, minimum %(least)s") % told
        yield Wanted(_("Di bawah minimum"), text, title, letter)
    if len(low) > MOST_LOW:
        text = _("%(n)s barang lain") % {"n": len(low) - MOST_LOW}
        yield Wanted(_("Di bawah minimum"), text, title, page)


def _check(desk: Desk, place: Ref, title: str) -> Wanted:
    address = url_for(
        "capture.form", slug="tugas", templat=TEMPLATE, lokasi=str(place), tujuan=str(desk.unit or 0)
    )
    text = _("Enam bulan tidak ada pemeriksaan kedaluwarsa: buat tugasnya")
    return Wanted(_("Pemeriksaan kedaluwarsa"), text, title, address)
