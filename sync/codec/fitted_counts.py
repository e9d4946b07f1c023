"""How counts and amounts are SENT where tables were learnt: as what is left over after they were expected."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sync.codec.coder import Coder
from sync.codec.fitted_amounts import quantity
from sync.codec.fitted_motion import motion
from sync.codec.here import Fitted, Here
from sync.codec.model import Tables
from sync.codec.numbers import BUCKETS, SIGNED, class_of
from sync.codec.spot import Spot
from sync.errors import BadFrame

SHARE, KEEPS = 4096, 16
"""A share of another number in 1/4096; how far a part stays as it was, in 1/16."""
CLASSES, LARGE = 14, 96
"""From so many on, all sizes are of the last class."""


Sum = Callable[[Sequence[Any], Sequence[Any]], int | None]
"""Of the values of a record and those under its key before it: what a rule takes its share of; None while a part is not told."""


def _sum(parts: Sequence[tuple[int, int, bool]]) -> Sum:
    """Of parts (place, weight, change): of what they are, or changed by."""
    if len(parts) == 1 and parts[0][1:] == (1, False):
        only_place = parts[0][0]
        return lambda values, before: values[only_place]
    simple = tuple((place, weight) for place, weight, _ in parts)

    def of(values: Sequence[Any], before: Sequence[Any]) -> int | None:
        found = 0
        for place, weight in simple:
            value = values[place]
            if value is None:
                return None
            found += weight * value
        return found

    return _sum_of_changes(parts) if any(change for _, _, change in parts) else of


def _sum_of_changes(parts: Sequence[tuple[int, int, bool]]) -> Sum:
    def of(values: Sequence[Any], before: Sequence[Any]) -> int | None:
        found = 0
        for place, weight, change in parts:
            value, was = values[place], before[place] if change else 0
            if value is None or was is None:
                return None
            found += weight * (value - was)
        return found

    return of


@dataclass(frozen=True, slots=True)
class Rule:
    """Expects a share of a sum of other fields of the record. by_size: tables by how it was told before, then by size."""

    sum: Sum
    share: int
    keeps: int
    by_size: tuple[Tables, ...]


def _rule(spot: Spot, given: Any) -> Rule | None:
    """None when a field that it asks for is not sent."""
    places = [(spot.place_of(name), weight, bool(change)) for name, weight, change in given["of"]]
    known = tuple((place, weight, change) for place, weight, change in places if place is not None)
    tables = spot.model.tables(f"{given['pool']} part", SIGNED, 3, CLASSES)
    if tables is None or len(known) != len(places):
        return None
    by_size = tuple(_by_size(tables[CLASSES * how : CLASSES * (how + 1)]) for how in range(3))
    return Rule(_sum(known), given["share"], given["keeps"], by_size)


def _by_size(tables: Tables) -> Tables:
    """The table of each size below LARGE, and of all from there on."""
    return tuple(tables[class_of(size, CLASSES - 1)] for size in range(LARGE + 1))


def count(spot: Spot) -> Fitted | None:
    """A count: near what a rule expects of it, near what it was, or of any size."""
    if spot.fact("round", None) is not None:
        return quantity(spot)
    if spot.fact("motion", None) is not None:
        return motion(spot)
    rules = [one for given in spot.fact("rules", []) if (one := _rule(spot, given)) is not None]
    if not rules and spot.tables("new", BUCKETS) is None:
        return None
    walk = _free(spot)
    if walk is None:
        return None
    for rule in reversed(rules):
        walk = _ruled(spot, rule, walk)
    return walk


def _within(found: int, most: int) -> int:
    if not 0 <= found <= most:
        raise BadFrame("range")
    return found


def _free(spot: Spot) -> Fitted | None:
    new, change = spot.sizes("new"), spot.changes("change", CLASSES)
    most, told = spot.field.kind.most, spot.told()  # type: ignore[attr-defined]
    if new is None:
        return None
    first, by_size = new[0], _by_size(change) if change is not None else None

    def walk(coder: Coder, value: Any, here: Here) -> int:
        how, before = told(here)
        if how != 2 or by_size is None:
            return _within(coder.bucketed(first, value or 0), most)
        found = before + coder.signed(by_size[min(before, LARGE)], (value or 0) - before)
        return found if 0 <= found <= most else _within(found, most)

    return walk


def _ruled(spot: Spot, rule: Rule, otherwise: Fitted) -> Fitted:
    place, most = spot.place, spot.field.kind.most  # type: ignore[attr-defined]
    sum_of, share, keeps, by_size = rule.sum, rule.share, rule.keeps, rule.by_size
    below = min(LARGE, most)

    def walk(coder: Coder, value: Any, here: Here) -> int:
        kept = here.kept
        whole = sum_of(here.values, kept)
        if whole is None:
            return int(otherwise(coder, value, here))
        expected, how, before = whole * share, 0, kept[place]
        if before is not None and (was := sum_of(kept, kept)) is not None:
            expected += (before * SHARE - was * share) * keeps // KEEPS
            how = 2 if was == whole else 1
        expected = (expected + SHARE // 2) // SHARE
        if not 0 <= expected < below:
            expected = 0 if expected < 0 else expected if expected < most else most
        table = by_size[how][expected if expected < LARGE else LARGE]
        found = expected + coder.signed(table, (value or 0) - expected)
        return found if 0 <= found <= most else _within(found, most)

    return walk
