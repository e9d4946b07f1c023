"""Goods and units by the words of a table: what is meant surely, and what is only near; near is proposed, never taken."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from fractions import Fraction
from typing import NamedTuple

from field_node.records.kamus import Goods, kamus
from field_node.web.stock.imports.heads import plain

NEAR, MOST_NEAR = 0.6, 4
TOTALS = frozenset({"total", "jumlah", "grand total", "sub total", "subtotal", "jumlah total"})
PACKAGES = ("dus", "karung", "ball", "pak", "kotak")
"""Packages without a fixed size: how many are inside is asked."""
SAME = {
    **dict.fromkeys(("karton", "carton", "ctn", "kardus"), "dus"),
    **dict.fromkeys(("sak", "zak", "krg"), "karung"),
    **dict.fromkeys(("bal",), "ball"),
    **dict.fromkeys(("pack", "pck", "pk"), "pak"),
    **dict.fromkeys(("ktk",), "kotak"),
    **dict.fromkeys(("kilogram", "kilo", "kgs", "kg"), "kg"),
    **dict.fromkeys(("ltr", "lt", "l", "liter"), "liter"),
    **dict.fromkeys(("pcs", "pc", "bh", "biji", "bj"), "buah"),
    **dict.fromkeys(("lbr", "lb", "helai", "lembar"), "lembar"),
    **dict.fromkeys(("bks", "bgks", "bungkus", "sachet"), "bungkus"),
    **dict.fromkeys(("btl",), "botol"),
    **dict.fromkeys(("klg",), "kaleng"),
    **dict.fromkeys(("pkt", "pket"), "paket"),
    **dict.fromkeys(("gls", "cup"), "gelas"),
    **dict.fromkeys(("unt", "un"), "unit"),
    **dict.fromkeys(("t", "tonase"), "ton"),
    **dict.fromkeys(("lsn", "dozen", "doz"), "lusin"),
}
"""Short and other words for the units of the kamus."""


class Measured(NamedTuple):
    """How many base units one of a unit is; `package`: its word when somebody has to say how many are inside."""

    times: Fraction = Fraction(1)
    package: str = ""


class Catalogue:
    """The goods that may be named."""

    def __init__(self, goods: Iterable[Goods]) -> None:
        self.all = tuple(goods)
        self._codes = {plain(one.code): one for one in self.all}
        self._names = {plain(one.name): one for one in self.all}
        self._near = dict[str, tuple[Goods, ...]]()

    def by_code(self, text: str) -> Goods | None:
        """The goods of exactly that code."""
        return self._codes.get(plain(text))

    def find(self, text: str) -> Goods | None:
        """The goods of exactly that code or name; capitals, spaces and signs do not count, nor the unit in brackets."""
        said = plain(re.sub(r"\([^)]*\)\s*$", "", text))
        return self._names.get(said) or self._codes.get(said) or self._names.get(plain(text))

    def near(self, text: str) -> tuple[Goods, ...]:
        """What may be meant, the likeliest first."""
        said = plain(text)
        if said not in self._near:
            words = set(said.split())
            inside = [name for name in self._names if words and (words <= set(name.split()) or said in name)]
            close = get_close_matches(said, list(self._names), MOST_NEAR, NEAR)
            begun = [name for name in self._names if said and name.startswith(said)]
            names = dict.fromkeys((*sorted(begun, key=len), *close, *sorted(inside, key=len)))
            self._near[said] = tuple(self._names[name] for name in names)[:MOST_NEAR]
        return self._near[said]


def unit_code(text: str) -> str | None:
    """The kamus' word for a unit, None for one that it does not have."""
    said = plain(text)
    code = SAME.get(said, said)
    return code if code in kamus().measures else None


def measured(goods: Goods, code: str) -> Measured | None:
    """What that unit means for those goods; None when it means nothing, as kg of blankets."""
    if code == goods.unit:
        return Measured()
    one = kamus().measures[code]
    if one.times is not None:
        counted = goods.scale == 0 and one.of == "lembar"  # a dozen is a dozen of whatever is counted
        return Measured(Fraction(one.times)) if one.of == goods.unit or counted else None
    return Measured(package=code) if code in PACKAGES else None
