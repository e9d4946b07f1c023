"""The arithmetic of needs: base x amount x days - balance - under way. Pure; what is not known is never nought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from field_node.records.kamus import Goods, Standard

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "orang": ("jiwa",),
    "jiwa": ("jiwa",),
    "KK": ("kk",),
    "balita": ("balita_0_4_l", "balita_0_4_p"),
}
"""`per` of a standard -> the fields of a head-count whose sum it counts; what is not here no head-count tells."""
SMALLER: Mapping[str, tuple[str, Fraction]] = {"g": ("kg", Fraction(1, 1000))}
"""Units of standards that are parts of a unit of goods."""


@dataclass(frozen=True, slots=True)
class Base:
    """Of how many. `count`: of the places that said it, None when none did; `missing`: places that did not say it."""

    count: int | None
    missing: int = 0

    @property
    def whole(self) -> bool:
        """True when every place said it."""
        return self.count is not None and not self.missing


@dataclass(frozen=True, slots=True)
class Need:
    """Base units of the goods. `gross`: what people need; `least`: a place was not counted; `most`: the balance is not known."""

    gross: int
    net: int
    least: bool = False
    most: bool = False


def group_of(per: str) -> tuple[str, int]:
    """`20 orang` -> ("orang", 20), `KK` -> ("KK", 1)."""
    size, _, who = per.partition(" ")
    return (who, int(size)) if who and size.isascii() and size.isdecimal() else (per, 1)


def base_of(counts: Sequence[Any], per: str) -> Base | None:
    """How many of those the places have; a count is None where nobody counted. None: no head-count ever tells that group.

    For groups of so many each place has its own: 21 people at one site and 3 at another make three groups of 20.
    """
    who, size = group_of(per)
    if who not in PEOPLE:
        return None
    said = [_said(count, PEOPLE[who]) for count in counts]
    known = [number for number in said if number is not None]
    return Base(sum(-(-number // size) for number in known) if known else None, len(said) - len(known))


def _said(count: Any, names: tuple[str, ...]) -> int | None:
    parts: list[int | None] = [getattr(count, name, None) for name in names]
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def in_goods(standard: Standard, goods: Goods) -> Fraction | None:
    """Base units of the goods in one unit of the standard; None when the two do not fit."""
    unit, part = SMALLER.get(standard.unit, (standard.unit, Fraction(1)))
    return part * 10**goods.scale if unit == goods.unit else None


def gross_of(base: int, amount: Fraction, standard: Standard, days: int) -> Fraction:
    """What they need, in units of the standard; what is for good is needed once."""
    return base * amount * (days if standard.daily else 1)


def need_of(gross: Fraction, base: Base, stock: int | None, coming: int) -> Need:
    """What is missing, in base units. A balance below zero holds nothing; one that is not known is not taken off."""
    whole = ceil(gross)
    left = whole - max(0, stock or 0) - max(0, coming)
    return Need(whole, max(0, left), least=not base.whole, most=stock is None)
