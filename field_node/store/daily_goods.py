"""Goods of a day: what moved in it, and what was on the shelves at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import TimeQuality
from field_node.store.as_of import made
from field_node.store.connection import Store
from field_node.store.views import SHELF

MOST_LATER = 5_000
"""Movements after the instant that are still taken back one by one."""
_FAR = 1 << 61


@dataclass(frozen=True, slots=True)
class Moved:
    """All movements of one kind, item and fund, base units. kk, jiwa: those served, None where nobody said.

    units: who recorded them. last_at: when the last one was made, UTC seconds. sure: all clocks were trusted.
    """

    kind: str
    item: int
    fund: str | None
    amount: int
    lines: int
    kk: int | None
    jiwa: int | None
    units: tuple[int, ...]
    last_at: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the movements in force leave of one item in one store, all batches. `minus`: a batch is below zero."""

    place: Ref
    item: int
    amount: int
    minus: bool


def moved(store: Store, after: int, until: int) -> tuple[Moved, ...]:
    """What moved in (after, until], kind by kind."""
    rows = store.run(_MOVED.format(made=made(Movement)), {"after": after, "until": until})
    return tuple(_moved(row) for row in rows)


def _moved(row: Sequence[Any]) -> Moved:
    kind, item, fund, amount, lines, kk, jiwa, units, last_at, quality = row
    numbers = tuple(sorted(int(unit) for unit in units.split(",")))
    served = {"kk": kk, "jiwa": jiwa, "units": numbers}
    return Moved(
        kind, item, fund, amount, lines=lines, last_at=last_at, sure=quality >= TimeQuality.GPS, **served
    )


def shelves(store: Store, cut: int) -> tuple[Shelf, ...] | None:
    """The stock at that instant: that of now less what moved since; None when too much has moved since."""
    since = {"after": cut, "until": _FAR, "most": MOST_LATER}
    if store.run(f"SELECT 1 FROM ({made(Movement)}) LIMIT 1 OFFSET :most", since):
        return None
    left = {row[:4]: row[4] for row in store.run(_STOCK, (SHELF,))}
    params = {"after": cut, "until": _FAR, "account": SHELF}
    for *goods, amount in store.run(_LATER.format(made=made(Movement)), params):
        left[tuple(goods)] = left.get(tuple(goods), 0) - amount
    found: dict[tuple[Ref, int], list[int]] = {}
    for (unit, seq, item, _batch), amount in _known(store, cut, left).items():
        found.setdefault((Ref(unit, seq), item), []).append(amount)
    return tuple(
        Shelf(place, item, sum(amounts), min(amounts) < 0) for (place, item), amounts in sorted(found.items())
    )


def _known(store: Store, cut: int, left: dict[Any, int]) -> dict[Any, int]:
    """Without those that nobody had spoken of by then: not known is not none."""
    if all(left.values()):
        return left
    params = {"after": -_FAR, "until": cut, "account": SHELF}
    known = set(store.run(_BEFORE.format(made=made(Movement)), params))
    return {goods: amount for goods, amount in left.items() if amount or goods in known}


_MOVED = """
SELECT k.jenis, k.barang, k.sumber_dana, SUM(COALESCE(CASE k.jenis WHEN 'terima_kiriman' THEN k.diterima ELSE k.jumlah END, 0)),
COUNT(*), SUM(k.kk), SUM(k.jiwa), GROUP_CONCAT(DISTINCT m.unit), MAX(m.at), MIN(m.quality)
FROM ({made}) m CROSS JOIN mutasi k ON k.entry_unit = m.unit AND k.entry_seq = m.seq
WHERE k.barang IS NOT NULL GROUP BY k.jenis, k.barang, k.sumber_dana ORDER BY k.jenis, k.barang, k.sumber_dana
"""
_STOCK = "SELECT place_unit, place_seq, item, batch, amount FROM stock WHERE account = ?"
_BEFORE = """
SELECT DISTINCT v.place_unit, v.place_seq, v.item, v.batch
FROM ({made}) m CROSS JOIN moved v ON v.unit = m.unit AND v.seq = m.seq WHERE v.account = :account
"""
_LATER = """
SELECT v.place_unit, v.place_seq, v.item, v.batch, SUM(v.amount)
FROM ({made}) m CROSS JOIN moved v ON v.unit = m.unit AND v.seq = m.seq
WHERE v.account = :account GROUP BY v.place_unit, v.place_seq, v.item, v.batch
"""
