"""The open tasks of this unit and those of others: the pressing ones first, page by page, and how many there are."""

from typing import NamedTuple

from field_node.records import type_by_slug
from field_node.records.record import Entry
from field_node.records.task import CLOSED
from field_node.store.connection import Store
from field_node.store.identity import own_unit
from field_node.store.picking import IN_FORCE, NEWEST_COPY, picked
from field_node.store.storage import wire_number

PAGE = 50


class Which(NamedTuple):
    """`others`: those that name another unit, else ours and those that name none. `waiting`: those of which nobody said
    what becomes of them; with `late` (UTC seconds) also those whose deadline was before.
    """

    others: bool = False
    waiting: bool = False
    late: int | None = None


OURS = Which()


def page(store: Store, which: Which = OURS, *, skip: int = 0, limit: int = PAGE) -> list[Entry]:
    """Those without an answer first, then by deadline, priority and name."""
    sql = f"{_OPEN} AND {NEWEST_COPY} {_where(which)} {_ORDER} LIMIT :limit OFFSET :skip"
    return picked(store, sql, {**_params(store, which), "limit": limit, "skip": skip})


def count(store: Store, which: Which = OURS) -> int:
    """Asked by every page and every few seconds, so nothing is decoded."""
    sql = f"SELECT count(*) {_OPEN} AND e.version = 0 {_where(which)}"
    return int(store.run(sql, _params(store, which))[0][0])


def _params(store: Store, which: Which) -> dict[str, int | None]:
    return {
        "unit": own_unit(store),
        "task": wire_number(type_by_slug("tugas")),
        "answer": wire_number(type_by_slug("tugas_jawab")),
        "late": which.late,
    }


def _where(which: Which) -> str:
    whose = "t.tujuan IS NOT NULL AND t.tujuan IS NOT :unit" if which.others else _OURS
    due = f"AND ({_WAITS} OR t.batas_waktu < :late)" if which.waiting else ""
    return f"AND ({whose}) {due}"


_CLOSED = ", ".join(f"'{state}'" for state in CLOSED)
_OURS = "t.tujuan IS NULL OR t.tujuan IS :unit"
_WAITS = "coalesce(a.status, 'terkirim') = 'terkirim'"
"""`terkirim` follows from the way of the task alone: nobody has said anything."""
_OPEN = f"""
FROM entry e JOIN tugas t ON t.entry_unit = e.unit AND t.entry_seq = e.seq
LEFT JOIN newest n ON n.type = :answer AND n.key = '["' || e.unit || '-' || e.seq || '"]'
LEFT JOIN tugas_jawab a ON a.entry_unit = n.unit AND a.entry_seq = n.seq
WHERE e.type = :task AND {IN_FORCE} AND coalesce(a.status, '') NOT IN ({_CLOSED})
"""
_ORDER = f"""
ORDER BY NOT {_WAITS}, t.batas_waktu IS NULL, t.batas_waktu,
CASE t.prioritas WHEN 'darurat' THEN 0 WHEN 'segera' THEN 1 WHEN 'rencana' THEN 2 ELSE 3 END, e.unit, e.seq
"""
