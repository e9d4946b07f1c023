"""Track points: numbered in the order of the road, so that the newest of a unit is the last one in force."""

from field_node.records.record import Entry, Record
from field_node.store.connection import Store
from field_node.store.picking import NEWEST_COPY, picked


def states(entry: Entry) -> bool:
    """False for a track point: views find it by its number, nothing of it is folded unless it corrects another."""
    return not entry.record.about.track or entry.corrects is not None


def track_ends(store: Store, record_type: type[Record], *, after: int = -1, limit: int) -> list[Entry]:
    """The last point in force of each unit above `after`, by unit."""
    params = {"after": after, "limit": limit}
    return picked(store, _ENDS.format(track=record_type.about.slug, copy=NEWEST_COPY), params)


def track_points(
    store: Store, record_type: type[Record], unit: int, *, since: int, limit: int
) -> list[tuple[int, float, float]]:
    """(UTC seconds, lat, lon) of those of the unit's last `limit` points in force that are not older, in the order of the road.

    Odd jumps are left out.
    """
    sql = _POINTS.format(track=record_type.about.slug)
    rows = store.run(sql, {"unit": unit, "since": since, "limit": limit})
    return [(row[0], row[1], row[2]) for row in reversed(rows)]


_POINTS = """
SELECT waktu, lat, lon FROM (
    SELECT t.waktu, t.lat, t.lon, t.janggal FROM {track} t
    WHERE t.entry_unit = :unit AND NOT EXISTS
    (SELECT 1 FROM replaced r WHERE r.unit = t.entry_unit AND r.seq = t.entry_seq)
    ORDER BY t.entry_seq DESC LIMIT :limit
) WHERE waktu >= :since AND janggal IS NOT 1
"""
_ENDS = """
FROM (
    WITH RECURSIVE line(unit) AS (
        SELECT min(entry_unit) FROM {track} WHERE entry_unit > :after
        UNION ALL SELECT (SELECT min(entry_unit) FROM {track} WHERE entry_unit > line.unit) FROM line WHERE unit IS NOT NULL
    )
    SELECT unit, (
        SELECT t.entry_seq FROM {track} t WHERE t.entry_unit = line.unit AND NOT EXISTS
        (SELECT 1 FROM replaced r WHERE r.unit = t.entry_unit AND r.seq = t.entry_seq)
        ORDER BY t.entry_seq DESC LIMIT 1
    ) AS seq FROM line WHERE unit IS NOT NULL
) n CROSS JOIN entry e ON e.unit = n.unit AND e.seq = n.seq AND {copy} ORDER BY e.unit LIMIT :limit
"""
