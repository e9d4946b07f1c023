"""A warning in words: its hours and what is left of them, who said so, which posko is still silent and for how long."""

from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.records.warning import ACTION, DANGER
from field_node.store.views import OpenWarning
from field_node.web.desk import Desk
from field_node.web.kept.asked import answers, is_silent
from field_node.web.residents.words import HOW_BAD, MEANS, SOURCES
from field_node.web.said import times
from field_node.web.said.language import _
from field_node.web.said.marks import Mark

QUICK_S, SLOW_S = 600, 1_800
"""A silence that lasts longer is drawn strongly: 10 minutes for the worst, else 30."""
ACTIONS, DANGERS = dict(ACTION.options), dict(DANGER.options)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when to when it is in force; `left` of it in words, `tone`: now, later, over."""

    text: str
    left: str
    tone: str


@dataclass(frozen=True, slots=True)
class Post:
    """One posko that the warning names, and what it answered; `mark`: how far that answer has come."""

    ref: Ref
    name: str
    action: str = ""
    note: str = ""
    mark: Mark | None = None
    entry: str = ""
    age: str = ""

    @property
    def silent(self) -> bool:
        return not self.action


@dataclass(frozen=True, slots=True)
class Told:
    """A warning as lists show it. `waits`: an answer is still missing; `answers` says in words who is silent."""

    name: str
    danger: str
    severity: str
    grave: bool
    brief: str
    hours: Hours
    waits: bool
    answers: str
    overdue: bool
    age: str


def told(desk: Desk, one: OpenWarning) -> Told:
    """One that names no posko waits for somebody, and counts nobody."""
    entry = one.entry
    record: Any = entry.record
    past, waits = max(0, desk.now - desk.made(entry)), is_silent(desk, one)
    limit = QUICK_S if record.grave else SLOW_S
    return Told(
        name=str(entry.ref),
        danger=_(DANGERS[record.jenis]),
        severity=_(HOW_BAD[record.keparahan]) if HOW_BAD[record.keparahan] else "",
        grave=record.grave,
        brief=record.ringkas or "",
        hours=hours(desk, record),
        waits=waits,
        answers=_answers(one, times.distance(past), waits=waits),
        overdue=waits and past > limit,
        age=desk.age_of(entry),
    )


def _answers(one: OpenWarning, past: str, *, waits: bool) -> str:
    if one.silent:
        given = {"n": len(one.silent), "lama": past}
        return _("Belum ada jawaban dari %(n)s posko (%(lama)s)") % given
    if waits:
        return _("Belum ada posko yang menjawab (%(lama)s)") % {"lama": past}
    return (
        _("Semua posko sudah menjawab")
        if getattr(one.entry.record, "lokasi", None)
        else _("Sudah ada jawaban")
    )


def hours(desk: Desk, record: Any) -> Hours:
    """Berlaku 13.05-15.00 WIB, sisa 57 menit."""
    begins, ends = desk.zone.long(record.mulai), record.sampai
    if ends is None:
        ahead = desk.now < record.mulai
        return Hours(
            (_("Mulai %s") if ahead else _("Sejak %s")) % begins,
            _("sampai dicabut"),
            "later" if ahead else "now",
        )
    same = desk.zone.at(record.mulai).date() == desk.zone.at(ends).date() == desk.zone.at(desk.now).date()
    span = f"{desk.zone.short(record.mulai)}-{desk.zone.short(ends)} {desk.zone.name}"
    text = _("Berlaku %s") % (span if same else f"{begins} - {desk.zone.long(ends)}")
    if desk.now >= ends:
        return Hours(text, _("sudah berakhir %s") % desk.age(ends), "over")
    if desk.now < record.mulai:
        return Hours(text, _("mulai %s lagi") % times.distance(record.mulai - desk.now), "later")
    return Hours(text, _("sisa %s") % times.distance(ends - desk.now), "now")


def posts(desk: Desk, entry: Entry) -> list[Post]:
    """Every posko that it names, the silent ones first, and every other that answered."""
    said = answers(desk, entry.ref)
    named = tuple(getattr(entry.record, "lokasi", None) or ())
    found = [_post(desk, ref, said.get(ref)) for ref in (*named, *(one for one in said if one not in named))]
    return sorted(found, key=lambda one: not one.silent)


def _post(desk: Desk, ref: Ref, answer: Entry | None) -> Post:
    name = desk.names.title(ref)
    if answer is None:
        return Post(ref, name)
    record: Any = answer.record
    mark = desk.marks([answer])[answer.ref]
    spoken = _(ACTIONS[record.tindakan])
    return Post(ref, name, spoken, record.keterangan or "", mark, str(answer.ref), desk.age_of(answer))


def advice(record: Any) -> tuple[str, str]:
    """What can happen, what to do."""
    can, do = MEANS[record.jenis]
    return _(can), _(do)


def source(record: Any) -> str:
    """Who said it, as the terms of use of BMKG ask for."""
    return _(SOURCES[record.asal]) if record.asal in SOURCES else _("Pusat")
