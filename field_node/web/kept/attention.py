"""What needs a person now: warnings in force, tasks that are open, SOS that nobody ended."""

from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import nearby, views
from field_node.store.neighbours import Said
from field_node.store.residents import unconfirmed
from field_node.web.desk import Desk

SHOWN = 10
MOST_REPORTS = 3
CLOCKS_DIFFER_S = 300
UNVERIFIED = "belum diverifikasi pusat"
REVOKED = "unit dicabut"


@dataclass(frozen=True, slots=True)
class Answer:
    """The form that answers an entry, with the entry chosen."""

    slug: str
    label: str
    given: dict[str, str]


ANSWERS = {
    "sos": ("sos_akhir", "Akhiri SOS"),
    "tugas": ("tugas_jawab", "Jawab"),
    "peringatan": ("peringatan_jawab", "Jawab"),
}
"""slug -> slug of its answer, whose field is named like what it answers; and the word of the button."""


def answer_to(entry: Entry) -> Answer | None:
    """How that entry is answered, None when it asks for nothing."""
    slug = entry.record.about.slug
    if slug not in ANSWERS:
        return None
    form, label = ANSWERS[slug]
    return Answer(form, label, {slug: str(entry.ref)})


@dataclass(frozen=True, slots=True)
class Call:
    """One thing that waits for somebody."""

    ref: Ref
    label: str
    text: str
    age: str
    answer: "Answer | None" = None
    urgent: bool = False


def calls(desk: Desk) -> list[Call]:
    """The most dangerous first."""
    alarms = sos_calls(desk)
    warnings = [one.entry for one in views.open_warnings(desk.store, desk.now, limit=SHOWN)]
    tasks = [entry for _, entry in views.open_tasks(desk.store, limit=SHOWN)]
    told = [_call(desk, entry) for entry in (*warnings, *_ours(tasks, desk.unit))]
    return alarms + told + [_reported(desk, entry) for entry in unconfirmed(desk.store, limit=MOST_REPORTS)]


def sos_calls(desk: Desk) -> list[Call]:
    """Every SOS that nobody ended, those that only a neighbour's radio told last: from whom, where, since when."""
    found = views.open_sos(desk.store)
    known = [
        Call(one.ref, "SOS", desk.names.sos(one), desk.age(one.made_at), answer_to(one), urgent=True)
        for one in found
    ]
    return known + neighbours_sos(desk)


def neighbours_sos(desk: Desk) -> list[Call]:
    """SOS that were heard over the air and that the center has not told of: they ring, and say so."""
    found = nearby.open_calls(desk.store)[:SHOWN]
    revoked = nearby.revoked(desk.store, {one.entry.unit for one in found})
    return [_overheard(desk, one, revoked=one.entry.unit in revoked) for one in found]


def _overheard(desk: Desk, said: Said, *, revoked: bool) -> Call:
    """Its age by the clock of the caller; where ours heard it at another time, that too."""
    entry, age = said.entry, desk.age(said.entry.made_at)
    if abs(said.heard_at - entry.made_at) > CLOCKS_DIFFER_S:
        age = f"{age}, didengar {desk.age(said.heard_at)}"
    doubt = f"{UNVERIFIED}, {REVOKED}" if revoked else UNVERIFIED
    text = f"{desk.names.sos(entry)} ({doubt})"
    return Call(entry.ref, "SOS", text, age, answer_to(entry), urgent=True)


def _ours(tasks: list[Entry], unit: int | None) -> list[Entry]:
    """Tasks for this unit or for nobody by name."""
    return [task for task in tasks if _addressee(task.record) in (None, unit)]


def _addressee(task: Any) -> int | None:
    number: int | None = task.tujuan
    return number


def _reported(desk: Desk, entry: Entry) -> Call:
    """A resident's report that somebody has to look at: its words stay on the page of reports."""
    text = f"{getattr(entry.record, 'ringkas', None)}, nomor {entry.ref}"
    confirm = Answer("laporan_warga_status", "Konfirmasi", {"laporan": str(entry.ref)})
    return Call(entry.ref, "Laporan warga", text, desk.age(entry.made_at), confirm)


def _call(desk: Desk, entry: Entry) -> Call:
    return Call(
        entry.ref, entry.record.about.label, desk.summary(entry), desk.age(entry.made_at), answer_to(entry)
    )
