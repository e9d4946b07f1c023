"""Until when goods without a batch number last: of the days that were said, the first of what still lies there."""

from collections.abc import Iterable, Sequence
from typing import Any

from field_node.records.kinds import Ref
from field_node.store import journal
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store
from field_node.store.picking import root
from field_node.store.true_times import TrueTimes
from field_node.store.views import SHELF


def expires(store: Store, place: Ref, item: int) -> int | None:
    """Days since 1970, by its movements in the order of their times (put right); None when nothing dated is left.

    A correction stands where the movement stood that it corrects.
    """
    rows = store.run(_STEPS, {**place._asdict(), "account": SHELF, "item": item})
    times = TrueTimes(store)
    steps = sorted(((_first(store, times, row[:4]), row[4], row[5]) for row in rows), key=lambda one: one[0])
    return first_left((amount, day) for _, amount, day in steps)


def _first(store: Store, times: TrueTimes, row: Sequence[Any]) -> tuple[int, int, int]:
    """When that movement was said first, and under which name."""
    at, unit, seq, corrected = row
    entry = journal.entry(store, Ref(unit, seq)) if corrected is not None else None
    said = journal.entry(store, root(store, entry)) if entry else None
    return (times.made(said), *said.ref) if said else (at, unit, seq)


def first_left(steps: Iterable[tuple[int, int | None]]) -> int | None:
    """The earliest day among what is left after those steps of (base units, + in and - out; day or None).

    What leaves is of the day that its movement names, then of the earliest (first expired, first out). A shelf that was
    emptied holds nothing old; what comes onto a balance below zero counts, since somebody saw it.
    """
    lots, total = dict[int, int](), 0
    for amount, day in steps:
        was, total = total, total + amount
        if amount < 0:
            lots = {} if was > 0 >= total else _less(lots, -amount, day)
        elif day is not None:
            lots[day] = lots.get(day, 0) + amount
    return min(lots, default=None)


def _less(lots: dict[int, int], amount: int, named: int | None) -> dict[int, int]:
    left = dict(lots)
    for day in sorted(lots, key=lambda one: (one != named, one)):
        taken = min(left[day], amount)
        left[day] -= taken
        amount -= taken
    return {day: one for day, one in left.items() if one > 0}


_STEPS = f"""
SELECT e.made_at + {SHIFT}, v.unit, v.seq, e.corrects_unit, v.amount, COALESCE(m.kedaluwarsa, (
    SELECT k.kedaluwarsa FROM mutasi k
    WHERE m.jenis = 'retur' AND k.entry_unit = m.merujuk_unit AND k.entry_seq = m.merujuk_seq
)) FROM moved v
CROSS JOIN mutasi m ON m.entry_unit = v.unit AND m.entry_seq = v.seq
CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0
WHERE v.place_unit = :unit AND v.place_seq = :seq AND v.item = :item AND v.batch = '' AND v.account = :account
"""
"""Goods that came back undated are of the day of what went out."""
