"""How amounts are SENT where tables were learnt: as told before, like another number, round, or any."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any

from sync.codec.coder import Coder
from sync.codec.here import Fitted, Here
from sync.codec.spot import Spot
from sync.codec.table import Table
from sync.errors import BadFrame

ROUND = (
    *(
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        12,
        15,
        18,
        20,
        24,
        25,
        30,
        35,
        36,
        40,
        45,
        48,
        50,
        60,
        70,
        75,
        80,
        90,
        96,
    ),
    *(
        100,
        120,
        125,
        150,
        175,
        180,
        200,
        225,
        240,
        250,
        300,
        350,
        400,
        450,
        500,
        550,
        600,
        650,
        700,
        750,
        800,
    ),
    *(900, 1000, 1200, 1250, 1500, 2000, 2500, 3000, 4000, 5000, 7500, 10000),
)
"""Numbers that people write down: each has a symbol of its own."""
FIRST = 2
FREE, ODD = FIRST + len(ROUND), FIRST + len(ROUND) + 1
"""Any multiple of the item's whole unit; any number of its smallest."""
_IN_ORDER = sorted(ROUND)
_BELOW = [value - place for place, value in enumerate(_IN_ORDER)]
_ROUND_AT = {value: FIRST + place for place, value in enumerate(ROUND)}
Hints = tuple[int | None, int | None]
Near = tuple[int, Hints]
"""Smallest units in a whole one, and what an amount may repeat."""


def quantity(spot: Spot) -> Fitted | None:
    """An amount; a negative one has its sign before it."""
    which, size = spot.tables("which", ODD + 1, 3, 2), spot.sizes("size")
    kind: Any = spot.field.kind
    least, most = getattr(kind, "least", 0), kind.most
    sides = spot.tables("sign", 2) if least < 0 else None
    if which is None or size is None or (least < 0 and sides is None):
        return None
    hints, tables = _hints(spot), (size[0], None if sides is None else sides[0])

    def walk(coder: Coder, value: Any, here: Here) -> int:
        how, near = hints(here)
        table = which[2 * how + (near[1][1] is not None)]
        found = _amount(coder, value or 0, (table, *tables), near)
        if not least <= found <= most:
            raise BadFrame("range")
        return found

    return walk


def _hints(spot: Spot) -> Callable[[Here], tuple[int, Near]]:
    """What finds how an amount was told, and what it is near to: itself under its key, or another number of the record in whole units."""
    told, like, goods = spot.told(), spot.place_of(spot.fact("like", "")), spot.place_of("barang")
    scales = {int(item): scale for item, scale in spot.model.fact("scales", {}).items()}

    def hints(here: Here) -> tuple[int, Near]:
        how, before = told(here)
        scale = 1 if goods is None else scales.get(here.values[goods], 1)
        other = None if like is None else here.values[like]
        return how, (scale, (before if how == 2 else None, None if other is None else other * scale))

    return hints


def _amount(coder: Coder, value: int, tables: tuple[Table, Table, Table | None], near: Near) -> int:
    which, size, sides = tables
    given = abs(value)
    minus = sides is not None and coder.symbol(sides, int(value < 0)) == 1
    symbol = coder.symbol(which, 0 if coder.reads else _which(given, *near))
    if FIRST <= symbol < FREE:
        found = ROUND[symbol - FIRST] * near[0]
    else:
        found = _said(coder, (symbol, given), size, near)
    if coder.reads and (_which(found, *near) != symbol or (minus and not found)):
        raise BadFrame("contents")
    return -found if minus else found


def _which(given: int, scale: int, hints: Hints) -> int:
    """The first symbol that says the number."""
    if given in hints:
        return hints.index(given)
    return ODD if given % scale else _ROUND_AT.get(given // scale, FREE)


def _said(coder: Coder, what: tuple[int, int], size: Table, near: Near) -> int:
    """An amount that is not round."""
    (symbol, given), (scale, hints) = what, near
    if symbol >= ODD:
        return coder.bucketed(size, given)
    if symbol == FREE:
        whole = given // scale
        return _free(coder.bucketed(size, whole - bisect_left(_IN_ORDER, whole))) * scale
    hint = hints[symbol]
    if hint is None:
        raise BadFrame("contents")
    return hint


def _free(place: int) -> int:
    """The number that so many numbers that are not round are below: 0, 11, 13, 14, ..."""
    return place + bisect_right(_BELOW, place)
