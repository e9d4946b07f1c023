"""The simulated GPS: walks a recorded track there and back, with seeded noise, and loses the sky where told."""

import math
import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from hardware.errors import NoFix, UnknownDevice, unknown
from hardware.gps.clock import Clock
from hardware.gps.fix import Fix
from hardware.gps.jumps import EARTH_M
from hardware.gps.track import Point, read_track

SHIPPED = Path(__file__).parent / "tracks"
DEGREE_M = math.radians(EARTH_M)
STEP_S = 1.0  # as a receiver of 1 Hz


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """speed: how many times faster than recorded. sky: stretches without it, in seconds of the track.

    noise: standard deviation in m on each axis. start: seconds into the track.
    """

    speed: float = 1.0
    sky: tuple[tuple[float, float], ...] = ()
    noise: float = 2.0
    start: float = 0.0


class SimSource:
    """Fixes of somebody who walks the track since the first question, one a second at most."""

    def __init__(
        self, track: tuple[Point, ...], options: Options, clock: Clock, chance: random.Random
    ) -> None:
        self._track = track
        self._times = [point.at_s for point in track]
        self._options = options
        self._clock = clock
        self._chance = chance
        self._began: float | None = None
        self._given = -math.inf

    def next(self, wait_s: float) -> Fix:
        """Where the walker is now; waits for the next second when this one was given. NoFix no_sky, not_yet."""
        rest = self._given + STEP_S - self._clock.monotonic()
        if rest > 0:
            self._clock.wait(min(rest, wait_s))
        now = self._clock.monotonic()
        if now - self._given < STEP_S - 1e-6:
            raise NoFix("not_yet")
        fix = self._at(now)
        self._given = now
        return fix

    def _at(self, now: float) -> Fix:
        self._began = now if self._began is None else self._began
        walked = self._options.start + (now - self._began) * self._options.speed
        at_s, back = _there_and_back(walked, self._times[-1])
        index = min(bisect_right(self._times, at_s), len(self._track) - 1)
        here, ahead = self._track[index - 1], self._track[index]
        if not here.sky or any(begin <= at_s < end for begin, end in self._options.sky):
            raise NoFix("no_sky", "as the track says")
        return self._seen(here, ahead, at_s, back)

    def _seen(self, here: Point, ahead: Point, at_s: float, back: bool) -> Fix:
        share = (at_s - here.at_s) / (ahead.at_s - here.at_s)
        north_m, east_m = _way_m(here, ahead)
        heading = math.degrees(math.atan2(east_m, north_m)) + (180 if back else 0)
        off_north, off_east = (self._chance.gauss(0, self._options.noise) for _ in "NE")
        return Fix(
            lat=here.lat + (north_m * share + off_north) / DEGREE_M,
            lon=here.lon + (east_m * share + off_east) / _degree_east_m(here.lat),
            time=self._clock.utc(),
            mode=2 if here.altitude_m is None else 3,
            source="sim",
            accuracy_m=round(3.0 + 2.5 * self._options.noise * self._chance.uniform(0.8, 1.2), 1),
            speed_mps=math.hypot(north_m, east_m) / (ahead.at_s - here.at_s) * self._options.speed,
            course_deg=heading % 360,
            altitude_m=here.altitude_m,
            satellites=self._chance.randint(7, 12),
        )

    def close(self) -> None:
        """There is nothing to let go of."""


def _degree_east_m(lat: float) -> float:
    return DEGREE_M * max(1e-6, math.cos(math.radians(lat)))


def _way_m(here: Point, ahead: Point) -> tuple[float, float]:
    return (ahead.lat - here.lat) * DEGREE_M, (ahead.lon - here.lon) * _degree_east_m(here.lat)


def _there_and_back(walked_s: float, length_s: float) -> tuple[float, bool]:
    """The place on the track in its seconds, and whether the walker is on the way back."""
    phase = walked_s % (2 * length_s)
    return (2 * length_s - phase, True) if phase > length_s else (phase, False)


def _stretches(text: str) -> tuple[tuple[float, float], ...]:
    pairs = [part.split("-") for part in text.split(",") if part]
    return tuple((float(begin), float(end)) for begin, end in pairs)


def _options(query: str) -> Options:
    readers: dict[str, Callable[[str], Any]] = {
        "speed": float,
        "sky": _stretches,
        "noise": float,
        "start": float,
    }
    given: dict[str, Any] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        if name not in readers:
            raise unknown("option of the simulated GPS", name, readers)
        given[name] = readers[name](text)
    options = Options(**given)
    if not (0 < options.speed < 1e4 and 0 <= options.noise < 1e4 and 0 <= options.start < 1e9):
        raise ValueError("speed, noise or start is out of range")
    return options


def open_source(rest: str, clock: Clock, seed: int) -> SimSource:
    """From "FILE[?options]"; a bare name that is not here is looked for among the shipped tracks."""
    name, _, query = rest.partition("?")
    path = Path(name)
    if not path.exists() and path.name == name:
        path = SHIPPED / name
    try:
        options = _options(query)
    except ValueError as error:
        raise UnknownDevice(f'"sim:{rest}": {error}') from error
    return SimSource(read_track(path), options, clock, random.Random(seed))
