"""Where this unit is, and how far and in which direction other places lie."""

import math
from typing import NamedTuple

from field_node.records import type_by_slug
from field_node.records.ground import distance_km
from field_node.store import views
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later

WINDS = (
    later("utara"),
    later("timur laut"),
    later("timur"),
    later("tenggara"),
    later("selatan"),
    later("barat daya"),
    later("barat"),
    later("barat laut"),
)
NEAR_KM = 0.05
"""Closer than the receiver is sure of: no direction."""


class Spot(NamedTuple):
    """A point, what it is called, and since when it is known (UTC seconds; None for a place)."""

    at: tuple[float, float]
    name: str
    known_at: int | None = None


def own_spot(desk: Desk) -> Spot | None:
    """The unit's newest position: of its receiver, else the last one that it recorded; None when there never was one."""
    said = desk.status("gps") or {}
    lat, lon, at = (said.get(name) for name in ("lat", "lon", "fix_at"))
    if isinstance(lat, float) and isinstance(lon, float):
        return Spot((lat, lon), _("unit ini"), at if isinstance(at, int) else None)
    if desk.unit is None:
        return None
    entry = views.newest(desk.store, type_by_slug("posisi"), desk.unit)
    if entry is None:
        return None
    point = (getattr(entry.record, "lat", 0.0), getattr(entry.record, "lon", 0.0))
    return Spot(point, _("unit ini"), getattr(entry.record, "waktu", desk.made(entry)))


def apart(here: tuple[float, float] | None, there: tuple[float, float] | None) -> float | None:
    """Kilometres as the crow flies; None when one of the two is not known."""
    return None if here is None or there is None else distance_km(here, there)


def far(km: float) -> str:
    """`350 m`, `2,4 km`, `12 km`."""
    if km < 1:
        return f"{round(km * 100) * 10} m"
    return f"{numbers.shown(round(km * 10), 1)} km" if km < 10 else f"{numbers.shown(round(km))} km"


def bearing(here: tuple[float, float], there: tuple[float, float]) -> str:
    """The wind in which it lies; "" when it is too near to tell."""
    if distance_km(here, there) < NEAR_KM:
        return ""
    lat1, lat2 = math.radians(here[0]), math.radians(there[0])
    east = math.radians(there[1] - here[1])
    north = math.cos(lat1) * math.sin(lat2) - math.sin(lat1) * math.cos(lat2) * math.cos(east)
    degrees = math.degrees(math.atan2(math.sin(east) * math.cos(lat2), north)) % 360
    return WINDS[round(degrees / 45) % 8]


def way(here: tuple[float, float] | None, there: tuple[float, float]) -> str:
    """`2,4 km ke timur laut`; "" without a position of our own."""
    if here is None:
        return ""
    wind, km = bearing(here, there), distance_km(here, there)
    return _("%(jauh)s ke %(arah)s") % {"jauh": far(km), "arah": _(wind)} if wind else _("di tempat unit ini")
