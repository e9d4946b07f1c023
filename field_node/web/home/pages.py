"""Beranda: which unit, which kejadian, what waits, what needs a person, and the menu."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.store import nearby
from field_node.web.access.visitor import visitor_here
from field_node.web.choices import INCIDENT, THEME, THEMES, incident_of
from field_node.web.desk import here
from field_node.web.guard import open_to_all, role
from field_node.web.home.decree import decree
from field_node.web.home.needs import needs
from field_node.web.home.strip import strip
from field_node.web.home.tiles import tiles
from field_node.web.menu import menu
from field_node.web.routes import own_path
from field_node.web.said.language import COOKIE, FIRST, LANGUAGES
from field_node.web.unit import center, restored, states

blueprint = Blueprint("home", __name__)
YEAR_S = 366 * 86_400


@blueprint.get("/")
@role("relawan")
def index() -> str:
    """The first page."""
    desk = here()
    chosen = incident_of(request, desk.names)
    home = {
        "number": desk.unit,
        "needs": needs(desk),
        "tiles": tiles(_role()),
        "strip": strip(desk),
        "problem": center.problem(desk),
        "restored": "" if restored.has_answered(desk) else restored.told(desk),
        "neighbours": nearby.how_many(desk.store),
        "clock": states.clock_line(desk),
        "incidents": desk.names.incidents(),
        "incident": str(chosen) if chosen else "",
        "decree": decree(desk, chosen),
        "menu": menu(),
    }
    return render_template("home/beranda.html", home=home)


def _role() -> str:
    """Of whoever is signed in, "" while nobody is."""
    person = visitor_here().person
    return person.role if person else ""


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


@blueprint.post("/bahasa")
@open_to_all
def speech() -> Answer:
    """Keeps the language of this tablet."""
    chosen = request.form.get("bahasa", "")
    back = own_path(request.form.get("kembali", "/"))
    return _kept(redirect(back, 303), COOKIE, chosen if chosen in LANGUAGES else FIRST)


def _kept(answer: Answer, name: str, value: str) -> Answer:
    answer.set_cookie(name, value, max_age=YEAR_S, secure=request.is_secure, httponly=True, samesite="Strict")
    return answer
