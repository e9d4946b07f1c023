"""Entries picked by a view: their newest copies, in the view's order."""

from collections.abc import Mapping
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store.connection import Store
from field_node.store.rows import ENTRY_COLUMNS, entry_of

_E = ", ".join(f"e.{name.strip()}" for name in ENTRY_COLUMNS.split(","))
NEWEST_COPY = (
    "NOT EXISTS (SELECT 1 FROM entry l WHERE l.unit = e.unit AND l.seq = e.seq AND l.version > e.version)"
)
IN_FORCE = "NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = e.unit AND r.seq = e.seq)"


def picked(store: Store, sql: str, params: Mapping[str, Any]) -> list[Entry]:
    """The entries of a statement `FROM ... entry e ...` that follows the columns."""
    return [entry_of(row, store.locker) for row in store.run(f"SELECT {_E} {sql}", params)]


def root(store: Store, entry: Entry) -> Ref:
    """The name of the statement that this entry corrects, through any number of corrections: its name for ever."""
    ref, before = entry.ref, entry.corrects
    seen = {ref}
    while before is not None and before not in seen:
        ref = before
        seen.add(ref)
        rows = store.run(_CORRECTED, ref)
        before = Ref(*rows[0]) if rows and rows[0][0] is not None else None
    return ref


def names(store: Store, ref: Ref) -> list[Ref]:
    """What others may call the statement to which that entry belongs: every name it had before and after corrections."""
    found = [ref]
    for name in found:
        near = [*store.run(_CORRECTED, name), *store.run(_CORRECTIONS, name)]
        found += [Ref(*row) for row in near if row[0] is not None and Ref(*row) not in found]
    return found


def latest(store: Store, ref: Ref) -> Entry | None:
    """What stands for that entry now: itself or its newest correction in force; None when it was voided or is not here."""
    names, found = [ref], None
    for name in names:
        rows = picked(
            store,
            f"FROM entry e WHERE e.unit = :unit AND e.seq = :seq AND {NEWEST_COPY} AND {IN_FORCE}",
            name._asdict(),
        )
        found = rows[0] if rows else found
        later = store.run(_CORRECTIONS, name)
        names += [Ref(*row) for row in later if Ref(*row) not in names]
    return found


_CORRECTED = "SELECT corrects_unit, corrects_seq FROM entry WHERE unit = ? AND seq = ? AND version = 0"
_CORRECTIONS = (
    "SELECT unit, seq FROM entry WHERE corrects_unit = ? AND corrects_seq = ? AND version = 0 ORDER BY pos"
)
