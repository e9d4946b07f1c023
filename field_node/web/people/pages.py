"""The pages of the unit's people: who may sign in, in which role; a new PIN, an end."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.store import crew
from field_node.store.connection import writing
from field_node.store.crew import LastOfficer, Person
from field_node.web.access import pins
from field_node.web.access.roles import LABELS, MAY, OFFICER, label
from field_node.web.access.visitor import Standing, badges_here, visitor_here
from field_node.web.desk import here
from field_node.web.guard import role
from field_node.web.people.typed_person import TypedPerson, chosen_pin, typed_person
from field_node.web.said import texts
from field_node.web.said.language import _, later

blueprint = Blueprint("people", __name__)
DOES = {
    crew.RELAWAN: later("mencatat dan melihat semua catatan"),
    crew.LUMBUNG: later("mencatat dan melihat semua catatan, terutama stok"),
    crew.KOORDINATOR: later("juga menambah orang dan tablet, dan memberi PIN"),
    crew.TEKNISI: later("juga menambah orang dan tablet, memberi PIN, dan merawat unit"),
}


@blueprint.get("/orang")
@role(OFFICER)
def index() -> str | Answer:
    """Everybody, and the form for one more."""
    if visitor_here().standing is Standing.UNGUARDED:
        return redirect(url_for("pasang.index"), 303)
    return _list_page({})


@blueprint.post("/orang")
@role(OFFICER)
def add() -> Answer | tuple[str, int]:
    """303 when the person may sign in from now on; 422 with sentences."""
    _shut_while_open()
    person = typed_person(request.form)
    if person.problems:
        return _list_page(dict(person.problems)), 422
    _keep(person)
    return redirect(url_for("people.index", tambah=person.role), 303)


def _keep(person: TypedPerson) -> None:
    """Once, also when the form was sent twice, as by a double tap: who has the same name, role and PIN is the same."""
    desk, badges = here(), badges_here()
    pin, store = pins.hashed(person.pin, badges), desk.door.writer
    with writing(store):
        same = [one for one in crew.people(store) if (one.name, one.role) == (person.name, person.role)]
        if not any(pins.matches(crew.pin_of(store, one.number), person.pin, badges) for one in same):
            crew.add(store, person.name, person.role, pin, at=desk.now)


@blueprint.get("/orang/<int:number>")
@role(OFFICER)
def one(number: int) -> str:
    """One person: role, PIN, end."""
    return _one_page(_person(number), {})


@blueprint.post("/orang/<int:number>/peran")
@role(OFFICER)
def change_role(number: int) -> Answer | tuple[str, int]:
    """Another role, from the next page on."""
    person, wanted = _person(number), request.form.get("peran", "")
    if wanted not in MAY:
        return _one_page(person, {"peran": texts.sentence("peran_kosong", {})}), 422
    try:
        crew.set_role(here().door.writer, number, wanted)
    except LastOfficer:
        return _one_page(person, {"peran": texts.sentence("pengurus_terakhir", {})}), 422
    return redirect(url_for("people.index"), 303)


@blueprint.post("/orang/<int:number>/pin")
@role(OFFICER)
def set_pin(number: int) -> Answer | tuple[str, int]:
    """A new PIN for who lost theirs; what is open under the old one ends."""
    person, (pin, problem) = _person(number), chosen_pin(request.form)
    if problem:
        return _one_page(person, {"pin": problem}), 422
    crew.set_pin(here().door.writer, number, pins.hashed(pin, badges_here()))
    return redirect(url_for("people.index", pin=number), 303)


@blueprint.get("/orang/<int:number>/cabut")
@role(OFFICER)
def ask(number: int) -> str:
    """Sure?"""
    return _ask_page(_person(number), "")


@blueprint.post("/orang/<int:number>/cabut")
@role(OFFICER)
def revoke(number: int) -> Answer | tuple[str, int]:
    """Ends it on every tablet at once; again, as by a double tap, it stays ended."""
    person, desk = _person(number, revoked=True), here()
    try:
        crew.revoke(desk.door.writer, number, at=desk.now)
    except LastOfficer:
        return _ask_page(person, texts.sentence("pengurus_terakhir", {})), 422
    return redirect(url_for("people.index"), 303)


def _person(number: int, *, revoked: bool = False) -> Person:
    """Somebody who may sign in (`revoked`: or no more), else 404."""
    _shut_while_open()
    found = crew.person(here().store, number) if number < 1 << 62 else None
    is_there = found and (revoked or found.revoked_at is None)
    return found if found and is_there else abort(404, _("Orang itu tidak ada di unit ini."))


def _shut_while_open() -> None:
    """The first person comes with the first tablet: nobody leaves a PIN behind before."""
    if visitor_here().standing is Standing.UNGUARDED:
        abort(403, _("Pasangkan tablet pertama dulu: orang pertama dibuat bersamanya."))


def _list_page(problems: dict[str, str]) -> str:
    people = [(one, label(one.role)) for one in crew.people(here().store)]
    roles = [(code, label(code), _(does)) for code, does in DOES.items()]
    given = request.args.get("tambah", "")
    return render_template(
        "people/orang.html",
        people=people,
        roles=roles,
        problems=problems,
        typed=request.form,
        added=label(given) if given in LABELS else "",
        renewed=next((one.name for one, _ in people if str(one.number) == request.args.get("pin")), ""),
    )


def _one_page(person: Person, problems: dict[str, str]) -> str:
    roles = [(code, label(code), _(does)) for code, does in DOES.items()]
    return render_template(
        "people/orang_satu.html", person=person, label=label(person.role), roles=roles, problems=problems
    )


def _ask_page(person: Person, problem: str) -> str:
    return render_template(
        "people/cabut.html",
        heading=_("Cabut akses %(nama)s?") % {"nama": person.name},
        told=[
            _("Orang ini langsung keluar dari semua tablet dan tidak bisa masuk lagi."),
            _("Catatannya tetap ada, atas namanya."),
        ],
        button=_("Ya, cabut akses orang ini"),
        back=url_for("people.one", number=person.number),
        problem=problem,
    )
