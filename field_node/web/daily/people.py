"""The daily report's sections about people: kejadian, korban, pengungsi, kerusakan."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from field_node.records.casualties import Casualties
from field_node.records.damage import Damage
from field_node.records.headcount import AGES, VULNERABLE, Headcount
from field_node.records.incident import STATUS, IncidentStatus
from field_node.records.kinds import Count
from field_node.records.record import Record, field, fields
from field_node.store.as_of import Stated
from field_node.store.daily import Day, Pair, Sum, summed, total
from field_node.web.daily.words import (
    Line,
    Section,
    Voice,
    both,
    both_changes,
    both_sums,
    change,
    marks,
    number,
    sum_text,
)
from field_node.web.said import times
from field_node.web.said.shown import MISSING

HURT = ("meninggal", "hilang", "luka_berat", "luka_ringan", "terdampak")
GROUPS = {
    "laki": ("laki",),
    "perempuan": ("perempuan",),
    **{age: (f"{age}_l", f"{age}_p") for age in (*AGES, "bayi_0_11bln")},
    **{name: (name,) for name in VULNERABLE},
}
"""Groups of a head-count and the fields whose sum each is."""
PLACES = "hitung_pengungsi"
AREAS = "wilayah"
_STATUS = dict(STATUS.options)


def people(day: Day, voice: Voice) -> list[Section]:
    """In the order of the report."""
    return [
        Section("Kejadian dan status", tuple(_incidents(day, voice)), "Belum ada kejadian yang dicatat."),
        Section("Korban", tuple(_hurt(day, voice))),
        Section("Pengungsi", tuple(_displaced(day, voice)), note=uncounted_note(day)),
        Section("Kerusakan", tuple(_damage(day, voice))),
    ]


def _incidents(day: Day, voice: Voice) -> Iterator[Line]:
    said = {
        getattr(one.said.entry.record, "kejadian", None): one
        for one in day.pairs["kejadian_status"]
        if one.said
    }
    for incident in day.incidents:
        record, status = incident.said.entry.record, said.get(incident.ref)
        stated = status.said if status and status.said else incident.said
        value = status_text(stated.entry.record)
        yield Line(
            str(getattr(record, "nama", None) or f"nomor {incident.ref}"),
            value,
            source=voice.source(stated),
            marks=marks(stated, day.cut, ages=False),
            ref=str(stated.entry.ref),
        )


def status_text(record: Record) -> str:
    """`Tanggap darurat s.d. 5 Des 2026 (SK 300/12)`"""
    if not isinstance(record, IncidentStatus):
        return "Status darurat belum didata"
    until = f" s.d. {times.day_shown(record.berlaku_sampai)}" if record.berlaku_sampai is not None else ""
    decree = f" (SK {record.sk_nomor})" if record.sk_nomor else ""
    return f"{_STATUS.get(record.status, MISSING)}{until}{decree}"


def hurt(day: Day, group: str) -> Sum:
    """Everybody of a group (meninggal, hilang ...) over all areas."""
    return summed(day.pairs["korban"], lambda record: record.total(group))


def _hurt(day: Day, voice: Voice) -> Iterator[Line]:
    if not day.pairs["korban"]:
        return
    for group in HURT:
        sum_ = hurt(day, group)
        label = field(Casualties, f"{group}_l").group
        yield Line(label, sum_text(sum_, "jiwa", of=AREAS), change(sum_), total=True)
    for pair in day.pairs["korban"]:
        if pair.said:
            yield _area(day, voice, pair.said, _hurt_text(pair.said.entry.record))


def _hurt_text(record: Any) -> str:
    return ", ".join(f"{group.replace('_', ' ')} {number(record.total(group))}" for group in HURT)


def _area(day: Day, voice: Voice, said: Stated, text: str) -> Line:
    return Line(
        voice.region(getattr(said.entry.record, "kode_wilayah", None)),
        text,
        source=voice.source(said),
        marks=marks(said, day.cut),
        ref=str(said.entry.ref),
    )


def displaced(day: Day) -> tuple[Sum, Sum]:
    """KK and jiwa of all places."""
    pairs = day.pairs[PLACES]
    return summed(pairs, attrgetter("kk")), summed(pairs, attrgetter("jiwa"))


def group_sum(day: Day, group: str) -> Sum:
    """One group over all places."""
    return summed(day.pairs[PLACES], lambda record: total(record, *GROUPS[group]))


def _displaced(day: Day, voice: Voice) -> Iterator[Line]:
    kk, jiwa = displaced(day)
    if not day.pairs[PLACES] and not day.heard:
        return
    yield Line("Jumlah", both_sums(kk, jiwa), both_changes(kk, jiwa), total=True)
    for group in GROUPS:
        sum_ = group_sum(day, group)
        if sum_.total is not None:
            yield Line(group_label(group), sum_text(sum_, "jiwa"), change(sum_), total=True)
    for pair in sorted(day.pairs[PLACES], key=_largest):
        yield _counted(day, voice, pair)
    for heard in day.heard:
        record = heard.entry.record
        what, printed = voice.place(day, getattr(record, "lokasi", None))
        source = f"kata {voice.names.unit(heard.entry.unit)}, {voice.zone.long(getattr(record, 'per_waktu', None) or heard.entry.made_at)}"
        value = both(number(getattr(record, "kk", None), "KK"), number(getattr(record, "jiwa", None), "jiwa"))
        yield Line(
            what,
            value,
            source=source,
            marks=("belum diverifikasi pusat, tidak dijumlahkan",),
            printed=printed,
        )


def _largest(pair: Pair) -> tuple[int, int]:
    jiwa = getattr(pair.said.entry.record, "jiwa", None) if pair.said else None
    return (0, -jiwa) if jiwa is not None else (1, 0)


def _counted(day: Day, voice: Voice, pair: Pair) -> Line:
    what, printed = voice.place(day, pair.place)
    said = pair.said
    if said is None:
        return Line(what, "sudah ditutup" if pair.before else MISSING, printed=printed)
    record = said.entry.record
    kk, jiwa = (summed([pair], attrgetter(name)) for name in ("kk", "jiwa"))
    return Line(
        what,
        both(sum_text(kk, "KK"), sum_text(jiwa, "jiwa")).replace(f" (1 lokasi {MISSING})", ""),
        both_changes(kk, jiwa),
        voice.source(said),
        marks(said, day.cut),
        str(said.entry.ref),
        printed,
        ", ".join(_groups_of(record)),
    )


def _groups_of(record: Record) -> Iterator[str]:
    for group, names in GROUPS.items():
        value = total(record, *names)
        if value is not None:
            yield f"{group_label(group).lower()} {number(value)}"


def group_label(group: str) -> str:
    """`Balita (0-4)`, from the declaration of its first field."""
    return field(Headcount, GROUPS[group][0]).label.split(",")[0]


def uncounted_note(day: Day) -> str:
    """How many shelters nobody counted."""
    silent = sum(1 for pair in day.pairs[PLACES] if pair.said is None and pair.before is None)
    return f"{silent} lokasi belum didata: belum ada yang menghitung, bukan nol." if silent else ""


def _damage(day: Day, voice: Voice) -> Iterator[Line]:
    pairs = day.pairs["kerusakan"]
    for one in fields(Damage):
        if not isinstance(one.kind, Count):
            continue
        sum_ = summed(pairs, attrgetter(one.name))
        if sum_.total is not None:
            yield Line(one.label, sum_text(sum_, one.unit, of=AREAS), change(sum_), total=True)
    for pair in pairs:
        if pair.said:
            yield _area(day, voice, pair.said, _damage_text(pair.said.entry.record))


def _damage_text(record: Record) -> str:
    houses = ("rumah_rusak_berat", "rumah_rusak_sedang", "rumah_rusak_ringan", "rumah_terendam")
    told = (
        f"{name.removeprefix('rumah_').replace('_', ' ')} {number(getattr(record, name, None))}"
        for name in houses
    )
    return f"Rumah: {', '.join(told)}"
