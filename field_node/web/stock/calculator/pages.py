"""/stok/kalkulator: what people at a place need for some days, less what a store has and what is on its way."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.place import STORES
from field_node.store import directory, under_way
from field_node.store.stocktaking import kept
from field_node.web.around.whereabouts import own_spot
from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said.language import _
from field_node.web.said.numbers import shown
from field_node.web.stock.calculator.counted import Counted, counted
from field_node.web.stock.calculator.holding import Stores
from field_node.web.stock.calculator.needs import base_of
from field_node.web.stock.calculator.sheet import Asked, Sheet

blueprint = Blueprint("calculator", __name__)
USUAL_DAYS, MOST_DAYS = 3, 30
TYPED = "n-"
"""Begins the name of an amount that is typed for this calculation."""
ALL = "semua"


@blueprint.get("/stok/kalkulator")
@role("relawan")
def index() -> str:
    """The whole sheet; what was asked stands in the address."""
    desk = here()
    incident, place, store = _incident(desk), _named(desk, "lokasi"), _store(desk)
    days, wrong = _days()
    people = counted(desk.store, desk.now, incident=incident, place=place)
    typed = {
        name.removeprefix(TYPED): text[:12] for name, text in request.args.items() if name.startswith(TYPED)
    }
    sheet = Sheet(
        desk, people, Stores(desk, store, _at(desk, place)), _coming(desk, store, place), Asked(days, typed)
    )
    lines = sheet.lines()
    return render_template(
        "stock/kalkulator.html",
        lines=[one for one in lines if one.item or (one.open and one.why) or one.why],
        others=[one for one in lines if not one.item and not one.why],
        days=request.args.get("hari", str(USUAL_DAYS)) if wrong else str(days),
        wrong=wrong,
        most_days=MOST_DAYS,
        people=_people(desk, people),
        source=store or place,
        **_totals(people),
        **_choices(desk, incident, place, store),
    )


# ---- what is asked


def _days() -> tuple[int, str]:
    text = request.args.get("hari", str(USUAL_DAYS)).strip()
    good = text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= MOST_DAYS
    return (
        (int(text), "") if good else (USUAL_DAYS, _("Isi hari dari 1 sampai %(most)s.") % {"most": MOST_DAYS})
    )


def _incident(desk: Desk) -> Ref | None:
    """The kejadian that is asked for, else that of the tablet; "semua" for every one."""
    text = request.args.get("kejadian")
    if text is None:
        return incident_of(request, desk.names)
    return _known(text, {one.value for one in desk.names.incidents()})


def _named(desk: Desk, name: str) -> Ref | None:
    return _known(request.args.get(name, ""), {one.value for one in desk.names.places()})


def _known(text: str, among: set[str]) -> Ref | None:
    try:
        return Ref.parse(text) if text in among else None
    except InvalidValue:
        return None


def _store(desk: Desk) -> Ref | None:
    """The store that is asked for; without a word the only one whose ledger this unit keeps, a lumbung or gudang before others."""
    if "lumbung" in request.args:
        return _named(desk, "lumbung")
    places = {one.ref: one.record for one in directory.places(desk.store)}
    own = [one for one in places if places[one].jenis in STORES and places[one].unit == desk.unit] or kept(
        desk.store
    )
    return own[0] if len(own) == 1 else None


def _at(desk: Desk, place: Ref | None) -> tuple[float, float] | None:
    """From where distances count: the place that is asked for, else the unit."""
    found = directory.named(desk.store, place) if place else None
    lat, lon = (getattr(found.record if found else None, name, None) for name in ("lat", "lon"))
    if lat is not None and lon is not None:
        return (lat, lon)
    spot = own_spot(desk)
    return spot.at if spot else None


def _coming(desk: Desk, *places: Ref | None) -> dict[int, int]:
    """item -> base units on their way to any of these."""
    sums = dict[int, int]()
    for place in {one for one in places if one is not None}:
        for item, amount in under_way.coming(desk.store, place).items():
            sums[item] = sums.get(item, 0) + amount
    return sums


# ---- what is shown


def _choices(desk: Desk, incident: Ref | None, place: Ref | None, store: Ref | None) -> dict[str, Any]:
    kinds = {str(one.ref): one.record.jenis for one in directory.places(desk.store)}
    places = desk.names.places()
    stores = [one for one in places if kinds.get(one.value) in STORES or one.value == str(store)]
    return {
        "incidents": desk.names.incidents(),
        "places": [one for one in places if kinds.get(one.value) not in STORES],
        "stores": stores,
        "chosen": {"kejadian": str(incident or ALL), "lokasi": str(place or ""), "lumbung": str(store or "")},
        "store_name": desk.names.title(store) if store else "",
    }


def _people(desk: Desk, people: list[Counted]) -> list[dict[str, str]]:
    return [_place(desk, one) for one in people]


def _place(desk: Desk, one: Counted) -> dict[str, str]:
    said, missing = one.said, _("belum didata")
    if one.entry is None or said is None:
        address = url_for("capture.form", slug="hitung_pengungsi", lokasi=str(one.place))
        return {"name": one.name, "told": missing, "age": "", "ref": "", "source": "", "count": address}
    kk, jiwa = (missing if value is None else shown(value) for value in (said.kk, said.jiwa))
    return {
        "name": one.name,
        "told": f"{kk} KK / {jiwa} {_('jiwa')}",
        "age": desk.age(said.per_waktu),
        "ref": str(one.entry.ref),
        "source": said.sumber or _("sumber belum didata"),
    }


def _totals(people: list[Counted]) -> dict[str, Any]:
    """Households and persons together, for the request that follows; None when a place did not say them."""
    found = {
        name: base_of([one.said for one in people], per) for name, per in (("kk", "KK"), ("jiwa", "jiwa"))
    }
    return {f"{name}_total": base.count if base and base.whole else None for name, base in found.items()}
