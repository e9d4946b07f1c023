"""What the page Stok says of each line: amounts in packages, expiry, who paid, how old the figure is and whose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from field_node.records.kinds import Ref
from field_node.store.stocktaking import Batch, Last, last_moved
from field_node.store.under_way import Shipment
from field_node.web.desk import Desk
from field_node.web.said.language import _
from field_node.web.said.shown import MISSING, amount
from field_node.web.stock.amounts import Expiry, expiry, funds, packed, today
from field_node.web.stock.lines import Item


class Piece(NamedTuple):
    """One batch of an item; None for an item of which there is none."""

    item: Item
    batch: Batch | None


@dataclass(frozen=True, slots=True)
class Row:
    """One batch as the page shows it. `card`: the code of its card; `age`: of its last movement, "" without one."""

    card: str
    batch: str
    left: str
    minus: bool
    due: Expiry
    fund: str
    age: str


@dataclass(frozen=True, slots=True)
class Group:
    """An item of one store. `minimum`: "" when nobody set one; `coming`: what is on its way there."""

    number: int
    name: str
    total: str
    minus: bool
    low: bool
    minimum: str
    coming: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One store."""

    place: Ref
    title: str
    groups: tuple[Group, ...]


def pieces(asked: Iterable[Item]) -> list[Piece]:
    """The lines of the page, batch by batch."""
    return [Piece(one, batch) for one in asked for batch in one.batches or (None,)]


def shelves(desk: Desk, shown: Sequence[Piece], ways: Sequence[Shipment]) -> list[Shelf]:
    """The lines of one page under their stores and items."""
    coming = dict[tuple[Ref, int], int]()
    for way in ways:
        coming[way.bound, way.item] = coming.get((way.bound, way.item), 0) + way.left
    return [
        Shelf(place, desk.names.title(place), _groups(desk, [*found], coming))
        for place, found in groupby(shown, lambda one: one.item.place)
    ]


def _groups(desk: Desk, shown: Sequence[Piece], coming: dict[tuple[Ref, int], int]) -> tuple[Group, ...]:
    place = shown[0].item.place
    last = last_moved(desk.store, place, [one.batch[:2] for one in shown if one.batch])
    return tuple(
        _group(desk, [*found], last, coming.get((place, number), 0))
        for number, found in groupby(shown, lambda one: one.item.number)
    )


def _group(desk: Desk, shown: Sequence[Piece], last: dict[tuple[int, str], Last], coming: int) -> Group:
    one = shown[0].item
    return Group(
        one.number,
        desk.names.goods_name(one.number),
        amount(one.total, one.goods),
        one.total < 0,
        one.low,
        amount(one.minimum, one.goods) if one.minimum else "",
        amount(coming, one.goods) if coming else "",
        tuple(_row(desk, one, each.batch, last) for each in shown if each.batch),
    )


def _row(desk: Desk, one: Item, batch: Batch, last: dict[tuple[int, str], Last]) -> Row:
    moved = last.get((batch.item, batch.batch))
    due = expiry(batch.expires, today(desk))
    if batch.expires is None and one.goods and one.goods.expires:
        due = Expiry(_("Kedaluwarsa %(missing)s") % {"missing": _(MISSING)})
    return Row(
        batch.batch,
        batch.batch or _("tanpa batch"),
        packed(batch.amount, one.goods, batch.packed),
        batch.amount < 0,
        due,
        funds(batch.funds),
        desk.age(moved.made_at) if moved else "",
    )
