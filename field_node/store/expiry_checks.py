"""When the expiry of goods in a store was last put on somebody's list: the check comes back every half year."""

from field_node.records.kinds import Ref
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store

TEMPLATE = "periksa_kedaluwarsa"
EVERY_S = 182 * 86_400
"""Kemensos writes to the managers of all stores every six months (domain.md section 4, rule 3)."""


def check_due(store: Store, place: Ref, now: int) -> bool:
    """True when that long nobody was told to check, and goods have lain there that long (UTC seconds)."""
    begun = store.run(_BEGUN, place._asdict())[0][0]
    if begun is None or now - begun < EVERY_S:
        return False
    params = {**place._asdict(), "template": TEMPLATE, "since": now - EVERY_S}
    return not store.run(_TASKED, params)


_BEGUN = f"""
SELECT MIN(e.made_at + {SHIFT}) FROM (
    SELECT unit, MIN(seq) AS seq FROM moved WHERE place_unit = :unit AND place_seq = :seq AND account = 'saldo' GROUP BY unit
) f CROSS JOIN entry e ON e.unit = f.unit AND e.seq = f.seq AND e.version = 0
"""
_TASKED = f"""
SELECT 1 FROM tugas t CROSS JOIN entry e ON e.unit = t.entry_unit AND e.seq = t.entry_seq AND e.version = 0
WHERE t.templat = :template AND t.lokasi_unit = :unit AND t.lokasi_seq = :seq AND e.made_at + {SHIFT} > :since
AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = e.unit AND r.seq = e.seq) LIMIT 1
"""
