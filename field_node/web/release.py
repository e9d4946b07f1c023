"""What one release of the pages is made of, under one name: scripts, styles, and the service worker that keeps them on a tablet."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, jsonify, send_from_directory

from field_node.records import TYPES
from field_node.web.access.center import center_origin
from field_node.web.desk import here
from field_node.web.guard import open_to_all, role
from field_node.web.menu import writable
from field_node.web.packed import packed
from field_node.web.said.language import language
from field_node.web.stock.sheets import ALONE

blueprint = Blueprint("release", __name__)
FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
WORKER = "pekerja.js"
OUTBOX = "vendor/idb.js"
PACK, SHELLS = "semua.json", "/kerangka"
"""All files of a release in one answer, and all pages that open without the unit."""
YEAR_S = 366 * 86_400
KEPT = (".js", ".css", ".svg")
MAP, SCAN = "vendor/peta/", "vendor/pindai/"
LARGE_KEPT = (*KEPT, ".mjs", ".topojson", ".wasm")
"""What draws maps, 2 MB that a tablet keeps from its first map on; and what reads QR codes, 1 MB, where the browser cannot."""


@dataclass(frozen=True, slots=True)
class Release:
    """`tag`: one hash over everything that pages are made of. `files`: what a tablet keeps of the static folder."""

    tag: str
    files: tuple[str, ...]

    @property
    def outbox(self) -> bool:
        """True when the scripts of others are here, so that a tablet can keep records."""
        return OUTBOX in self.files

    def asset(self, name: str) -> str:
        """The address of a file of this release: another release has another one, so that they never mix."""
        return f"/aset/{self.tag}/{name}"

    def worker(self, center: str) -> str:
        """The service worker with what it keeps written into it; another language is another one, since it keeps whole pages."""
        keep = [*map(self.asset, self.files), *shells()]
        scan = [self.asset(path.relative_to(STATIC).as_posix()) for path in _large(SCAN)]
        large = {"maps": self.asset(MAP), "scan": self.asset(SCAN), "scans": scan}
        packs = {"keep": keep, "packs": [self.asset(PACK), SHELLS]}
        told = json.dumps({"tag": f"{self.tag}-{language()}", **packs, **large, "center": center})
        return f"const RELEASE = {told};\n{(STATIC / WORKER).read_text(encoding='utf-8')}"


def shells() -> list[str]:
    """The pages that open without the unit."""
    forms = [kind.about.slug for kind in TYPES.values() if writable(kind)]
    return [
        "/kerangka/tablet",
        "/kerangka/sos",
        "/kerangka/peta",
        "/kerangka/lumbung",
        *(f"/kerangka/catat/{slug}" for slug in forms),
        *(f"/kerangka/stok/{kind}" for kind in ALONE),
        "/kerangka/stok/terima-kiriman",
    ]


def released() -> Release:
    """Reads what lies here, once at the start of a process."""
    static = sorted(path for path in STATIC.rglob("*") if path.suffix in LARGE_KEPT)
    hashed = hashlib.sha256(metadata.version("tagana-field-node").encode())
    for path in _made_of(static):
        hashed.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    names = [path.relative_to(STATIC).as_posix() for path in static]
    kept = (name for name in names if name != WORKER and not name.startswith((MAP, SCAN)))
    return Release(hashed.hexdigest()[:16], tuple(kept))


def _large(folder: str) -> list[Path]:
    return sorted(path for path in (STATIC / folder).rglob("*") if path.suffix in LARGE_KEPT)


def _made_of(static: Iterable[Path]) -> list[Path]:
    return [*static, *sorted((FOLDER / "templates").rglob("*.html")), *sorted(FOLDER.parent.rglob("*.py"))]


def register(app: Flask) -> None:
    """Templates find their files by `asset(name)`, and `release` says whether tablets can keep records."""
    found = released()
    app.extensions["release"] = found
    app.jinja_env.globals.update(asset=found.asset, release=found)
    app.register_blueprint(blueprint)


@blueprint.get("/aset/<tag>/<path:name>")
@open_to_all
def asset(tag: str, name: str) -> Response:
    """A file; kept for a year under the name of its release, not at all under that of another one."""
    ours = tag == released_here().tag
    answer = _all_files(ours=ours) if name == PACK else send_from_directory(STATIC, name)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR_S}, immutable" if ours else "no-store"
    return answer


def _all_files(*, ours: bool) -> Response:
    """What a tablet keeps of this release; 404 when it asks for another one, of which it must not keep half."""
    return jsonify(_texts(released_here())) if ours else abort(404)


@cache
def _texts(found: Release) -> list[tuple[str, dict[str, str], str]]:
    """Address, headers and text of each file: read once, since a release never changes."""
    return [(found.asset(name), _typed(name), (STATIC / name).read_text("utf-8")) for name in found.files]


def _typed(name: str) -> dict[str, str]:
    return {"Content-Type": f"{guess_type(name)[0]}; charset=utf-8"}


@blueprint.get(SHELLS)
@role("tablet")
def all_shells() -> Response:
    """The pages that open without the unit, each as it would come alone."""
    return packed(shells())


@blueprint.get("/sw.js")
@open_to_all
def worker() -> Response:
    """The service worker: asked for anew each time, so that a tablet learns of a release, or of a center that its pages may speak to."""
    return Response(
        released_here().worker(center_origin(here())),
        mimetype="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


def released_here() -> Release:
    """The release that this app shows."""
    found: Release = current_app.extensions["release"]
    return found
