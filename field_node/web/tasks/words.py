"""A task in words: the order itself, and how much time it leaves."""

from dataclasses import dataclass, replace

from field_node.records.record import Entry
from field_node.records.task import CLOSED
from field_node.web.desk import Desk
from field_node.web.kept.asked import Order
from field_node.web.said import times
from field_node.web.said.language import _
from field_node.web.said.shown import lines

SOON_S = 3_600


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline: when, what is left, and how it is drawn ("" without hurry, soon, late)."""

    when: str = ""
    left: str = ""
    tone: str = ""


def text_of(desk: Desk, entry: Entry) -> str:
    """The filled template, and what was written in free words."""
    told = {one.name: one.text for one in lines(entry.record, desk.zone, desk.names) if not one.missing}
    return ". ".join(told[name] for name in ("templat", "isi") if name in told) or _("Tugas tanpa isi")


def clock(desk: Desk, one: Order) -> Clock:
    """How much time is left; a task that is closed has no hurry."""
    if one.due is None:
        return Clock()
    found, left = Clock(desk.zone.long(one.due)), one.due - desk.now
    if one.state in CLOSED:
        return found
    if left < 0:
        return replace(found, left=_("lewat %s") % times.distance(-left), tone="late")
    return replace(found, left=_("sisa %s") % times.distance(left), tone="soon" if left < SOON_S else "")
