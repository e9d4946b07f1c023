"""Papers that wait for an answer: loans that did not come back, goods that may be brought back."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.store import papers
from field_node.store.papers import Paper
from field_node.store.returns import papers_out, still_out
from field_node.web.desk import Desk
from field_node.web.said.language import _, many
from field_node.web.said.times import day_shown
from field_node.web.stock.amounts import packed, today
from field_node.web.stock.choices import Choice, units_of

PAGE = 50
NEAR = 7
NEVER = 1 << 40


class Waiting(NamedTuple):
    """A paper of which something is still out. due: day by which it should be back, with how that is told and its tone."""

    ref: str
    name: str
    whom: str
    goods: tuple[str, ...]
    due: int | None
    told: str
    tone: str
    age: str


class Page(NamedTuple):
    """Papers of one page; the numbers of those before and after it, None at the ends."""

    papers: list[Waiting]
    before: int | None
    after: int | None


class Answered(NamedTuple):
    """What a form answers: the goods of each line that are still out."""

    gudang: Ref
    name: str
    lines: Sequence[tuple[Choice, Mapping[str, str]]]


def open_papers(desk: Desk, kinds: Sequence[str], page: int = 1) -> Page:
    """Those of these kinds of which something is out, fifty of each a page; due first on top, then the newest."""
    skip = (page - 1) * PAGE
    refs = {kind: papers_out(desk.store, kind, skip=skip, limit=PAGE + 1) for kind in kinds}
    found = (papers.paper(desk.store, ref) for named in refs.values() for ref in named[:PAGE])
    waiting = [told for one in found if one and (told := _waiting(desk, one))]
    shown = sorted(waiting, key=lambda one: NEVER if one.due is None else one.due)
    more = any(len(named) > PAGE for named in refs.values())
    return Page(shown, page - 1 or None, page + 1 if more else None)


def _waiting(desk: Desk, one: Paper) -> Waiting | None:
    out = _out(desk, one)
    if not out:
        return None
    entry, first = out[0][:2]
    due, (told, tone) = first.batas_kembali, _due(desk, first.batas_kembali)
    goods = tuple(_told(desk, move, left) for _, move, left in out)
    name = one.nomor or _("nomor %(nomor)s") % {"nomor": one.ref}
    return Waiting(str(one.ref), name, _whom(desk, first), goods, due, told, tone, desk.age_of(entry))


def _out(desk: Desk, one: Paper) -> list[tuple[Entry, Movement, int]]:
    lines = [(entry, move, still_out(desk.store, entry.ref, move)) for entry, move in one.lines]
    return [line for line in lines if line[2] > 0]


def _told(desk: Desk, move: Movement, left: int) -> str:
    name = desk.names.goods_name(move.barang, move.batch)
    return f"{name}: {packed(left, desk.names.goods(move.barang), None)}"


def _whom(desk: Desk, move: Movement) -> str:
    place = desk.names.title(move.tujuan) if move.tujuan else ""
    return move.peminjam or move.penerima or place


def _due(desk: Desk, day: int | None) -> tuple[str, str]:
    """When it should be back, and how a page shows that."""
    if day is None:
        return "", ""
    left = day - today(desk)
    if left < 0:
        return many("Terlambat %(n)s hari", "Terlambat %(n)s hari", -left) % {"n": -left}, "grave"
    told = _("Kembali paling lambat %(day)s") % {"day": day_shown(day)}
    return told, "check" if left <= NEAR else ""


def answered(desk: Desk, name: str, kinds: Sequence[str]) -> Answered | None:
    """The paper of that name and kind with what of it is still out; None when there is none."""
    try:
        found = papers.paper(desk.store, Ref.parse(name))
    except InvalidValue:
        return None
    if found is None or found.jenis not in kinds:
        return None
    lines = [
        (_choice(desk, move, left), {"merujuk": str(entry.ref)}) for entry, move, left in _out(desk, found)
    ]
    return Answered(found.gudang, found.nomor or name, lines)


def _choice(desk: Desk, move: Movement, left: int) -> Choice:
    item = desk.names.goods(move.barang)
    name = desk.names.goods_name(move.barang, move.batch)
    data = {**(units_of(item) if item else {}), "barang": name, "sisa": str(left)}
    return Choice(f"{move.barang}:{move.batch or ''}", _told(desk, move, left), "", data)
