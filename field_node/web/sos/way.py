"""What is known of a call on its way to the center, step by step; what nobody has said is told as not known."""

from dataclasses import dataclass

from field_node.records.record import Entry
from field_node.store import outbox
from field_node.web.desk import Desk
from field_node.web.said.language import _

RADIOED, HELD, RECEIVED = "dipancarkan", "dititipkan", "diterima"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `done`: somebody said so; else `text` says what is awaited."""

    icon: str
    text: str
    done: bool


def way(desk: Desk, call: Entry) -> list[Step]:
    """Kept here, on the air, held by another unit, received by the center."""
    state = outbox.state(desk.store, [call.ref]).get(call.ref)
    word, at = (state.word, state.at) if state else ("", None)
    when = f"{desk.zone.short(at)} {desk.zone.name}" if at else ""
    arrived = word == RECEIVED
    return [
        Step(
            "unit",
            _("Tersimpan di unit %s.") % f"{desk.zone.short(call.made_at)} {desk.zone.name}",
            done=True,
        ),
        _radioed(word, when) if not arrived else Step("pancar", _("Sudah dikirim."), done=True),
        *([_held(word, when)] if not arrived else []),
        _received(word, when),
    ]


def _radioed(word: str, when: str) -> Step:
    if word == RADIOED:
        return Step(
            "pancar", _("Dipancarkan radio %s, diulang terus sampai pusat menjawab.") % when, done=True
        )
    if word == HELD:
        return Step("pancar", _("Dipancarkan radio."), done=True)
    return Step("pancar", _("Belum dipancarkan radio. SOS selalu paling depan di antrean."), done=False)


def _held(word: str, when: str) -> Step:
    if word == HELD:
        return Step("unit", _("Unit lain menyatakan memegangnya %s.") % when, done=True)
    return Step("unit", _("Belum ada unit lain yang menyatakan mendengarnya."), done=False)


def _received(word: str, when: str) -> Step:
    if word == RECEIVED:
        return Step("diterima", _("Diterima pusat %s.") % when, done=True)
    return Step("diterima", _("Pusat belum menyatakan menerima."), done=False)
