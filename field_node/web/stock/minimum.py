"""The least that should lie in a store of an item: a statement of its balance that names it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.balance import Balance
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.record import InvalidRecord, field
from field_node.store import directory
from field_node.store.stocktaking import Batch, held, keeps, minimums, statement
from field_node.web.capture.keeping import key_here
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.routes import ref_here
from field_node.web.said import numbers, texts
from field_node.web.said.language import _
from field_node.web.said.shown import amount
from field_node.web.stock.lines import items

blueprint = Blueprint("stock_minimum", __name__)


@blueprint.get("/stok/minimum/<gudang>")
@role("lumbung")
def index(gudang: str) -> str | Answer:
    """Every minimum of the store, and the choice of one more item."""
    desk, place = here(), _own(gudang)
    chosen = request.args.get("barang", "")
    if chosen.isascii() and chosen.isdecimal() and len(chosen) < 6:
        return redirect(url_for("stock_minimum.form", gudang=gudang, item=int(chosen)), 303)
    every = [one for one in items(desk.store, place, desk.names.goods) if one.minimum and one.goods]
    return render_template(
        "stock/minimum_semua.html",
        place=place,
        title=desk.names.title(place),
        lines=[(one, amount(one.total, one.goods), amount(one.minimum or 0, one.goods)) for one in every],
        goods=sorted(directory.all_goods(desk.store), key=lambda one: one.name.casefold()),
    )


@blueprint.get("/stok/minimum/<gudang>/<int:item>")
@role("lumbung")
def form(gudang: str, item: int) -> str:
    """The form with the minimum of now."""
    desk, place = here(), _own(gudang)
    least = minimums(desk.store, place).get(item)
    goods = desk.names.goods(item) or abort(404, _("Barang itu tidak ada di kamus."))
    return _page(desk, place, item, numbers.shown(least, goods.scale) if least else "")


@blueprint.post("/stok/minimum/<gudang>/<int:item>")
@role("lumbung")
def save(gudang: str, item: int) -> Answer | tuple[str, int]:
    """303 to the store on the page Stok; 422 with what was typed when it is no amount."""
    desk, place = here(), _own(gudang)
    text = request.form.get("minimum", "").strip()[:20]
    try:
        least = _read(desk, item, text)
    except InvalidValue as error:
        return _page(desk, place, item, text, texts.sentence(error.code, error.values)), 422
    key = desk.form_key(key_here(), {"minimum": [text], "barang": [gudang, str(item)]})
    record = statement(place, _line(desk, place, item), least, desk.now)
    try:
        desk.save(record, form=key, incident=None)
    except InvalidRecord as error:
        return _page(desk, place, item, text, " ".join(desk.sentence(one) for one in error.notices)), 422
    return redirect(url_for("stock.index", gudang=gudang), 303)


def _own(gudang: str) -> Ref:
    """A store whose ledger this unit keeps; 404 for no place, 403 for another unit's."""
    desk, place = here(), ref_here(gudang)
    if desk.entry(place) is None:
        abort(404, _("Gudang itu tidak ada di unit ini."))
    if desk.unit is None or not keeps(desk.store, place, desk.unit):
        abort(403, _("Buku gudang ini dipegang unit lain. Hanya pemegangnya yang mengatur minimum."))
    return place


def _read(desk: Desk, item: int, text: str) -> int:
    """Base units, 0 for an empty field: no minimum is wanted. Raises InvalidValue."""
    goods = desk.names.goods(item) or abort(404, _("Barang itu tidak ada di kamus."))
    least = numbers.scaled(text, goods.scale) if text else 0
    if least < 0:
        raise InvalidValue("jumlah_negatif")
    field(Balance, "minimum").kind.check(least)
    return least


def _line(desk: Desk, place: Ref, item: int) -> Batch:
    """The batch that goes out first of those that are there; nothing at all of an item that never was there."""
    batches = held(desk.store, place, item)
    there = [one for one in batches if one.amount]
    return (there or batches or [Batch(item, "", 0, None, (), None)])[0]


def _page(desk: Desk, place: Ref, item: int, text: str, wrong: str = "") -> str:
    goods = desk.names.goods(item) or abort(404, _("Barang itu tidak ada di kamus."))
    total = sum(one.amount for one in held(desk.store, place, item))
    return render_template(
        "stock/minimum.html",
        place=place,
        title=desk.names.title(place),
        goods=goods,
        total=amount(total, goods),
        text=text,
        wrong=wrong,
        kunci=desk.new_key(),
    )
