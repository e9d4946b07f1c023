"""The lines of the page Stok: items of a store with their batches, sifted, and what of them wants somebody's eye."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from field_node.records.kamus import Goods
from field_node.records.kinds import Ref
from field_node.store.connection import Store
from field_node.store.stocktaking import Batch, held, minimums
from field_node.web.stock.amounts import GRAVE, expiry

HELD, WANTS, EVERY = "", "perhatian", "semua"
"""What a page shows: what lies there, what wants somebody's eye, also what ran out."""
MINUS, EXPIRED, SOON, WATCHED, LOW = "minus", "kedaluwarsa", "segera", "pantau", "minimum"
GoodsOf = Callable[[int], Goods | None]


class Sift(NamedTuple):
    """What is asked for. `word`: in name, code or batch; `fund`: its code; `which`: HELD, WANTS or EVERY."""

    word: str = ""
    fund: str = ""
    which: str = HELD


@dataclass(frozen=True, slots=True)
class Item:
    """Batches of an item in one store, `total` of all of them in base units. `minimum`: None when nobody set one."""

    place: Ref
    number: int
    goods: Goods | None
    batches: tuple[Batch, ...]
    total: int
    minimum: int | None

    @property
    def low(self) -> bool:
        """Below the minimum that somebody set."""
        return self.minimum is not None and self.total < self.minimum


def items(store: Store, place: Ref, goods_of: GoodsOf) -> list[Item]:
    """Every item that ever lay there or of which a minimum should, by name."""
    least = minimums(store, place)
    found = {number: tuple(group) for number, group in groupby(held(store, place), lambda one: one.item)}
    numbers = {*found, *(number for number, amount in least.items() if amount > 0)}
    every = [_item(place, number, found.get(number, ()), goods_of) for number in numbers]
    named = [replace(one, minimum=least.get(one.number)) for one in every]
    return sorted(named, key=lambda one: (one.goods.name.casefold() if one.goods else "~", one.number))


def _item(place: Ref, number: int, batches: tuple[Batch, ...], goods_of: GoodsOf) -> Item:
    return Item(place, number, goods_of(number), batches, sum(one.amount for one in batches), None)


def why(batch: Batch, on: int) -> str:
    """Why somebody should look at that batch on that day, "" for no reason."""
    if batch.amount < 0:
        return MINUS
    due = expiry(batch.expires, on)
    if batch.amount == 0 or not due.tone:
        return ""
    return EXPIRED if due.expired else SOON if due.tone == GRAVE else WATCHED


def alarms(every: Iterable[Item], on: int) -> Counter[str]:
    """How many batches, and items below their minimum, want somebody's eye for each reason."""
    found = Counter[str]()
    for one in every:
        found.update(filter(None, (why(batch, on) for batch in one.batches)))
        found[LOW] += one.low
    return found


def sifted(every: Iterable[Item], sift: Sift, on: int) -> Iterator[Item]:
    """The items that are asked for, each with the batches that are."""
    for one in every:
        asked = tuple(batch for batch in one.batches if _is_asked(one, batch, sift, on))
        if asked or _bare(one, sift):
            yield replace(one, batches=asked)


def _is_asked(one: Item, batch: Batch, sift: Sift, on: int) -> bool:
    if sift.fund and sift.fund not in batch.funds:
        return False
    if not (_named(one, sift.word) or sift.word.casefold() in batch.batch.casefold()):
        return False
    if sift.which == WANTS:
        return bool(why(batch, on)) or (one.low and batch.amount != 0)
    return sift.which == EVERY or batch.amount != 0


def _bare(one: Item, sift: Sift) -> bool:
    """An item without a batch to show is told when it ran out: nought is a figure too."""
    ran_out = all(batch.amount == 0 for batch in one.batches)
    return ran_out and not sift.fund and _named(one, sift.word) and (sift.which != WANTS or one.low)


def _named(one: Item, word: str) -> bool:
    name = f"{one.goods.name} {one.goods.code}" if one.goods else str(one.number)
    return word.casefold() in name.casefold()
