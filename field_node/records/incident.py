"""kejadian and its status history: what happened, and what the authorities have declared."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kamus import kamus, options_of
from field_node.records.kinds import (
    Choice,
    Day,
    Digest,
    Moment,
    Official,
    Ref,
    Reference,
    Region,
    Several,
    Text,
)
from field_node.records.record import (
    About,
    Author,
    Known,
    Newest,
    Notice,
    Record,
    Urgency,
    blocks,
    holds,
    warns,
)

DISASTER = Choice(options_of(kamus().disasters))
STATUS = Choice(
    (
        ("belum_ditetapkan", "Belum ditetapkan"),
        ("siaga_darurat", "Siaga darurat"),
        ("tanggap_darurat", "Tanggap darurat"),
        ("transisi_ke_pemulihan", "Transisi ke pemulihan"),
        ("selesai", "Selesai"),
    )
)
LEVEL = Choice((("kabkota", "Kabupaten/kota"), ("provinsi", "Provinsi"), ("nasional", "Nasional")))
EASTERNMOST_S = 9 * 3600
"""WIT is UTC+9: the first calendar day of the country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Record):
    about: ClassVar[About] = About("kejadian", "Kejadian", Urgency.STOCK, author=Author.BOTH, menu="Kejadian")
    nama: str = holds(Text(80), "Nama kejadian", required=True, hxl="#crisis+name")
    jenis: str = holds(DISASTER, "Jenis bencana", required=True, hxl="#crisis+type")
    mulai: int = holds(Moment(), "Mulai", required=True, hxl="#date+start")
    wilayah: tuple[str, ...] | None = holds(Several(Region(), 40), "Wilayah", hxl="#adm2+code")
    kode_bnpb: str | None = holds(Text(8), "Kode jenis BNPB", hxl="#crisis+code")
    daftar_bnpb: str | None = holds(Text(20), "Versi daftar BNPB")
    penyebab: str | None = holds(Text(160), "Penyebab", hxl="#cause")
    kib: str | None = holds(Text(16), "Kode Identitas Bencana (KIB)", hxl="#crisis+id")
    kronologis: str | None = holds(Text(500), "Kronologi", radio=False, hxl="#description")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.kib is not None and not (self.kib.isascii() and self.kib.isdecimal() and len(self.kib) == 16):
            yield blocks("kib_rusak", "kib")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentStatus(Record):
    about: ClassVar[About] = About(
        "kejadian_status",
        "Status darurat",
        Urgency.STOCK,
        author=Author.BOTH,
        menu="Kejadian",
        newest=Newest(("kejadian",)),
    )
    kejadian: Ref = holds(Reference("kejadian"), "Kejadian", required=True, hxl="#crisis")
    status: str = holds(STATUS, "Status darurat", required=True, hxl="#status")
    tingkat: str | None = holds(LEVEL, "Tingkat", hxl="#status+level")
    sk_nomor: str | None = holds(Text(60), "Nomor SK", group="SK", hxl="#meta+decree+id")
    sk_tanggal: int | None = holds(Day(), "Tanggal SK", group="SK", hxl="#date+decree")
    berlaku_mulai: int | None = holds(Day(), "Berlaku mulai", group="SK", hxl="#date+start")
    berlaku_sampai: int | None = holds(Day(), "Berlaku sampai", group="SK", hxl="#date+end")
    sk_pejabat: str | None = holds(Official(80), "Pejabat", group="SK")
    foto_sk: bytes | None = holds(Digest(), "Foto SK", radio=False, group="SK")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from _decree_in_future(self.sk_tanggal, known)
        yield from _ends_before_it_starts(self)
        yield from _standby_of_a_sudden_kind(self, known)

    def opens_gate(self, *, siaga: bool) -> bool:
        """True when goods may leave a lumbung under this status; `siaga`: the setting of that name."""
        declared = self.status == "tanggap_darurat" or (siaga and self.status == "siaga_darurat")
        return declared and self.sk_nomor is not None and self.sk_tanggal is not None


def _decree_in_future(day: int | None, known: Known) -> Iterator[Notice]:
    if day is not None and day > (known.now + EASTERNMOST_S) // 86_400:
        yield (blocks if known.clock_trusted else warns)("sk_di_masa_depan", "sk_tanggal")


def _ends_before_it_starts(status: IncidentStatus) -> Iterator[Notice]:
    start, end = status.berlaku_mulai, status.berlaku_sampai
    if start is not None and end is not None and end < start:
        yield blocks("sk_berakhir_sebelum_mulai", "berlaku_sampai")


def _standby_of_a_sudden_kind(status: IncidentStatus, known: Known) -> Iterator[Notice]:
    incident = known.record(status.kejadian)
    if status.status != "siaga_darurat" or not isinstance(incident, Incident):
        return
    if not kamus().disasters[incident.jenis].slow_onset:
        yield warns("siaga_untuk_bencana_mendadak", "status")
