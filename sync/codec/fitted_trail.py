"""How a trail is SENT where tables were learnt: what is left over after the way went on as expected."""

from typing import Any

from sync.codec.coder import Coder
from sync.codec.here import Fitted, Here
from sync.codec.model import Tables
from sync.codec.near import held, only
from sync.codec.numbers import SIGNED
from sync.codec.spot import Spot
from sync.codec.table import Table
from sync.codec.trail import STANDING, Trail, damping_of
from sync.errors import BadFrame

GRID = 100_000
SCALES, GAPS, OTHERS = 8, 5, 3
_GAPS = (0, 0, 1, *[2] * 3, *[3] * (STANDING - 6), 4)
"""The class of so many ticks without a fix; the last is a halt."""
BOXES = ((-1_150_000, 1_800_000), (9_450_000, 4_700_000))
"""Indonesia on the grid, (first step, steps): 11.5 S to 6.5 N, 94.5 to 141.5 E. A first fix elsewhere takes an escape."""


def degrees(spot: Spot) -> Fitted | None:
    """A coordinate of a trail; None for other coordinates and where nothing was learnt."""
    facts: dict[str, Any] = spot.model.fact(f"trail {spot.slug}", {})
    axis = 1 if spot.field.name == "lon" else 0
    tables = spot.tables("off", SIGNED, GAPS, 3, OTHERS, SCALES)
    begin = spot.tables("first", 2)
    if not facts or tables is None or begin is None:
        return None
    damping, scales, kind = damping_of(facts["keeps"]), facts["scales"], spot.field.kind
    limit: int = kind.limit * GRID  # type: ignore[attr-defined]

    def walk(coder: Coder, value: Any, here: Here) -> float:
        given = 0 if value is None else round(value * GRID)
        trail = here.frame.trail
        if trail is None or trail.gap < 0:
            return float(held(kind, _first(coder, axis, given, (here, limit, scales, begin[0])) / GRID))
        if axis == 0:
            trail.goes_on(here.made_at)
        found = _next(coder, trail, axis, (given, damping, tables))
        if not -limit <= found <= limit:
            raise BadFrame("range")
        return found / GRID

    return walk


def _next(coder: Coder, trail: Trail, axis: int, about: tuple[int, tuple[int, ...], Tables]) -> int:
    """Where it is after all, beside where it was expected."""
    given, damping, tables = about
    expected = trail.expected(axis, damping)
    place, shift = _cell(trail, axis)
    error = given - expected
    cell = coder.signed(tables[place], error >> shift)
    error = (cell << shift) + (coder.uniform(1 << shift, error & (1 << shift) - 1) if shift else 0)
    trail.comes(axis, expected + error, error)
    return expected + error


def _cell(trail: Trail, axis: int) -> tuple[int, int]:
    """The context of an error, and the bits of it that are as likely either way."""
    scale = trail.scales[trail.way]
    shift = max(0, scale.bit_length() - 5)
    other = min(8 * trail.errors[0] // scale, 5) // 2 if axis else 0
    context = (_GAPS[min(trail.gap, STANDING)] * 3 + trail.way) * OTHERS + other
    return context * SCALES + (scale >> shift) // 4, shift


def _first(coder: Coder, axis: int, given: int, about: tuple[Here, int, list[int], Table]) -> int:
    """The first fix of a frame: on the grid of the country, or anywhere."""
    here, limit, scales, begin = about
    low, size = BOXES[axis]
    inside = low <= given < low + size
    if coder.symbol(begin, int(inside)):
        step = low + coder.uniform(size, given - low if inside else 0)
    else:
        step = coder.uniform(2 * limit + 1, given + limit) - limit
        only(step, not low <= step < low + size)
    if axis == 0:
        here.frame.trail = Trail(here.made_at, [step, 0], [0, 0], list(scales), gap=-1)
    elif here.frame.trail is not None:
        here.frame.trail.steps[1] = step
        here.frame.trail.gap = 0
    return step
