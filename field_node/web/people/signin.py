"""The pages of signing in: choosing person and PIN, leaving, changing one's own PIN."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.store import crew
from field_node.web.access import pins, signing
from field_node.web.access.admission import sign_in_page
from field_node.web.access.roles import TABLET
from field_node.web.access.visitor import Visitor, badges_here, visitor_here
from field_node.web.desk import here
from field_node.web.guard import role
from field_node.web.people.typed_person import chosen_pin
from field_node.web.routes import own_path
from field_node.web.said import texts

blueprint = Blueprint("signin", __name__)


@blueprint.get("/masuk")
@role(TABLET)
def page() -> str | Answer:
    """Who is it? Also the way to change person."""
    visitor = visitor_here()
    if visitor.tablet is None:
        return redirect(url_for("pasang.index"), 303)
    return sign_in_page(visitor, TABLET, back=own_path(request.args.get("ke", "/")))


@blueprint.post("/masuk")
@role(TABLET)
def begin() -> Answer:
    """On to where they wanted to go; the PIN that came along was right, or we would not be here."""
    return redirect(own_path(request.form.get("ke", "/")), 303)


@blueprint.post("/masuk/keluar")
@role(TABLET)
def leave() -> Answer:
    """Locks the tablet."""
    if tablet := visitor_here().tablet:
        signing.sign_out(tablet)
    return redirect(url_for("signin.page"), 303)


@blueprint.get("/masuk/pin")
@role("relawan")
def pin() -> str | Answer:
    """One's own PIN, another one."""
    return _pin_page({}) if visitor_here().person else redirect(url_for("pasang.index"), 303)


@blueprint.post("/masuk/pin")
@role("relawan")
def change_pin() -> Answer | tuple[str, int]:
    """303 when it is changed, and they are still signed in; 422 with sentences."""
    visitor, (pin, problem) = visitor_here(), chosen_pin(request.form)
    old = "" if visitor.fresh else texts.sentence("pin_lama_dulu", {})
    problems = {name: told for name, told in {"pin": problem, "_pin": old}.items() if told}
    if problems:
        return _pin_page(problems), 422
    _keep_pin(visitor, pin)
    return redirect(url_for("home.index"), 303)


def _keep_pin(visitor: Visitor, pin: str) -> None:
    if visitor.person and visitor.tablet:
        desk, number = here(), visitor.person.number
        crew.set_pin(desk.door.writer, number, pins.hashed(pin, badges_here()))
        signing.give_session(desk, visitor.tablet, number)


def _pin_page(problems: dict[str, str]) -> str:
    return render_template("people/pin.html", problems=problems, person=visitor_here().person)
