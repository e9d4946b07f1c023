"""The page where goods arrive: scanned, chosen from what is on its way here, or typed; looked through and kept."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import InvalidRecord, Notice
from field_node.store import papers
from field_node.web.capture.keeping import SURE, key_again, key_here, typed_here
from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.fields.forms import Form
from field_node.web.guard import role, scans
from field_node.web.said.language import _
from field_node.web.said.options import Option
from field_node.web.stock import choices
from field_node.web.stock.arrival import scanned
from field_node.web.stock.arrival_frame import arrival_frame, filled_from
from field_node.web.stock.arrived import accounted, awaited, last_arrival
from field_node.web.stock.arriving import ArrivalForm, told
from field_node.web.stock.bringing import looked
from field_node.web.stock.drawing import sentences
from field_node.web.stock.page_number import page_number

blueprint = Blueprint("stock_arrival", __name__)
READ, MORE = "baca", "tambah"


@blueprint.get("/stok/terima-kiriman")
@role("lumbung")
@scans
def form() -> str:
    """An empty form, or that of a kirim which this unit knows."""
    desk = here()
    sent = request.args.get("kirim", "")
    return _page(desk.new_key(), filled_from(_known(desk, sent)) if sent else _first(desk))


def _first(desk: Desk) -> Form:
    """The one store that there is."""
    found = choices.stores(desk)
    return {"gudang": [found[0].value]} if len(found) == 1 else {}


def _known(desk: Desk, name: str) -> papers.Paper:
    try:
        found = papers.paper(desk.store, Ref.parse(name))
    except InvalidValue:
        found = None
    if found is None or found.jenis != "kirim" or not found.lines:
        abort(404, _("Kiriman itu tidak ada di unit ini."))
    return found


@blueprint.post("/stok/terima-kiriman")
@role("lumbung")
@scans
def save() -> Answer | tuple[str, int] | str:
    """303 to what was kept; 422 with everything that was typed; 200 while a surat jalan is read or lines are added."""
    desk = here()
    brought = ArrivalForm(key_here(), typed_here())
    if READ in brought.form:
        return _read(brought)
    if MORE in brought.form:
        return _page(brought.kunci, brought.form)
    try:
        taken = brought.keep(desk, incident_of(request, desk.names), 0)
    except InvalidRecord as error:
        key = key_again(desk, brought.kunci, error.notices)
        return _page(key, brought.form, error.notices), 422
    return redirect(taken.address, 303)


def _read(brought: ArrivalForm) -> str | tuple[str, int]:
    """The form with the lines of the surat jalan that was pasted."""
    try:
        paper = scanned(brought.form)
    except InvalidRecord as error:
        return _page(brought.kunci, brought.form, error.notices), 422
    lines = {name: texts for name, texts in brought.form.items() if not name.startswith("b")}
    return _page(
        brought.kunci,
        {**lines, **(filled_from(paper) if paper else {}), "gudang": brought.form.get("gudang", [])},
    )


@blueprint.post("/stok/terima-kiriman/periksa")
@role("lumbung")
def examine() -> Response:
    """What is wrong or odd about a form that is not saved yet."""
    desk, brought = here(), ArrivalForm(key_here(), typed_here())
    return jsonify(looked(desk, brought, incident_of(request, desk.names)))


@blueprint.get("/stok/terima-kiriman/riwayat")
@role("lumbung")
def history() -> Response:
    """Whether lines of a surat jalan were received before: when, where, under which number, how much of each; {} when they were not."""
    desk = here()
    try:
        refs = [Ref.parse(name) for name in request.args.get("merujuk", "").split(",")[:40]]
    except InvalidValue:
        abort(400)
    before = last_arrival(desk.store, refs)
    if before is None:
        return jsonify({})
    number = getattr(before.record, "nomor", None) or str(before.ref)
    where = desk.names.title(getattr(before.record, "gudang", before.ref))
    values = {"waktu": desk.zone.long(desk.made(before)), "tempat": where, "nomor": number}
    sentence = (
        _("Surat jalan ini sudah diterima %(waktu)s di %(tempat)s, tercatat sebagai %(nomor)s.") % values
    )
    told = {str(ref): count for ref, count in accounted(desk.store, refs).items()}
    return jsonify(kalimat=sentence, alamat=url_for("stock_papers.paper", name=str(before.ref)), sudah=told)


def _page(key: str, form: Form, notices: tuple[Notice, ...] = ()) -> str:
    desk = here()
    wrong, odd = (sentences(desk, notices, blocking=each) for each in (True, False))
    incident = incident_of(request, desk.names)
    stores = choices.stores(desk)
    given: dict[str, Any] = {
        "kunci": key,
        "problems": told(wrong),
        "cautions": told(odd) if notices else [],
        "ask_sure": bool({one.code for one in notices} & set(PRIVATE_WORDS)) or SURE in form,
        "opened": request.method == "GET",
        "incident": desk.names.title(incident) if incident else "",
        "incident_ref": str(incident or ""),
        "clock_trusted": desk.clock.trusted(),
        "own_unit": desk.unit,
        **_awaited(desk, stores),
    }
    return render_template(
        "stock/terima_kiriman.html",
        **given,
        **arrival_frame(desk, form, wrong, stores, fresh=not notices and MORE not in form),
    )


def _awaited(desk: Desk, stores: Sequence[Option]) -> dict[str, Any]:
    """The page of kirim that is asked for."""
    found = awaited(desk.store, {Ref.parse(one.value) for one in stores}, page_number())
    return {
        "coming": [_coming(desk, one) for one in found.papers],
        "before": found.before,
        "after": found.after,
    }


def _coming(desk: Desk, one: papers.Paper) -> dict[str, str]:
    entry = one.entries[0]
    return {
        "name": str(one.ref),
        "number": one.nomor or str(one.ref),
        "place": desk.names.title(one.gudang),
        "age": desk.age_of(entry),
    }
