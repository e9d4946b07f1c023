"""Who calls for help: every SOS that nobody ended, also those that only a neighbour's radio told; and how an entry is answered."""

from dataclasses import dataclass

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import nearby, views
from field_node.store.neighbours import Said
from field_node.web.desk import Desk
from field_node.web.routes import page_of
from field_node.web.said.language import _, later

SHOWN = 10
CLOCKS_DIFFER_S = 300
UNVERIFIED = later("belum diverifikasi pusat")
REVOKED = later("unit dicabut")


@dataclass(frozen=True, slots=True)
class Answer:
    """The form that answers an entry, with the entry chosen."""

    slug: str
    label: str
    given: dict[str, str]


ANSWERS = {
    "sos": ("sos_akhir", later("Akhiri SOS")),
    "tugas": ("tugas_jawab", later("Jawab")),
    "peringatan": ("peringatan_jawab", later("Jawab")),
}
"""slug -> slug of its answer, whose field is named like what it answers; and the word of the button."""


def answer_to(entry: Entry) -> Answer | None:
    """How that entry is answered, None when it asks for nothing."""
    slug = entry.record.about.slug
    if slug not in ANSWERS:
        return None
    form, label = ANSWERS[slug]
    return Answer(form, _(label), {slug: str(entry.ref)})


@dataclass(frozen=True, slots=True)
class Call:
    """One call for help. `page`: its address; `at`: when it was made, UTC seconds by the caller's clock as far as it was put right, `age` in words."""

    ref: Ref
    page: str
    text: str
    at: int
    age: str
    answer: Answer | None = None


def sos_calls(desk: Desk) -> list[Call]:
    """From whom, where, since when; those that only a neighbour's radio told last."""
    known = [_call(desk, one, desk.names.sos(one), desk.age_of(one)) for one in views.open_sos(desk.store)]
    return known + neighbours_sos(desk)


def _call(desk: Desk, entry: Entry, text: str, age: str) -> Call:
    return Call(entry.ref, page_of(entry), text, desk.made(entry), age, answer_to(entry))


def neighbours_sos(desk: Desk) -> list[Call]:
    """SOS that were heard over the air and that the center has not told of: they ring, and say so."""
    found = nearby.open_calls(desk.store)[:SHOWN]
    revoked = nearby.revoked(desk.store, {one.entry.unit for one in found})
    return [_overheard(desk, one, revoked=one.entry.unit in revoked) for one in found]


def _overheard(desk: Desk, said: Said, *, revoked: bool) -> Call:
    """Its age by the clock of the caller; where ours heard it at another time, that too."""
    entry, age = said.entry, desk.age_of(said.entry)
    if abs(said.heard_at - desk.made(entry)) > CLOCKS_DIFFER_S:
        age = _("%(age)s, didengar %(heard)s") % {"age": age, "heard": desk.age(said.heard_at)}
    doubt = f"{_(UNVERIFIED)}, {_(REVOKED)}" if revoked else _(UNVERIFIED)
    return _call(desk, entry, f"{desk.names.sos(entry)} ({doubt})", age)
