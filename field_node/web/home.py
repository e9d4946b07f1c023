"""Beranda: which unit, which kejadian, what waits, what needs a person, and the menu."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records import TYPES
from field_node.records.correction import TimeCorrection, Void
from field_node.records.record import About, Author, Record
from field_node.store import nearby
from field_node.web import radio, states
from field_node.web.attention import calls
from field_node.web.desk import here
from field_node.web.guard import role
from field_node.web.routes import own_path
from field_node.web.tablet import INCIDENT, THEME, THEMES, incident_of

blueprint = Blueprint("home", __name__)
YEAR_S = 366 * 86_400


@blueprint.get("/")
@role("relawan")
def index() -> str:
    """The first page."""
    desk = here()
    chosen = incident_of(request, desk.names)
    home = {
        "number": "belum ada" if desk.unit is None else desk.unit,
        "contact": states.contact(desk),
        "problem": states.link_problem(desk),
        "gps": states.gps_line(desk),
        "radio": radio.line(desk),
        "neighbours": nearby.how_many(desk.store),
        "clock": states.clock_line(desk),
        "incidents": desk.names.incidents(),
        "incident": str(chosen) if chosen else "",
        "calls": calls(desk),
        "menu": menu(),
    }
    return render_template("beranda.html", home=home)


def menu() -> list[tuple[str, list[dict[str, Any]]]]:
    """The types that volunteers see, under their headings, in the order of the register."""
    found: dict[str, list[dict[str, Any]]] = {}
    for kind in TYPES.values():
        if kind.about.menu:
            found.setdefault(kind.about.menu, []).append(_item(kind.about, kind))
    return list(found.items())


def _item(about: About, kind: type[Record]) -> dict[str, Any]:
    return {"slug": about.slug, "label": about.label, "writable": writable(kind)}


def writable(kind: type[Record]) -> bool:
    """True when a volunteer may make records of that type by a form of its own."""
    return (
        kind.about.author is not Author.CENTER and not kind.about.track and kind not in (Void, TimeCorrection)
    )


@blueprint.post("/kejadian-aktif")
@role("relawan")
def choose_incident() -> Answer:
    """Keeps the kejadian of this tablet."""
    desk = here()
    chosen = request.form.get("kejadian", "")
    known = {option.value for option in desk.names.incidents()}
    return _kept(redirect(url_for("home.index"), 303), INCIDENT, chosen if chosen in known else "")


@blueprint.post("/tampilan")
@role("relawan")
def theme() -> Answer:
    """Keeps light, dark or sunlight for this tablet."""
    chosen = request.form.get("tampilan", "")
    back = own_path(request.form.get("kembali", "/"))
    return _kept(redirect(back, 303), THEME, chosen if chosen in THEMES else "otomatis")


def _kept(answer: Answer, name: str, value: str) -> Answer:
    answer.set_cookie(name, value, max_age=YEAR_S, secure=request.is_secure, httponly=True, samesite="Strict")
    return answer
