"""What a new letter of request starts with: what the calculator found, or what is below its minimum."""

from collections.abc import Mapping

from field_node.records.kinds import InvalidValue, Ref
from field_node.store import under_way
from field_node.store.stocktaking import kept, minimums
from field_node.store.views import stock
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.stock.asking.asked import AMOUNT, GOODS, HEAD, MOST_LINES


def from_address(desk: Desk, given: Mapping[str, str], lines: list[str]) -> dict[str, str]:
    """The form for an address: `dari`, `kk` ... as they are, `baris=4:1950` as a line each, in base units."""
    head = {name: text for name, text in given.items() if name in HEAD}
    return head | _lines(desk, [pair for text in lines if (pair := _pair(text))])


def _pair(text: str) -> tuple[int, int] | None:
    item, _, amount = text.partition(":")
    good = all(one.isascii() and one.isdecimal() and 0 < len(one) < 11 for one in (item, amount))
    return (int(item), int(amount)) if good else None


def below_minimum(desk: Desk, place: Ref) -> dict[str, str]:
    """The form for what is missing there until the minimum, what is on its way taken off."""
    return {"dari": str(place)} | _lines(desk, missing(desk, place))


def missing(desk: Desk, place: Ref) -> list[tuple[int, int]]:
    """(item, base units) below the minimum of that place."""
    coming, here = under_way.coming(desk.store, place), dict[int, int]()
    for one in stock(desk.store, place):
        here[one.item] = here.get(one.item, 0) + one.amount
    found = (
        (item, least - max(0, here.get(item, 0)) - coming.get(item, 0))
        for item, least in minimums(desk.store, place).items()
    )
    return [(item, amount) for item, amount in found if amount > 0]


def short_places(desk: Desk) -> list[tuple[Ref, str, int]]:
    """Stores of this unit with goods below their minimum: name and how many kinds."""
    found = ((place, len(missing(desk, place))) for place in kept(desk.store))
    return [(place, desk.names.title(place), count) for place, count in found if count]


def _lines(desk: Desk, pairs: list[tuple[int, int]]) -> dict[str, str]:
    form = dict[str, str]()
    for number, (item, amount) in enumerate(pairs[:MOST_LINES], 1):
        goods = desk.names.goods(item)
        form[f"b{number}-{GOODS}"] = str(item)
        form[f"b{number}-{AMOUNT}"] = numbers.shown(amount, goods.scale if goods else 0)
    return form


def place_of(text: str) -> Ref | None:
    """A place named in an address."""
    try:
        return Ref.parse(text)
    except InvalidValue:
        return None
