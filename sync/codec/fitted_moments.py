"""How times and days are SENT where tables were learnt: as people say them, now, at the half hour, in whole hours."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from field_node.records.kinds import END_OF_TIME
from sync.codec.coder import Coder
from sync.codec.here import Fitted, Here
from sync.codec.near import held, only
from sync.codec.numbers import BUCKETS
from sync.codec.spot import Spot
from sync.codec.table import Table
from sync.errors import BadFrame

NOW, HALF, HOURS, ANY = range(4)
HALF_HOUR_S, HOUR_S = 1_800, 3_600
DAY_S, EXACT = 86_400, 72
AS_TOLD, SAME_MONTH_DAY, ANY_DAY = range(3)
DAYS_KEPT = 1_024
"""The months of so many days are kept ready."""


def moment(spot: Spot) -> Fitted | None:
    """The entry's own time, the last half hour, whole hours from it, or any number of steps."""
    how, steps = spot.tables("how", 4), spot.changes("steps")
    hours = spot.tables("hours", 2 * EXACT) or spot.model.tables("any size", BUCKETS)
    if how is None or hours is None or steps is None:
        return None
    kind: Any = spot.field.kind
    step_s, first, tables = kind.resolution_s, how[0], (hours[0], steps[0])

    def walk(coder: Coder, value: Any, here: Here) -> int:
        now: int = here.made_at // step_s * step_s
        off = 0 if value is None else value - now
        said = coder.symbol(first, _how(off, now) if off else NOW)
        if said == NOW:
            return now
        found = now + _off(coder, (off, said), tables, (now, step_s))
        if not 0 <= found <= END_OF_TIME:
            raise BadFrame("range")
        return found

    return walk


def _how(off: int, now: int) -> int:
    """The first way to say that it is not now."""
    if off == -(now % HALF_HOUR_S):
        return HALF
    return ANY if off % HOUR_S else HOURS


def _off(coder: Coder, what: tuple[int, int], tables: tuple[Table, Table], about: tuple[int, int]) -> int:
    """How far it is from the entry's own time. what: that, and how it is said."""
    (off, said), (now, step_s) = what, about
    if said == HALF:
        found = -(now % HALF_HOUR_S)
    elif said == HOURS:
        found = HOUR_S * _exact(coder, tables[0], off // HOUR_S)
    else:
        found = step_s * coder.signed(tables[1], off // step_s)
    return int(only(found, found != 0 and _how(found, now) == said))


def _exact(coder: Coder, table: Table, value: int) -> int:
    """Whole hours, each with a symbol of its own up to EXACT."""
    found = coder.escaped(table, 2 * value - 1 if value > 0 else -2 * value)
    return (found + 1) // 2 if found & 1 else -(found // 2)


def day(spot: Spot) -> Fitted | None:
    """As told before, the first of a month so many from the entry's, or any day."""
    how, months, days = spot.tables("how", 3, 3, 3), spot.changes("months"), spot.changes("days")
    if how is None or months is None or days is None:
        return None
    told, kind, beside = spot.told(), spot.field.kind, _beside(spot)

    def walk(coder: Coder, value: Any, here: Here) -> int:
        which, before = told(here)
        today = here.made_at // DAY_S
        given = today if value is None else value
        said = coder.symbol(how[3 * which + beside(here)], _which_day(given, before))
        if said == AS_TOLD:
            found = before
        elif said == SAME_MONTH_DAY:
            found = _first_of(_month_of(today) + coder.signed(months[0], _month_of(given) - _month_of(today)))
        else:
            found = today + coder.signed(days[0], given - today)
        if coder.reads:
            only(found, _which_day(found, before) == said)
        return int(held(kind, found))

    return walk


def _beside(spot: Spot) -> Callable[[Here], int]:
    """Of the field that such a day goes with: 0 not known, 1 as it was told before, 2 another."""
    name = spot.fact("with", "")
    place = spot.place_of(name)
    if place is None:
        return lambda here: 0
    told = spot.told_of(name)

    def found(here: Here) -> int:
        before, value = told(here)[1], here.values[place]
        return 0 if before is None or value is None else 1 if value == before else 2

    return found


def _which_day(value: int | None, before: int | None) -> int:
    if value == before:
        return AS_TOLD
    return SAME_MONTH_DAY if value is not None and _first_of(_month_of(value)) == value else ANY_DAY


@lru_cache(DAYS_KEPT)
def _month_of(day_number: int) -> int:
    """Months since January of the year 0, of a day since 1970-01-01 in the Gregorian calendar."""
    shifted = 4 * (day_number + 719_468) + 3
    century, rest = divmod(shifted, 146_097)
    year, of_year = divmod(rest | 3, 1_461)
    month = (5 * (of_year // 4) + 2) // 153
    return 12 * (100 * century + year) + month + 2


@lru_cache(DAYS_KEPT)
def _first_of(month: int) -> int:
    """The first day of that month, days since 1970-01-01."""
    year, since_march = divmod(month - 2, 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * since_march + 2) // 5 - 719_468
