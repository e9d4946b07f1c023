"""What of goods that went out has come back: kembali and retur in force, whatever name of the movement they say."""

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store.connection import Store
from field_node.store.picking import names

_BACK = (
    "SELECT COALESCE(SUM(m.jumlah), 0) FROM mutasi m WHERE m.merujuk_unit = ? AND m.merujuk_seq = ?"
    " AND m.jenis IN ('kembali', 'retur')"
    " AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = m.entry_unit AND r.seq = m.entry_seq)"
)


def came_back(store: Store, ref: Ref) -> int:
    """Base units of that movement that are back."""
    return sum(store.run(_BACK, name)[0][0] for name in names(store, ref))


def still_out(store: Store, ref: Ref, move: Movement) -> int:
    """Base units of that movement that are not back yet, below zero when more came than went."""
    return (move.jumlah or 0) - came_back(store, ref)
