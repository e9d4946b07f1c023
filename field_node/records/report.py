"""laporan_warga and its status: what citizens report, whom it goes to, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.ground import FIX_SOURCE, LATITUDE, LONGITUDE, coordinate_rules
from field_node.records.kamus import kamus, options_of
from field_node.records.kinds import Choice, Count, Moment, Person, Ref, Reference, Region, Text
from field_node.records.need import PRIORITY
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

CHANNEL = Choice(
    (
        ("telepon", "Telepon"),
        ("whatsapp", "WhatsApp"),
        ("aplikasi", "Aplikasi"),
        ("datang", "Datang langsung"),
        ("media", "Media"),
    )
)
CATEGORY = Choice(options_of(kamus().categories))
OFFICE = Choice(options_of(kamus().offices))
STATUS = Choice(
    (
        ("baru", "Baru"),
        ("diteruskan", "Diteruskan"),
        ("ditangani", "Ditangani"),
        ("selesai", "Selesai"),
        ("duplikat", "Duplikat"),
        ("bukan_wewenang", "Bukan wewenang"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """`ringkas` may go by radio and names nobody; the words of the report stay off the air."""

    about: ClassVar[About] = About(
        "laporan_warga", "Laporan warga", Urgency.STOCK, author=Author.BOTH, menu="Laporan warga"
    )
    kategori: str = holds(CATEGORY, "Kategori", required=True, hxl="#event+type")
    kanal: str | None = holds(CHANNEL, "Kanal", hxl="#meta+channel")
    waktu: int | None = holds(Moment(), "Waktu laporan", hxl="#date+reported")
    prioritas: str | None = holds(PRIORITY, "Prioritas", hxl="#severity")
    unit_tujuan: str | None = holds(OFFICE, "Diteruskan ke", hxl="#org+recipient")
    kode_wilayah: str | None = holds(Region(), "Wilayah", group="Tempat", hxl="#adm4+code")
    lokasi: Ref | None = holds(Reference("lokasi"), "Lokasi", group="Tempat", hxl="#loc+id")
    lat: float | None = holds(LATITUDE, "Lintang", group="Tempat", hxl="#geo+lat")
    lon: float | None = holds(LONGITUDE, "Bujur", group="Tempat", hxl="#geo+lon")
    ringkas: str | None = holds(Text(160), "Ringkasan tanpa nama", hxl="#description")
    isi: str | None = holds(Text(500), "Isi laporan", radio=False, hxl="#description+long")
    isi_terlindung: bytes | None = holds(Person(500), "Isi terlindung")
    pelapor: bytes | None = holds(Person(60), "Pelapor", group="Pelapor")
    telepon: bytes | None = holds(Person(20), "Telepon pelapor", group="Pelapor")
    sumber_gps: str | None = holds(FIX_SOURCE, "Sumber GPS", group="Tempat", hxl="#meta+source", since=3)
    akurasi_m: int | None = holds(
        Count(9_999), "Akurasi", unit="m", group="Tempat", hxl="#geo+precision", since=3
    )

    def check(self, known: Known) -> Iterator[Notice]:
        yield from coordinate_rules(self.lat, self.lon)
        if self.ringkas is None and self.isi is None and self.isi_terlindung is None:
            yield blocks("laporan_kosong", "ringkas")
        if self.isi is not None and kamus().categories[self.kategori].protected:
            yield warns("isi_perlu_dilindungi", "isi")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportStatus(Record):
    about: ClassVar[About] = About(
        "laporan_warga_status",
        "Status laporan warga",
        Urgency.STOCK,
        author=Author.BOTH,
        menu="Laporan warga",
        newest=Newest(("laporan",)),
    )
    laporan: Ref = holds(Reference("laporan_warga"), "Laporan", required=True)
    status: str = holds(STATUS, "Status", required=True, hxl="#status")
    unit_tujuan: str | None = holds(OFFICE, "Diteruskan ke", hxl="#org+recipient")
    duplikat_dari: Ref | None = holds(Reference("laporan_warga"), "Duplikat dari")
    alasan: str | None = holds(Text(160), "Keterangan", hxl="#status+reason")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.status == "duplikat" and self.duplikat_dari in (None, self.laporan):
            yield blocks("duplikat_dari_wajib", "duplikat_dari")
