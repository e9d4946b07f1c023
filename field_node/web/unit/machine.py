"""Power, room, processes and versions of the unit, in words."""

import sqlite3
from collections.abc import Mapping
from importlib import metadata
from platform import python_version
from typing import Any

from field_node.presence import NAMES, ROW, SILENT_S
from field_node.records.kamus import kamus
from field_node.store import directory
from field_node.store.troubles import HOT_C, WEAK_PERCENT
from field_node.web import faults
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later, many
from field_node.web.unit.card import Card, Facts, Tone, age_of, fresh
from field_node.web.unit.rows import list_of, number_of, whole_of

UNKNOWN = later("tidak diketahui")
DAY_S = 86_400
LEAST_S = 6 * 3_600
"""A shorter look at the free room says nothing about days."""
FEW_DAYS = 7
FULL_BYTES, LITTLE_BYTES = 64 << 20, 1 << 30
"""Less than the first: every page says so. Less than the second, while nobody knows how long it lasts: look."""
PROCESSES = {
    "web": later("Halaman tablet"),
    "gps": later("Posisi, daya dan ruang simpan"),
    "sync": later("Pengiriman, radio dan cadangan"),
}
MB = 1_000_000


# ---- power


def power(desk: Desk) -> Card:
    """Battery, voltage and heat."""
    said = fresh(desk, "power")
    tone, headline, steps = _power_state(desk)
    return Card(
        title=_("Daya"),
        icon="baterai",
        tone=tone,
        headline=headline,
        facts=tuple(_power_facts(desk)),
        source=str(said.get("source", "")) if said else "tagana gps",
        age=age_of(desk, "power"),
        steps=steps,
    )


def _power_state(desk: Desk) -> tuple[Tone, str, tuple[str, ...]]:
    said = fresh(desk, "power")
    if said is None or not said.get("known"):
        step = _(
            "Unit ini tidak punya pengukur daya, atau tagana gps tidak berjalan: periksa sendiri baterainya."
        )
        return Tone.UNKNOWN, _(UNKNOWN), (step,)
    if wrong := _power_trouble(said):
        tone, headline, step = wrong
        return tone, headline, (step,)
    if number_of(said, "battery_percent") is not None or said.get("charging"):
        return Tone.GOOD, battery_words(desk), ()
    return Tone.UNKNOWN, battery_words(desk), (_("Isi baterai tidak terukur: periksa sendiri."),)


def _power_trouble(said: Mapping[str, Any]) -> tuple[Tone, str, str] | None:
    """How bad, what, and what to do; None while nothing is wrong."""
    if said.get("under_voltage"):
        step = _("Ganti kabel atau adaptor: pakai yang 5 V dan paling sedikit 3 A. Lepas alat lain dari USB.")
        return Tone.BAD, _("tegangan kurang"), step
    if (number_of(said, "temperature_c") or 0) >= HOT_C:
        return Tone.LOOK, _("terlalu panas"), _("Pindahkan ke tempat teduh dan berangin.")
    percent = number_of(said, "battery_percent")
    if percent is not None and percent <= WEAK_PERCENT and not said.get("charging"):
        return Tone.BAD, _("baterai hampir habis"), _("Sambungkan ke pengisi daya sekarang.")
    if said.get("under_voltage_seen"):
        step = _("Tegangan pernah kurang sejak unit dinyalakan: ganti kabel atau adaptor sebelum berangkat.")
        return Tone.LOOK, _("pernah kurang tegangan"), step
    return None


def charge(desk: Desk) -> str:
    """`82 %`."""
    percent = number_of(fresh(desk, "power"), "battery_percent")
    return _(UNKNOWN) if percent is None else f"{round(percent)} %"


def battery_words(desk: Desk) -> str:
    """`82 %, mengisi`, as short as it goes."""
    said = fresh(desk, "power")
    percent = number_of(said, "battery_percent")
    if said is None or (percent is None and said.get("charging") is None):
        return _(UNKNOWN)
    charging = (
        {True: _("mengisi"), False: _("dari baterai")}.get(bool(said.get("charging")), "")
        if said.get("charging") is not None
        else ""
    )
    share = "" if percent is None else f"{round(percent)} %"
    return ", ".join(part for part in (share, charging) if part)


def _power_facts(desk: Desk) -> Facts:
    said = fresh(desk, "power")
    volts, heat = number_of(said, "volts"), number_of(said, "temperature_c")
    low, seen = (_yes_no((said or {}).get(name)) for name in ("under_voltage", "under_voltage_seen"))
    return [
        (_("Baterai"), battery_words(desk)),
        (_("Tegangan baterai"), _(UNKNOWN) if volts is None else f"{numbers.shown(round(volts * 100), 2)} V"),
        (_("Tegangan kurang sekarang"), low),
        (_("Pernah kurang sejak dinyalakan"), seen),
        (_("Suhu"), _(UNKNOWN) if heat is None else f"{round(heat)} °C"),
    ]


def _yes_no(value: object) -> str:
    return _(UNKNOWN) if value is None else _("ya") if value else _("tidak")


# ---- room


def disk(desk: Desk) -> Card:
    """Room for records, and how long it lasts."""
    tone, headline = _disk_state(desk)
    step = (
        _("Jalankan systemctl start tagana-gps: ia yang mengamati ruang simpan.")
        if tone is Tone.UNKNOWN
        else _("Cadangkan ke USB, lalu hubungi teknisi untuk mengosongkan kartu.")
    )
    return Card(
        title=_("Ruang simpan"),
        icon="simpanan",
        tone=tone,
        headline=headline,
        facts=tuple(disk_facts(desk)),
        source="tagana web",
        steps=() if tone is Tone.GOOD else (step,),
    )


def _disk_state(desk: Desk) -> tuple[Tone, str]:
    left, fault, free = days_left(desk), desk.door.fault, desk.room()[0]
    if fault:
        return Tone.BAD, _(faults.fault_of(fault).sentence)
    if free <= _floor(desk):
        return Tone.BAD, _("ruang habis: jejak posisi baru tidak disimpan")
    scarce = free <= _floor(desk) + LITTLE_BYTES if left is None else left < FEW_DAYS
    if scarce or is_full(desk):
        return Tone.LOOK, _("ruang hampir habis")
    if fresh(desk, "disk") is None:
        return Tone.UNKNOWN, _("bisa menyimpan; berapa lama cukup tidak diketahui")
    return Tone.GOOD, _("cukup, bisa menyimpan")


def is_full(desk: Desk) -> bool:
    """So little room is left that nobody may wait."""
    return desk.room()[0] < FULL_BYTES


def room_words(desk: Desk) -> str:
    """How much is free."""
    free, total = desk.room()
    told = {"mb": numbers.shown(free // MB), "share": round(100 * free / total) if total else 0}
    return _("%(mb)s MB bebas (%(share)s %%)") % told


def disk_facts(desk: Desk) -> Facts:
    """Room on the card, how long it lasts, and whether the unit can save."""
    fault = desk.door.fault
    health = _(faults.fault_of(fault).sentence) if fault else _("baik, bisa menyimpan")
    return [
        (_("Ruang simpan"), room_words(desk)),
        (_("Cukup untuk"), lasts(desk)),
        (_("Batas bawah"), _floor_words(desk)),
        (_("Keadaan data"), health),
    ]


def _floor_words(desk: Desk) -> str:
    if desk.status("disk") is None:
        return _(UNKNOWN)
    told = {"mb": numbers.shown(_floor(desk) // MB)}
    return _("%(mb)s MB: di bawahnya jejak posisi baru tidak disimpan") % told


def _floor(desk: Desk) -> int:
    return whole_of(desk.status("disk"), "floor")


def days_left(desk: Desk) -> float | None:
    """Days until the free room reaches the floor at the rate of the last week; None while that is not known."""
    samples = list_of(desk.status("disk"), "samples")
    if not samples:
        return None
    (first_at, first_free), free = samples[0], desk.room()[0]
    passed, used = desk.now - int(first_at), int(first_free) - free
    if passed < LEAST_S or used <= 0:
        return None
    return max(0, free - _floor(desk)) / (used / passed) / DAY_S


def lasts(desk: Desk) -> str:
    """The same in words."""
    days = days_left(desk)
    if days is None:
        return _("belum bisa diperkirakan: kurang dari 6 jam pengamatan, atau ruang tidak berkurang")
    if days > 365:
        return _("lebih dari setahun dengan pemakaian seperti sekarang")
    return many(
        "kira-kira %(n)s hari dengan pemakaian seperti sekarang",
        "kira-kira %(n)s hari dengan pemakaian seperti sekarang",
        int(days),
    ) % {"n": int(days)}


# ---- processes and versions


def silent(desk: Desk) -> list[str]:
    """Processes that once spoke and no longer do, or that never did."""
    return [name for name in NAMES if fresh(desk, ROW + name, SILENT_S) is None]


def processes(desk: Desk) -> Card:
    """Which processes spoke when, and whether systemd watches them."""
    quiet = silent(desk)
    never = [name for name in quiet if desk.status(ROW + name) is None]
    tone = Tone.LOOK if set(quiet) - set(never) else Tone.UNKNOWN if never else Tone.GOOD
    names = ", ".join(f"tagana {name}" for name in quiet)
    headline = _("semua berjalan") if not quiet else _("tidak terdengar: %(names)s") % {"names": names}
    units = " ".join(f"tagana-{name}" for name in quiet)
    steps = (_("Teknisi: jalankan systemctl restart %(units)s.") % {"units": units},) if quiet else ()
    facts = tuple((_(PROCESSES[name]), _process(desk, name)) for name in NAMES)
    return Card(
        title=_("Layanan"),
        icon="unit",
        tone=tone,
        headline=headline,
        facts=facts,
        source=_("kata tiap proses"),
        steps=steps,
    )


def _process(desk: Desk, name: str) -> str:
    said = desk.status(ROW + name)
    if said is None:
        return _("belum pernah terdengar")
    guarded = _("dijaga systemd") if said.get("guarded") else _("tidak dijaga systemd")
    since = desk.age(whole_of(said, "since"))
    told = {"name": name, "age": desk.age(int(said["at"])), "since": since, "guarded": guarded}
    return _("tagana %(name)s, terdengar %(age)s, mulai %(since)s, %(guarded)s") % told


def versions(desk: Desk, maps: str) -> Card:
    """What runs here. `maps`: which map files lie here, in words."""
    radio = desk.status("radio") or {}
    firmware = " ".join(str(radio.get(name) or "") for name in ("model", "firmware")).strip()
    codec = number_of(desk.status(ROW + "sync"), "codec")
    schema = desk.store.run("SELECT count(*) FROM _sqlite_migrations")[0][0]
    release = metadata.version("tagana-field-node")
    facts = (
        (_("Aplikasi"), release),
        (_("Kamus"), _("versi %(n)s") % {"n": kamus().version}),
        (_("Susunan data"), _("%(n)s langkah") % {"n": schema}),
        (_("Kode wilayah"), _("%(n)s wilayah") % {"n": numbers.shown(directory.count_regions(desk.store))}),
        (_("Peta"), maps),
        (_("Penyandian radio"), _("versi %(n)s") % {"n": int(codec)} if codec is not None else _(UNKNOWN)),
        (_("Firmware radio"), firmware or _(UNKNOWN)),
        ("Python", python_version()),
        ("SQLite", sqlite3.sqlite_version),
    )
    return Card(
        title=_("Versi"), icon="unit", tone=Tone.GOOD, headline=release, facts=facts, source="tagana web"
    )
