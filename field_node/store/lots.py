"""Until when goods without a batch number last: of the days that were said, the first of what still lies there."""

from collections.abc import Iterable

from field_node.records.kinds import Ref
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store
from field_node.store.views import SHELF


def expires(store: Store, place: Ref, item: int) -> int | None:
    """Days since 1970, by its movements in the order of their times (put right); None when nothing dated is left."""
    return first_left(store.run(_STEPS, {**place._asdict(), "account": SHELF, "item": item}))


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
SELECT v.amount, m.kedaluwarsa FROM moved v
CROSS JOIN mutasi m ON m.entry_unit = v.unit AND m.entry_seq = v.seq
CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0
WHERE v.place_unit = :unit AND v.place_seq = :seq AND v.item = :item AND v.batch = '' AND v.account = :account
ORDER BY e.made_at + {SHIFT}, v.unit, v.seq
"""
