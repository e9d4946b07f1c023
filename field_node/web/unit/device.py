"""Antrean kirim, Perangkat, Ekspor and the health of this process."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.record import Entry
from field_node.store import requests
from field_node.store.requests import Request
from field_node.web.desk import here
from field_node.web.guard import role
from field_node.web.kept.lists import Row, rows
from field_node.web.said.marks import on_the_way
from field_node.web.trust import told as certificate
from field_node.web.unit import radio, states
from field_node.web.unit.told import CLASSES

blueprint = Blueprint("device", __name__)
SHOWN = 100
SEND, EXPORT = "send", "export"


@blueprint.get("/antrean")
@role("relawan")
def outbox() -> str:
    """What the center has not confirmed, most urgent first."""
    desk = here()
    waiting = desk.waiting(SHOWN + 1)
    facts = [item for item in states.link_facts(desk) if item[0] not in {"Alamat pusat", "Kendala internet"}]
    return render_template(
        "unit/antrean.html",
        facts=facts,
        problem=states.link_problem(desk),
        classes=_by_class(rows(desk, waiting[:SHOWN]), waiting),
        waits=radio.waits(desk),
        radio=radio.told(desk),
        meanings=on_the_way(),
        more=len(waiting) > SHOWN,
        asked=request.args.get("diminta") == "ya",
    )


def _by_class(found: list[Row], entries: list[Entry]) -> list[tuple[str, list[Row]]]:
    classes: dict[str, list[Row]] = {}
    for row, entry in zip(found, entries, strict=False):
        classes.setdefault(CLASSES[entry.record.about.urgency], []).append(row)
    return list(classes.items())


@blueprint.post("/antrean/kirim")
@role("relawan")
def send_again() -> Answer:
    """Asks sync to try at once."""
    here().ask(SEND)
    return redirect(url_for("device.outbox", diminta="ya"), 303)


@blueprint.get("/perangkat")
@role("relawan")
def index() -> str:
    """The state of the unit itself."""
    desk = here()
    parts = [
        ("GPS", "gps", states.gps_facts(desk)),
        ("Jam", "jam", states.clock_facts(desk)),
        ("Sambungan ke pusat", "sambungan", states.link_facts(desk)),
        ("Radio", "pancar", radio.facts(desk)),
        ("HTTPS", "segel", certificate.facts(desk)),
        ("Penyimpanan", "simpanan", states.disk_facts(desk)),
        ("Versi", "unit", states.version_facts(desk)),
    ]
    return render_template("unit/perangkat.html", parts=parts)


@blueprint.get("/ekspor")
@role("relawan")
def export() -> str:
    """The button, and what became of earlier requests."""
    desk = here()
    return render_template("unit/ekspor.html", jobs=[_job(one) for one in desk.jobs(EXPORT)])


def _job(one: Request) -> dict[str, Any]:
    """A request as its list tells it. Its result says `file` and `entries`, or `problem` in a sentence."""
    if one.result is None:
        return {"text": "Menunggu dikerjakan", "age": "", "file": None}
    problem = one.result.get("problem")
    told = (
        f"Gagal: {problem}"
        if problem
        else f"{one.result.get('entries', 0)} catatan: {one.result.get('file', '')}"
    )
    return {"text": told, "age": here().age(one.done_at), "file": one.id if one.blob else None}


@blueprint.get("/ekspor/<int:number>/berkas")
@role("relawan")
def export_file(number: int) -> Response:
    """The sealed file itself, for a tablet to carry."""
    found = requests.answer(here().store, number) if number < 1 << 62 else None
    if found is None or found.kind != EXPORT or found.blob is None:
        abort(404, "Berkas ekspor itu tidak ada.")
    name = f"tagana-{here().unit}-{number}.tgn"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(found.blob, mimetype="application/octet-stream", headers=disposition)


@blueprint.post("/ekspor")
@role("relawan")
def ask_export() -> Answer:
    """Asks sync to write the file."""
    here().ask(EXPORT)
    return redirect(url_for("device.export"), 303)


@blueprint.get("/health")
def health() -> tuple[Response, int]:
    """Whether this process can read and may save; no data."""
    fault = here().door.fault
    said = {"status": "fault" if fault else "ok", "fault": type(fault).__name__ if fault else None}
    return jsonify(said), 503 if fault else 200
