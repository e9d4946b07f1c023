"""Capture: the form of any type, its correction, its cancelling and its undoing; saved means committed."""

from dataclasses import replace

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from field_node.records.kinds import Choice, Moment, Person
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import Entry, InvalidRecord, Notice, Record, blocks, field, fields
from field_node.web.card import Card
from field_node.web.desk import Desk, here
from field_node.web.draft import Draft
from field_node.web.forms import Form, UnknownField, read_form, typed
from field_node.web.guard import role
from field_node.web.history import latest_name, of_form, what_ended
from field_node.web.home import writable
from field_node.web.inputs import searches
from field_node.web.prefill import prefill
from field_node.web.routes import entry_here, type_here
from field_node.web.tablet import incident_of, theme_of

blueprint = Blueprint("capture", __name__)
KEY, REASON, SEARCH, SURE = "kunci", "alasan", "cari", "tetap"
KEY_LONGEST = 64
UNDONE = "Diurungkan segera setelah disimpan"


@blueprint.get("/catat/<slug>")
@role("relawan")
def form(slug: str) -> str:
    """An empty form; times that must be known start at now."""
    desk, record_type = here(), _writable_type(slug)
    now = desk.zone.typed(desk.now)
    fresh = {one.name: [now] for one in fields(record_type) if one.required and isinstance(one.kind, Moment)}
    asked = {name: request.args.getlist(name) for name in request.args if name in _names(record_type)}
    filled = prefill(desk, record_type)
    return _page(Draft(record_type, desk.new_key(), fresh | filled.form | asked), note=filled.note)


@blueprint.post("/catat/<slug>")
@role("relawan")
def save(slug: str) -> Answer | tuple[str, int] | str:
    """303 to the kept record; 422 with every typed value when it may not be kept; 200 while areas are searched."""
    record_type = _writable_type(slug)
    draft = Draft(record_type, _key(), _typed())
    return _keep(draft)


@blueprint.get("/entri/<name>/koreksi")
@role("relawan")
def correct(name: str) -> str:
    """The form with what the entry says now."""
    desk, old = here(), _standing(name)
    return _page(Draft(type(old.record), desk.new_key(), typed(old.record, desk.reading()), old))


@blueprint.post("/entri/<name>/koreksi")
@role("relawan")
def save_correction(name: str) -> Answer | tuple[str, int] | str:
    """Like `save`: a new entry that stands for the old one from now on."""
    old = _standing(name)
    return _keep(Draft(type(old.record), _key(), _typed(), old))


@blueprint.get("/entri/<name>/batalkan")
@role("relawan")
def cancel(name: str) -> str:
    """Asks for the reason."""
    return _cancel_page(_standing(name), here().new_key(), "", [])


@blueprint.post("/entri/<name>/batalkan")
@role("relawan")
def save_cancel(name: str) -> Answer | tuple[str, int]:
    """303 to the cancelled entry."""
    old, key, text = _standing(name), _key(), request.form.get(REASON, "")
    _refuse_unknown({KEY, REASON})
    try:
        here().void(old.ref, text, kunci=key)
    except InvalidRecord as error:
        return _cancel_page(old, key, text, [here().sentence(one) for one in error.notices]), 422
    return redirect(url_for("lists.entry", name=name), 303)


@blueprint.post("/entri/<name>/urungkan")
@role("relawan")
def undo(name: str) -> Answer:
    """Takes back what was saved just now; later only a cancelling with a reason does."""
    desk, old = here(), _own(name)
    card = desk.signer.read(request.form.get("kartu", ""))
    if not desk.stands(old.ref):
        return redirect(url_for("lists.entry", name=name), 303)
    if card is None or card.ref != old.ref or not card.may_undo(desk.now):
        return redirect(url_for("capture.cancel", name=name), 303)
    desk.void(old.ref, UNDONE, kunci=f"urung-{old.ref}")
    return redirect(url_for("lists.entry", name=name), 303)


def _keep(draft: Draft) -> Answer | tuple[str, int] | str:
    if SEARCH in draft.form:
        return _page(draft)
    desk = here()
    try:
        record = _read(draft, desk)
        entry, notices = _saved(desk, record, draft)
    except InvalidRecord as error:
        used = any(one.code == "formulir_sudah_dipakai" for one in error.notices)
        return _page(replace(draft, key=desk.new_key()) if used else draft, error.notices), 422
    told = tuple(desk.remark(draft.record_type, one) for one in notices)
    card = desk.signer.write(Card(entry.ref, desk.now, told))
    return redirect(url_for("lists.entry", name=str(entry.ref), kartu=card), 303)


def _read(draft: Draft, desk: Desk) -> Record:
    also = {KEY, SEARCH, SURE, *searches(draft.record_type)}
    also |= {REASON} if draft.old else set()
    try:
        record = read_form(draft.record_type, draft.form, desk.reading(), also=also)
    except UnknownField as error:
        abort(400, f"Formulir memuat isian yang tidak dikenal: {error}.")
    return _with_sealed(record, draft.old) if draft.old else record


def _with_sealed(record: Record, old: Entry) -> Record:
    """A correction that leaves a sealed field empty keeps what was sealed: nobody here could type it again."""
    values = {one.name: getattr(record, one.name) for one in fields(type(record))}
    for one in fields(type(record)):
        if isinstance(one.kind, Person) and values[one.name] is None:
            values[one.name] = getattr(old.record, one.name)
    return type(record)(**values)


def _saved(desk: Desk, record: Record, draft: Draft) -> tuple[Entry, tuple[Notice, ...]]:
    sure, form = SURE in draft.form, desk.form_key(draft.key, draft.said)
    if draft.old is None:
        return desk.save(record, incident=incident_of(request, desk.names), form=form, sure=sure)
    reason = draft.form.get(REASON, [""])[0].strip()
    if not reason:
        raise InvalidRecord((blocks("wajib_diisi", REASON),))
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


def _page(draft: Draft, notices: tuple[Notice, ...] = (), *, note: str = "") -> str:
    desk, old = here(), draft.old
    shown = draft.shown(notices, desk.names, desk.sentence)
    incident = old.incident if old else incident_of(request, desk.names)
    return render_template(
        "catat.html",
        label=draft.record_type.about.label,
        slug=draft.record_type.about.slug,
        action=url_for("capture.save_correction", name=str(old.ref)) if old else request.path,
        correcting=str(old.ref) if old else "",
        kunci=draft.key,
        incident=desk.names.title(incident) if incident else "",
        note=note,
        ask_sure=bool({one.code for one in notices} & set(PRIVATE_WORDS)) or SURE in draft.form,
        variants=_variants(draft),
        variant_field=draft.record_type.about.variants.by if draft.record_type.about.variants else "",
        clock_trusted=desk.clock.trusted(),
        sealable=desk.sealable(),
        **shown,
    )


def _variants(draft: Draft) -> tuple[tuple[str, str], ...]:
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
        "batalkan.html",
        name=str(old.ref),
        label=type(old.record).about.label,
        summary=desk.summary(old),
        kunci=key,
        reason=Draft.reason(text, errors, focus=True),
    )


def _typed() -> Form:
    return {name: request.form.getlist(name) for name in request.form}


def _key() -> str:
    """The form's own key; without one a form of an earlier page would save twice."""
    keys = request.form.getlist(KEY)
    if len(keys) != 1 or not 0 < len(keys[0]) <= KEY_LONGEST:
        abort(400, "Formulir ini tidak punya kunci. Buka lagi formulirnya dari Beranda.")
    return keys[0]


def _refuse_unknown(known: set[str]) -> None:
    if unknown := set(request.form) - known:
        abort(400, f"Formulir memuat isian yang tidak dikenal: {', '.join(sorted(unknown))}.")


def _names(record_type: type[Record]) -> set[str]:
    return {one.name for one in fields(record_type)}


def _writable_type(slug: str) -> type[Record]:
    record_type = type_here(slug)
    if not writable(record_type):
        abort(403, "Catatan jenis ini hanya dibuat oleh pusat atau oleh unit sendiri.")
    return record_type


def _own(name: str) -> Entry:
    """The entry of this unit by that name; only its own ones may be corrected or cancelled."""
    entry = entry_here(name)
    if entry.unit != here().unit:
        abort(403, "Catatan ini milik unit lain. Hanya unit itu atau pusat yang bisa mengubahnya.")
    return entry


def _standing(name: str) -> Entry:
    """An own entry in force, or one that this very form took out of force; 409 for another."""
    desk, old = here(), _own(name)
    keys = request.form.getlist(KEY)
    if desk.stands(old.ref) or (keys and of_form(desk.store, keys[0])):
        return old
    told = f"Catatan ini {what_ended(desk.store, old.ref).lower()}, jadi tidak bisa diubah lagi."
    link = url_for("lists.entry", name=str(latest_name(desk.store, old.ref)))
    page = render_template(
        "galat.html",
        heading="Catatan ini sudah berganti",
        sentence=told,
        theme=theme_of(request),
        kept=[],
        link=link,
    )
    abort(make_response(page, 409))
