"""The door for tablets that carry: what there is to carry, the sealed load itself, and what a tablet brings home."""

from flask import Blueprint, Response, abort, jsonify, request

from field_node.store import mule
from field_node.web.access.center import center_address
from field_node.web.desk import here
from field_node.web.guard import role
from field_node.web.said.language import _
from field_node.web.trust.told import days_left

blueprint = Blueprint("mule", __name__)
MEDIA_TYPE = "application/vnd.tagana.frames"
MAGIC = b"TGNFRM1\n"
"""How a bundle begins; the pages look no deeper into it."""
MOST_HOME = 240 * 1024
LEAF, LONGEST_LEAF = "Tagana-Leaf", 4_096
RENEW_DAYS = 60  # as in sync.leaf


@blueprint.get("/titipan")
@role("tablet")
def state() -> Response:
    """Whose load it would be, for which center, whether there is any, and whether the unit's certificate ends soon."""
    desk = here()
    days = days_left(desk)
    return jsonify(
        unit=desk.unit,
        pusat=center_address(desk),
        menunggu=desk.counts().waiting,
        tanda=mule.mark(desk.store),
        sertifikat=days is not None and days < RENEW_DAYS,
    )


@blueprint.post("/titipan")
@role("tablet")
def ask() -> tuple[Response, int]:
    """Asks sync for a load; its number."""
    desk = here()
    return jsonify(nomor=mule.ask_load(desk.store, desk.door.writer, at=desk.now)), 202


@blueprint.get("/titipan/<int:number>")
@role("tablet")
def load(number: int) -> Response | tuple[Response, int]:
    """200 with the sealed frames; 202 while they are made; 409 with a sentence when they cannot be; 410 when newer ones are there."""
    found = mule.found(here().store, mule.LOAD, number) or abort(404)
    if found.result is None:
        return jsonify(nomor=number), 202
    if not found.result.get("ok"):
        return jsonify(kalimat=_(str(found.result.get("problem", "")))), 409
    if found.blob is None:
        return jsonify(nomor=number), 410
    return Response(
        found.blob, mimetype=MEDIA_TYPE, headers={"Tagana-Entries": str(found.result.get("entries", 0))}
    )


@blueprint.post("/titipan/pulang")
@role("tablet")
def home() -> tuple[Response, int]:
    """Takes the center's answers; sync looks at them, and says what they were under the number."""
    data, desk = request.get_data(), here()
    if not data.startswith(MAGIC) or len(data) > MOST_HOME:
        abort(400)
    leaf = request.headers.get(LEAF, "")[:LONGEST_LEAF]
    number = mule.bring_home(desk.store, desk.door.writer, data, at=desk.now, leaf=leaf)
    return (
        (jsonify(kalimat=_("Unit masih memeriksa titipan lain.")), 429)
        if number is None
        else (jsonify(nomor=number), 202)
    )


@blueprint.get("/titipan/pulang/<int:number>")
@role("tablet")
def taken(number: int) -> tuple[Response, int]:
    """202 while nobody has looked; 200 with what it brought; 422 when it was nothing."""
    found = mule.found(here().store, mule.HOME, number) or abort(404)
    if found.result is None:
        return jsonify(nomor=number), 202
    brought = {"tanda_terima": found.result.get("receipt", False), "entri": found.result.get("entries", 0)}
    return jsonify(brought), 200 if found.result.get("ok") else 422
