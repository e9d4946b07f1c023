"""The page Lokasi, the nearest first, and the question whether a place that is being added is there already."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for

from field_node.records.kinds import InvalidValue
from field_node.records.place import PLACE
from field_node.store.sites import Place
from field_node.store.twins import Sought, Twin, pairs, twins
from field_node.web.around.whereabouts import far, own_spot
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.peta.chart import signed_in
from field_node.web.peta.features import Feature
from field_node.web.peta.places import ground, places
from field_node.web.said import numbers
from field_node.web.said.language import _

blueprint = Blueprint("lokasi", __name__)
PAGE, MOST_TWINS = 50, 5
KINDS = dict(PLACE.options)


@dataclass(frozen=True, slots=True)
class Alike:
    """A place that may be the one that is being added. `why`: in words."""

    name: str
    kind: str
    why: str
    link: str


@blueprint.get("/lokasi")
@role("relawan")
def index() -> str:
    """Fifty places a page, those near the unit first; `jenis` and `cari` pick some."""
    desk, skip = here(), _skip()
    found = [one for one in _sorted(desk) if _is_asked(one)]
    return render_template(
        "peta/lokasi.html",
        found=found[skip : skip + PAGE],
        total=len(found),
        kinds=KINDS,
        kind=request.args.get("jenis", ""),
        sought=_sought_text(),
        located=own_spot(desk) is not None,
        twins=_pairs(desk) if not skip else [],
        before=skip // PAGE or None,
        after=skip // PAGE + 2 if len(found) > skip + PAGE else None,
        age=desk.age,
    )


def _skip() -> int:
    text = request.args.get("halaman", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
    return (number - 1) * PAGE if number else abort(404)


def _sorted(desk: Desk) -> list[Feature]:
    """Each place once: one that is cut off comes as that."""
    spot = own_spot(desk)
    every = [one for one in places(ground(desk, spot)) if not one.private or signed_in()]
    at = spot.at if spot else None
    every.sort(key=lambda one: (one.distance(at), one.name.casefold()))
    return every


def _is_asked(one: Feature) -> bool:
    kind = KINDS.get(request.args.get("jenis", ""))
    return (kind is None or one.kind == _(kind)) and _sought_text().casefold() in one.name.casefold()


def _sought_text() -> str:
    return request.args.get("cari", "").strip()[:60]


def _pairs(desk: Desk) -> list[dict[str, str]]:
    """Places that may be one, with the form that merges the later into the earlier."""
    return [
        _pair(*sorted(both, key=lambda one: (one.opened, one.ref)))
        for both in pairs(desk.store)
        if _shown(both)
    ]


def _shown(both: Iterable[Place]) -> bool:
    return signed_in() or not any(place.protected for place in both)


def _pair(first: Place, later: Place) -> dict[str, str]:
    given = {"ke": str(first.ref), "dari": str(later.ref)}
    return {
        "first": first.name,
        "later": later.name,
        "link": url_for("capture.form", slug="lokasi_gabung", **given),  # type: ignore[arg-type]
    }


# ---- is it there already?


@blueprint.get("/lokasi/mirip.json")
@role("relawan")
def alike() -> Response:
    """Places that may be the one with this `nama`, `lat`, `lon`, `kode_wilayah`, the likeliest first."""
    found = alike_here(here(), {name: request.args.get(name, "") for name in FIELDS})
    return jsonify(
        mirip=[{"nama": one.name, "jenis": one.kind, "alasan": one.why, "alamat": one.link} for one in found]
    )


FIELDS = ("nama", "lat", "lon", "kode_wilayah")


def alike_here(desk: Desk, typed: dict[str, str]) -> list[Alike]:
    """The same for texts of the form; [] while nothing that tells a place was typed. Raises StoreError."""
    sought = Sought(typed.get("nama", "").strip(), _point(typed), typed.get("kode_wilayah", ""))
    if not sought.name and sought.at is None:
        return []
    found = [
        one
        for one in twins(desk.store, sought, limit=2 * MOST_TWINS)
        if signed_in() or not one.place.protected
    ]
    return [_alike(one) for one in found[:MOST_TWINS]]


def _point(typed: dict[str, str]) -> tuple[float, float] | None:
    with suppress(InvalidValue):
        return numbers.degrees(typed.get("lat", "")), numbers.degrees(typed.get("lon", ""))
    return None


def _alike(one: Twin) -> Alike:
    place = one.place
    told = [_("%(far)s dari titik ini") % {"far": far(one.km)}] if one.km is not None else []
    told += [_("nama mirip")] if one.alike else []
    told += [_("sudah ditutup")] if place.closed is not None else []
    link = url_for("lists.entry", name=str(place.ref))
    return Alike(place.name, _(KINDS.get(place.kind, "Lokasi")), ", ".join(told), link)


@blueprint.app_context_processor
def for_forms() -> dict[str, Any]:
    """`kembar(inputs)` for the form of a lokasi: what its typed values may already be."""
    return {"kembar": lambda inputs: alike_here(here(), {one.name: one.text for one in inputs})}
