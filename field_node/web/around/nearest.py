"""The page Lumbung terdekat: who near by has the goods asked for, by whose word and how old, without a network."""

from dataclasses import dataclass
from typing import NamedTuple

from flask import Blueprint, abort, render_template, request

from field_node.records.kamus import Goods, kamus
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.place import PLACE
from field_node.store import directory, nearest
from field_node.store.nearest import Batch, Held, Source, Word
from field_node.web.around.neighbours import stamp, unit_with_number
from field_node.web.around.whereabouts import Spot, apart, far, own_spot
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.attention import REVOKED, UNVERIFIED
from field_node.web.said import numbers, texts
from field_node.web.said.language import _
from field_node.web.said.shown import NBSP, amount
from field_node.web.said.times import day_shown

blueprint = Blueprint("nearest", __name__)
PAGE, FEW, HITS = 30, 12, 30
BATCHES = 4
DAY_S = 86_400
NOWHERE = 1e9
USUAL = ("MSS", "LPS", "BRS", "MIN", "AIB", "SLM", "KSR", "FKT", "TRP", "TGL", "TKL", "PBY")
"""Codes of goods that are asked for first, as the kamus has them; what is told here comes before them."""
KINDS = dict(PLACE.options)


class Asked(NamedTuple):
    """What is looked for. `wanted`: base units, None for any; `wrong`: what of it could not be read."""

    goods: Goods
    wanted: int | None
    text: str
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One word about the stock in a place. `doubt`: what must be said of a neighbour's word. `revoked`: that of a unit that was."""

    amount: str
    source: str
    age: str
    doubt: str = ""
    batches: tuple[str, ...] = ()
    expired: str = ""
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A place with what is said of it, the word that counts first. `enough`: None when no amount was asked for."""

    ref: Ref
    name: str
    kind: str
    far: str
    words: tuple[Said, ...]
    enough: bool | None = None
    missing: str = ""
    linked: bool = True


@blueprint.get("/lumbung")
@role("relawan")
def index() -> str:
    """The choice of goods, or the places that have them."""
    desk = here()
    number = request.args.get("barang", "")
    goods = (
        desk.names.goods(int(number)) if number.isascii() and number.isdecimal() and len(number) < 5 else None
    )
    if number and goods is None:
        abort(404, _("Barang itu tidak ada di kamus."))
    return _places(desk, _asked(goods)) if goods else _choice(desk)


# ---- which goods


def _choice(desk: Desk) -> str:
    sought = request.args.get("cari", "").strip()[:60]
    found = _found(desk, sought) if sought else _usual(desk)
    return render_template(
        "around/lumbung_barang.html", sought=sought, goods=found[:HITS], cut=len(found) > HITS
    )


def _found(desk: Desk, sought: str) -> list[Goods]:
    """Goods whose name or code has that in it; names that begin so come first."""
    word = sought.casefold()
    hits = [one for one in directory.all_goods(desk.store) if word in f"{one.name} {one.code}".casefold()]
    return sorted(hits, key=lambda one: (not one.name.casefold().startswith(word), one.name))


def _usual(desk: Desk) -> list[Goods]:
    told = [desk.names.goods(number) for number in nearest.items_here(desk.store)[:HITS]]
    known = kamus()
    usual = [known.goods_by_code(code) for code in USUAL]
    every = {one.number: one for one in (*told, *usual) if one is not None}
    return list(every.values())


def _asked(goods: Goods) -> Asked:
    text = request.args.get("jumlah", "").strip()[:20]
    try:
        wanted = numbers.scaled(text, goods.scale) if text else None
    except InvalidValue as error:
        return Asked(goods, None, text, texts.sentence(error.code, {}))
    if wanted is not None and wanted <= 0:
        return Asked(goods, None, text, texts.sentence("jumlah_negatif", {}))
    return Asked(goods, wanted, text)


# ---- which places


def _places(desk: Desk, asked: Asked) -> str:
    spot, skip = _spot(desk), _skip()
    today = (desk.now + desk.zone.at(desk.now).utcoffset().seconds) // DAY_S  # type: ignore[union-attr]
    ranked = _ranked(nearest.holders(desk.store, asked.goods.number, desk.now), spot)
    have, empty, unknown = ranked
    shown = have[skip : skip + PAGE]
    lines = [_line(desk, one, km, asked, today) for km, one in shown]
    return render_template(
        "around/lumbung.html",
        asked=asked,
        wanted=amount(asked.wanted, asked.goods) if asked.wanted else "",
        spot=_told(desk, spot),
        chosen=request.args.get("dari", ""),
        places=desk.names.places() if spot is None or spot.known_at is None else [],
        lines=lines,
        answer=_answer(lines) if not skip else "",
        empty=[_line(desk, one, km, asked, today) for km, one in empty[:FEW]],
        unknown=[_line(desk, one, km, asked, today) for km, one in unknown[:FEW]],
        counts=(len(have), len(empty), len(unknown)),
        before=skip // PAGE or None,
        after=skip // PAGE + 2 if len(have) > skip + PAGE else None,
    )


def _skip() -> int:
    text = request.args.get("halaman", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    return (number - 1) * PAGE if number else abort(404)


def _spot(desk: Desk) -> Spot | None:
    """The place that was chosen, else where the unit is."""
    chosen = request.args.get("dari", "")
    try:
        named = directory.named(desk.store, Ref.parse(chosen)) if chosen else None
    except InvalidValue:
        abort(404)
    if named is None:
        return own_spot(desk)
    lat, lon = (getattr(named.record, name, None) for name in ("lat", "lon"))
    if lat is None or lon is None:
        return own_spot(desk)
    return Spot((lat, lon), str(named.record.nama))


def _told(desk: Desk, spot: Spot | None) -> str:
    if spot is None:
        return ""
    return (
        spot.name
        if spot.known_at is None
        else _("%(name)s (posisi %(known_at)s)") % {"name": spot.name, "known_at": desk.age(spot.known_at)}
    )


Ranked = list[tuple[float, Held]]


def _ranked(found: list[Held], spot: Spot | None) -> tuple[Ranked, Ranked, Ranked]:
    """Places with goods, those said to be empty, those of which nobody said anything; each by distance, then amount."""
    here_at = spot.at if spot else None
    measured = [(NOWHERE if (km := apart(here_at, one.depot.at)) is None else km, one) for one in found]
    measured.sort(key=lambda one: (round(one[0], 1), -_counts(one[1]), one[1].depot.name.casefold()))
    have = [one for one in measured if any(word.amount() > 0 for word in one[1].words)]
    unknown = [one for one in measured if not one[1].words]
    empty = [one for one in measured if one[1].words and not any(word.amount() > 0 for word in one[1].words)]
    return have, empty, unknown


def _counts(held: Held) -> int:
    return held.words[0].amount() if held.words else 0


def _line(desk: Desk, held: Held, km: float, asked: Asked, today: int) -> Line:
    depot = held.depot
    usable = held.words[0].amount() - held.words[0].expired(today) if held.words else None
    short = None if asked.wanted is None or usable is None else asked.wanted - max(0, usable)
    where = _("jarak belum diketahui: lokasi ini tanpa koordinat") if depot.at is None else far(km)
    return Line(
        depot.ref,
        depot.name,
        _(KINDS.get(depot.kind or "", "Lokasi")),
        where if depot.at is None or km < NOWHERE else _("jarak belum diketahui: posisi unit tidak ada"),
        tuple(_said(desk, word, asked.goods, today) for word in held.words),
        None if short is None else short <= 0,
        amount(short, asked.goods) if short is not None and short > 0 else "",
    )


def _answer(lines: list[Line]) -> str:
    """The place to go to, in a sentence; "" when there is none at all."""
    fit = next((one for one in lines if one.enough is not False and not one.words[0].revoked), None)
    if fit is None:
        return _("Belum ada satu lumbung yang dinyatakan cukup.") if lines else ""
    word = _("Terdekat yang cukup") if fit.enough else _("Terdekat yang punya")
    doubt = f", {fit.words[0].doubt}" if fit.words[0].doubt else ""
    return f"{word}: {fit.name}, {fit.far}, {fit.words[0].amount}{doubt}."


# ---- whose word


def _said(desk: Desk, word: Word, goods: Goods, today: int) -> Said:
    expired = word.expired(today)
    told = [one for one in word.batches if one.amount]
    told = told if any(one.batch or one.expires is not None for one in told) else []
    batches = tuple(_batch(one, goods, today) for one in told[:BATCHES])
    more = len(told) - BATCHES
    return Said(
        amount(word.amount(), goods),
        _source(desk, word),
        _age(desk, word),
        _doubt(word),
        (*batches, _("dan %(more)s batch lain") % {"more": more}) if more > 0 else batches,
        _("%(goods)s di antaranya sudah kedaluwarsa") % {"goods": amount(expired, goods)} if expired else "",
        word.source is Source.NEIGHBOUR and word.revoked,
    )


def _source(desk: Desk, word: Word) -> str:
    if word.source is Source.NEIGHBOUR:
        return _("tetangga %(unit)s") % {"unit": unit_with_number(desk, word.unit)}
    return _("pusat") if word.source is Source.CENTER else _("unit sendiri")


def _doubt(word: Word) -> str:
    if word.source is not Source.NEIGHBOUR:
        return ""
    return f"{_(UNVERIFIED)}, {_(REVOKED)}" if word.revoked else _(UNVERIFIED)


def _age(desk: Desk, word: Word) -> str:
    """As of when; of several statements the oldest, so that no figure looks fresher than it is."""
    times = [one.as_of for one in word.batches if one.as_of is not None]
    if not times:
        moved = (
            _("; mutasi terakhir %(moved_at)s") % {"moved_at": desk.age(word.moved_at)}
            if word.moved_at
            else ""
        )
        return _("per sekarang menurut buku stok%(moved)s") % {"moved": moved}
    heard = _(", didengar %(heard_at)s") % {"heard_at": desk.age(word.heard_at)} if word.heard_at else ""
    oldest = _(" (pernyataan tertua)") if max(times) > min(times) else ""
    return _("per %(times)s%(oldest)s%(heard)s") % {
        "times": stamp(desk, min(times)),
        "oldest": oldest,
        "heard": heard,
    }


def _batch(one: Batch, goods: Goods, today: int) -> str:
    name = _("batch %(batch)s") % {"batch": one.batch} if one.batch else _("tanpa batch")
    if one.expires is None:
        return f"{name}: {amount(one.amount, goods)}"
    word = _("sudah kedaluwarsa") if one.expires < today else _("kedaluwarsa")
    return f"{name}: {amount(one.amount, goods)}, {word}{NBSP}{day_shown(one.expires)}"
