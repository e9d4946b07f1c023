"""Distances on the ground, and whether a row of positions moves as no vehicle can."""

import math
from collections import deque
from typing import Protocol

FASTEST_MPS = 60.0  # reliability.md T12: 216 km/h; helicopters of rescue services cruise at about that
FARTHEST_M = 5_000.0
FARTHEST_DEG = FARTHEST_M / 111_195 / 1.5  # of a degree of 111,195 m; 1.5 is over the diagonal of a square
WINDOW_S = 60.0
EARTH_M = 6_371_008.8  # mean radius, IUGG 1980


class Located(Protocol):
    """Anything with a place, a time (UTC seconds) and perhaps an accuracy."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def time(self) -> float: ...
    @property
    def accuracy_m(self) -> float | None: ...


def distance_m(one: Located, other: Located) -> float:
    """Great-circle distance on the mean sphere (haversine), within 0.6 % of the ellipsoid."""
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(other.lon - one.lon) / 2
    square = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(square)))


def surely_moved_m(one: Located, other: Located) -> float:
    """What is left of the distance when both are wrong by their accuracy; at least 0."""
    return max(0.0, distance_m(one, other) - (one.accuracy_m or 0.0) - (other.accuracy_m or 0.0))


class Jumps:
    """Remembers the last minute of positions, at most one a second."""

    def __init__(self) -> None:
        self._newest: Located | None = None
        self._window: deque[Located] = deque()

    def seen(self, place: Located) -> bool:
        """Whether this position is a jump: over 60 m/s since the last, or over 5 km within 60 s."""
        newest, self._newest = self._newest, place
        self._forget(place.time)
        jump = newest is not None and (_too_fast(newest, place) or self._too_far(place))
        if jump:
            self._window.clear()  # one jump is told once
        if not self._window or place.time - self._window[-1].time >= 1.0:
            self._window.append(place)
        return jump

    def _forget(self, now: float) -> None:
        if self._window and now < self._window[-1].time:
            self._window.clear()
        while self._window and now - self._window[0].time > WINDOW_S:
            self._window.popleft()

    def _too_far(self, place: Located) -> bool:
        return any(
            _apart(earlier, place) and surely_moved_m(earlier, place) > FARTHEST_M for earlier in self._window
        )


def _apart(one: Located, other: Located) -> bool:
    """Cheap and generous: false only when they are surely nearer than FARTHEST_M."""
    return max(abs(one.lat - other.lat), abs(one.lon - other.lon)) > FARTHEST_DEG


def _too_fast(earlier: Located, later: Located) -> bool:
    return surely_moved_m(earlier, later) > FASTEST_MPS * max(1.0, abs(later.time - earlier.time))
