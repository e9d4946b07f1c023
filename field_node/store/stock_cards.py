"""Kartu stok: every movement in force behind a balance in the order of the ledger, each with what it left."""

from collections.abc import Sequence
from typing import NamedTuple

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import journal
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store
from field_node.store.picking import root
from field_node.store.true_times import TrueTimes
from field_node.store.views import SHELF

PAGE = 40
"""Lines of a page: as many as a paper may have."""


class Goods(NamedTuple):
    """Whose card it is. `batch`: None for all batches of the item together."""

    place: Ref
    item: int
    batch: str | None = None


class Extent(NamedTuple):
    """How long a card is, and where it ends."""

    lines: int
    left: int


class Line(NamedTuple):
    """One movement: base units that came (above zero) or went, and what was left after it."""

    entry: Entry
    batch: str
    amount: int
    left: int


def extent(store: Store, goods: Goods) -> Extent:
    """Lines of the card and the balance after the last one; (0, 0) when nothing ever moved."""
    rows = store.run(f"SELECT COUNT(*), COALESCE(SUM(v.amount), 0) FROM moved v WHERE {_OF}", _params(goods))
    return Extent(*rows[0])


def card(store: Store, goods: Goods, *, skip: int = 0, limit: int = PAGE) -> list[Line]:
    """A stretch of the card, oldest first. A correction stands where the entry stood that it corrects."""
    rows = store.run(_CARD, {**_params(goods), "skip": skip, "limit": limit})
    found = ((journal.entry(store, Ref(row[0], row[1])), row) for row in rows)
    return [Line(entry, *row[2:5]) for entry, row in found if entry is not None]


def moved_between(store: Store, goods: Goods, after: int, until: int) -> int:
    """Base units that came, less those that went, by movements made in that time (UTC seconds), as they stand now."""
    rows = store.run(_BETWEEN, {**_params(goods), "after": after, "until": until})
    return _first_made(store, rows, after)


def moved_since(store: Store, goods: Goods, pos: int) -> int:
    """The same of movements that were said first after that `pos` of the journal: whatever the clock said, and within a minute too."""
    rows = store.run(_SINCE, {**_params(goods), "pos": pos})
    return int(rows[0][0])


def moved_before(store: Store, goods: Goods, after: int, came: Ref) -> int:
    """The same of movements made later than `after` that were here, as they were said first, before that entry came."""
    named = {"after": after, "by_unit": came.unit, "by_seq": came.seq}
    return _first_made(store, store.run(_HERE_BEFORE, {**_params(goods), **named}), after)


def _first_made(store: Store, rows: Sequence[Sequence[int]], after: int) -> int:
    """The sum of those whose first statement is of later than that: a correction is of when its movement was."""
    entries = ((journal.entry(store, Ref(row[0], row[1])), row[2]) for row in rows)
    found = ((journal.entry(store, root(store, entry)), amount) for entry, amount in entries if entry)
    times = TrueTimes(store)
    return sum(amount for first, amount in found if first is None or times.made(first) > after)


def _params(goods: Goods) -> dict[str, object]:
    return {**goods.place._asdict(), "item": goods.item, "batch": goods.batch, "account": SHELF}


_OF = (
    "v.place_unit = :unit AND v.place_seq = :seq AND v.item = :item AND v.account = :account"
    " AND (:batch IS NULL OR v.batch = :batch)"
)
_BETWEEN = f"""
SELECT v.unit, v.seq, v.amount FROM moved v
CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0
WHERE {_OF} AND e.made_at + {SHIFT} BETWEEN :after + 1 AND :until
"""
_FIRST_POS = """
CASE WHEN e.corrects_unit IS NULL THEN e.pos ELSE (
    WITH RECURSIVE up (unit, seq, pos, hops) AS (
        SELECT e.corrects_unit, e.corrects_seq, e.pos, 0
        UNION SELECT o.corrects_unit, o.corrects_seq, o.pos, up.hops + 1
        FROM up JOIN entry o ON o.unit = up.unit AND o.seq = up.seq AND o.version = 0 AND up.hops < 100
    ) SELECT pos FROM up ORDER BY hops DESC LIMIT 1
) END
"""
_SINCE = f"""
SELECT COALESCE(SUM(v.amount), 0) FROM moved v
CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0
WHERE {_OF} AND {_FIRST_POS} > :pos
"""
_HERE_BEFORE = f"""
SELECT v.unit, v.seq, v.amount FROM moved v
CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0
WHERE {_OF} AND e.made_at + {SHIFT} > :after
AND {_FIRST_POS} < (SELECT c.pos FROM entry c WHERE c.unit = :by_unit AND c.seq = :by_seq AND c.version = 0)
"""
_CARD = f"""
SELECT unit, seq, batch, amount, SUM(amount) OVER (ORDER BY pos, unit, seq, n) AS remaining FROM (
    SELECT v.unit, v.seq, v.n, v.batch, v.amount, {_FIRST_POS} AS pos
    FROM moved v CROSS JOIN entry e ON e.unit = v.unit AND e.seq = v.seq AND e.version = 0 WHERE {_OF}
) ORDER BY pos, unit, seq, n LIMIT :limit OFFSET :skip
"""
