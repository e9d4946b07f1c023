"""GPS and clock in words, and what every page must warn of."""

from typing import Any

from field_node.records.record import TimeQuality
from field_node.web import faults
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later
from field_node.web.said.shown import QUALITY
from field_node.web.trust import told as certificate
from field_node.web.unit import machine
from field_node.web.unit.card import Facts, fresh
from field_node.web.unit.rows import time_of

STATES = {"terkunci": later("terkunci"), "mencari": later("mencari"), "tidak_ada": later("tidak ada")}
UNKNOWN = later("tidak diketahui")
ALMOST_FULL = later(
    "Memori hampir penuh. Ekspor ke USB sekarang (kalau sudah penuh, ekspor bisa gagal), lalu hubungi teknisi."
)


def gps_word(desk: Desk) -> str:
    """terkunci, mencari, tidak ada; tidak diketahui while nobody says."""
    return _(STATES.get(str((fresh(desk, "gps") or {}).get("state")), UNKNOWN))


def gps_line(desk: Desk) -> str:
    """The same with the age of the last fix."""
    said = fresh(desk, "gps")
    if said is None:
        return _("tidak ada (pencatatan posisi tidak berjalan)")
    word, fixed_at = gps_word(desk), time_of(said, "fix_at")
    if fixed_at is None:
        return word
    return _("%(state)s, posisi %(age)s") % {"state": word, "age": desk.age(fixed_at)}


def gps_facts(desk: Desk) -> Facts:
    """The receiver and its last fix."""
    said = desk.status("gps") or {}
    facts = [(_("Sumber"), str(said.get("source") or _(UNKNOWN)))]
    if "lat" in said and "lon" in said:
        facts.append(
            (_("Posisi"), f"{numbers.degrees_shown(said['lat'])}; {numbers.degrees_shown(said['lon'])}")
        )
    facts.append((_("Ketelitian"), _metres(said.get("accuracy_m"))))
    facts.append((_("Satelit"), str(said.get("satellites", _(UNKNOWN)))))
    return facts


def clock_line(desk: Desk) -> str:
    """The time here and whether it can be believed."""
    stamp = desk.clock.stamp()
    sure = "" if stamp.quality >= TimeQuality.GPS or not stamp.quality else _(" - jam belum tepat")
    return f"{desk.zone.long(stamp.made_at)}, {_(QUALITY[stamp.quality])}{sure}"


def clock_facts(desk: Desk) -> Facts:
    """How good the clock is."""
    trusted = (
        _("ya") if desk.clock.trusted() else _("belum: waktu catatan dibetulkan sendiri saat jam diketahui")
    )
    return [(_("Bisa dipercaya"), trusted)]


def alarms(desk: Desk) -> list[str]:
    """What every page must say: that the unit cannot save, or soon cannot."""
    fault = desk.door.fault
    if fault is not None:
        return [faults.fault_of(fault).unsaved]
    full = [_(ALMOST_FULL)] if machine.is_full(desk) else []
    return full + certificate.cautions(desk)


def _metres(value: Any) -> str:
    if not isinstance(value, int | float):
        return _(UNKNOWN)
    word = _("baik") if value <= 5 else _("cukup") if value <= 50 else _("kasar")
    return f"{round(value)} m ({word})"
