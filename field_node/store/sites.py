"""Every lokasi as it stands now, by the name that people use for ever; corrected names and merged ones lead to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from field_node.records.kinds import Ref
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store
from field_node.store.depots import merged
from field_node.store.picking import IN_FORCE


@dataclass(frozen=True, slots=True)
class Place:
    """A lokasi. `protected`: it, or one merged into it, may not be shown to the public; `public`: somebody said that it may.

    opened, closed: UTC seconds; closed None while it is open.
    """

    ref: Ref
    name: str
    kind: str
    opened: int
    closed: int | None = None
    region: str | None = None
    lat: float | None = None
    lon: float | None = None
    public: bool = False
    protected: bool = False

    @property
    def at(self) -> tuple[float, float] | None:
        """(lat, lon), None while nobody told."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)

    def open_at(self, moment: int) -> bool:
        """True when it was there at that instant and not closed."""
        return self.opened <= moment and (self.closed is None or self.closed > moment)


@dataclass(frozen=True, slots=True)
class Sites:
    """All places in force, and where other names of them lead."""

    places: Mapping[Ref, Place]
    leads: Mapping[Ref, Ref]

    def name(self, ref: Ref | None) -> Ref | None:
        """The place that this name stands for; the name itself when it is not known here."""
        seen = set[Ref]()
        while ref is not None and ref in self.leads and ref not in seen:
            seen.add(ref)
            ref = self.leads[ref]
        return ref

    def of(self, ref: Ref | None) -> Place | None:
        """The place, None when it was voided or is not here."""
        name = self.name(ref)
        return self.places.get(name) if name is not None else None


def sites(store: Store) -> Sites:
    """The places of this unit's journal."""
    corrected = {Ref(row[0], row[1]): Ref(row[2], row[3]) for row in store.run(_CORRECTED)}
    merges = {_first(dari, corrected): ke for dari, ke in merged(store).items()}
    found = [_place(store, row, corrected) for row in store.run(_PLACES)]
    known = Sites({place.ref: place for place in found}, {**corrected, **merges})
    hidden = {known.name(place.ref) for place in found if place.protected}
    kept = {one.ref: _shown(one, hidden=one.ref in hidden) for one in found if known.name(one.ref) == one.ref}
    return replace(known, places=kept)


def _first(ref: Ref, corrected: Mapping[Ref, Ref]) -> Ref:
    """The name of the statement that this one corrects, through any number of corrections."""
    seen = set[Ref]()
    while ref in corrected and ref not in seen:
        seen.add(ref)
        ref = corrected[ref]
    return ref


def _place(store: Store, row: Sequence[Any], corrected: Mapping[Ref, Ref]) -> Place:
    name, kind, made_at, opened, closed, region, lat, lon, public = row[2:]
    ref = Ref(row[0], row[1])
    first = _first(ref, corrected)
    if opened is None and first != ref:
        opened = next((one[0] for one in store.run(_MADE, first)), None)
    return Place(
        ref=first,
        name=name or f"Lokasi nomor {first}",
        kind=kind or "",
        opened=made_at if opened is None else opened,
        closed=closed,
        region=region,
        lat=lat,
        lon=lon,
        public=public == 1,
        protected=public == 0,
    )


def _shown(place: Place, *, hidden: bool) -> Place:
    return replace(place, public=False, protected=True) if hidden else place


_PLACES = f"""
SELECT p.entry_unit, p.entry_seq, p.nama, p.jenis, e.made_at + {SHIFT}, p.buka, p.tutup, p.kode_wilayah, p.lat, p.lon, p.publik
FROM lokasi p CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq AND e.version = 0
WHERE {IN_FORCE} ORDER BY p.nama COLLATE NOCASE, p.entry_unit, p.entry_seq
"""
_CORRECTED = """
SELECT e.unit, e.seq, e.corrects_unit, e.corrects_seq FROM lokasi p
CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq AND e.version = 0
WHERE e.corrects_unit IS NOT NULL
"""
_MADE = f"SELECT e.made_at + {SHIFT} FROM entry e WHERE e.unit = ? AND e.seq = ? AND e.version = 0"
