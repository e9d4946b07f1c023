"""The pages of SOS: pressing it, what is known of its arrival, ending it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template

from field_node.records.record import Entry
from field_node.records.sos import OUTCOME, Sos, SosEnd
from field_node.store import views
from field_node.store.neighbours import said_entry
from field_node.web.access.ending import may_end
from field_node.web.capture.prefill import prefill
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.attention import sos_calls
from field_node.web.kept.fresh import fresh
from field_node.web.routes import entry_here, ref_here
from field_node.web.said.language import _
from field_node.web.said.marks import Mark
from field_node.web.said.times import HOURS_AHEAD
from field_node.web.sos.way import doubt, way
from field_node.web.sos.where import where
from field_node.web.tablet.pages import Shell
from field_node.web.unit import radio

blueprint = Blueprint("sos", __name__)
OUTCOMES = dict(OUTCOME.options)


@dataclass(frozen=True, slots=True)
class End:
    """How a call ended: what was said by whom and when, how far that word has come, and why help may come all the same."""

    text: str
    by: str
    age: str
    mark: Mark
    ref: str
    doubt: str


@blueprint.get("/sos")
@role("relawan")
def index() -> str:
    """The button, and every call that nobody ended."""
    desk = here()
    filled = prefill(desk, Sos)
    return render_template(
        "sos/sos.html",
        given=filled.form,
        note=filled.note,
        calls=sos_calls(desk),
        contacts=desk.info.contacts,
        hours_ahead=HOURS_AHEAD[desk.zone.name],
        new_key=desk.new_key,
    )


@blueprint.get("/kerangka/sos")
@role("tablet")
def shell() -> str:
    """The button for a tablet that does not reach its unit."""
    desk = here()
    frame = {"page": Shell(desk.zone.name), "given": {}, "note": "", "calls": []}
    frame["hours_ahead"] = HOURS_AHEAD[desk.zone.name]
    return render_template("sos/sos.html", **frame, contacts=desk.info.contacts, new_key=lambda: "-")


@blueprint.get("/sos/<name>")
@role("relawan")
def call(name: str) -> str:
    """One call: where it is, who has it, how it ended."""
    desk, entry = here(), _call(name)
    record: Any = entry.record
    own = entry.unit == desk.unit
    return render_template(
        "sos/sos_satu.html",
        name=name,
        who=desk.names.sos(entry),
        told=record.isi or "",
        people=record.orang,
        where=where(desk, entry),
        at=desk.zone.long(desk.made(entry)),
        age=desk.age_of(entry),
        own=own,
        by=desk.names.unit(entry.unit),
        heard=desk.entry(entry.ref) is None,
        steps=way(desk, entry) if own else [],
        radios=radio.told(desk).radios if own else (),
        end=_end(desk, entry),
        stands=desk.stands(entry.ref),
        may_end=may_end(desk, entry.unit),
        contacts=desk.info.contacts,
        fresh=fresh(desk),
        new_key=desk.new_key,
    )


def _call(name: str) -> Entry:
    """The call, of this unit, of the center's copy or as a neighbour's radio told it."""
    desk, ref = here(), ref_here(name)
    said = said_entry(desk.store, ref)
    found = said.entry if said and desk.entry(ref) is None else entry_here(name)
    return found if isinstance(found.record, Sos) else abort(404)


def _end(desk: Desk, call: Entry) -> End | None:
    found = views.newest(desk.store, SosEnd, call.ref)
    if found is None:
        return None
    record: Any = found.record
    return End(
        text=_(OUTCOMES[record.hasil]) + (f": {record.keterangan}" if record.keterangan else ""),
        by=desk.names.unit(found.unit),
        age=desk.age_of(found),
        mark=desk.marks([found])[found.ref],
        ref=str(found.ref),
        doubt=doubt(desk, found),
    )
