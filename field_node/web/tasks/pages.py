"""The pages of tugas: what this unit is to do, and one task with its clock, its answer and what the center has of it."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.records.task import CLOSED, STATE, Task
from field_node.store import orders as tasks
from field_node.store.orders import PAGE, Which
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.asked import WAITING, Order, history, order, orders, ours
from field_node.web.kept.fresh import fresh
from field_node.web.routes import entry_here
from field_node.web.said.language import _
from field_node.web.said.marks import Mark
from field_node.web.said.shown import lines
from field_node.web.tasks.words import Clock, clock, text_of

blueprint = Blueprint("tasks", __name__)
LADDER = ("terkirim", "dibaca", "dikerjakan", "selesai")
STATES = dict(STATE.options)
OTHERS = Which(others=True)
TOLD = ("prioritas", "lokasi", "posko", "tim", "barang", "jumlah", "uraian")
"""Fields that the page tells below the order itself, as far as they are filled."""


@dataclass(frozen=True, slots=True)
class Row:
    """One task in a list."""

    name: str
    text: str
    state: str
    clock: Clock
    age: str
    waits: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: what was said, by whom, and how far it has come."""

    ref: Ref
    text: str
    by: str
    reason: str
    mark: Mark
    age: str


@blueprint.get("/tugas")
@role("relawan")
def index() -> str:
    """What waits for an answer first, then what is being done, fifty a page; those of others on the first."""
    desk, skip = here(), _skip()
    rows = [_row(desk, one) for one in orders(desk, skip=skip)]
    others = [] if skip else orders(desk, OTHERS)
    waiting, all_open = tasks.count(desk.store, WAITING), tasks.count(desk.store)
    number = skip // PAGE + 1
    return render_template(
        "tasks/tugas.html",
        waiting=[one for one in rows if one.waits],
        working=[one for one in rows if not one.waits],
        others=[(desk.names.unit(_for(one.entry)), _row(desk, one)) for one in others],
        many={"waiting": waiting, "working": all_open - waiting, "others": tasks.count(desk.store, OTHERS)},
        before=number - 1 or None,
        after=number + 1 if skip + PAGE < all_open else None,
    )


def _skip() -> int:
    """How many come before this page, 404 for a page that cannot be."""
    text = request.args.get("halaman", "1")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    return (number - 1) * PAGE if number else abort(404)


def _for(entry: Entry) -> int:
    return int(getattr(entry.record, "tujuan", 0) or 0)


def _row(desk: Desk, one: Order) -> Row:
    entry = one.entry
    return Row(
        name=str(entry.ref),
        text=text_of(desk, entry),
        state=_(STATES[one.state]) if one.state else _("Baru"),
        clock=clock(desk, one),
        age=desk.age_of(entry),
        waits=one.waits,
    )


@blueprint.get("/tugas/<name>")
@role("relawan")
def task(name: str) -> str:
    """One task."""
    desk, entry = here(), entry_here(name)
    if not isinstance(entry.record, Task):
        abort(404)
    found = order(desk, entry)
    return render_template(
        "tasks/tugas_satu.html",
        row=_row(desk, found),
        ladder=_ladder(found.state or _sent(desk, entry)),
        facts=[
            one for one in lines(entry.record, desk.zone, desk.names) if one.name in TOLD and not one.missing
        ],
        giver=desk.names.unit(entry.unit),
        given=desk.zone.long(desk.made(entry)),
        ours=ours(desk, entry),
        stands=desk.stands(entry.ref),
        closed=found.state in CLOSED,
        state=found.state,
        said=[_said(desk, one) for one in history(desk, entry.ref)],
        fresh=fresh(desk),
        new_key=desk.new_key,
    )


def _sent(desk: Desk, entry: Entry) -> str:
    """The first step of what nobody answered: taken when it came here to whom it is for, else nobody has proved it."""
    return LADDER[0] if ours(desk, entry) and entry.unit != desk.unit else ""


def _ladder(state: str) -> list[tuple[str, str]]:
    """The steps of a task with the class that each is drawn in; "" or a state beside the ladder reaches none."""
    now = LADDER.index(state) if state in LADDER else -1
    steps = ["past" if at < now else "now" if at == now else "" for at in range(len(LADDER))]
    return [(_(STATES[word]), step) for word, step in zip(LADDER, steps, strict=True)]


def _said(desk: Desk, one: Entry) -> Said:
    word, reason = getattr(one.record, "status", ""), getattr(one.record, "alasan", None)
    mark = desk.marks([one])[one.ref]
    return Said(one.ref, _(STATES[word]), desk.names.unit(one.unit), reason or "", mark, desk.age_of(one))
