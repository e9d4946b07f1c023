"""Reports that residents typed themselves and that no volunteer has looked at."""

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.identity import own_unit
from field_node.store.storage import wire_number

FROM_RESIDENT = "Dari warga, belum dikonfirmasi relawan"
"""How the `ringkas` of such a report begins: the center reads it too, over whatever link it comes."""


def unconfirmed(store: Store, *, limit: int = 50) -> list[Entry]:
    """Those of this unit in force without a status, newest first."""
    status = wire_number(type_by_slug("laporan_warga_status"))
    params = {"unit": own_unit(store), "status": status, "like": f"{FROM_RESIDENT}%", "limit": limit}
    found = (journal.entry(store, Ref(row[0], row[1])) for row in store.run(_UNCONFIRMED, params))
    return [entry for entry in found if entry is not None]


_UNCONFIRMED = """
SELECT p.entry_unit, p.entry_seq FROM laporan_warga p
WHERE p.entry_unit = :unit AND p.ringkas LIKE :like
AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = p.entry_unit AND r.seq = p.entry_seq)
AND NOT EXISTS (SELECT 1 FROM newest n WHERE n.type = :status AND n.key = '["' || p.entry_unit || '-' || p.entry_seq || '"]')
ORDER BY p.entry_seq DESC LIMIT :limit
"""
