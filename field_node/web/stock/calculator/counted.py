"""Who was counted for a calculation: the newest head-count of each place, and the places that nobody counted."""

from typing import Any, NamedTuple

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import views
from field_node.store.connection import Store
from field_node.store.sites import Sites, sites
from field_node.store.uncounted import COUNTED

MOST = 5_000


class Counted(NamedTuple):
    """A place and its newest head-count, None while there is none."""

    place: Ref
    name: str
    entry: Entry | None

    @property
    def said(self) -> Headcount | None:
        """What was counted."""
        return self.entry.record if self.entry and isinstance(self.entry.record, Headcount) else None


def counted(store: Store, now: int, *, incident: Ref | None, place: Ref | None) -> list[Counted]:
    """Of one place, or of every open place where people stay, by name. A count of another kejadian than that one is left out."""
    known = sites(store)
    newest = _newest(store, known, incident)
    if place is not None:
        names = {known.name(place) or place}
    else:
        open_now = (one for one in known.places.values() if one.open_at(now))
        names = {one.ref for one in open_now if one.kind in COUNTED or one.ref in newest}
    found = [Counted(ref, _name(known, ref), newest.get(ref)) for ref in names]
    return sorted(found, key=lambda one: (one.entry is None, one.name.casefold()))


def _name(known: Sites, ref: Ref) -> str:
    place = known.of(ref)
    return place.name if place else str(ref)


def _newest(store: Store, known: Sites, incident: Ref | None) -> dict[Ref, Entry]:
    """Places that were merged are one: the newest statement of any of them counts."""
    found = dict[Ref, Entry]()
    for entry in views.headcounts(store, limit=MOST):
        if incident is not None and entry.incident not in (None, incident):
            continue
        count = entry.record
        ref = known.name(count.lokasi) if isinstance(count, Headcount) else None
        if ref is not None and (ref not in found or _at(found[ref]) < _at(entry)):
            found[ref] = entry
    return found


def _at(entry: Entry) -> int:
    record: Any = entry.record
    return int(record.per_waktu)
