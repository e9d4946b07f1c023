"""The page Stok: what each store holds, batch by batch, what of it wants somebody's eye, what is on its way."""

from typing import Any

from flask import Blueprint, abort, render_template, request

from field_node.records.kinds import Ref
from field_node.store import views
from field_node.store.stocktaking import kept
from field_node.store.under_way import under_way
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said.language import later
from field_node.web.stock.amounts import FUNDS, today
from field_node.web.stock.journeys import first_few, journeys, stretch
from field_node.web.stock.lines import EVERY, HELD, WANTS, Sift, alarms, items, sifted
from field_node.web.stock.rows import Piece, pieces, shelves

blueprint = Blueprint("stock", __name__)
PAGE, FEW = 50, 5
LONGEST = 60
WHICH = {HELD: later("Yang ada"), WANTS: later("Perlu perhatian"), EVERY: later("Termasuk yang habis")}


@blueprint.get("/stok")
@role("relawan")
def index() -> str:
    """Every store with its lines, fifty batches a page, then the goods under way."""
    desk, sift = here(), _sift()
    places = _by_name(desk)
    chosen = _chosen(places)
    every = [one for place in chosen for one in items(desk.store, place, desk.names.goods)]
    asked = pieces(sifted(every, sift, today(desk)))
    ways = under_way(desk.store)
    return render_template(
        "stock/stok.html",
        stores=[(str(place), desk.names.title(place)) for place in places],
        asked=_asked(),
        which=WHICH,
        funds=FUNDS,
        alarms=alarms(every, today(desk)),
        found=len(asked),
        others=len(views.stores(desk.store)) > len(places),
        ways=first_few(desk, journeys(desk, set(chosen), ways), FEW),
        shelves=shelves(desk, _page(asked), ways),
        **_around(len(asked)),
    )


@blueprint.get("/stok/perjalanan")
@role("relawan")
def moving() -> str:
    """All goods under way, and what neighbours say of them, fifty lines a page."""
    desk = here()
    every = journeys(desk, set(kept(desk.store)), under_way(desk.store))
    shown = stretch(desk, every, (_number() - 1) * PAGE, PAGE)
    return render_template("stock/perjalanan.html", found=every.size, **shown, **_around(every.size))


def _by_name(desk: Desk) -> list[Ref]:
    """The stores whose ledger this unit keeps: of another's, what came here is no balance."""
    return sorted(kept(desk.store), key=lambda place: desk.names.title(place).casefold())


def _chosen(places: list[Ref]) -> list[Ref]:
    """The store that is asked for; all of them when none is, or one that holds nothing."""
    asked = request.args.get("gudang", "")
    return [place for place in places if str(place) == asked] or places


def _sift() -> Sift:
    asked = _asked()
    which, fund = asked.get("saring", HELD), asked.get("dana", "")
    return Sift(
        asked.get("cari", ""), fund if fund in FUNDS else "", which if which in (WANTS, EVERY) else HELD
    )


def _asked() -> dict[str, str]:
    """What the page is sifted by, as it was asked; it goes along to the next page."""
    asked = {
        name: request.args.get(name, "").strip()[:LONGEST] for name in ("gudang", "cari", "dana", "saring")
    }
    return {name: text for name, text in asked.items() if text}


def _page(asked: list[Piece]) -> list[Piece]:
    skip = (_number() - 1) * PAGE
    return asked[skip : skip + PAGE]


def _number() -> int:
    text = request.args.get("halaman", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    return number or abort(404)


def _around(found: int) -> dict[str, Any]:
    number, last = _number(), max(1, -(-found // PAGE))
    if number > last:
        abort(404)
    return {
        "before": number - 1 or None,
        "after": number + 1 if number < last else None,
        "number": number,
        "last": last,
    }
