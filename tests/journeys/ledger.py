"""What entries amount to, told once more without the folds: shelves, goods lent, shipments, goods that came and went for good."""

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from field_node.records.correction import Void
from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.store import views
from field_node.store.connection import Store
from field_node.store.stocktaking import held, kept
from field_node.store.under_way import under_way

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
            found.ways[ref] = _left(every, live, ref)
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


def _left(every: dict[Ref, Entry], live: dict[Ref, Movement], ref: Ref) -> int:
    """What is still on its way of a kirim, under all names that it had: what others received, or the center says they did."""
    names, name = set[Ref](), ref
    while name in every and name not in names:
        names.add(name)
        name = every[name].corrects or name
    sent: Movement = every[ref].record  # type: ignore[assignment]
    return (sent.jumlah or 0) - sum(_taken(every.values(), live, name) for name in names)


def _taken(every: Iterable[Entry], live: dict[Ref, Movement], name: Ref) -> int:
    """What answers to that name took off: those of its own unit, and of all others, or what the center says of these."""
    ours, others = 0, 0
    for ref, move in live.items():
        if move.merujuk == name and move.jenis in ("terima_kiriman", "retur"):
            much = move.arrived() if move.jenis == "terima_kiriman" else move.jumlah or 0
            ours, others = (ours + much, others) if ref.unit == name.unit else (ours, others + much)
    news = [one for one in every if isinstance(one.record, DeliveryNews) and one.record.kirim == name]
    newest = max(news, key=lambda one: (one.made_at, one.seq), default=None)
    said = newest.record.arrived() if newest and isinstance(newest.record, DeliveryNews) else 0
    return ours + max(others, said)


def agree(store: Store, places: list[Ref], expected: Told) -> None:
    """The store's views say what the entries amount to."""
    for place in places:
        shelf = {(one.item, one.batch): one.amount for one in held(store, place) if one.amount}
        assert shelf == of_place(expected.shelf, place)
        lent = views.stock(store, place, account=views.LENT)
        assert {(one.item, one.batch): one.amount for one in lent if one.amount} == of_place(
            expected.lent, place
        )
    assert {one.entry: one.left for one in under_way(store)} == {
        ref: left for ref, left in expected.ways.items() if left > 0
    }
    assert set(kept(store)) <= set(places)


def sender_knows(unit: int, known: Told, whole: Told) -> None:
    """What is under way of its own goods it knows as well as if it had all entries: the center told it."""
    own = {ref: left for ref, left in whole.ways.items() if ref.unit == unit}
    assert {ref: known.ways[ref] for ref in own} == own


def conserved(whole: Told) -> None:
    """What came is on a shelf, lent, on its way, or went for good."""
    for item in {goods[1] for goods in (*whole.shelf, *whole.lent)}:
        there = sum(
            amount for goods, amount in (*whole.shelf.items(), *whole.lent.items()) if goods[1] == item
        )
        assert there + _wayof_place(whole, item) + whole.gone[item] == whole.came[item]


def _wayof_place(whole: Told, item: int) -> int:
    return sum(left for ref, left in whole.ways.items() if whole.items[ref] == item)


def of_place(sums: Any, place: Ref) -> dict[tuple[int, str], int]:
    return {(item, batch): amount for (at, item, batch), amount in sums.items() if at == place and amount}
