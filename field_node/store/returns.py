"""What of goods that went out has come back: kembali and retur in force, whatever name of the movement they say."""

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.movement_rules import BACK
from field_node.store.connection import Store
from field_node.store.picking import IN_FORCE, names

NOBODY = Ref(-1, 0)
_SUM = (
    "SELECT COALESCE(SUM(m.jumlah), 0) FROM mutasi m WHERE m.merujuk_unit = {unit} AND m.merujuk_seq = {seq}"
    f" AND m.jenis IN {BACK}"
    " AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = m.entry_unit AND r.seq = m.entry_seq)"
)
_BACK = _SUM.format(unit="?", seq="?") + " AND (m.entry_unit, m.entry_seq) <> (?, ?)"
_OUT = f"""
SELECT e.unit, e.seq, MAX(e.pos) AS last, MIN(k.batas_kembali) AS due
FROM mutasi k CROSS JOIN entry e ON e.unit = k.entry_unit AND e.seq = k.entry_seq AND e.version = 0
WHERE k.jenis = :jenis AND {IN_FORCE} AND k.jumlah > ({_SUM.format(unit="e.unit", seq="e.seq")})
GROUP BY COALESCE(k.nomor, e.unit || '-' || e.seq), k.gudang_unit, k.gudang_seq
ORDER BY due IS NULL, due, last DESC LIMIT :limit OFFSET :skip
"""


def came_back(store: Store, ref: Ref, but: Ref | None = None) -> int:
    """Base units of that movement that are back. `but`: an answer that does not count."""
    return sum(store.run(_BACK, (*name, *(but or NOBODY)))[0][0] for name in names(store, ref))


def papers_out(store: Store, jenis: str, *, skip: int, limit: int) -> list[Ref]:
    """A line of each paper of that kind of which some is out, as far as answers name it as it stands; due first on top, then newest."""
    params = {"jenis": jenis, "skip": skip, "limit": limit}
    return [Ref(row[0], row[1]) for row in store.run(_OUT, params)]


def still_out(store: Store, ref: Ref, move: Movement) -> int:
    """Base units of that movement that are not back yet, below zero when more came than went."""
    return (move.jumlah or 0) - came_back(store, ref)
