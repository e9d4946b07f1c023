"""What was decreed of the kejadian in use, and how many days that still holds: an extension is signed before its end."""

from typing import NamedTuple

from field_node.records.incident import STATUS, IncidentStatus
from field_node.records.kinds import Ref
from field_node.store import views
from field_node.web.desk import Desk
from field_node.web.said.language import _, many
from field_node.web.said.times import day_shown
from field_node.web.stock.amounts import today

SOON = 3
"""Days before its end from which a decree is marked: an extension takes days."""
HOLDS = ("siaga_darurat", "tanggap_darurat", "transisi_ke_pemulihan")
"""Statuses that a decree begins and ends."""
NAMES = dict(STATUS.options)


class Decree(NamedTuple):
    """Its status in words, and whether it ends soon or has ended. `age`: of the record that says so."""

    text: str
    ends: bool
    age: str


def decree(desk: Desk, incident: Ref | None) -> Decree | None:
    """`Tanggap darurat sampai 30 Nov 2026 (7 hari lagi)`; None while nobody stated one. Raises StoreError."""
    found = views.newest(desk.store, IncidentStatus, incident) if incident else None
    if found is None or not isinstance(found.record, IncidentStatus):
        return None
    status, last = _(NAMES[found.record.status]), found.record.berlaku_sampai
    if last is None or found.record.status not in HOLDS:
        return Decree(status, False, desk.age_of(found))
    text = _("%(status)s sampai %(day)s") % {"status": status, "day": day_shown(last)}
    if not desk.clock.trusted():
        return Decree(text, False, desk.age_of(found))
    left = last - today(desk)
    return Decree(f"{text} ({_left(left)})", left <= SOON, desk.age_of(found))


def _left(days: int) -> str:
    if days < 0:
        return _("sudah berakhir")
    return many("%(n)s hari lagi", "%(n)s hari lagi", days) % {"n": days} if days else _("hari ini terakhir")
