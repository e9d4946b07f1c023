"""Forecasts that the center passed on, for one kabupaten and one stretch of time."""

from field_node.records import type_by_slug
from field_node.records.record import Entry
from field_node.store.connection import Store
from field_node.store.picking import NEWEST_COPY, picked
from field_node.store.storage import wire_number


def forecasts(store: Store, kabupaten: str, now: int, until: int, *, limit: int) -> list[Entry]:
    """The newest of each area and start that have not ended and begin before `until`, earliest start first."""
    params = {
        "type": wire_number(type_by_slug("prakiraan")),
        "kabupaten": kabupaten,
        "now": now,
        "until": until,
        "limit": limit,
    }
    return picked(store, _FORECASTS, params)


_FORECASTS = f"""
FROM newest n CROSS JOIN entry e ON e.unit = n.unit AND e.seq = n.seq AND {NEWEST_COPY}
CROSS JOIN prakiraan p ON p.entry_unit = e.unit AND p.entry_seq = e.seq
WHERE n.type = :type AND e.unit = 0 AND substr(p.kode_wilayah, 1, 5) = :kabupaten
AND p.sampai > :now AND p.mulai < :until
ORDER BY p.mulai, p.kode_wilayah LIMIT :limit
"""
