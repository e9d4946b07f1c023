"""The places that keep goods, as far as they are known here: of the journal, and those that only a neighbour named."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.place import STORES
from field_node.store import directory, journal, nearby
from field_node.store.connection import Store
from field_node.store.neighbours import Said, said_entry
from field_node.store.picking import root
from field_node.store.storage import wire_number
from field_node.store.views import newest_page

MOST_HEARD = 200
MOST_MERGES = 10_000


@dataclass(frozen=True, slots=True)
class Depot:
    """A place that keeps goods. `owner`: the unit that keeps its ledger. `heard_from`: the neighbour that named it; None: the journal has it."""

    ref: Ref
    name: str
    kind: str = ""
    lat: float | None = None
    lon: float | None = None
    owner: int | None = None
    heard_from: int | None = None

    @property
    def at(self) -> tuple[float, float] | None:
        """(lat, lon), None while nobody told."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


def depots(store: Store, now: int) -> list[Depot]:
    """Every lumbung and gudang that was not voided, merged into another or closed by now (UTC seconds)."""
    params = {"now": now, "merge": wire_number(type_by_slug("lokasi_gabung"))}
    kept = [_of_row(store, *row) for row in store.run(_DEPOTS, params)]
    names = {one.ref for one in kept}
    return kept + [one for one in _heard(store) if one.ref not in names]


def places_near(store: Store, at: tuple[float, float], degrees: float) -> list[tuple[str, float, float]]:
    """Name and (lat, lon) of every lokasi in force in a square of so many degrees each way; merged ones are left out."""
    params = {
        **{
            f"{name}{end}": at[n] + sign * degrees
            for n, name in enumerate(("lat", "lon"))
            for end, sign in _ENDS
        },
        "merge": wire_number(type_by_slug("lokasi_gabung")),
    }
    return [(row[0], row[1], row[2]) for row in store.run(_NEAR, params)]


def depot_of(store: Store, ref: Ref) -> Depot:
    """Any place that a statement names; its number for a name while nothing says more."""
    found = directory.named(store, ref)
    if found is not None:
        return _depot(ref, found.record)
    said = said_entry(store, ref)
    return _of_neighbour(said) if said else Depot(ref, f"Lokasi nomor {ref}")


def merged(store: Store) -> dict[Ref, Ref]:
    """Names of places that were merged -> the place that stands for them."""
    merges = newest_page(store, type_by_slug("lokasi_gabung"), limit=MOST_MERGES)
    return {getattr(one.record, "dari", one.ref): getattr(one.record, "ke", one.ref) for one in merges}


def _of_row(store: Store, unit: int, seq: int, corrects: int | None, *facts: object) -> Depot:
    ref = Ref(unit, seq)
    entry = journal.entry(store, ref) if corrects is not None else None
    return Depot(root(store, entry) if entry else ref, *facts)  # type: ignore[arg-type]


def _heard(store: Store) -> Iterator[Depot]:
    for one in nearby.said_page(store, type_by_slug("lokasi"), limit=MOST_HEARD):
        if getattr(one.entry.record, "jenis", "") in STORES:
            yield _of_neighbour(one)


def _of_neighbour(said: Said) -> Depot:
    """The ledger of a store is its sayer's unless it says another."""
    depot = _depot(said.entry.corrects or said.entry.ref, said.entry.record)
    owner = said.entry.unit if depot.owner is None else depot.owner
    return replace(depot, owner=owner, heard_from=said.entry.unit)


def _depot(ref: Ref, place: object) -> Depot:
    name = getattr(place, "nama", None) or f"Lokasi nomor {ref}"
    return Depot(ref, name, *(getattr(place, fact, None) for fact in ("jenis", "lat", "lon", "unit")))  # type: ignore[arg-type]


_ENDS = (("_least", -1), ("_most", 1))
_COUNTS = """
NOT EXISTS (SELECT 1 FROM replaced r WHERE r.unit = p.entry_unit AND r.seq = p.entry_seq)
AND NOT EXISTS (SELECT 1 FROM newest n WHERE n.type = :merge AND n.key = '["' || p.entry_unit || '-' || p.entry_seq || '"]')
"""
_NEAR = f"""
SELECT p.nama, p.lat, p.lon FROM lokasi p
WHERE p.lat BETWEEN :lat_least AND :lat_most AND p.lon BETWEEN :lon_least AND :lon_most AND {_COUNTS}
"""
_DEPOTS = f"""
SELECT p.entry_unit, p.entry_seq, e.corrects_unit, p.nama, p.jenis, p.lat, p.lon, p.unit
FROM lokasi p CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq AND e.version = 0
WHERE p.jenis IN ({", ".join(f"'{kind}'" for kind in STORES)}) AND (p.tutup IS NULL OR p.tutup > :now)
AND {_COUNTS}
"""
