"""One row of Siap berangkat: what was seen of a thing, whether that is well, and what to do."""

from dataclasses import dataclass, replace

from field_node.web.said.language import _
from field_node.web.unit.card import Tone


@dataclass(frozen=True, slots=True)
class Check:
    """`what`: its name; `found`: what was seen; `step`: what to do, "" for what is well. `aged`: judged by how old something is."""

    what: str
    tone: Tone
    found: str
    step: str = ""
    aged: bool = False


def check(what: str, well: bool | None, found: str, step: str) -> Check:
    """`well`: None while nobody looked."""
    tone = Tone.UNKNOWN if well is None else Tone.GOOD if well else Tone.BAD
    return Check(what, tone, found, "" if well else step)


def aged(what: str, well: bool | None, found: str, step: str) -> Check:
    """One that is well only because something is not old, or because a process spoke just now."""
    return replace(check(what, well, found, step), aged=True)


def unsure(one: Check) -> Check:
    """The same by a clock that may be wrong: an age by it says nothing, so that nothing is well by it."""
    if not one.aged or one.tone is not Tone.GOOD:
        return one
    step = _(
        "Umur kabar ini baru diketahui sesudah jam unit tepat: kerjakan dulu baris Jam, lalu periksa lagi."
    )
    return replace(one, tone=Tone.UNSURE, step=step)
