"""The pages that pair a tablet: an offer as QR and code on the one side, a name for the tablet on the other."""

from io import BytesIO

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.store import crew, tablets
from field_node.store.pairing import OFFER_S, Offer, OfferGone
from field_node.web.access.roles import OFFICER, label
from field_node.web.access.visitor import Standing, visitor_here
from field_node.web.choices import theme_of
from field_node.web.desk import here
from field_node.web.guard import open_to_all, role
from field_node.web.people import joining
from field_node.web.people.typed_person import TypedPerson, named, typed_person
from field_node.web.said import texts, times

blueprint = Blueprint("pasang", __name__)


@blueprint.get("/pasang")
@role(OFFICER)
def index() -> str:
    """What pairing is, and the button that begins it."""
    return render_template("people/pasang.html", open=_open(), lasts=times.distance(OFFER_S))


@blueprint.post("/pasang")
@role(OFFICER)
def offer() -> str:
    """A new offer: shown in this answer and nowhere else."""
    made = joining.offered(here(), visitor_here())
    address = url_for("pasang.tablet", token=made.token, _external=True)
    return render_template(
        "people/pasang.html",
        open=_open(),
        lasts=times.distance(OFFER_S),
        qr=_drawn(address),
        address=url_for("pasang.code", _external=True),
        code=f"{made.code[:4]} {made.code[4:]}",
        here=url_for("pasang.tablet", token=made.token) if _open() else "",
    )


def _drawn(address: str) -> str:
    """The QR as SVG."""
    drawn = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(drawn, kind="svg", xmldecl=False, svgclass="qr", lineclass=None, omitsize=True, border=3)
    return drawn.getvalue().decode()


def _open() -> bool:
    return visitor_here().standing is Standing.UNGUARDED


@blueprint.get("/pasang/kode")
@open_to_all
def code() -> str:
    """Where a tablet without a camera types the code."""
    return _code_page("", "")


@blueprint.post("/pasang/kode")
@open_to_all
def enter_code() -> Answer | tuple[str, int]:
    """303 to the page of that offer; 422 when there is none."""
    typed = request.form.get("kode", "")
    digits = "".join(one for one in typed if one.isascii() and one.isdecimal())
    token = joining.token_of(here(), digits)
    if token is None:
        return _code_page(typed, texts.sentence("kode_pasang_salah", {})), 422
    return redirect(url_for("pasang.tablet", token=token), 303)


def _code_page(typed: str, problem: str) -> str:
    return _lone("people/pasang_kode.html", typed=typed, problem=problem)


@blueprint.get("/pasang/<token>")
@open_to_all
def tablet(token: str) -> str | tuple[str, int]:
    """Asks for the tablet's name; opening it uses nothing up."""
    found = joining.offer_of(here(), token)
    return _name_page(found, {}) if found else _gone()


@blueprint.post("/pasang/<token>")
@open_to_all
def join(token: str) -> Answer | str | tuple[str, int]:
    """303 into the unit; 422 while something typed is wrong; 410 when another tablet was faster or the time is over."""
    desk, found = here(), joining.offer_of(here(), token)
    if found is None:
        return _again(token)
    name, bad = named(request.form.get("tablet", ""))
    person = typed_person(request.form, crew.OFFICERS) if _brings_person(found) else None
    problems = {**({"tablet": bad} if bad else {}), **(person.problems if person else {})}
    if problems:
        return _name_page(found, problems), 422
    try:
        joining.join(desk, found, name, person, key=request.form.get("kunci", ""))
    except OfferGone:
        return _again(token)
    return _paired(person)


def _again(token: str) -> Answer | tuple[str, int]:
    form = request.form
    signed_in = joining.join_again(here(), token, form.get("kunci", ""), form.get("pin", "").strip())
    if signed_in is None:
        return _gone()
    return redirect(url_for("people.index") if signed_in else url_for("signin.page"), 303)


def _paired(person: TypedPerson | None) -> Answer:
    """The tablet that it was before, if it was one, is replaced."""
    before = visitor_here().tablet
    if before is not None and before.revoked_at is None:
        tablets.revoke(here().door.writer, before.number, at=here().now)
    return redirect(url_for("people.index") if person else url_for("signin.page"), 303)


def _brings_person(found: Offer) -> bool:
    """The first pairing must; one that was offered on the unit itself may."""
    return _open() or (found.founder and any(request.form.get(name) for name in ("nama", "pin", "pin_lagi")))


def _name_page(found: Offer, problems: dict[str, str]) -> str:
    return _lone(
        "people/pasang_tablet.html",
        lasts=times.distance(OFFER_S),
        first=_open(),
        founder=found.founder,
        roles=[(one, label(one)) for one in crew.OFFICERS],
        problems=problems,
        typed=request.form,
        key=request.form.get("kunci") or here().new_key(),
    )


def _gone() -> tuple[str, int]:
    return _lone("people/pasang_habis.html"), 410


def _lone(name: str, **given: object) -> str:
    return render_template(name, theme=theme_of(request), **given)
