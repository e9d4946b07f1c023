"""Capture: the form of any type, its correction, its cancelling and its undoing; saved means committed."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.kamus import kamus
from field_node.records.kinds import Choice, Moment
from field_node.records.movement import Movement
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import Entry, InvalidRecord, Notice, Record, field, fields
from field_node.web.capture.before import before, keyed_by
from field_node.web.capture.draft import Draft
from field_node.web.capture.keeping import (
    KEY,
    REASON,
    SEARCH,
    SURE,
    UNKNOWN,
    keep,
    key_again,
    key_here,
    own,
    standing,
    typed_here,
    writable_type,
)
from field_node.web.capture.prefill import Prefill, prefill, unit_fix
from field_node.web.capture.whole import demand_alone
from field_node.web.choices import incident_of
from field_node.web.desk import Desk, here
from field_node.web.fields.forms import typed
from field_node.web.fields.sections import trivial
from field_node.web.guard import role
from field_node.web.routes import page_of
from field_node.web.said.language import _
from field_node.web.said.times import HOURS_AHEAD
from field_node.web.saved_card import Card

blueprint = Blueprint("capture", __name__)
UNDONE = "Diurungkan segera setelah disimpan"
PHRASE_LEAST = 9
"""Letters of a ready phrase that says something inside a longer text."""
NOTHING = Prefill({})


@blueprint.get("/catat/<slug>")
@role("relawan")
def form(slug: str) -> str:
    """An empty form; times that must be known start at now."""
    desk, record_type = here(), writable_type(slug)
    now = desk.zone.typed(desk.now)
    fresh = {name: [now] for name in starts_at_now(record_type)}
    asked = {name: request.args.getlist(name) for name in request.args if name in _names(record_type)}
    filled = prefill(desk, record_type)
    return _page(Draft(record_type, desk.new_key(), fresh | filled.form | asked), prefilled=filled)


def starts_at_now(record_type: type[Record]) -> list[str]:
    """The fields of a new form that start at now: times that must be known."""
    return [one.name for one in fields(record_type) if one.required and isinstance(one.kind, Moment)]


@blueprint.post("/catat/<slug>")
@role("relawan")
def save(slug: str) -> Answer | tuple[str, int] | str:
    """303 to the kept record; 422 with every typed value when it may not be kept; 200 while areas are searched."""
    record_type = writable_type(slug)
    draft = Draft(record_type, key_here(), typed_here())
    return _keep(draft)


@blueprint.get("/entri/<name>/koreksi")
@role("relawan")
def correct(name: str) -> str:
    """The form with what the entry says now."""
    desk, old = here(), standing(name)
    return _page(Draft(type(old.record), desk.new_key(), typed(old.record, desk.reading()), old))


@blueprint.post("/entri/<name>/koreksi")
@role("relawan")
def save_correction(name: str) -> Answer | tuple[str, int] | str:
    """Like `save`: a new entry that stands for the old one from now on."""
    old = standing(name, request.form.get(KEY, ""))
    return _keep(Draft(type(old.record), key_here(), typed_here(), old))


@blueprint.get("/entri/<name>/batalkan")
@role("relawan")
def cancel(name: str) -> str:
    """Asks for the reason."""
    return _cancel_page(standing(name), here().new_key(), "", [])


@blueprint.post("/entri/<name>/batalkan")
@role("relawan")
def save_cancel(name: str) -> Answer | tuple[str, int]:
    """303 to the cancelled entry."""
    old, key, text = standing(name, request.form.get(KEY, "")), key_here(), request.form.get(REASON, "")
    _refuse_unknown({KEY, REASON})
    try:
        demand_alone(here(), old)
        here().void(old.ref, text, kunci=key)
    except InvalidRecord as error:
        return _cancel_page(old, key, text, [here().sentence(one) for one in error.notices]), 422
    return redirect(url_for("lists.entry", name=name), 303)


@blueprint.post("/entri/<name>/urungkan")
@role("relawan")
def undo(name: str) -> Answer:
    """Takes back what was saved just now: of a correction what was said before stands again. Later only a cancelling with a reason does."""
    desk, old = here(), own(name)
    card = desk.signer.read(request.form.get("kartu", ""))
    if not desk.stands(old.ref):
        return redirect(url_for("lists.entry", name=name), 303)
    if card is None or card.ref != old.ref or not card.may_undo(desk.now):
        return redirect(url_for("capture.cancel", name=name), 303)
    try:
        return redirect(page_of(_taken_back(desk, old)), 303)
    except InvalidRecord:  # what was said before may not be said any more
        return redirect(url_for("capture.correct", name=name), 303)


def _taken_back(desk: Desk, old: Entry) -> Entry:
    """What is shown then. Voiding a correction would take the whole statement along. Raises InvalidRecord."""
    key, before = f"urung-{old.ref}", desk.entry(old.corrects) if old.corrects else None
    if before is None:
        desk.void(old.ref, UNDONE, kunci=key)
        return old
    form = desk.form_key(key, {"entri": [str(old.ref)]})
    again = desk.save(before.record, incident=before.incident, form=form, corrects=old.ref, reason=UNDONE)
    return again.entry


def _keep(draft: Draft) -> Answer | tuple[str, int] | str:
    if SEARCH in draft.form:
        return _page(draft)
    desk = here()
    try:
        entry, notices = keep(draft, incident_of(request, desk.names))
    except InvalidRecord as error:
        again = replace(draft, key=key_again(desk, draft.key, error.notices))
        return _page(again, error.notices), 422
    return redirect(saved_page(desk, draft, entry, notices), 303)


def saved_page(desk: Desk, draft: Draft, entry: Entry, notices: tuple[Notice, ...]) -> str:
    """The address of the kept entry, with what is to be said about it for a moment."""
    told = tuple(desk.remark(draft.record_type, one) for one in notices)
    card = desk.signer.write(Card(entry.ref, desk.now, told))
    return page_of(entry, kartu=card)


def shape(record_type: type[Record]) -> dict[str, Any]:
    """What a form of that type can do beside being filled."""
    phrases = [one.text for one in kamus().phrases.values() if len(one.text) >= PHRASE_LEAST]
    return {
        "label": record_type.about.label,
        "slug": record_type.about.slug,
        "checked": not trivial(record_type),
        "keyed_by": keyed_by(record_type),
        "phrases": phrases,
    }


def _page(draft: Draft, notices: tuple[Notice, ...] = (), *, prefilled: Prefill = NOTHING) -> str:
    desk, old = here(), draft.old
    shown = draft.shown(notices, desk.names, desk.sentence)
    incident = old.incident if old else incident_of(request, desk.names)
    return render_template(
        "capture/catat.html",
        action=url_for("capture.save_correction", name=str(old.ref)) if old else request.path,
        correcting=str(old.ref) if old else "",
        kunci=draft.key,
        incident=desk.names.title(incident) if incident else "",
        incident_ref=str(incident or ""),
        opened=request.method == "GET",
        prefilled=prefilled,
        fix=unit_fix(desk),
        ask_sure=bool({one.code for one in notices} & set(PRIVATE_WORDS)) or SURE in draft.form,
        variants=variants(draft),
        variant_field=draft.record_type.about.variants.by if draft.record_type.about.variants else "",
        clock_trusted=desk.clock.trusted(),
        sealable=desk.sealable(),
        hours_ahead=HOURS_AHEAD[desk.zone.name],
        **shape(draft.record_type),
        **_before(desk, draft),
        **shown,
    )


def _before(desk: Desk, draft: Draft) -> dict[str, Any]:
    """The statement before, to compare with: `before` and its age in words."""
    incident = draft.old.incident if draft.old else incident_of(request, desk.names)
    but = draft.old.ref if draft.old else None
    found = before(desk, draft.record_type, draft.form, incident, but=but)
    return {"before": found, "before_age": desk.age(found.at) if found else ""}


def variants(draft: Draft) -> tuple[tuple[str, str], ...]:
    """The kinds that a new form lets choose first; () once one was chosen."""
    about = draft.record_type.about
    if about.variants is None or draft.old or any(draft.form.get(about.variants.by, [])):
        return ()
    if request.method == "POST":
        return ()
    kind = field(draft.record_type, about.variants.by).kind
    return kind.options if isinstance(kind, Choice) else ()


def _cancel_page(old: Entry, key: str, text: str, errors: list[str]) -> str:
    desk = here()
    return render_template(
        "capture/batalkan.html",
        name=str(old.ref),
        label=type(old.record).about.label,
        summary=desk.summary(old),
        whole=bool(errors) and isinstance(old.record, Movement),
        kunci=key,
        reason=Draft.reason(text, errors, focus=True),
    )


def _refuse_unknown(known: set[str]) -> None:
    if unknown := set(request.form) - known:
        abort(400, _(UNKNOWN) % ", ".join(sorted(unknown)))


def _names(record_type: type[Record]) -> set[str]:
    return {one.name for one in fields(record_type)}
