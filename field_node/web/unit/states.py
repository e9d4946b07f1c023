"""What the background processes say about GPS, clock, disk and link, in words."""

import sqlite3
from collections.abc import Mapping
from importlib import metadata
from typing import Any

from flask import current_app

from field_node.records.kamus import kamus
from field_node.records.record import TimeQuality
from field_node.store import directory, status
from field_node.web import faults
from field_node.web.desk import Desk
from field_node.web.peta.words import told_files
from field_node.web.said import numbers
from field_node.web.said.shown import QUALITY
from field_node.web.trust import told as certificate
from field_node.web.unit import told as radio_told
from field_node.web.unit.told import RadioTold

Facts = list[tuple[str, str]]
SILENT_S = 120
"""A process that has said nothing for longer is not running."""
LOW_BYTES = 64 << 20
UNKNOWN = "tidak diketahui"


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
            ("Keadaan", "Tanpa sambungan: pengiriman tidak berjalan"),
            ("Terakhir tersambung", contact(desk)),
        ]
    alone = "Hanya radio" if radio.works else "Tanpa sambungan"
    problem = str(said.get("problem", ""))
    return [
        ("Keadaan", "Tersambung internet" if said.get("connected") else alone),
        *([("Kendala internet", problem)] if problem else []),
        ("Terakhir tersambung", contact(desk)),
        ("Percobaan internet terakhir", desk.age(_number(said, "attempt_at"))),
        ("Tanda terima terakhir", desk.age(_latest(desk, "receipt_at", "receipt_at"))),
        ("Alamat pusat", str(said.get("center") or UNKNOWN)),
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
        return "tidak ada (pencatatan posisi tidak berjalan)"
    word = str(said.get("state", "tidak_ada")).replace("_", " ")
    fixed_at = _number(said, "fix_at")
    return word if fixed_at is None else f"{word}, posisi {desk.age(fixed_at)}"


def gps_facts(desk: Desk) -> Facts:
    """The receiver and its last fix."""
    said = desk.status("gps") or {}
    facts = [("Keadaan", gps_line(desk)), ("Sumber", str(said.get("source") or UNKNOWN))]
    if "lat" in said and "lon" in said:
        facts.append(
            ("Posisi", f"{numbers.degrees_shown(said['lat'])}; {numbers.degrees_shown(said['lon'])}")
        )
    facts.append(("Ketelitian", _metres(said.get("accuracy_m"))))
    facts.append(("Satelit", str(said.get("satellites", UNKNOWN))))
    return facts


def clock_line(desk: Desk) -> str:
    """The time here and whether it can be believed."""
    stamp = desk.clock.stamp()
    sure = "" if stamp.quality >= TimeQuality.GPS else " - jam belum tepat"
    return f"{desk.zone.long(stamp.made_at)}, {QUALITY[stamp.quality]}{sure if stamp.quality else ''}"


def clock_facts(desk: Desk) -> Facts:
    """The clock, and how good it is."""
    trusted = "ya" if desk.clock.trusted() else "belum: waktu catatan dibetulkan sendiri saat jam diketahui"
    return [("Waktu", clock_line(desk)), ("Bisa dipercaya", trusted)]


def disk_facts(desk: Desk) -> Facts:
    """Room on the card, and whether the unit can save."""
    free, total = desk.room()
    share = round(100 * free / total) if total else 0
    fault = desk.door.fault
    health = faults.fault_of(fault).sentence if fault else "baik, bisa menyimpan"
    return [
        ("Ruang simpan", f"{numbers.shown(free // 1_000_000)} MB bebas ({share} %)"),
        ("Keadaan data", health),
    ]


def alarms(desk: Desk) -> list[str]:
    """What every page must say: that the unit cannot save, or soon cannot."""
    fault = desk.door.fault
    if fault is not None:
        return [faults.fault_of(fault).unsaved]
    full = ["Memori hampir penuh. Ekspor ke USB, lalu hubungi teknisi."] if desk.room()[0] < LOW_BYTES else []
    return full + certificate.cautions(desk)


def version_facts(desk: Desk) -> Facts:
    """What runs here."""
    return [
        ("Aplikasi", metadata.version("tagana-field-node")),
        ("Kamus", f"versi {kamus().version}"),
        ("Kode wilayah", f"{numbers.shown(directory.count_regions(desk.store))} wilayah"),
        ("Peta", told_files(current_app.extensions["peta"])),
        ("SQLite", sqlite3.sqlite_version),
    ]


def _metres(value: Any) -> str:
    if not isinstance(value, int | float):
        return UNKNOWN
    word = "baik" if value <= 5 else "cukup" if value <= 50 else "kasar"
    return f"{round(value)} m ({word})"


def _number(said: Mapping[str, Any] | None, name: str) -> int | None:
    value = said.get(name) if said else None
    return int(value) if isinstance(value, int | float) else None
