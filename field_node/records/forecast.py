"""prakiraan: the weather that BMKG expects for one area in one stretch of time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Choice, Count, Moment, Region
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, blocks, holds

WEATHER = Choice(
    (
        ("cerah", "Cerah"),
        ("cerah_berawan", "Cerah berawan"),
        ("berawan", "Berawan"),
        ("berawan_tebal", "Berawan tebal"),
        ("udara_kabur", "Udara kabur"),
        ("asap", "Asap"),
        ("kabut", "Kabut"),
        ("hujan_ringan", "Hujan ringan"),
        ("hujan_sedang", "Hujan sedang"),
        ("hujan_lebat", "Hujan lebat"),
        ("hujan_lokal", "Hujan lokal"),
        ("hujan_petir", "Hujan petir"),
    )
)
"""The words of BMKG's `weather_desc`. Its numbers are not kept: BMKG's own papers disagree about what they mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Record):
    """Said by BMKG alone and passed on by the center. `dibuat`: when BMKG issued it; a later issue stands for the earlier."""

    about: ClassVar[About] = About(
        "prakiraan",
        "Prakiraan cuaca",
        Urgency.CHATTER,
        author=Author.CENTER,
        menu="Peringatan",
        newest=Newest(("kode_wilayah", "mulai"), by="dibuat"),
    )
    kode_wilayah: str = holds(Region(), "Wilayah", required=True, hxl="#adm3+code")
    mulai: int = holds(Moment(), "Mulai", required=True, hxl="#date+start")
    sampai: int = holds(Moment(), "Sampai", required=True, hxl="#date+end")
    cuaca: str = holds(WEATHER, "Cuaca", required=True, hxl="#event+type")
    suhu_min: int | None = holds(
        Count(60, usual=24), "Suhu terendah", unit="°C", hxl="#indicator+temperature+min"
    )
    suhu_max: int | None = holds(
        Count(60, usual=32), "Suhu tertinggi", unit="°C", hxl="#indicator+temperature+max"
    )
    angin_kmh: int | None = holds(
        Count(400, usual=16), "Kecepatan angin", unit="km/jam", hxl="#indicator+wind+kmh"
    )
    kelembapan: int | None = holds(
        Count(100, usual=64), "Kelembapan udara", unit="%", hxl="#indicator+humidity"
    )
    dibuat: int = holds(Moment(), "Dibuat BMKG", required=True, hxl="#date+reported")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.sampai <= self.mulai:
            yield blocks("prakiraan_tanpa_rentang", "sampai")
        if self.suhu_min is not None and self.suhu_max is not None and self.suhu_max < self.suhu_min:
            yield blocks("suhu_terbalik", "suhu_max")
