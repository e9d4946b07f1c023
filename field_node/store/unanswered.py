"""How many tasks of this unit nobody has answered: asked by every page and every few seconds, so nothing is decoded."""

from field_node.records import type_by_slug
from field_node.store.connection import Store
from field_node.store.identity import own_unit
from field_node.store.storage import wire_number


def unanswered_tasks(store: Store) -> int:
    """Those in force for this unit or for nobody by name whose newest answer says no more than that they came."""
    params = {
        "unit": own_unit(store),
        "task": wire_number(type_by_slug("tugas")),
        "answer": wire_number(type_by_slug("tugas_jawab")),
    }
    return int(store.run(_UNANSWERED, params)[0][0])


_UNANSWERED = """
SELECT count(*) FROM entry e JOIN tugas t ON t.entry_unit = e.unit AND t.entry_seq = e.seq
WHERE e.type = :task AND e.version = 0 AND (t.tujuan IS NULL OR t.tujuan = :unit)
AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = e.unit AND r.seq = e.seq)
AND NOT EXISTS (
    SELECT 1 FROM newest n JOIN tugas_jawab a ON a.entry_unit = n.unit AND a.entry_seq = n.seq
    WHERE n.type = :answer AND n.key = '["' || e.unit || '-' || e.seq || '"]' AND a.status <> 'terkirim'
)
"""
