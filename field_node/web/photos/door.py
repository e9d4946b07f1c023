"""The door for photos of tablets: pieces where the file ends, then one word that makes it a photo of a record."""

from hashlib import sha256
from typing import Annotated, Any

import msgspec
from flask import Blueprint, Response, abort, jsonify, request

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.record import Entry
from field_node.store.photos.pieces import Place, digest_named, place_in
from field_node.web.capture.keeping import KEY_LONGEST
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.history import of_form
from field_node.web.photos.taking import LARGEST, Brought, demand_room, kept_before, shelf_of, take
from field_node.web.photos.words import PhotoRefused

blueprint = Blueprint("photo_door", __name__)
AHEAD = "kunci:"
"""Begins the name of a record by the key of its form: it was photographed before the unit had given it a number."""
BEGUN_MOST = 64 << 20
"""Bytes of photos that are not whole, of all tablets together."""
_Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Told(msgspec.Struct, frozen=True):
    """A whole photo and its record: the record's number, or `kunci:` and the key of its form."""

    kunci: Annotated[str, msgspec.Meta(min_length=1, max_length=KEY_LONGEST)]
    catatan: str
    sidik: _Digest
    keterangan: str = ""


@blueprint.get("/tablet/foto/<digest>")
@role("relawan")
def begun(digest: str) -> Response:
    """How many bytes of it are here, and whether the record that it belongs to is."""
    desk, name = here(), request.args.get("catatan", "")
    return jsonify(sidik=digest, ada=shelf_of(desk).begun(_part(digest)), dikenal=bool(_found(desk, name)))


@blueprint.put("/tablet/foto/<digest>")
@role("relawan")
def bring(digest: str) -> Response | tuple[Response, int]:
    """One piece; the answer says how many bytes are here, also when the piece did not begin where they end."""
    desk, part, piece = here(), _part(digest), request.get_data()
    place = place_in(request.headers.get("Content-Range", ""), len(piece)) or abort(400)
    try:
        return jsonify(sidik=digest, ada=_taken(desk, part, place, piece))
    except PhotoRefused as error:
        return _refused(error, sidik=digest)


def _taken(desk: Desk, part: str, place: Place, piece: bytes) -> int:
    shelf = shelf_of(desk)
    if place.total > LARGEST:
        raise PhotoRefused("foto_terlalu_besar", 413)
    demand_room(desk, len(piece))
    try:
        if shelf.begun_bytes() > BEGUN_MOST:
            raise PhotoRefused("penyimpanan_hampir_penuh", 507)
        return shelf.add(part, place.first, piece)
    except OSError as error:
        raise PhotoRefused("penyimpanan_hampir_penuh", 507) from error


@blueprint.post("/tablet/foto")
@role("relawan")
def finish() -> Response | tuple[Response, int]:
    """200 with the key and the entry once the photo is kept; else the key, a sentence, and what is here of it."""
    try:
        told = msgspec.json.decode(request.get_data(), type=Told)
    except (ValueError, RecursionError):
        abort(400)
    try:
        entry = _finished(here(), told)
    except PhotoRefused as error:
        return _refused(error, kunci=told.kunci, ada=shelf_of(here()).begun(_part(told.sidik)))
    return jsonify(kunci=told.kunci, entri=str(entry.ref), catatan=str(entry.record.entri))  # type: ignore[attr-defined]


def _finished(desk: Desk, told: Told) -> Entry:
    of, shelf, part = _named(desk, told.catatan), shelf_of(desk), _part(told.sidik)
    brought = Brought(of, told.sidik, told.kunci, told.keterangan, late=True)
    known = kept_before(desk, brought)
    if known is not None:
        return known
    content = shelf.gathered(part)
    if sha256(content).hexdigest() != told.sidik:
        shelf.drop(part)
        raise PhotoRefused("foto_tidak_sama", 409)
    kept = take(desk, brought, content)
    shelf.drop(part)
    return kept


def _named(desk: Desk, name: str) -> Entry:
    """The record as the tablet knows it. Raises PhotoRefused while it is not here."""
    found = _found(desk, name)
    if found is None:
        raise PhotoRefused("belum_ada_catatan", 404)
    return found


def _found(desk: Desk, name: str) -> Entry | None:
    if name.startswith(AHEAD):
        return next(iter(of_form(desk.store, name.removeprefix(AHEAD))), None)
    return _of_number(desk, name)


def _of_number(desk: Desk, name: str) -> Entry | None:
    try:
        return desk.entry(Ref.parse(name))
    except InvalidValue:
        return None


def _refused(error: PhotoRefused, **beside: Any) -> tuple[Response, int]:
    return jsonify(kalimat=error.sentence, sebab=error.code, **beside), error.status


def _part(digest: str) -> str:
    if digest_named(digest) is None:
        abort(404)
    return f"tablet-{digest}"
