"""The page of stock: what each store holds by the movements that this unit knows, and what is on its way."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from field_node.records.kinds import Ref
from field_node.store import journal, views
from field_node.store.views import Balance
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said.language import _
from field_node.web.said.shown import amount

blueprint = Blueprint("stock", __name__)
MOST = 50
"""Stores on the page, and lines that are on their way."""


@dataclass(frozen=True, slots=True)
class Line:
    """Goods of one batch. `entry` moved them last; "" for what is on its way."""

    goods: str
    batch: str
    left: str
    minus: bool
    entry: str = ""
    age: str = ""


@blueprint.get("/stok")
@role("relawan")
def index() -> str:
    """Every store with its lines, then the goods under way by where they are awaited."""
    desk = here()
    stores = views.stores(desk.store, limit=MOST)
    shelves = [(desk.names.title(place), _shelf(desk, place)) for place in stores]
    ways = [(desk.names.title(one.place), _line(desk, one)) for one in views.transit(desk.store, limit=MOST)]
    return render_template("stock/stok.html", shelves=shelves, ways=ways)


def _shelf(desk: Desk, place: Ref) -> list[Line]:
    return [_moved(desk, one) for one in views.stock(desk.store, place)]


def _line(desk: Desk, one: Balance, entry: str = "", age: str = "") -> Line:
    goods = desk.names.goods(one.item)
    name = goods.name if goods else _("barang nomor %(item)s") % {"item": one.item}
    return Line(name, one.batch, amount(one.amount, goods), one.amount < 0, entry, age)


def _moved(desk: Desk, one: Balance) -> Line:
    last = views.stock_card(desk.store, one.place, one.item, one.batch, limit=1)
    entry = journal.entry(desk.store, last[0].entry) if last else None
    return _line(desk, one, str(entry.ref), desk.age(entry.made_at)) if entry else _line(desk, one)
