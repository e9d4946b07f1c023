"""One record in full: what it says, how it came about, where it is, every version of it and who made each."""

from dataclasses import dataclass
from typing import Any

from flask import render_template

from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record, fields
from field_node.records.verification import VERDICT
from field_node.store import crew
from field_node.store.neighbours import said_entry
from field_node.store.verdicts import verdicts
from field_node.web.access.admission import permitted
from field_node.web.access.roles import LABELS
from field_node.web.desk import Desk, here
from field_node.web.kept.attention import answer_to
from field_node.web.kept.fresh import fresh
from field_node.web.kept.history import chain, latest_name, stands, was_voided, what_ended
from field_node.web.menu import need, writable
from field_node.web.routes import OWN_PAGES, entry_here, page_of, ref_here
from field_node.web.said import numbers
from field_node.web.said.language import _
from field_node.web.said.marks import Mark
from field_node.web.said.shown import QUALITY, Line, lines

ASKS = ("kebutuhan", "permintaan")
"""Slugs of records that ask for goods."""


@dataclass(frozen=True, slots=True)
class Version:
    """One step in the life of a record: who said what changed, and why. `here`: the one that the page shows."""

    ref: Ref
    what: str
    by: str
    reason: str
    changes: tuple[str, ...]
    state: Mark
    age: str
    here: bool


def page(name: str) -> str:
    """The page of that entry, or of what a neighbour said under that name; 404 when it is neither."""
    desk, found = here(), _entry_or_heard(name)
    about, ended = type(found.record).about, _ended(desk, found)
    return render_template(
        "kept/entri.html",
        name=name,
        label=_(about.label),
        slug=about.slug,
        lines=[line for line in lines(found.record, desk.zone, desk.names) if _tells(found, line)],
        facts=_facts(desk, found),
        answer=answer_to(found) if not ended else None,
        own_page=page_of(found) if about.slug in OWN_PAGES else "",
        versions=_versions(desk, found),
        ended=ended,
        now=_stands_now(desk, found) if ended else "",
        sought=_sought(found.record),
        own=found.unit == desk.unit and not ended and _may_change(type(found.record)),
        foreign=_foreign(desk, found),
        **_news(desk, found),
    )


def _may_change(kind: type[Record]) -> bool:
    return writable(kind) and permitted(need(kind))


def _news(desk: Desk, found: Entry) -> dict[str, Any]:
    """Its state, and what is said about it right after it was saved."""
    state, news = desk.marks([found])[found.ref], fresh(desk)
    if news is None or news.ref != found.ref:
        return {"state": state}
    return {"state": state, "saved": state.tone == "wait", "notices": news.sentences, "undo": news.undo}


def _entry_or_heard(name: str) -> Entry:
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
        *_recorded(desk, found),
        (_("Unit"), desk.names.unit(found.unit)),
        (_("Nomor catatan"), str(found.ref)),
        (_("Kejadian"), desk.names.title(found.incident) if found.incident else _("tanpa kejadian")),
    ]
    if found.author and found.unit == desk.unit:
        facts.insert(1, (_("Dicatat oleh"), _person(desk, found.author)))
    if found.corrects:
        facts += [
            (_("Mengoreksi"), str(found.corrects)),
            (_("Alasan koreksi"), found.reason or _("tidak ditulis")),
        ]
    if not found.complete:
        facts.append((_("Kelengkapan"), _partly(found)))
    return facts + _judged(desk, found)


def _recorded(desk: Desk, found: Entry) -> list[tuple[str, str]]:
    """When, by what is known by now, and how well the clock knew it."""
    at, written = desk.made(found), found.made_at
    sure = _(QUALITY[found.quality])
    if at != written:
        before = {"waktu": desk.zone.long(written)}
        sure = _("dibetulkan sesudah jam unit diketahui; semula tertulis %(waktu)s") % before
    return [(_("Dicatat"), f"{desk.zone.long(at)} ({desk.age(at)})"), (_("Ketepatan jam"), sure)]


def _judged(desk: Desk, found: Entry) -> list[tuple[str, str]]:
    """What the center said of it, [] while it said nothing."""
    verdict = verdicts(desk.store, [found.ref]).get(found.ref)
    if verdict is None:
        return []
    when, word = desk.zone.long(verdict.at), dict(VERDICT.options)[verdict.status]
    said = f"{_(word)}, {when}"
    return [(_("Kata pusat"), f"{said}: {verdict.reason}" if verdict.reason else said)]


def _person(desk: Desk, number: int) -> str:
    """Who was signed in when it was recorded; that name never leaves this unit."""
    person = crew.person(desk.store, number)
    return f"{person.name}, {_(LABELS[person.role])}" if person else _("orang nomor %s") % number


def _partly(found: Entry) -> str:
    """What is not here came by no radio; only the center's own entries come here again, over another link."""
    if found.unit == 0:
        return _("sebagian isi tidak lewat radio; datang bila unit ini tersambung internet")
    return _("sebagian isi tidak lewat radio; lengkapnya ada di unit yang mencatat")


def _foreign(desk: Desk, found: Entry) -> str:
    if found.unit == desk.unit:
        return ""
    if found.unit == 0:
        return _("Catatan ini datang dari pusat.")
    if verdicts(desk.store, [found.ref]):
        return _("Catatan %s.") % desk.names.unit(found.unit)
    return _("Catatan %s, belum diverifikasi pusat.") % desk.names.unit(found.unit)


def _ended(desk: Desk, found: Entry) -> str:
    if desk.stands(found.ref):
        return ""
    if was_voided(desk.store, found.ref):
        return _("Dibatalkan: tidak dihitung lagi di unit ini; pusat diberi tahu (lihat Riwayat).")
    return _("%s: lihat Riwayat.") % what_ended(desk.store, found.ref)


def _stands_now(desk: Desk, found: Entry) -> str:
    """The page of what counts in its place, "" when nothing does."""
    name = latest_name(desk.store, found.ref)
    newest = desk.entry(name) if name != found.ref and stands(desk.store, name) else None
    return page_of(newest) if newest and newest.corrects else ""


# ---- every version of it


def _versions(desk: Desk, found: Entry) -> list[Version]:
    """From the first statement to the last word, [] for what was never changed."""
    known = chain(desk.store, found)
    marks = desk.marks(known)
    return [_version(desk, one, found, marks[one.ref]) for one in known] if len(known) > 1 else []


def _version(desk: Desk, one: Entry, shown: Entry, mark: Mark) -> Version:
    void = one.corrects is None and type(one.record) is not type(shown.record)
    what = _("Dikoreksi") if one.corrects else _("Dibatalkan") if void else _("Dicatat")
    reason = getattr(one.record, "alasan", None) if void else one.reason
    by = _person(desk, one.author) if one.author and one.unit == desk.unit else desk.names.unit(one.unit)
    changes = tuple(_changes(desk, one)) if one.corrects else ()
    age = desk.age_of(one)
    return Version(one.ref, what, by, reason or "", changes, mark, age, here=one.ref == shown.ref)


def _changes(desk: Desk, one: Entry) -> list[str]:
    """Each field that the correction changed: what it said before and after."""
    before = desk.entry(one.corrects) if one.corrects else None
    if before is None or type(before.record) is not type(one.record):
        return []
    old, new = (lines(entry.record, desk.zone, desk.names) for entry in (before, one))
    pairs = [(was, now) for was, now in zip(old, new, strict=True) if was.text != now.text]
    return [f"{_(now.label)}: {was.text} \u2192 {now.text}" for was, now in pairs]
