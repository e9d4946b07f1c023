"""Keeps a paper: all records that one form made, or none; its number is given inside the write."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

from field_node.clock import Stamp
from field_node.records.handover import Recipient, Signature
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.movement_rules import BACK
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import Entry, InvalidRecord, Notice, Record, Shift, blocks, examined
from field_node.store import journal, papers
from field_node.store.connection import Store, writing
from field_node.store.identity import next_ref, own_unit
from field_node.store.journal import FormKey
from field_node.store.known import KnownNow
from field_node.store.papers import MOST_LINES
from field_node.web.capture.keeping import then
from field_node.web.desk import Desk

FIRST = Ref(0, 0)
"""Stands for the name of the paper's first line until that is known."""
NOTHING: Mapping[str, str] = MappingProxyType({})


class Piece(NamedTuple):
    """One record of a paper. own: its fields that were typed into a line, whose inputs begin with `prefix` ("b3-").

    names: field -> the end of its input's name, where that is another.
    """

    record: Record
    prefix: str = ""
    own: frozenset[str] = frozenset()
    names: Mapping[str, str] = NOTHING

    def input(self, name: str) -> str:
        """The name of the input of that field."""
        told = self.names.get(name, name)
        return f"{self.prefix}{told}" if name in self.own else told


class Kept(NamedTuple):
    """Every entry of the paper, its first line first, and what was odd. `nomor`: as typed or given, "" without one."""

    entries: tuple[Entry, ...]
    notices: tuple[Notice, ...]
    nomor: str = ""


def keep_paper(
    desk: Desk,
    pieces: Sequence[Piece],
    *,
    form: FormKey,
    incident: Ref | None,
    pattern: str = "",
    age_s: int = 0,
    sure: bool = True,
) -> Kept:
    """Keeps all of them; durable when this returns. A key seen before gives its entries again.

    Lines without a number get the next one of `pattern`, each line its place; `bast` of recipients and `mutasi` of signatures are
    filled in. `age_s`: how long ago it was written down, away from this unit. Not `sure`: numbers of persons in free texts refuse it.
    Several calls inside one `writing()` are one write. Raises InvalidRecord whose fields are names of inputs, StoreError.
    """
    if known := journal.of_form(desk.store, form):
        return Kept(tuple(known), (), _number(known[0].record))
    desk = then(desk, age_s)
    stamp, store = desk.clock.stamp(), desk.door.writer
    with writing(store):
        if known := journal.of_form(store, form):
            return Kept(tuple(known), (), _number(known[0].record))
        whole = _numbered(desk, store, pieces, pattern, stamp)
        records, notices = _examined(_picture(desk, store, stamp, incident), whole, sure=sure)
        made = journal.append_all(
            store, records, stamp=stamp, incident=incident, author=desk.author, form=form
        )
    return Kept(tuple(made), notices, _number(made[0].record))


def look(
    desk: Desk, pieces: Sequence[Piece], *, incident: Ref | None, pattern: str = ""
) -> tuple[Notice, ...]:
    """What would be odd about it; nothing is kept. Raises InvalidRecord like `keep_paper`."""
    stamp = desk.clock.stamp()
    whole = _numbered(desk, desk.store, pieces, pattern, stamp)
    return _examined(_picture(desk, desk.store, stamp, incident), whole, sure=True)[1]


def _number(record: Record) -> str:
    return getattr(record, "nomor", None) or ""


def _numbered(desk: Desk, store: Store, pieces: Sequence[Piece], pattern: str, stamp: Stamp) -> list[Piece]:
    """The same with number, places of the lines, and the name of the first."""
    moves = [one.record for one in pieces if isinstance(one.record, Movement)]
    if moves:
        _demand_lines(len(moves))
    nomor = _given(desk, store, moves, pattern, stamp) if moves else None
    first, line, found = next_ref(store), 0, list[Piece]()
    for piece in pieces:
        line += isinstance(piece.record, Movement)
        found.append(piece._replace(record=_filled(piece.record, nomor, line, first)))
    return found


def _demand_lines(count: int) -> None:
    if count > MOST_LINES:
        raise InvalidRecord((blocks("surat_terlalu_panjang", most=MOST_LINES),))


def _given(desk: Desk, store: Store, moves: list[Movement], pattern: str, stamp: Stamp) -> str | None:
    """The number of the paper. Raises InvalidRecord when another paper has the one that was typed."""
    move = moves[0]
    if move.nomor is None:
        year = int(desk.zone.typed(stamp.made_at)[:4])
        return papers.next_number(store, pattern, move.gudang, year) if pattern else None
    if any(papers.taken(store, jenis, move.gudang, move.nomor) for jenis in {one.jenis for one in moves}):
        raise InvalidRecord((blocks("nomor_sudah_dipakai", "nomor", nomor=move.nomor),))
    return move.nomor


def _filled(record: Record, nomor: str | None, line: int, first: Ref) -> Record:
    if isinstance(record, Movement):
        return replace(record, nomor=nomor, baris=line if nomor else record.baris)
    if isinstance(record, Recipient) and not record.bast:
        return replace(record, bast=nomor or "")
    if isinstance(record, Signature) and record.mutasi == FIRST:
        return replace(record, mutasi=first)
    return record


@dataclass(frozen=True, slots=True)
class _Sheet(KnownNow):
    """The picture as each line leaves it for the next one."""

    before: list[Shift] = field(default_factory=list)
    back: Counter[Ref] = field(default_factory=Counter[Ref])
    """What lines before this one brought back, by the movement that they name."""

    def came_back(self, went: Ref | None = None) -> int:
        """Base units that are back once the lines before have brought theirs."""
        return KnownNow.came_back(self, went) + (self.back[went] if went else 0)

    def taken(self, record: Record) -> None:
        """The next line finds what this one leaves."""
        self.before.extend(record.shifts())
        if isinstance(record, Movement) and record.jenis in BACK and record.merujuk is not None:
            self.back[record.merujuk] += record.jumlah or 0

    def balance(self, place: Ref, item: int, batch: str) -> int:
        """Goods on the shelf once the lines before have moved theirs."""
        goods = ("saldo", place, item, batch)
        moved = (one.amount for one in self.before if goods == (one.account, one.place, one.item, one.batch))
        return KnownNow.balance(self, place, item, batch) + sum(moved)


def _picture(desk: Desk, store: Store, stamp: Stamp, incident: Ref | None) -> _Sheet:
    return _Sheet(
        store, stamp.made_at, desk.clock.trusted(), own_unit(store) or 0, incident, desk.stok.siaga_opens_gate
    )


def _examined(
    known: _Sheet, pieces: Sequence[Piece], *, sure: bool
) -> tuple[list[Record], tuple[Notice, ...]]:
    """The settled records and what is odd about them. Raises InvalidRecord with everything that is said of any of them."""
    records, notices = list[Record](), list[Notice]()
    for piece in pieces:
        record, told = _one(piece.record, known)
        records.append(record)
        notices += (replace(one, field=piece.input(one.field)) for one in told if _says(piece, one))
        known.taken(record)
    found = tuple(_once(notices))
    if not sure:
        found = tuple(replace(one, blocks=one.blocks or one.code in PRIVATE_WORDS) for one in found)
    if any(one.blocks for one in found):
        raise InvalidRecord(found)
    return records, found


def _one(record: Record, known: KnownNow) -> tuple[Record, tuple[Notice, ...]]:
    try:
        return examined(record, known)
    except InvalidRecord as error:
        return record, error.notices


def _says(piece: Piece, notice: Notice) -> bool:
    """A signature's own paper is being written: that it is not here yet is no news."""
    return not (isinstance(piece.record, Signature) and notice.field == "mutasi")


def _once(notices: Sequence[Notice]) -> Iterator[Notice]:
    """What is said of the head is said once, not for every line."""
    seen = set[Any]()
    for one in notices:
        told = (one.code, one.field, str(one.values))
        if told not in seen:
            seen.add(told)
            yield one
