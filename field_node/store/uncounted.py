"""Poskos and shelters that nobody has counted since an instant: whose people may be hungry unseen."""

from typing import NamedTuple

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.store.connection import Store
from field_node.store.sites import sites
from field_node.store.storage import wire_number

COUNTED = ("posko", "pos_pengungsian")
"""Kinds of place where people stay."""


class Uncounted(NamedTuple):
    """A place and the instant of its newest head-count (UTC seconds), None when there never was one."""

    place: Ref
    name: str
    last: int | None


def uncounted(store: Store, since: int, now: int) -> list[Uncounted]:
    """Open places without a count since then: those counted longest ago first, those never counted last."""
    known, last = sites(store), dict[Ref, int]()
    for key, at in store.run(_NEWEST, (wire_number(type_by_slug("hitung_pengungsi")),)):
        place = known.name(Ref.parse(key[2:-2]))
        if place is not None:
            last[place] = max(at, last.get(place, at))
    open_now = [one for one in known.places.values() if one.kind in COUNTED and one.open_at(now)]
    found = [Uncounted(one.ref, one.name, last.get(one.ref)) for one in open_now]
    late = [one for one in found if one.last is None or one.last < since]
    return sorted(late, key=lambda one: (one.last is None, one.last or 0, one.name))


_NEWEST = "SELECT key, as_of FROM newest WHERE type = ?"
