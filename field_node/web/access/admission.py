"""Lets a request in or answers it at the door: which page says what is missing; nothing that was typed is lost."""

from dataclasses import replace
from typing import Any, NoReturn

from flask import Response, abort, g, jsonify, make_response, render_template, request, url_for

from field_node.store import crew
from field_node.store.crew import Person
from field_node.store.tries import Paused
from field_node.web.access.roles import EVERYBODY, TABLET, allowed, may
from field_node.web.access.signing import WrongPin, brought_pin, drop_cookies, sign_in
from field_node.web.access.visitor import Standing, Visitor, tell_alive, visitor_here
from field_node.web.choices import theme_of
from field_node.web.desk import here
from field_node.web.said import texts, times
from field_node.web.said.language import _
from field_node.web.typed import PERSON, SIGN_IN, shown, typed

SOS = "/catat/sos"


def admit(need: str) -> None:
    """Returns when this request may open a page that needs `need`; else ends it with a page. Raises StoreError."""
    if need == EVERYBODY:
        return
    visitor = visitor_here()
    if visitor.standing is Standing.UNGUARDED:
        return
    if visitor.standing is not Standing.PAIRED:
        _turn_away(visitor)
    if brought_pin():
        visitor = g.visitor = _signed_in(visitor, need)
    _demand(visitor, need)
    tell_alive(visitor)
    if visitor.person:
        g.desk = replace(here(), author=visitor.person.number)


def permitted(need: str) -> bool:
    """Whether who is signed in may do what needs `need`, in a request that was let in for less."""
    visitor = visitor_here()
    if need in (EVERYBODY, TABLET) or visitor.standing is Standing.UNGUARDED:
        return True
    return visitor.person is not None and may(visitor.person.role, need)


def demand_permitted(need: str) -> None:
    """Returns when that is permitted; else ends the request with 403 and who may."""
    if not permitted(need):
        told = _("Hanya %(peran)s yang bisa menyimpan ini. Masuk sebagai salah satunya, lalu kirim lagi.")
        abort(403, told % {"peran": ", ".join(allowed(need))})


def _turn_away(visitor: Visitor) -> NoReturn:
    """A stranger is told how to get in, a lost tablet is emptied."""
    if visitor.standing is Standing.REVOKED:
        _end(drop_cookies(_answer(_page("people/dicabut.html", unsaved=_unsaved()), 401, "tablet_dicabut")))
    page = _page("people/belum_pasang.html", typed=_lost(), unsaved=_unsaved())
    _end(_answer(page, 401, "tablet_asing"))


def _signed_in(visitor: Visitor, need: str) -> Visitor:
    if visitor.tablet is None:
        _turn_away(visitor)
    try:
        return sign_in(here(), visitor.tablet)
    except Paused as error:
        problem = texts.sentence("pin_tunggu", {"lama": times.wait(error.wait_s)})
    except WrongPin:
        problem = texts.sentence("pin_salah", {})
    _end(_answer(sign_in_page(visitor, need, problem=problem), 401, "masuk_dulu"))


def _demand(visitor: Visitor, need: str) -> None:
    if need == TABLET:
        return
    if visitor.person is None:
        _end(_answer(sign_in_page(visitor, need), 401, "masuk_dulu"))
    if not may(visitor.person.role, need):
        _end(_answer(sign_in_page(visitor, need), 403, "peran_lain"))


def sign_in_page(visitor: Visitor, need: str, *, problem: str = "", back: str = "") -> str:
    """Asks for person and PIN, of those who may; what was typed goes along and through after it."""
    people = [one for one in crew.people(here().store) if need == TABLET or may(one.role, need)]
    denied = visitor.person is not None and need != TABLET and not may(visitor.person.role, need)
    return _page(
        "people/masuk.html",
        people=people,
        chosen=_chosen(visitor, people),
        typed=typed(request.form, SIGN_IN) if request.method == "POST" else [("ke", back or _path())],
        action=_path() if request.method == "POST" else url_for("signin.begin"),
        saving=request.method == "POST" and request.endpoint != "signin.begin",
        files=bool(request.files),
        who=visitor.name,
        roles=allowed(need) if denied else [],
        problem=problem,
    )


def _chosen(visitor: Visitor, people: list[Person]) -> int:
    """Who is ticked already: as typed, else who used this tablet last, else the only one."""
    person = request.form.get(PERSON, "")
    last = visitor.tablet.person if visitor.tablet and visitor.person is None else 0
    wanted = int(person) if person.isascii() and person.isdecimal() else last
    if len(people) == 1:
        return people[0].number
    return wanted if wanted in {one.number for one in people} else 0


def _unsaved() -> str:
    """What a tablet that may not save must know first of what it has just sent; "" when it sent nothing."""
    if request.method != "POST":
        return ""
    if request.path == SOS:
        return _(
            "SOS ini tidak terkirim. Minta tolong dengan cara lain sekarang: telepon, HT, teriak, peluit, senter."
        )
    return _("Belum tersimpan.")


def _lost() -> list[tuple[str, str]]:
    """What a tablet that may not save has to write down."""
    return shown(request.form) if request.method == "POST" else []


def _path() -> str:
    return request.full_path.rstrip("?")


def _page(name: str, **given: Any) -> str:
    return render_template(name, theme=theme_of(request), **given)


def _answer(page: str, status: int, code: str) -> Response:
    """The page; for a script the same as a sentence, with `perlu`, the code of what is missing."""
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(kalimat=texts.sentence(code, {}), perlu=code), status)
    return make_response(page, status)


def _end(answer: Response) -> NoReturn:
    abort(answer)
