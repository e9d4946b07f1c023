"""Counts that came here after their goods had moved: a tablet brought them later."""

from typing import NamedTuple

from field_node.records.balance import Balance
from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.picking import root
from field_node.store.stock_cards import Goods, moved_before
from field_node.store.true_times import TrueTimes


class Late(NamedTuple):
    """Goods of a count, base units. `book`: the balance that they were held against; `moved`: what came since, less what went."""

    item: int
    batch: str
    book: int
    moved: int


def late(store: Store, entry: Entry) -> Late | None:
    """What movements that were here before the count, and made after it, left in between; None for no count, or for nothing."""
    counted = _counted(entry)
    first = journal.entry(store, root(store, entry)) if counted else None
    if counted is None or first is None:
        return None
    goods = Goods(getattr(entry.record, "gudang", entry.ref), counted.item, counted.batch)
    moved = moved_before(store, goods, TrueTimes(store).made(first), first.ref)
    return counted._replace(moved=moved) if moved else None


def _counted(entry: Entry) -> Late | None:
    one = entry.record
    if isinstance(one, Balance):
        return Late(one.barang, one.batch or "", one.jumlah, 0)
    if not isinstance(one, Movement) or one.fisik is None:
        return None
    return Late(one.barang, one.batch or "", one.fisik - (one.jumlah or 0), 0)
