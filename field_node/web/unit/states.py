"""What the background processes say about GPS, clock, disk and link, in words."""

from collections.abc import Mapping
from typing import Any

from field_node.records.record import TimeQuality
from field_node.store import status
from field_node.web import faults
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later
from field_node.web.said.shown import QUALITY
from field_node.web.trust import told as certificate
from field_node.web.unit import told as radio_told
from field_node.web.unit.told import RadioTold

Facts = list[tuple[str, str]]
SILENT_S = 120
"""A process that has said nothing for longer is not running."""
STATES = {"terkunci": later("terkunci"), "mencari": later("mencari"), "tidak_ada": later("tidak ada")}
LOW_BYTES = 64 << 20
UNKNOWN = later("tidak diketahui")
ASIDE = (later("Alamat pusat"), later("Kendala internet"))
"""Facts of the link that the queue does not repeat."""


def contact(desk: Desk) -> str:
    """Age of the last contact with the center."""
    return desk.age(contact_at(desk))


def contact_at(desk: Desk) -> int | None:
    """UTC seconds of the last contact with the center, by internet or by its receipt over the radio; None: never."""
    return _latest(desk, "contact_at", "receipt_at")


def link_problem(desk: Desk) -> str:
    """Why nothing goes out, "" while all is well, the radio works or nobody tried."""
    said = desk.status("link")
    return "" if said is None or _radio(desk).works else str(said.get("problem", ""))


def link_facts(desk: Desk) -> Facts:
    """The way to the center."""
    said, radio = desk.status("link"), _radio(desk)
    runs = radio.told and not radio.old  # one process speaks of both, of the internet only when it tries it
    if said is None or (desk.now - int(said["at"]) > SILENT_S and not runs):
        return [
            (_("Keadaan"), _("Tanpa sambungan: pengiriman tidak berjalan")),
            (_("Terakhir tersambung"), contact(desk)),
        ]
    alone = _("Hanya radio") if radio.works else _("Tanpa sambungan")
    code = str(said.get("problem", ""))
    problem = _(code) if code else ""
    return [
        (_("Keadaan"), _("Tersambung internet") if said.get("connected") else alone),
        *([(_("Kendala internet"), problem)] if problem else []),
        (_("Terakhir tersambung"), contact(desk)),
        (_("Percobaan internet terakhir"), desk.age(_number(said, "attempt_at"))),
        (_("Tanda terima terakhir"), desk.age(_latest(desk, "receipt_at", "receipt_at"))),
        (_("Alamat pusat"), str(said.get("center") or _(UNKNOWN))),
    ]


def _radio(desk: Desk) -> RadioTold:
    return radio_told.told(status.read(desk.store, radio_told.ROW), desk.zone, desk.now)


def _latest(desk: Desk, by_internet: str, by_radio: str) -> int | None:
    said = (_number(desk.status("link"), by_internet), _number(desk.status(radio_told.ROW), by_radio))
    return max((one for one in said if one is not None), default=None)


def gps_line(desk: Desk) -> str:
    """terkunci, mencari or tidak ada, with the age of the last fix."""
    said = desk.status("gps")
    if said is None or desk.now - int(said["at"]) > SILENT_S:
        return _("tidak ada (pencatatan posisi tidak berjalan)")
    word = _(STATES.get(str(said.get("state")), UNKNOWN))
    fixed_at = _number(said, "fix_at")
    return (
        word
        if fixed_at is None
        else _("%(state)s, posisi %(age)s") % {"state": word, "age": desk.age(fixed_at)}
    )


def gps_facts(desk: Desk) -> Facts:
    """The receiver and its last fix."""
    said = desk.status("gps") or {}
    facts = [(_("Keadaan"), gps_line(desk)), (_("Sumber"), str(said.get("source") or _(UNKNOWN)))]
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
    """The clock, and how good it is."""
    trusted = (
        _("ya") if desk.clock.trusted() else _("belum: waktu catatan dibetulkan sendiri saat jam diketahui")
    )
    return [(_("Waktu"), clock_line(desk)), (_("Bisa dipercaya"), trusted)]


def alarms(desk: Desk) -> list[str]:
    """What every page must say: that the unit cannot save, or soon cannot."""
    fault = desk.door.fault
    if fault is not None:
        return [faults.fault_of(fault).unsaved]
    full = (
        [_("Memori hampir penuh. Ekspor ke USB, lalu hubungi teknisi.")] if desk.room()[0] < LOW_BYTES else []
    )
    return full + certificate.cautions(desk)


def _metres(value: Any) -> str:
    if not isinstance(value, int | float):
        return _(UNKNOWN)
    word = _("baik") if value <= 5 else _("cukup") if value <= 50 else _("kasar")
    return f"{round(value)} m ({word})"


def _number(said: Mapping[str, Any] | None, name: str) -> int | None:
    value = said.get(name) if said else None
    return int(value) if isinstance(value, int | float) else None
