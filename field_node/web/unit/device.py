"""The pages of the unit itself: Antrean kirim, Perangkat, Gangguan, Siap berangkat, Ekspor, and the health of this process."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Answer

from field_node.records.record import Entry
from field_node.store import requests
from field_node.store.troubles import KEPT
from field_node.web.desk import here
from field_node.web.guard import role
from field_node.web.kept.lists import Row, rows
from field_node.web.peta.words import told_files
from field_node.web.said.language import _
from field_node.web.said.marks import on_the_way
from field_node.web.unit import backed_up, cards, center, radio, restored, troubles
from field_node.web.unit import ready as ready_checks
from field_node.web.unit.backed_up import EXPORT
from field_node.web.unit.exported import left_photos, told_job
from field_node.web.unit.told import CLASSES

blueprint = Blueprint("device", __name__)
SHOWN, LOGGED = 100, 5
SEND = "send"


@blueprint.get("/antrean")
@role("relawan")
def outbox() -> str:
    """What the center has not confirmed, most urgent first."""
    desk = here()
    waiting = desk.waiting(SHOWN + 1)
    return render_template(
        "unit/antrean.html",
        facts=[(_("Keadaan"), center.state(desk)), *center.contacts(desk)],
        problem=center.problem(desk),
        restored=restored.told(desk),
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
        classes.setdefault(_(CLASSES[entry.record.about.urgency]), []).append(row)
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
    found = cards.all_cards(desk, told_files(current_app.extensions["peta"]))
    return render_template(
        "unit/perangkat.html", cards=found, log=troubles.log(desk, LOGGED), tablets=cards.badge(desk)
    )


@blueprint.get("/perangkat/gangguan")
@role("relawan")
def log() -> str:
    """All faults that are remembered."""
    return render_template("unit/gangguan.html", log=troubles.log(here(), KEPT))


@blueprint.get("/siap")
@role("relawan")
def ready() -> str:
    """The check before leaving."""
    desk = here()
    found = ready_checks.worst_first(ready_checks.checks(desk, _has_map))
    now, name = desk.zone.long(desk.now), desk.unit_name()
    return render_template(
        "unit/siap.html", checks=found, sum=ready_checks.summary(found), now=now, name=name
    )


def _has_map() -> bool:
    shelf = current_app.extensions["peta"]
    return shelf.base() is not None or bool(shelf.brought())


@blueprint.get("/ekspor")
@role("relawan")
def export() -> str:
    """The button, and what became of earlier requests."""
    desk = here()
    jobs = [told_job(desk, one) for one in desk.jobs(EXPORT)]
    left = left_photos(desk.counts().photos)
    return render_template("unit/ekspor.html", jobs=jobs, stick=backed_up.stick(desk), left_photos=left)


@blueprint.get("/ekspor/<int:number>/berkas")
@role("relawan")
def export_file(number: int) -> Response:
    """The sealed file itself, for a tablet to carry."""
    found = requests.answer(here().store, number) if number < 1 << 62 else None
    if found is None or found.kind != EXPORT or found.blob is None:
        abort(404, _("Berkas ekspor itu tidak ada."))
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
