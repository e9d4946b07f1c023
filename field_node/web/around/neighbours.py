"""The page Tetangga: what other units said over the air, with age and sayer, beside what the center says."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request

from field_node.records.balance import Balance
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.position import Position
from field_node.records.record import Entry
from field_node.store import nearby, neighbours, views
from field_node.store.nearby import PAGE
from field_node.store.neighbours import Neighbour, Said
from field_node.web.around.whereabouts import Spot, own_spot, way
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.attention import neighbours_sos
from field_node.web.said import numbers
from field_node.web.said.language import _, later
from field_node.web.said.shown import amount, summary
from field_node.web.said.times import day_shown

blueprint = Blueprint("neighbours", __name__)
FEW = 10
"""Statements of a kind on the first page; its own page has them all."""
PARTS = {"hitungan": (later("Hitung pengungsi"), Headcount), "stok": (later("Stok lumbung"), Balance)}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit that was heard. `entry`: its newest position."""

    name: str
    heard: str
    place: str
    entry: Ref | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """What a neighbour said of something. `center`: what the center, or this unit itself, says of the same, with its age."""

    about: str
    text: str
    sayer: str
    age: str
    entry: Ref
    revoked: bool
    center: str = ""
    center_entry: Ref | None = None


@blueprint.get("/tetangga")
@role("relawan")
def index() -> str:
    """Units, and the newest of what they said."""
    desk, skip = here(), _skip()
    units = neighbours.neighbours(desk.store)
    parts = [
        (slug, _(heading), _statements(desk, slug, 0, FEW + 1)) for slug, (heading, _kind) in PARTS.items()
    ]
    spot = own_spot(desk)
    return render_template(
        "around/tetangga.html",
        units=_unit_lines(desk, units[skip : skip + PAGE], spot),
        total=len(units),
        calls=neighbours_sos(desk),
        parts=[(slug, heading, found[:FEW], len(found) > FEW) for slug, heading, found in parts],
        spot=_("Jarak dihitung dari posisi unit ini, %(known_at)s.") % {"known_at": desk.age(spot.known_at)}
        if spot
        else "",
        **_pages(skip, more=len(units) > skip + PAGE),
    )


@blueprint.get("/tetangga/<slug>")
@role("relawan")
def part(slug: str) -> str:
    """All statements of one kind, fifty a page."""
    desk, skip = here(), _skip()
    if slug not in PARTS:
        abort(404)
    found = _statements(desk, slug, skip, PAGE + 1)
    more = len(found) > PAGE
    return render_template(
        "around/tetangga_bagian.html",
        slug=slug,
        heading=_(PARTS[slug][0]),
        found=found[:PAGE],
        **_pages(skip, more=more),
    )


def _skip() -> int:
    """How many come before this page, 404 for a page that cannot be."""
    text = request.args.get("halaman", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return (number - 1) * PAGE if number else abort(404)


def _pages(skip: int, *, more: bool) -> dict[str, Any]:
    number = skip // PAGE + 1
    return {"before": number - 1 or None, "after": number + 1 if more else None}


# ---- units


def _unit_lines(desk: Desk, units: list[Neighbour], spot: Spot | None) -> list[UnitLine]:
    numbers_here = [one.unit for one in units]
    positions = nearby.said_by(desk.store, Position, numbers_here)
    revoked = nearby.revoked(desk.store, numbers_here)
    return [_unit_line(desk, one, positions.get(one.unit), spot, one.unit in revoked) for one in units]


def _unit_line(desk: Desk, unit: Neighbour, said: Said | None, spot: Spot | None, revoked: bool) -> UnitLine:
    name = unit_with_number(desk, unit.unit)
    if said is None or not isinstance(said.entry.record, Position):
        return UnitLine(name, desk.age(unit.heard_at), _("posisi belum pernah terdengar"), None, revoked)
    position = said.entry.record
    point = (position.lat, position.lon)
    far = way(spot.at if spot else None, point)
    where = f"{numbers.degrees_shown(point[0])}; {numbers.degrees_shown(point[1])}"
    place = _("%(where)s, posisi %(waktu)s") % {
        "where": f"{far} ({where})" if far else where,
        "waktu": desk.age(position.waktu),
    }
    return UnitLine(name, desk.age(unit.heard_at), place, said.entry.ref, revoked)


def unit_with_number(desk: Desk, number: int) -> str:
    """The name of a unit as the directory has it, and its number."""
    name = desk.names.unit(number)
    return (
        name
        if name == f"Unit {number}"
        else _("%(name)s (unit %(number)s)") % {"name": name, "number": number}
    )


# ---- statements


def _statements(desk: Desk, slug: str, skip: int, limit: int) -> list[Statement]:
    by_key = slug == "stok"
    found = nearby.said_page(desk.store, PARTS[slug][1], by_key=by_key, skip=skip, limit=limit)
    revoked = nearby.revoked(desk.store, {one.entry.unit for one in found})
    return [_statement(desk, one, one.entry.unit in revoked) for one in found]


def _statement(desk: Desk, said: Said, revoked: bool) -> Statement:
    record, entry = said.entry.record, said.entry
    about, text, key = _told(desk, record)
    known = views.newest(desk.store, type(record), *key)
    return Statement(
        about=about,
        text=text,
        sayer=unit_with_number(desk, entry.unit),
        age=_("per %(made_at)s, didengar %(heard_at)s")
        % {
            "made_at": stamp(desk, getattr(record, "per_waktu", desk.made(entry))),
            "heard_at": desk.age(said.heard_at),
        },
        entry=entry.ref,
        revoked=revoked,
        center=_known(desk, known) if known else "",
        center_entry=known.ref if known else None,
    )


def stamp(desk: Desk, at: int) -> str:
    """An instant with its age: `22 Nov 2026 13.40 WIB, 2 jam lalu`."""
    age = desk.age(at)
    return age if desk.zone.name in age else f"{desk.zone.long(at)}, {age}"


def _told(desk: Desk, record: Any) -> tuple[str, str, tuple[object, ...]]:
    """What it is about, what it says, the key of its view."""
    if isinstance(record, Balance):
        name = f"{desk.names.title(record.gudang)}: {desk.names.goods_name(record.barang)}"
        about = (
            _("%(name)s, batch %(batch)s") % {"name": name, "batch": record.batch} if record.batch else name
        )
        return about, _stock(desk, record), (record.gudang, record.barang, record.batch)
    return desk.names.title(record.lokasi), people(desk, record), (record.lokasi,)


def _stock(desk: Desk, record: Balance) -> str:
    left = amount(record.jumlah, desk.names.goods(record.barang))
    return (
        left
        if record.kedaluwarsa is None
        else _("%(left)s, kedaluwarsa %(kedaluwarsa)s")
        % {"left": left, "kedaluwarsa": day_shown(record.kedaluwarsa)}
    )


def people(desk: Desk, record: Headcount) -> str:
    """A head-count on one line without its lokasi; KK and jiwa always together."""
    told = summary(record, desk.zone, desk.names, most=8).split(" · ")
    about = (desk.names.title(record.lokasi), desk.zone.long(record.per_waktu))
    return " · ".join(one for one in told if not one.endswith(about)) or _("belum didata")


def _known(desk: Desk, entry: Entry) -> str:
    who = _("Catatan unit ini") if entry.unit == desk.unit else _("Menurut pusat")
    record: Any = entry.record
    return _("%(who)s: %(record)s, per %(per_waktu)s") % {
        "who": who,
        "record": _told(desk, record)[1],
        "per_waktu": stamp(desk, record.per_waktu),
    }
