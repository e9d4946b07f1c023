"""The page of the paired tablets: who uses which, when it was last here; a lost one is shut out."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from field_node.store import crew, tablets
from field_node.store.tablets import Tablet
from field_node.web.access.roles import OFFICER, label
from field_node.web.access.visitor import Standing, visitor_here
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.said.language import _

blueprint = Blueprint("paired", __name__)
REVOKED_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A tablet as its list tells it."""

    number: int
    name: str
    person: str
    age: str
    mine: bool


@blueprint.get("/perangkat/tablet")
@role(OFFICER)
def index() -> str:
    """All tablets that are let in, and the last that are no more."""
    desk, visitor = here(), visitor_here()
    return render_template(
        "people/perangkat_tablet.html",
        open=visitor.standing is Standing.UNGUARDED,
        tablets=[_line(desk, one, one.seen_at) for one in tablets.paired(desk.store)],
        revoked=[_line(desk, one, one.revoked_at) for one in tablets.revoked(desk.store, REVOKED_SHOWN)],
    )


def _line(desk: Desk, one: Tablet, at: int | None) -> Line:
    last = crew.person(desk.store, one.person) if one.person else None
    told = f"{last.name}, {label(last.role)}" if last else _("belum ada yang masuk")
    own = visitor_here().tablet
    return Line(one.number, one.name, told, desk.age(at), own is not None and own.number == one.number)


@blueprint.get("/perangkat/tablet/<int:number>/cabut")
@role(OFFICER)
def ask(number: int) -> str:
    """Sure?"""
    line = _line(here(), _tablet(number), None)
    told = [
        _("Tablet itu tidak bisa lagi membuka unit ini, mulai sekarang."),
        _(
            "Saat tersambung lagi, perambannya diminta menghapus isinya, juga catatan yang belum terkirim dari tablet itu."
        ),
        *([_("Ini tablet yang sedang Anda pakai.")] if line.mine else []),
    ]
    return render_template(
        "people/cabut.html",
        heading=_("Cabut akses tablet %(nama)s?") % {"nama": line.name},
        told=told,
        button=_("Ya, cabut akses tablet ini"),
        back=url_for("paired.index"),
        problem="",
    )


@blueprint.post("/perangkat/tablet/<int:number>/cabut")
@role(OFFICER)
def revoke(number: int) -> Answer:
    """It is let in no more; what it still holds goes at its next contact. Again, as by a double tap, it stays so."""
    tablets.revoke(here().door.writer, _tablet(number, revoked=True).number, at=here().now)
    return redirect(url_for("paired.index"), 303)


def _tablet(number: int, *, revoked: bool = False) -> Tablet:
    found = tablets.tablet(here().store, number) if number < 1 << 62 else None
    is_there = found and (revoked or found.revoked_at is None)
    return found if found and is_there else abort(404, _("Tablet itu tidak ada di unit ini."))
