"""The page Peta, its data, and the files that it is drawn from."""

from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, render_template, request, send_file

from field_node.store import directory
from field_node.web.around.whereabouts import own_spot
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.peta.chart import chart, own_point, tag
from field_node.web.peta.features import LAYERS
from field_node.web.peta.shelf import MapFile, Shelf
from field_node.web.peta.words import WHY, words
from field_node.web.release import YEAR_S, released_here
from field_node.web.said.language import _
from field_node.web.tablet.pages import Shell

blueprint = Blueprint("peta", __name__)
LISTED = 50
"""Places of a layer in the list; the rest is in its own list."""
AROUND_DEGREES, MOST_NAMES = 0.6, 3_000
WHOLE_COUNTRY = (-11.1, 94.9, 6.2, 141.1)


def register(app: Flask, shelf: Shelf) -> None:
    """The pages of the app draw from these files."""
    app.extensions["peta"] = shelf


@blueprint.get("/peta")
@role("relawan")
def index() -> str:
    """The map, and all that is on it as a list: that works without a script."""
    desk, shelf = here(), shelf_here()
    told = chart(desk)
    groups = [(layer, [one for one in told.features if one.layer == layer.name]) for layer in LAYERS]
    return render_template(
        "peta/peta.html",
        groups=[(layer, found) for layer, found in groups if found],
        listed=LISTED,
        hidden=told.hidden,
        setting=setting(),
        drawable=bool(shelf.base() or shelf.brought()),
        flaws=[(one.name, _(WHY[one.code])) for one in shelf.flaws()],
        age=desk.age,
    )


@blueprint.get("/kerangka/peta")
@role("tablet")
def shell() -> str:
    """The same for a tablet that does not reach its unit: its script shows what it kept."""
    return render_template(
        "peta/peta.html",
        page=Shell(here().zone.name),
        groups=[],
        listed=LISTED,
        hidden=0,
        setting=setting(),
        drawable=True,
        flaws=[],
    )


def setting() -> dict[str, Any]:
    """What the scripts of the page need: files of this release, layers, words."""
    asset = released_here().asset
    return {
        "mesin": {name: asset(f"vendor/peta/{name}") for name in ("pmtiles.js", "leaflet.js", "leaflet.css")},
        "gaya": [asset("peta/peta.css"), asset("vendor/peta/maplibre-gl.css")],
        "garis": asset("vendor/peta/indonesia.topojson"),
        "lapis": [
            {"nama": one.name, "judul": one.title(), "ikon": one.icon, "pudar_s": one.fades_s}
            for one in LAYERS
        ],
        "kata": words(),
        "banyak": LISTED,
    }


@blueprint.app_context_processor
def for_forms() -> dict[str, Any]:
    """`peta_setting()` for forms that place a point on the map."""
    return {"peta_setting": setting}


@blueprint.get("/peta/data.json")
@role("relawan")
def data() -> Response:
    """GeoJSON of everything on the map, with its files as `berkas`; 304 when nothing changed."""
    desk = here()
    files = shelf_files()
    marks = "-".join(str(one["tanda"]) for one in files)
    found = tag(desk, f"{released_here().tag}-{marks}")
    if request.if_none_match.contains_weak(found):  # a proxy that compresses makes the tag a weak one
        return _tagged(Response(status=304), found)
    told = chart(desk).geojson(desk.now)
    return _tagged(jsonify({**told, "berkas": files}), found)


@blueprint.get("/peta/unit.json")
@role("relawan")
def unit() -> Response:
    """The unit's own point alone: it changes all the time, the rest does not."""
    return jsonify(own_point(here()))


@blueprint.get("/peta/wilayah.json")
@role("relawan")
def regions() -> Response:
    """Names of provinces and kabupaten, and those around the unit down to the desa, as far as their points were imported."""
    desk = here()
    found = directory.regions_around(desk.store, WHOLE_COUNTRY, limit=1_000, level=2)
    found += directory.regions_around(desk.store, _around(desk), limit=MOST_NAMES)
    known = {one[0].code: one for one in found}
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"nama": region.name, "tingkat": region.level},
        }
        for region, lat, lon in known.values()
    ]
    return jsonify(type="FeatureCollection", features=features)


def _around(desk: Desk) -> tuple[float, float, float, float]:
    spot = own_spot(desk)
    lat, lon = spot.at if spot else (0.0, 0.0)
    reach = AROUND_DEGREES if spot else 0.0
    return lat - reach, lon - reach, lat + reach, lon + reach


@blueprint.get("/peta/berkas/<mark>/<name>.pmtiles")
@role("tablet")
def file(mark: str, name: str) -> Response:
    """A map file, whole or by Range; its address changes with its content."""
    found = shelf_here().file(name, mark) or abort(404)
    answer = send_file(found.path, mimetype="application/octet-stream", conditional=True, etag=False)
    answer.headers["Cache-Control"] = f"private, max-age={YEAR_S}, immutable"
    return answer


def shelf_here() -> Shelf:
    """The map files of this unit."""
    found: Shelf = current_app.extensions["peta"]
    return found


def shelf_files() -> list[dict[str, Any]]:
    """Every map file as the scripts know it, the base map first."""
    shelf = shelf_here()
    base = shelf.base()
    return ([_told(base, base=True)] if base else []) + [_told(one, base=False) for one in shelf.brought()]


def _told(one: MapFile, *, base: bool) -> dict[str, Any]:
    return {
        "nama": one.name,
        "alamat": one.address,
        "ukuran": one.size,
        "tanda": one.mark,
        "gambar": one.header.raster,
        "perbesaran": one.header.zooms,
        "kotak": one.header.box,
        "dasar": base,
    }


def _tagged(answer: Response, found: str) -> Response:
    answer.set_etag(found)
    return answer
