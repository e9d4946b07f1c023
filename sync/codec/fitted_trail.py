"""How a trail is SENT where tables were learnt: what is left over after the way went on as expected."""

from typing import Any

from sync.codec.coder import Coder
from sync.codec.here import Fitted, Here
from sync.codec.model import Tables
from sync.codec.near import held, only
from sync.codec.numbers import SIGNED, signed
from sync.codec.spot import Spot
from sync.codec.table import Table
from sync.codec.trail import STANDING, Trail, damping_of
from sync.errors import BadFrame

GRID = 100_000
SCALES, GAPS, OTHERS = 8, 5, 3
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
        expected = trail.expected(axis, damping)
        error = _error(coder, trail, axis, (given - expected, tables))
        trail.comes(axis, expected + error, error)
        if not -limit <= expected + error <= limit:
            raise BadFrame("range")
        return (expected + error) / GRID

    return walk


def _error(coder: Coder, trail: Trail, axis: int, about: tuple[int, Tables]) -> int:
    given, tables = about
    scale = trail.scales[trail.way]
    shift = max(0, scale.bit_length() - 5)
    other = 0 if not axis else min(4 * trail.errors[0] * 2 // scale, 5) // 2
    place = ((_gap_class(trail.gap) * 3 + trail.way) * OTHERS + other) * SCALES + (scale >> shift) // 4
    cell = signed(coder, tables[place], given >> shift)
    return (cell << shift) + coder.uniform(1 << shift, given & (1 << shift) - 1)


def _gap_class(gap: int) -> int:
    return 0 if gap <= 1 else 1 if gap == 2 else 2 if gap < 6 else 3 if gap < STANDING else 4


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
