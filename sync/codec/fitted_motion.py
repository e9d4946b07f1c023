"""How speed and course of a trail are SENT: after the way between two fixes or after the one before, whichever told better."""

from math import isqrt
from typing import Any

from sync.codec.coder import Coder, zigzag
from sync.codec.here import Fitted, Here
from sync.codec.near import only
from sync.codec.spot import Spot
from sync.codec.trail import Trail
from sync.codec.walk import order_of
from sync.errors import BadFrame

COURSE = "course"
"""What a fact calls the field that turns; the other one is a speed."""
CIRCLE = 360
SLOWLY = 4
"""An error counts for one part in so many of what is usual."""
BEGIN = 64
"""The usual error before there was one, in parts of SLOWLY squared."""


def motion(spot: Spot) -> Fitted | None:
    """A count of a trail that follows from the way; None for others."""
    what = spot.fact("motion", None)
    if what is None:
        return None
    told, most, order = spot.told(), spot.field.kind.most, order_of(spot.field.kind.usual)  # type: ignore[attr-defined]
    turns, place = what == COURSE, spot.place

    def walk(coder: Coder, value: Any, here: Here) -> int:
        before, trail, given = told(here)[1], here.frame.trail, value or 0
        if before is None or trail is None:
            return _within(coder.golomb(order, given), most)
        usual = here.frame.motion.setdefault(place, [BEGIN, BEGIN])
        guesses = (before, min(course_of(trail) if turns else speed_of(trail), most))
        best = 0 if usual[0] <= usual[1] else 1
        order_now = (usual[best] // (SLOWLY * SLOWLY)).bit_length()
        off = zigzag(coder, order_now, _off(given, guesses[best], turns))
        found = _within((guesses[best] + off) % CIRCLE if turns else guesses[best] + off, most)
        only(found, off == _off(found, guesses[best], turns))
        for at, guess in enumerate(guesses):
            usual[at] += (SLOWLY * SLOWLY * abs(_off(found, guess, turns)) - usual[at]) // SLOWLY
        return found

    return walk


def _off(value: int, guess: int, turns: bool) -> int:
    """How far from the guess; the shorter way round a circle."""
    return (value - guess + CIRCLE // 2) % CIRCLE - CIRCLE // 2 if turns else value - guess


def _within(found: int, most: int) -> int:
    if not 0 <= found <= most:
        raise BadFrame("range")
    return found


def _east(trail: Trail) -> int:
    """Steps to the east in steps of latitude: cos of the latitude after Bhaskara, to 0.2 %."""
    square = (trail.steps[0] // 100_000) ** 2
    return trail.moved[1] * (32_400 - 4 * square) // (32_400 + square)


def speed_of(trail: Trail) -> int:
    """Kilometres an hour between the last two fixes: a step is 1.11 m, a tick 30 s."""
    return 4 * isqrt(trail.moved[0] ** 2 + _east(trail) ** 2) // (30 * max(1, trail.gap))


def course_of(trail: Trail) -> int:
    """Degrees from north, clockwise, of the way between the last two fixes; 0 where there is none."""
    north, east = trail.moved[0], _east(trail)
    short, long = sorted((abs(north), abs(east)))
    if not long:
        return 0
    part = 1_024 * short // long
    angle = (45 * part + 16 * part * (1_024 - part) // 1_024 + 512) // 1_024
    angle = 90 - angle if abs(east) > abs(north) else angle
    angle = 180 - angle if north < 0 else angle
    return (360 - angle if east < 0 else angle) % CIRCLE
