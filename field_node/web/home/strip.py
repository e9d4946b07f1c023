"""The state of the unit in one strip: GPS, radio, battery, storage, the way to the center; what nobody said is told as not known."""

from dataclasses import dataclass

from flask import url_for

from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _
from field_node.web.unit import cards, center, machine, radio, restored, states
from field_node.web.unit.card import Tone, fresh
from field_node.web.unit.rows import time_of

TROUBLED = (Tone.LOOK, Tone.BAD)


@dataclass(frozen=True, slots=True)
class Sign:
    """One part of the unit. `care`: somebody should look at it."""

    icon: str
    name: str
    word: str
    detail: str
    address: str
    care: bool = False


def strip(desk: Desk) -> list[Sign]:
    """The five parts."""
    return [_center(desk), _radio(desk), _gps(desk), _battery(desk), _room(desk)]


def _center(desk: Desk) -> Sign:
    contact = center.contact_at(desk)
    word = center.contact(desk) if contact or restored.is_restored(desk) else _("belum pernah tersambung")
    care = contact is None or center.is_stopped(desk)
    return Sign("sambungan", _("Pusat"), word, center.state(desk), url_for("device.outbox"), care=care)


def _radio(desk: Desk) -> Sign:
    told = radio.told(desk)
    share = _("jatah pancar %s %%") % told.airtime.share if told.works and told.airtime else ""
    word = (
        _("bekerja") if told.works else _("tidak diketahui") if told.old or not told.told else told.headline
    )
    return Sign("pancar", _("Radio"), word, share, url_for("radio.index"), care=not told.works)


def _gps(desk: Desk) -> Sign:
    said = fresh(desk, "gps")
    fix_at, silent = time_of(said, "fix_at"), _("pencatatan posisi tidak berjalan")
    detail = silent if said is None else "" if fix_at is None else _("posisi %s") % desk.age(fix_at)
    care = cards.gps(desk).tone is not Tone.GOOD
    return Sign("gps", "GPS", states.gps_word(desk), detail, url_for("device.index"), care=care)


def _battery(desk: Desk) -> Sign:
    card, charging = machine.power(desk), (fresh(desk, "power") or {}).get("charging")
    care = card.tone in TROUBLED
    detail = card.headline if care else _("sedang diisi") if charging else ""
    return Sign("baterai", _("Baterai"), machine.charge(desk), detail, url_for("device.index"), care=care)


def _room(desk: Desk) -> Sign:
    card, fault = machine.disk(desk), desk.door.fault is not None
    word = _("%s GB bebas") % numbers.shown(desk.room()[0] // 100_000_000, 1)
    detail = _("tidak bisa menyimpan") if fault else card.headline
    care = card.tone in TROUBLED
    return Sign("kartu", _("Ruang simpan"), word, detail, url_for("device.index"), care=care)
