"""Statements of which only the newest goes by radio: which of those that wait a newer one has overtaken."""

from collections.abc import Iterable

from field_node.records import TYPES
from field_node.store.connection import Store
from field_node.store.identity import own_unit
from field_node.store.outbox import Pending

_KEY = "SELECT type, key FROM claim WHERE unit = ? AND seq = ?"
_NEWEST = (
    "SELECT seq FROM claim WHERE type = ? AND key = ? AND unit = ? ORDER BY as_of DESC, seq DESC LIMIT 1"
)


def superseded(store: Store, waiting: Iterable[Pending]) -> frozenset[int]:
    """Numbers of those waiting that need not go by radio: `merged` statements that are not this unit's newest of their
    place (whatever their type's view is keyed by), or that were corrected or voided. They go by other links as they are.
    Of one unit's statements for the same moment the last recorded is the newest, whatever its clock said then.
    """
    unit = own_unit(store)
    merged = {number for number, kind in TYPES.items() if kind.about.merged}
    seqs = [one.seq for one in waiting if one.type in merged]
    keys = {seq: _key(store, unit, seq) for seq in seqs}
    newest = {key: store.run(_NEWEST, (*key, unit))[0][0] for key in set(keys.values()) if key}
    return frozenset(seq for seq, key in keys.items() if key is None or newest[key] != seq)


def _key(store: Store, unit: int | None, seq: int) -> tuple[int, str] | None:
    """What the statement is about; None when it is out of force."""
    rows = store.run(_KEY, (unit, seq))
    return (rows[0][0], rows[0][1]) if rows else None
