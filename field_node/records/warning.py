"""peringatan and its answer: what threatens which places, and what each posko does about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.ground import LATITUDE, LONGITUDE, coordinate_rules
from field_node.records.kinds import Choice, Count, Flag, Moment, Ref, Reference, Region, Several, Text
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, blocks, holds

ORIGIN = Choice(
    (
        ("bmkg_nowcast", "BMKG, peringatan dini"),
        ("bmkg_gempa", "BMKG, gempa"),
        ("magma", "MAGMA"),
        ("pusat", "Pusat"),
    )
)
DANGER = Choice(
    (
        ("hujan_lebat", "Hujan lebat"),
        ("angin_kencang", "Angin kencang"),
        ("gempabumi", "Gempa bumi"),
        ("tsunami", "Tsunami"),
        ("gunung_api", "Gunung api"),
        ("banjir", "Banjir"),
        ("tanah_longsor", "Tanah longsor"),
        ("gelombang_tinggi", "Gelombang tinggi"),
        ("lainnya", "Lainnya"),
    )
)
SEVERITY = Choice(
    (
        ("ringan", "Ringan"),
        ("sedang", "Sedang"),
        ("berat", "Berat"),
        ("ekstrem", "Ekstrem"),
        ("tidak_diketahui", "Tidak diketahui"),
    )
)
"""CAP 1.2 severity: Minor, Moderate, Severe, Extreme, Unknown."""
WORST = ("berat", "ekstrem")
"""Severities that make a warning grave."""
ALWAYS = ("tsunami",)
"""Kinds of warnings that are grave whatever their severity."""
ACTION = Choice(
    (
        ("siaga", "Siaga"),
        ("evakuasi", "Evakuasi"),
        ("dampak_ada", "Ada dampak"),
        ("tidak_terdampak", "Tidak terdampak"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Record):
    """A newer one takes the one it names in `menggantikan` out of force; `dicabut` ends it without another."""

    about: ClassVar[About] = About(
        "peringatan", "Peringatan", Urgency.COUNT, author=Author.CENTER, menu="Peringatan"
    )
    jenis: str = holds(DANGER, "Jenis bahaya", required=True, hxl="#event+type")
    keparahan: str = holds(SEVERITY, "Keparahan", required=True, hxl="#severity")
    mulai: int = holds(Moment(), "Mulai", required=True, hxl="#date+start")
    sampai: int | None = holds(Moment(), "Sampai", hxl="#date+end")
    asal: str | None = holds(ORIGIN, "Asal", hxl="#meta+source")
    lokasi: tuple[Ref, ...] | None = holds(Several(Reference("lokasi"), 40), "Posko terdampak", hxl="#loc+id")
    kecamatan: tuple[str, ...] | None = holds(Several(Region(), 150), "Kecamatan", hxl="#adm3+code")
    ringkas: str | None = holds(Text(120), "Ringkasan", hxl="#description")
    menggantikan: Ref | None = holds(Reference("peringatan"), "Menggantikan")
    dicabut: bool | None = holds(Flag(), "Dicabut", hxl="#status")
    lat: float | None = holds(LATITUDE, "Lintang pusat", hxl="#geo+lat")
    lon: float | None = holds(LONGITUDE, "Bujur pusat", hxl="#geo+lon")
    magnitudo_10: int | None = holds(Count(100, usual=64), "Magnitudo × 10", hxl="#indicator+magnitude+x10")
    kedalaman_km: int | None = holds(Count(999, usual=16), "Kedalaman", unit="km", hxl="#indicator+depth+km")
    tingkat_gunung: int | None = holds(
        Count(4, usual=2), "Tingkat gunung api (I-IV)", hxl="#severity+volcano"
    )
    id_asal: str | None = holds(Text(160), "Nomor di sumber", radio=False, hxl="#event+id")
    uraian: str | None = holds(Text(500), "Uraian", radio=False, hxl="#description+long")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from coordinate_rules(self.lat, self.lon)
        if self.sampai is not None and self.sampai < self.mulai:
            yield blocks("sampai_sebelum_mulai", "sampai")

    def replaces(self) -> Ref | None:
        return self.menggantikan

    @property
    def grave(self) -> bool:
        """True when it stands before all others, on every page."""
        return self.keparahan in WORST or self.jenis in ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAnswer(Record):
    about: ClassVar[About] = About(
        "peringatan_jawab",
        "Jawaban peringatan",
        Urgency.COUNT,
        menu="Peringatan",
        newest=Newest(("peringatan", "lokasi")),
    )
    peringatan: Ref = holds(Reference("peringatan"), "Peringatan", required=True)
    lokasi: Ref = holds(Reference("lokasi"), "Posko", required=True, hxl="#loc+id")
    tindakan: str = holds(ACTION, "Tindakan", required=True, hxl="#activity+type")
    keterangan: str | None = holds(Text(160), "Keterangan", hxl="#description")
