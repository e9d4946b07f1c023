"""What entries amount to, told once more without the folds: shelves, goods lent, shipments, goods that came and went for good."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry

Goods = tuple[Ref, int, str]
COMES = ("saldo_awal", "terima", "penyesuaian", "rakit", "urai")
GOES = ("salur", "hapus")


class Told(NamedTuple):
    """By place, item and batch: on the shelf, lent. By kirim in force: what is not accounted for, also below zero; its item.

    `came`, `gone`: by item, for good.
    """

    shelf: Counter[Goods]
    lent: Counter[Goods]
    ways: dict[Ref, int]
    items: dict[Ref, int]
    came: Counter[int]
    gone: Counter[int]


def told(entries: Iterable[Entry]) -> Told:
    """Of entries in any order, each once or more."""
    every = {entry.ref: entry for entry in entries}
    out = out_of_force(every.values())
    found = Told(Counter(), Counter(), {}, {}, Counter(), Counter())
    live = {
        ref: one.record for ref, one in every.items() if ref not in out and isinstance(one.record, Movement)
    }
    for move in live.values():
        _tell(found, move)
    for ref, move in live.items():
        if move.jenis == "kirim":
            found.ways[ref] = _left(every, live.values(), ref)
            found.items[ref] = move.barang
    return found


def out_of_force(entries: Iterable[Entry]) -> set[Ref]:
    """What a correction or a void of the same unit, or of the center, names."""
    found = set[Ref]()
    for one in entries:
        voided = one.record.entri if isinstance(one.record, Void) else None
        found |= {ref for ref in (one.corrects, voided) if ref is not None and one.unit in (0, ref.unit)}
    return found


def _tell(found: Told, move: Movement) -> None:
    goods, amount = (move.gudang, move.barang, move.batch or ""), move.jumlah or 0
    if move.jenis in COMES:
        found.shelf[goods] += amount
        found.came[move.barang] += amount
    elif move.jenis in GOES:
        found.shelf[goods] -= amount
        found.gone[move.barang] += amount
    elif move.jenis == "kirim":
        found.shelf[goods] -= amount
    elif move.jenis == "terima_kiriman":
        found.shelf[goods] += move.diterima or 0
        found.gone[move.barang] += (move.rusak or 0) + (move.kurang or 0)
    elif move.jenis == "retur":
        found.shelf[goods] += amount
    else:
        sign = 1 if move.jenis == "pinjam" else -1
        found.lent[goods] += sign * amount
        found.shelf[goods] -= sign * amount


def _left(every: dict[Ref, Entry], live: Iterable[Movement], ref: Ref) -> int:
    """What is still on its way of a kirim, under all names that it had."""
    names, name = set[Ref](), ref
    while name in every and name not in names:
        names.add(name)
        name = every[name].corrects or name
    sent: Movement = every[ref].record  # type: ignore[assignment]
    taken = (
        (move.diterima or 0) + (move.rusak or 0) + (move.kurang or 0)
        if move.jenis == "terima_kiriman"
        else move.jumlah or 0
        for move in live
        if move.merujuk in names and move.jenis in ("terima_kiriman", "retur")
    )
    return (sent.jumlah or 0) - sum(taken)
