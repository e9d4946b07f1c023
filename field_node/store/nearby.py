"""What was heard from neighbours, page by page, less what the center or the sayer took back; who calls for help near by."""

from collections.abc import Iterable, Sequence

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.record import Record
from field_node.store import views
from field_node.store.connection import Store
from field_node.store.folds import key_text
from field_node.store.neighbours import Said
from field_node.store.rows import ENTRY_COLUMNS, entry_of
from field_node.store.storage import wire_number

PAGE = 50


def how_many(store: Store) -> int:
    """Units that were ever heard."""
    count: int = store.run("SELECT count(*) FROM neighbour")[0][0]
    return count


def said_page(
    store: Store, record_type: type[Record], *, by_key: bool = False, skip: int = 0, limit: int = PAGE
) -> list[Said]:
    """What neighbours said of that type and nobody replaced: the newest statement first, or `by_key` by what it speaks of."""
    order = "h.key, h.said_at DESC, h.unit" if by_key else "h.said_at DESC, h.unit, h.seq DESC"
    sql = f"{_SAID} WHERE h.type = ? AND {STANDS} ORDER BY {order} LIMIT ? OFFSET ?"
    return _found(store, sql, (wire_number(record_type), limit, skip))


def said_by(store: Store, record_type: type[Record], units: Iterable[int]) -> dict[int, Said]:
    """The newest statement of that type of each of those units."""
    wanted = list(units)
    places = ", ".join("?" * len(wanted))
    sql = f"{_SAID} WHERE h.type = ? AND h.unit IN ({places}) AND {STANDS} ORDER BY h.said_at, h.seq"
    return {one.entry.unit: one for one in _found(store, sql, (wire_number(record_type), *wanted))}


def said_like(store: Store, record_type: type[Record], key: str, *, limit: int) -> list[Said]:
    """Statements whose key is like that (SQL LIKE), the newest first."""
    sql = f"{_SAID} WHERE h.type = ? AND h.key LIKE ? AND {STANDS} ORDER BY h.said_at DESC, h.unit, h.seq DESC LIMIT ?"
    return _found(store, sql, (wire_number(record_type), key, limit))


def revoked(store: Store, units: Iterable[int]) -> frozenset[int]:
    """Those of the units whose access the center has withdrawn, as far as its directory came here."""
    directory = type_by_slug("unit")
    entries = {unit: views.newest(store, directory, unit) for unit in units}
    return frozenset(unit for unit, one in entries.items() if one and getattr(one.record, "dicabut", None))


def open_calls(store: Store) -> list[Said]:
    """The newest SOS of each neighbour that nobody ended: not the center, not this unit, no neighbour that may speak."""
    calls = said_page(store, type_by_slug("sos"))
    ended = _ended_by_neighbours(store) if calls else frozenset()
    return [one for one in calls if one.entry.ref not in ended and not _overtaken(store, one)]


def _ended_by_neighbours(store: Store) -> frozenset[Ref]:
    ends = said_page(store, type_by_slug("sos_akhir"), limit=4 * PAGE)
    silenced = revoked(store, {one.entry.unit for one in ends})
    return frozenset(
        getattr(one.entry.record, "sos", one.entry.ref) for one in ends if one.entry.unit not in silenced
    )


def _overtaken(store: Store, call: Said) -> bool:
    """The journal has its end, or a later SOS of the same unit."""
    ref = call.entry.ref
    if store.run(_NEWEST, (wire_number(type_by_slug("sos_akhir")), key_text(ref))):
        return True
    later = views.newest(store, type_by_slug("sos"), ref.unit)
    return later is not None and later.ref > ref


def _found(store: Store, sql: str, values: Sequence[object]) -> list[Said]:
    return [Said(entry_of(row[1:], store.locker), row[0]) for row in store.run(sql, values)]


_H = ", ".join(f"h.{name.strip()}" for name in ENTRY_COLUMNS.split(","))
_SAID = f"SELECT h.heard_at, {_H} FROM heard h"
STANDS = (
    "NOT EXISTS (SELECT 1 FROM entry e WHERE e.unit = h.unit AND e.seq = h.seq)"
    " AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = h.unit AND r.seq = h.seq)"
)
"""SQL of a row of `heard h` whose place the journal has not taken."""
_NEWEST = "SELECT 1 FROM newest WHERE type = ? AND key = ?"
