"""What a form asks its unit while it is being filled: the statement before, odd values, areas by name. Keeps nothing."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import InvalidRecord, Notice, examined
from field_node.web.capture.before import before
from field_node.web.capture.draft import Draft
from field_node.web.capture.keeping import KEY, SURE, read, standing, typed_here, writable_type
from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.fields.inputs import NoLists
from field_node.web.guard import role

blueprint = Blueprint("capture_answers", __name__)


@blueprint.get("/terakhir/<slug>")
@role("relawan")
def statement_before(slug: str) -> Response:
    """The newest statement of the place or area that the address names; {} when there is none."""
    desk, record_type = here(), writable_type(slug)
    form = {name: request.args.getlist(name) for name in request.args}
    found = before(desk, record_type, form, incident_of(request, desk.names))
    return jsonify(found.as_json() if found else {})


@blueprint.get("/wilayah")
@role("relawan")
def areas() -> Response:
    """Areas whose name or code is like `cari`: code and name."""
    found = here().names.regions(request.args.get("cari", "").strip())
    return jsonify(isi=[(one.value, one.label) for one in found])


@blueprint.post("/catat/<slug>/periksa")
@role("relawan")
def examine(slug: str) -> Response:
    """What is wrong or odd about a form that is not saved yet."""
    return _examined(Draft(writable_type(slug), _key(), typed_here()))


@blueprint.post("/entri/<name>/koreksi/periksa")
@role("relawan")
def examine_correction(name: str) -> Response:
    """The same for a correction."""
    old = standing(name, _key())
    return _examined(Draft(type(old.record), _key(), typed_here(), old))


def _examined(draft: Draft) -> Response:
    desk = here()
    notices = _notices(desk, draft)
    told: dict[str, Any] = draft.shown(notices, NoLists(), desk.sentence)
    return jsonify(masalah=told["problems"], peringatan=told["cautions"])


def _notices(desk: Desk, draft: Draft) -> tuple[Notice, ...]:
    """Like saving would say it; numbers of persons that nobody has confirmed refuse the form."""
    incident = draft.old.incident if draft.old else incident_of(request, desk.names)
    known = desk.known(incident, draft.old.ref if draft.old else None)
    try:
        _, notices = examined(read(draft, desk), known)
    except InvalidRecord as error:
        return error.notices
    asked = SURE not in draft.form
    return tuple(
        Notice(one.code, one.field, asked and one.code in PRIVATE_WORDS, one.values) for one in notices
    )


def _key() -> str:
    return request.form.get(KEY, "")
