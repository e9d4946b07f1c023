"""Lists of records and one record in full, each with its honest state."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record, fields
from field_node.store import crew
from field_node.store.neighbours import said_entry
from field_node.web.access.roles import LABELS
from field_node.web.desk import Desk, here
from field_node.web.guard import role
from field_node.web.kept.attention import answer_to
from field_node.web.kept.history import ended as ended_of
from field_node.web.kept.history import history, what_ended
from field_node.web.menu import writable
from field_node.web.routes import entry_here, ref_here, type_here
from field_node.web.said import numbers
from field_node.web.said.marks import Mark
from field_node.web.said.shown import QUALITY, Line, lines

blueprint = Blueprint("lists", __name__)
PAGE = 50
ASKS = ("kebutuhan", "permintaan")
"""Slugs of records that ask for goods."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record in a list. `ended`: why it no longer counts."""

    ref: Ref
    label: str
    text: str
    state: Mark
    age: str
    ended: str = ""


def rows(desk: Desk, entries: list[Entry]) -> list[Row]:
    """The entries as lists show them."""
    refs = [entry.ref for entry in entries]
    marks, ended = desk.marks(entries), ended_of(desk.store, refs)
    return [
        Row(
            entry.ref,
            type(entry.record).about.label,
            desk.summary(entry),
            marks[entry.ref],
            desk.age(entry.made_at),
            what_ended(desk.store, entry.ref) if entry.ref in ended else "",
        )
        for entry in entries
    ]


@blueprint.get("/catatan/<slug>")
@role("relawan")
def index(slug: str) -> str:
    """Fifty records of a type, newest first; `sebelum` goes on from there."""
    desk, record_type = here(), type_here(slug)
    before = _before(request.args.get("sebelum"))
    page = desk.page(record_type, before, PAGE + 1)
    return render_template(
        "kept/catatan.html",
        label=record_type.about.label,
        slug=slug,
        writable=writable(record_type),
        nearest=slug in (*ASKS, "saldo", "mutasi"),
        rows=rows(desk, [entry for _, entry in page[:PAGE]]),
        older=page[PAGE - 1][0] if len(page) > PAGE else None,
        paged=before is not None,
    )


def _before(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else abort(404)


@blueprint.get("/entri/<name>")
@role("relawan")
def entry(name: str) -> str:
    """One entry: what it says, how it came about, where it is, what became of it."""
    desk, found = here(), _entry_or_heard(name)
    about, own = type(found.record).about, found.unit == desk.unit
    card = desk.signer.read(request.args.get("kartu", ""))
    ended, state = _ended(desk, found), desk.marks([found])[found.ref]
    fresh = card is not None and card.ref == found.ref and not ended
    return render_template(
        "kept/entri.html",
        name=name,
        label=about.label,
        slug=about.slug,
        lines=[line for line in lines(found.record, desk.zone, desk.names) if _tells(found, line)],
        facts=_facts(desk, found),
        state=state,
        answer=answer_to(found) if not ended else None,
        history=[_told(desk, found.ref, one) for one in history(desk.store, found.ref)],
        ended=ended,
        sought=_sought(found.record),
        own=own and not ended and writable(type(found.record)),
        foreign=_foreign(desk, found),
        saved=fresh and state.tone == "wait",
        notices=card.sentences if fresh and card else (),
        undo=request.args["kartu"] if fresh and card and card.may_undo(desk.now) and not ended else "",
    )


def _entry_or_heard(name: str) -> Entry:
    """The entry, or what a neighbour said under that name; 404 when it is neither."""
    said = said_entry(here().store, ref_here(name))
    return said.entry if said and here().entry(said.entry.ref) is None else entry_here(name)


def _sought(record: Record) -> dict[str, str]:
    """What to look for in the stores near by, {} when the record asks for no goods."""
    number, much = (getattr(record, field, None) for field in ("barang", "jumlah"))
    if type(record).about.slug not in ASKS or number is None:
        return {}
    goods = here().names.goods(number)
    return {"barang": str(number)} | ({"jumlah": numbers.shown(much, goods.scale)} if goods and much else {})


def _tells(found: Entry, line: Line) -> bool:
    """False for what is missing and was never asked for by the form of that variant, or does not come by radio."""
    record = found.record
    variants = type(record).about.variants
    if line.missing and not found.complete and line.name in _withheld(type(record)):
        return False
    if variants is None or not line.missing:
        return True
    return line.name in variants.shows.get(getattr(record, variants.by), (line.name,))


def _withheld(record_type: type[Record]) -> frozenset[str]:
    return frozenset(one.name for one in fields(record_type) if not one.radio)


def _facts(desk: Desk, found: Entry) -> list[tuple[str, str]]:
    facts = [
        ("Dicatat", f"{desk.zone.long(found.made_at)} ({desk.age(found.made_at)})"),
        ("Ketepatan jam", QUALITY[found.quality]),
        ("Unit", desk.names.unit(found.unit)),
        ("Nomor catatan", str(found.ref)),
        ("Kejadian", desk.names.title(found.incident) if found.incident else "tanpa kejadian"),
    ]
    if found.author and found.unit == desk.unit:
        facts.insert(1, ("Dicatat oleh", _by(desk, found.author)))
    if found.corrects:
        facts += [("Mengoreksi", str(found.corrects)), ("Alasan koreksi", found.reason or "tidak ditulis")]
    if not found.complete:
        facts.append(("Kelengkapan", _partly(found)))
    return facts


def _by(desk: Desk, number: int) -> str:
    """Who was signed in when it was recorded; that name never leaves this unit."""
    person = crew.person(desk.store, number)
    return f"{person.name}, {LABELS[person.role]}" if person else f"orang nomor {number}"


def _partly(found: Entry) -> str:
    """What is not here came by no radio; only the center's own entries come here again, over another link."""
    if found.unit == 0:
        return "sebagian isi tidak lewat radio; datang bila unit ini tersambung internet"
    return "sebagian isi tidak lewat radio; lengkapnya ada di unit yang mencatat"


def _foreign(desk: Desk, found: Entry) -> str:
    if found.unit == desk.unit:
        return ""
    if found.unit == 0:
        return "Catatan ini datang dari pusat."
    return f"Catatan {desk.names.unit(found.unit)}, belum diverifikasi pusat."


def _ended(desk: Desk, found: Entry) -> str:
    if not ended_of(desk.store, [found.ref]):
        return ""
    what = what_ended(desk.store, found.ref)
    if what != "Dibatalkan":
        return f"{what}: lihat Riwayat."
    return "Dibatalkan: tidak dihitung lagi di unit ini; pusat diberi tahu (lihat Riwayat)."


def _told(desk: Desk, of: Ref, one: Entry) -> Row:
    what = "Dikoreksi" if one.corrects == of else "Dibatalkan"
    reason = one.reason if one.corrects == of else getattr(one.record, "alasan", None)
    text = f"{what} oleh {desk.names.unit(one.unit)}: {reason or 'tanpa alasan'}"
    return Row(one.ref, what, text, desk.marks([one])[one.ref], desk.age(one.made_at))
