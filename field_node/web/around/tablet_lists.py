"""What a tablet keeps of the places that hold goods, to find one away from its unit."""

from typing import Any

from field_node.records.place import PLACE
from field_node.store.depots import Depot, depots
from field_node.store.shelves import Shelf, shelves
from field_node.web.around.neighbours import unit_with_number
from field_node.web.around.whereabouts import Spot, apart, far, own_spot
from field_node.web.desk import Desk
from field_node.web.kept.attention import REVOKED, UNVERIFIED
from field_node.web.said.language import _
from field_node.web.said.shown import amount

MOST = 200
"""Places, the nearest first."""
NOWHERE = 1e9
KINDS = dict(PLACE.options)


def lists(desk: Desk) -> dict[str, list[Any]]:
    """`lumbung`: name, kind, how far, instant of what is said (UTC seconds, 0 for the ledger of now), whose word, doubt and goods of each place.

    Of goods number, amount in words and base units; None where nobody said anything. `lumbung_dari`: from where, and since when that is known.
    """
    spot, told = own_spot(desk), shelves(desk.store, desk.now)
    found = sorted(((_km(spot, one), one) for one in depots(desk.store, desk.now)), key=_by_distance)
    return {
        "lumbung": [_row(desk, one, km, told.get(one.ref)) for km, one in found[:MOST]],
        "lumbung_dari": [(spot.name, spot.known_at or 0)] if spot else [],
    }


def _km(spot: Spot | None, one: Depot) -> float:
    km = apart(spot.at if spot else None, one.at)
    return NOWHERE if km is None else km


def _by_distance(one: tuple[float, Depot]) -> tuple[float, str]:
    return one[0], one[1].name.casefold()


def _row(desk: Desk, one: Depot, km: float, shelf: Shelf | None) -> tuple[Any, ...]:
    place = (one.name, _(KINDS.get(one.kind, "Lokasi")), far(km) if km < NOWHERE else "")
    if shelf is None:
        return *place, 0, "", "", None
    doubts = [UNVERIFIED] * shelf.heard + [REVOKED] * shelf.revoked
    goods = [(item, amount(left, desk.names.goods(item)), left) for item, left in shelf.goods]
    return *place, shelf.as_of or 0, _source(desk, shelf), ", ".join(map(_, doubts)), goods


def _source(desk: Desk, shelf: Shelf) -> str:
    if shelf.as_of is None or shelf.unit == desk.unit:
        return _("unit sendiri")
    if shelf.heard:
        return _("tetangga %(unit)s") % {"unit": unit_with_number(desk, shelf.unit)}
    return unit_with_number(desk, shelf.unit) if shelf.unit else _("pusat")
