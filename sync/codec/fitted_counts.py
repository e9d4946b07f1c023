"""How counts and amounts are SENT where tables were learnt: as what is left over after they were expected."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sync.codec.coder import Coder
from sync.codec.fitted_amounts import quantity
from sync.codec.fitted_motion import motion
from sync.codec.here import Fitted, Here
from sync.codec.model import Tables
from sync.codec.numbers import BUCKETS, SIGNED, bucketed, class_of, signed
from sync.codec.spot import Spot
from sync.errors import BadFrame

SHARE, KEEPS = 4096, 16
"""A share of another number in 1/4096; how far a part stays as it was, in 1/16."""
CLASSES = 14


@dataclass(frozen=True, slots=True)
class Rule:
    """Expects a share of a sum of other fields of the record, (place, weight, change): of what they are, or changed by."""

    parts: tuple[tuple[int, int, bool], ...]
    share: int
    keeps: int
    simple: bool
    """Nothing in it is a change."""

    def of(self, values: Sequence[Any]) -> int | None:
        """The sum of a simple rule."""
        found = 0
        for place, weight, _ in self.parts:
            value = values[place]
            if value is None:
                return None
            found += weight * value
        return found

    def whole(self, values: Sequence[Any], before: Sequence[Any] | None) -> int | None:
        """The sum; None while one of its parts is not told."""
        if self.simple:
            return self.of(values)
        found = 0
        for place, weight, change in self.parts:
            value = values[place]
            was = 0 if not change else None if before is None else before[place]
            if value is None or was is None:
                return None
            found += weight * (value - was)
        return found


def _rule(spot: Spot, given: Any) -> tuple[Rule, Tables] | None:
    """With its tables; None when a field that it asks for is not sent."""
    places = [(spot.place_of(name), weight, bool(change)) for name, weight, change in given["of"]]
    known = tuple((place, weight, change) for place, weight, change in places if place is not None)
    tables = spot.model.tables(f"{given['pool']} part", SIGNED, 3, CLASSES)
    if tables is None or len(known) != len(places):
        return None
    simple = not any(change for _, _, change in known)
    return Rule(known, given["share"], given["keeps"], simple), tables


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
    for rule, tables in reversed(rules):
        walk = _ruled(spot, rule, tables, walk)
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

    def walk(coder: Coder, value: Any, here: Here) -> int:
        how, before = told(here)
        if how != 2 or change is None:
            return _within(bucketed(coder, new[0], value or 0), most)
        table = change[class_of(before, CLASSES - 1)]
        return _within(before + signed(coder, table, (value or 0) - before), most)

    return walk


def _ruled(spot: Spot, rule: Rule, tables: Tables, otherwise: Fitted) -> Fitted:
    place, most, share, keeps = spot.place, spot.field.kind.most, rule.share, rule.keeps  # type: ignore[attr-defined]

    def walk(coder: Coder, value: Any, here: Here) -> int:
        under = None if here.under is None else here.under.values
        whole = rule.whole(here.values, under)
        if whole is None:
            return int(otherwise(coder, value, here))
        expected, kept = whole * share, 0
        if under is not None and under[place] is not None:
            was = rule.whole(under, under)
            if was is not None:
                expected += (under[place] * SHARE - was * share) * keeps // KEEPS
                kept = 2 if was == whole else 1
        expected = (expected + SHARE // 2) // SHARE
        expected = 0 if expected < 0 else expected if expected < most else most
        table = tables[CLASSES * kept + class_of(expected, CLASSES - 1)]
        found = expected + signed(coder, table, (value or 0) - expected)
        if not 0 <= found <= most:
            raise BadFrame("range")
        return found

    return walk
