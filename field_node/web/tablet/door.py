"""The door for tablets: what their outboxes bring is kept like a form of a page, and answered by its key."""

from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

import msgspec
from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import InvalidRecord
from field_node.web.access.admission import demand_permitted
from field_node.web.around import tablet_lists as depot_lists
from field_node.web.brought import Brought
from field_node.web.capture import keeping
from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.guard import role, takes
from field_node.web.kept.history import of_form
from field_node.web.said.language import _, later
from field_node.web.stock import tablet_lists as shelf_lists
from field_node.web.tablet import lists as tablet_lists
from field_node.web.tablet.takers import TAKERS

blueprint = Blueprint("tablet_door", __name__)
FILE_LIMIT = 1000 * 1024
"""Below what the server takes in one request; about 2,000 records."""
FILE_KIND = "tagana-tablet"
FOREIGN = later("Alamat formulir ini tidak dikenal unit.")
AHEAD = "kunci:"
"""Begins a value that names a record by the key of its form: it was chosen before the unit had given it a number."""
OLDEST_S = 60 * 86_400
"""An age beyond this is a clock that was set, not a record that waited."""
NOT_OURS = later("Berkas ini bukan ekspor dari tablet. Pilih berkas tagana-tablet-….json.")
OTHER_UNIT = "unit_lain"
"""The input by which a person says that the unit of that tablet will not take its records any more."""
OF_ANOTHER = later(
    "Berkas ini dari tablet unit %(unit)s. Bila tablet itu masih bertemu unitnya, catatannya tercatat dua kali: impor di unit "
    "itu. Bila unit itu rusak atau diganti, centang di bawah berkasnya, lalu impor lagi."
)
TOO_LARGE = later("Berkas terlalu besar untuk sekali impor.")


class Carried(msgspec.Struct, frozen=True):
    """One record as a tablet keeps it. `kejadian`: its number, "" for none, None when the tablet does not know.

    `pada`, `dikirim`: when it was saved and when it was sent, in milliseconds of the tablet's own clock.
    """

    kunci: Annotated[str, msgspec.Meta(min_length=1, max_length=keeping.KEY_LONGEST)]
    alamat: str
    isian: list[tuple[str, str]]
    kejadian: str | None = None
    label: str = ""
    pada: int = 0
    dikirim: int = 0


class CarriedFile(msgspec.Struct, frozen=True):
    """Everything that a tablet had not handed over when it was exported. `unit`: the number of its unit, "" of releases before."""

    jenis: str
    catatan: list[msgspec.Raw]
    unit: str = ""


class Outcome(NamedTuple):
    """What became of one record. `told`: the answer to the tablet, which always names the key."""

    status: int
    told: dict[str, Any]


@blueprint.post("/tablet/kirim")
@role("relawan")
def send() -> tuple[Response, int]:
    """200 with the key and the entry once it is kept; 4xx with the key and sentences when it cannot be kept as it is."""
    carried = _decoded(request.get_data())
    if carried is None:
        abort(400)
    status, told = take(carried)
    return jsonify(told), status


def take(carried: Carried) -> Outcome:
    """Keeps one record, once however often it comes. Raises StoreError: then nothing is known, and it stays where it was."""
    desk = here()
    try:
        brought = _brought(carried)
        taken = brought.keep(desk, _incident(carried.kejadian, desk), _age_s(carried, desk))
    except InvalidRecord as error:
        return Outcome(422, _refused(carried, brought, error, desk))
    except HTTPException as error:
        whole = {"id": "", "label": "", "sentence": error.description or _(FOREIGN)}
        return Outcome(error.code or 409, {"kunci": carried.kunci, "masalah": [whole]})
    told = {"kunci": carried.kunci, "entri": str(taken.entry.ref), "alamat": taken.address}
    odd = brought.told(desk, taken.notices)["cautions"] if taken.notices else []
    return Outcome(200, told | ({"peringatan": odd} if odd else {}))


def _age_s(carried: Carried, desk: Desk) -> int:
    """How long the record waited: by the tablet's clock alone while it brings it itself, in a file against the unit's."""
    then = carried.pada // 1000
    past = (carried.dikirim // 1000 if carried.dikirim else desk.now) - then
    return past if then and 0 < past < OLDEST_S else 0


def _refused(carried: Carried, brought: Brought, error: InvalidRecord, desk: Desk) -> dict[str, Any]:
    """Sentences beside their fields; a new key when this one already stands for another content."""
    shown = brought.told(desk, error.notices)
    codes = {one.code for one in error.notices}
    told = {"kunci": carried.kunci, "masalah": shown["problems"], "peringatan": shown["cautions"]}
    if codes & set(PRIVATE_WORDS):
        told["tanya"] = True
    return told | ({"kunci_baru": desk.new_key()} if "formulir_sudah_dipakai" in codes else {})


def _brought(carried: Carried) -> Brought:
    """The form that the record was typed into. Raises HTTPException."""
    form: dict[str, list[str]] = {}
    for name, text in carried.isian:
        form.setdefault(name, []).append(_named(text))
    endpoint, given = _form_of(carried.alamat)
    demand_permitted(getattr(current_app.view_functions[endpoint], "needs_role", ""))
    return TAKERS[endpoint](carried.kunci, form, given)


def _named(text: str) -> str:
    """The number of a record that was named by its key; the text as it is while that record is not here."""
    if not text.startswith(AHEAD):
        return text
    found = of_form(here().store, text.removeprefix(AHEAD))
    return str(found[0].ref) if found else text


def _form_of(address: str) -> tuple[str, dict[str, Any]]:
    """The view that the form posts to. Raises NotFound for anything but a form."""
    try:
        found = current_app.url_map.bind("").match(urlsplit(address).path, "POST")
    except (HTTPException, ValueError) as error:
        raise NotFound(_(FOREIGN)) from error
    if found[0] not in TAKERS:
        raise NotFound(_(FOREIGN))
    return found[0], dict(found[1])


def _incident(chosen: str | None, desk: Desk) -> Ref | None:
    """The kejadian that the form named when it was filled; else the one that this tablet has chosen."""
    if chosen == "":
        return None
    known = {option.value for option in desk.names.incidents()}
    try:
        return Ref.parse(chosen) if chosen in known else incident_of(request, desk.names)
    except InvalidValue:
        return None


def _decoded(raw: bytes | msgspec.Raw) -> Carried | None:
    try:
        return msgspec.json.decode(raw, type=Carried)
    except (ValueError, RecursionError):
        return None


@blueprint.get("/tablet/daftar")
@role("tablet")
def lists() -> Response:
    """The open lists of all forms. Their tag is of before: what comes meanwhile is asked for again."""
    desk = here()
    tag = tablet_lists.tag(desk.store)
    told = tablet_lists.lists(desk.names) | shelf_lists.lists(desk) | depot_lists.lists(desk)
    return jsonify(daftar=tag, isi=told)


@blueprint.post("/tablet/impor")
@role("relawan")
@takes(FILE_LIMIT)
def bring() -> tuple[str, int]:
    """Takes the file of a tablet in: each record once, those that cannot be kept by name."""
    try:
        records, problem = _records(_file())
    except RequestEntityTooLarge:
        records, problem = [], _(TOO_LARGE)
    rows = [_row(raw) for raw in records]
    done = sum(row["done"] for row in rows)
    page = render_template("tablet/tablet_impor.html", rows=rows, done=done, problem=problem)
    return page, 422 if problem else 200


def _file() -> bytes:
    """The bytes of the file that came along; none when there is no file."""
    sent = request.files.get("berkas")
    if sent is None:
        return b""
    with sent.stream as stream:
        return stream.read()


def _records(raw: bytes) -> tuple[list[msgspec.Raw], str]:
    """The records of the file, or why it is none."""
    try:
        found = msgspec.json.decode(raw, type=CarriedFile)
    except (ValueError, RecursionError):
        return [], _(NOT_OURS)
    if found.jenis != FILE_KIND:
        return [], _(NOT_OURS)
    if found.unit not in ("", str(here().unit)) and OTHER_UNIT not in request.form:
        return [], _(OF_ANOTHER) % {"unit": found.unit[:5]}
    return list(found.catatan), ""


def _row(raw: msgspec.Raw) -> dict[str, Any]:
    """One line of the page: what it was, and its entry or the sentences."""
    carried = _decoded(raw)
    if carried is None:
        return {"label": _("Catatan"), "done": False, "entry": "", "sentences": [_(NOT_OURS)]}
    status, told = take(carried)
    sentences = [_line(one) for one in told.get("masalah", told.get("peringatan", []))]
    return {
        "label": carried.label[:80] or _("Catatan"),
        "done": status == 200,
        "entry": told.get("entri", ""),
        "sentences": sentences,
    }


def _line(one: dict[str, str]) -> str:
    return f"{one['label']}: {one['sentence']}" if one["label"] else one["sentence"]
