"""Keeping: from what was typed to the kept entry, the same for the form of a page and for the outbox of a tablet."""

from collections.abc import Iterable
from dataclasses import replace

from flask import abort, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from field_node.records.kinds import Person, Ref
from field_node.records.record import Entry, InvalidRecord, Notice, Record, blocks, fields
from field_node.web.access.admission import demand_permitted
from field_node.web.access.ending import refuse_foreign_end
from field_node.web.capture.draft import Draft
from field_node.web.choices import theme_of
from field_node.web.desk import Desk, Saved, here
from field_node.web.fields.forms import UnknownField, read_form
from field_node.web.fields.inputs import searches
from field_node.web.kept.history import latest_name, of_form, what_ended
from field_node.web.menu import need, writable
from field_node.web.routes import entry_here, type_here
from field_node.web.said.language import _, later

KEY, REASON, SEARCH, SURE = "kunci", "alasan", "cari", "tetap"
WHY = "alasan_koreksi"
"""Why a record is corrected: its own `alasan` is another input. Forms that tablets kept from before say it as `alasan`."""
KEY_LONGEST = 64
UNKNOWN = later("Formulir memuat isian yang tidak dikenal: %s.")


def key_here() -> str:
    """The form's own key; 400 without one: a form of an earlier page would save twice."""
    keys = request.form.getlist(KEY)
    if len(keys) != 1 or not 0 < len(keys[0]) <= KEY_LONGEST:
        abort(400, _("Formulir ini tidak punya kunci. Buka lagi formulirnya dari Beranda."))
    return keys[0]


def key_again(desk: Desk, key: str, notices: Iterable[Notice]) -> str:
    """The key of a form that goes back to its page: its own, or a new one when another form has used that."""
    return desk.new_key() if any(one.code == "formulir_sudah_dipakai" for one in notices) else key


def typed_here() -> dict[str, list[str]]:
    """Everything that the form brought, as it was typed."""
    return {name: request.form.getlist(name) for name in request.form}


def writable_type(slug: str) -> type[Record]:
    """The record type of a form; 404 without one, 403 when no volunteer makes it."""
    record_type = type_here(slug)
    if not writable(record_type):
        abort(403, _("Catatan jenis ini hanya dibuat oleh pusat atau oleh unit sendiri."))
    if request.method == "POST":  # a form may lie open on a tablet that a keeper takes over
        demand_permitted(need(record_type))
    return record_type


def own(name: str) -> Entry:
    """The entry of this unit by that name; only its own ones may be corrected or cancelled."""
    entry = entry_here(name)
    if entry.unit != here().unit:
        abort(403, _("Catatan ini milik unit lain. Hanya unit itu atau pusat yang bisa mengubahnya."))
    demand_permitted(need(type(entry.record)))
    return entry


def standing(name: str, key: str = "") -> Entry:
    """An own entry in force, or one that the form of this key took out of force; a page that leads on for another."""
    desk, old = here(), own(name)
    if desk.stands(old.ref) or (key and of_form(desk.store, key)):
        return old
    ended = what_ended(desk.store, old.ref).lower()
    told = _("Catatan ini %(ended)s, jadi tidak bisa diubah lagi.") % {"ended": ended}
    link = url_for("lists.entry", name=str(latest_name(desk.store, old.ref)))
    page = render_template(
        "galat.html",
        heading=_("Catatan ini sudah berganti"),
        sentence=told,
        theme=theme_of(request),
        kept=[],
        link=link,
    )
    raise HTTPException(told, make_response(page, 409))


def keep(draft: Draft, incident: Ref | None, *, age_s: int = 0) -> Saved:
    """Keeps what the draft says; durable when this returns. `incident`: of a new entry, a correction stays with its own.

    `age_s`: how long ago it was written down, away from this unit. Raises InvalidRecord, StoreError; nothing was
    kept then. A name of no field ends the request with 400.
    """
    desk = then(here(), age_s)
    record = read(draft, desk)
    refuse_foreign_end(desk, record)
    return _saved(desk, record, draft, incident)


def then(desk: Desk, age_s: int) -> Desk:
    """The desk as it was that long ago, by the clock of now: time and uptime go back together, so that a time learnt later corrects both."""
    return replace(desk, clock=replace(desk.clock, behind_s=age_s)) if age_s else desk


def read(draft: Draft, desk: Desk) -> Record:
    """What was typed, as a record. Raises InvalidRecord; a name of no field ends the request with 400."""
    also = {KEY, SEARCH, SURE, *searches(draft.record_type)}
    also |= {REASON, WHY} if draft.old else set()
    try:
        record = read_form(draft.record_type, draft.form, desk.reading(), also=also)
    except UnknownField as error:
        abort(400, _(UNKNOWN) % error)
    return _with_sealed(record, draft.old).correcting(draft.old.record) if draft.old else record


def _with_sealed(record: Record, old: Entry) -> Record:
    """A correction that leaves a sealed field empty keeps what was sealed: nobody here could type it again."""
    values = {one.name: getattr(record, one.name) for one in fields(type(record))}
    for one in fields(type(record)):
        if isinstance(one.kind, Person) and values[one.name] is None:
            values[one.name] = getattr(old.record, one.name)
    return type(record)(**values)


def _saved(desk: Desk, record: Record, draft: Draft, incident: Ref | None) -> Saved:
    sure, form = SURE in draft.form, desk.form_key(draft.key, draft.said)
    if draft.old is None:
        return desk.save(record, incident=incident, form=form, sure=sure)
    reason = draft.form.get(WHY, draft.form.get(REASON, [""]))[0].strip()
    if not reason:
        raise InvalidRecord((blocks("wajib_diisi", WHY),))
    if record == draft.old.record:
        raise InvalidRecord((blocks("tidak_ada_yang_diubah"),))
    return desk.save(
        record,
        incident=draft.old.incident,
        form=form,
        sure=sure,
        corrects=draft.old.ref,
        reason=reason,
    )
