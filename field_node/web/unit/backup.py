"""Cadangan: onto the stick, and back; the page asks, the sync process does it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.store import requests
from field_node.store.requests import Request
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said.language import _
from field_node.web.unit import backed_up, restored
from field_node.web.unit.backed_up import BACKUP, RESTORE

blueprint = Blueprint("backup", __name__)
LATE_S = 60
"""A wish that nobody took for so long: the process that fulfils it does not run."""


@blueprint.get("/cadangan")
@role("relawan")
def index() -> str:
    """The stick, the last backup, what runs, what is on the stick."""
    desk = here()
    part = request.args.get("bagian") == "kemajuan"
    return render_template(
        "unit/_kemajuan.html" if part else "unit/cadangan.html",
        card=backed_up.card(desk),
        stick=backed_up.stick(desk),
        problem=backed_up.problem(desk),
        progress=backed_up.progress(desk),
        waits=_waits(desk),
        late=_is_late(desk),
        settling=backed_up.is_settling(desk),
        safe=backed_up.is_safe_to_pull(desk),
        just=request.args.get("diminta") == "ya",
        found=backed_up.found(desk),
        restored=restored.told(desk),
    )


@blueprint.post("/cadangan")
@role("relawan")
def ask() -> Answer:
    """Asks for a backup; a second tap while one waits asks for nothing more."""
    desk = here()
    if not _waiting(desk):
        desk.ask(BACKUP)
    return redirect(url_for("backup.index", diminta="ya"), 303)


def _waiting(desk: Desk) -> list[Request]:
    """Wishes for a backup that nobody fulfilled or works on."""
    jobs = [one for one in desk.jobs(BACKUP) if one.done_at is None]
    return jobs if backed_up.progress(desk) is None else []


def _is_late(desk: Desk) -> bool:
    return any(
        desk.now - desk.store.run("SELECT asked_at FROM request WHERE id = ?", (one.id,))[0][0] > LATE_S
        for one in _waiting(desk)
    )


def _waits(desk: Desk) -> str:
    """A sentence about a wish that was not fulfilled yet; "" without one."""
    if not _waiting(desk):
        return ""
    if _is_late(desk):
        return _("Belum ada yang mengerjakannya: tagana sync tidak berjalan.")
    return _("Permintaan dicatat, sebentar lagi dikerjakan.")


# ---- and back


@blueprint.get("/cadangan/pulihkan")
@role("teknisi")
def look() -> str:
    """What is in a backup, and what putting it back means."""
    one = backed_up.one_of(here(), request.args.get("berkas", ""))
    if one is None or one.torn:
        abort(404, _("Cadangan itu tidak ada di USB."))
    return render_template("unit/pulihkan.html", one=one)


@blueprint.post("/cadangan/pulihkan")
@role("teknisi")
def put_back() -> Answer:
    """Asks for it. Never for the backup of another unit."""
    desk = here()
    one = backed_up.one_of(desk, request.form.get("berkas", ""))
    if one is None or one.torn:
        abort(404, _("Cadangan itu tidak ada di USB."))
    if one.foreign:
        abort(422, _("Cadangan itu milik unit lain, jadi tidak dipulihkan di sini."))
    agreed = request.form.get("setuju") == "ya" and request.form.get("banyak", 0, type=int)
    asked = {"file": one.file, "lose": agreed}
    wish = requests.ask(desk.door.writer, RESTORE, asked, at=desk.now)
    return redirect(url_for("backup.became", wish=wish), 303)


@blueprint.get("/cadangan/pulihkan/<int:wish>")
@role("teknisi")
def became(wish: int) -> str:
    """What became of it."""
    desk = here()
    found = requests.answer(desk.store, wish) if wish < 1 << 62 else None
    if found is None or found.kind != RESTORE:
        was = restored.told(desk)
        return render_template("unit/dipulihkan.html", state="gone", restored=was, one=None, wish=wish)
    one = backed_up.one_of(desk, str(found.body.get("file", "")))
    return render_template("unit/dipulihkan.html", one=one, wish=wish, **_outcome(found))


def _outcome(found: Request) -> dict[str, object]:
    result = found.result
    if result is None:
        return {"state": "waits"}
    if result.get("problem"):
        return {
            "state": "refused",
            "problem": _(str(result["problem"])),
            "would_lose": result.get("would_lose"),
            "forms": result.get("forms", 0),
        }
    return {"state": "ready"}
