"""The state of the unit in one strip: GPS, radio, battery, storage, the way to the center; what nobody said is told as not known."""

from dataclasses import dataclass
from typing import Any

from flask import url_for

from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _
from field_node.web.unit import radio, states

LOW_PERCENT = 20
LOW_SHARE = 0.1
GPS_WORDS = ("terkunci", "mencari", "tidak ada")


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
    contact, detail = states.contact_at(desk), states.link_facts(desk)[0][1]
    word = _("belum pernah tersambung") if contact is None else desk.age(contact)
    return Sign("sambungan", _("Pusat"), word, detail, url_for("device.outbox"), care=contact is None)


def _radio(desk: Desk) -> Sign:
    told = radio.told(desk)
    share = _("jatah pancar %s %%") % told.airtime.share if told.works and told.airtime else ""
    word = (
        _("bekerja") if told.works else _("tidak diketahui") if told.old or not told.told else told.headline
    )
    return Sign("pancar", _("Radio"), word, share, url_for("radio.index"), care=not told.works)


def _gps(desk: Desk) -> Sign:
    said = desk.status("gps")
    at = url_for("device.index")
    if said is None or desk.now - int(said["at"]) > states.SILENT_S:
        return Sign("gps", "GPS", _("tidak diketahui"), _("pencatatan posisi tidak berjalan"), at, care=True)
    word = str(said.get("state", "tidak_ada")).replace("_", " ")
    fix_at = said.get("fix_at")
    detail = _("posisi %s") % desk.age(fix_at) if isinstance(fix_at, int) else ""
    return Sign("gps", "GPS", _(word), detail, at, care=word != GPS_WORDS[0])


def _battery(desk: Desk) -> Sign:
    said: dict[str, Any] = desk.status("power") or {}
    percent, at = said.get("battery_percent"), url_for("device.index")
    if not said or desk.now - int(said["at"]) > states.SILENT_S:
        return Sign("baterai", _("Baterai"), _("tidak diketahui"), "", at)
    low = isinstance(percent, int) and percent < LOW_PERCENT
    word = f"{percent} %" if isinstance(percent, int) else _("tidak diketahui")
    detail = (
        _("sedang diisi")
        if said.get("charging")
        else _("tegangan kurang")
        if said.get("under_voltage")
        else ""
    )
    return Sign("baterai", _("Baterai"), word, detail, at, care=low or bool(said.get("under_voltage")))


def _room(desk: Desk) -> Sign:
    free, total = desk.room()
    word = _("%s GB bebas") % numbers.shown(free // 100_000_000, 1)
    fault = desk.door.fault is not None
    detail = _("tidak bisa menyimpan") if fault else _("bisa menyimpan")
    scarce = fault or free < states.LOW_BYTES or free < total * LOW_SHARE
    return Sign("kartu", _("Ruang simpan"), word, detail, url_for("device.index"), care=scarce)
