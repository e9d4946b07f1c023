"""A checked table into the journal: its papers one after the other in one write, all of them or none; and back again."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry, InvalidRecord, blocks
from field_node.store import imports, journal, papers, views
from field_node.store.connection import writing
from field_node.store.journal import FormKey
from field_node.web.desk import Desk
from field_node.web.stock.imports.checking import PAPER, Line
from field_node.web.stock.imports.parked import Parked


class Minus(NamedTuple):
    """Goods whose balance an undoing would bring below zero, base units."""

    item: int
    batch: str
    left: int


def proof(desk: Desk, parked: Parked) -> bytes:
    """The same for the same file into the same store, and for nothing else."""
    said = {"berkas": [parked.digest], "jenis": [parked.order.kind], "gudang": [str(parked.order.store)]}
    return desk.form_key("", said).content


def save(desk: Desk, parked: Parked, lines: list[Line], incident: Ref | None) -> Iterator[int]:
    """Keeps every line, checked just before, and tells how many are written so far; durable, all of them, only when it ends.

    Kept before under that key: nothing is written. Raises InvalidRecord, StoreError; given up half-way nothing is kept either.
    """
    content, stamp, store = proof(desk, parked), desk.clock.stamp(), desk.door.writer
    with writing(store):
        if imports.imported(store, parked.key):
            return
        for paper in range(-(-len(lines) // PAPER)):
            part = [one.record for one in lines[paper * PAPER : (paper + 1) * PAPER]]
            nomor = _number(desk, part[0], int(desk.zone.typed(stamp.made_at)[:4]))
            form = FormKey(imports.paper_key(parked.key, paper), content)
            numbered = [replace(one, nomor=nomor) for one in part]
            journal.append_all(store, numbered, stamp=stamp, incident=incident, author=desk.author, form=form)
            yield min(len(lines), (paper + 1) * PAPER)


def _number(desk: Desk, first: Movement, year: int) -> str:
    """As it came with the goods, else the next one of ours; inside the write that uses it. Raises InvalidRecord when it is taken."""
    store = desk.door.writer
    if first.nomor is None:
        pattern = desk.stok.terima if first.jenis == "terima" else desk.stok.saldo_awal
        return papers.next_number(store, pattern, first.gudang, year)
    if papers.taken(store, first.jenis, first.gudang, first.nomor):
        raise InvalidRecord((blocks("nomor_sudah_dipakai", "nomor", nomor=first.nomor),))
    return first.nomor


def undo(desk: Desk, key: str, reason: str) -> int:
    """Takes every line that still stands out of force, corrected ones too; how many. Raises InvalidRecord, StoreError."""
    if not reason.strip():
        raise InvalidRecord((blocks("wajib_diisi", "alasan"),))
    found = imports.imported(desk.store, key)
    standing = list(imports.standing(desk.store, found.lines)) if found else []
    if not standing:
        return 0
    voids = [Void(entri=one.ref, alasan=reason) for one in standing]
    form = FormKey(f"{imports.UNDONE}{key}", desk.form_key("", {"alasan": [reason]}).content)
    made = journal.append_all(
        desk.door.writer, voids, stamp=desk.clock.stamp(), author=desk.author, form=form
    )
    return len(made)


def below_zero(desk: Desk, standing: list[Entry]) -> list[Minus]:
    """What an undoing would leave below zero: goods that have gone out since."""
    moves = [one.record for one in standing if isinstance(one.record, Movement)]
    gone = dict[tuple[Ref, int, str], int]()
    for move in moves:
        goods = (move.gudang, move.barang, move.batch or "")
        gone[goods] = gone.get(goods, 0) + (move.jumlah or 0)
    places = {place for place, _, _ in gone}
    here = {one[:3]: one.amount for place in places for one in views.stock(desk.store, place)}
    left = ((goods, here.get(goods, 0) - amount) for goods, amount in gone.items())
    return [Minus(item, batch, amount) for (_, item, batch), amount in left if amount < 0]
