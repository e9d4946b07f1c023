"""lokasi and the merge of two: posko, shelters, lumbung and whatever else has a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.ground import FIX_SOURCE, LATITUDE, LONGITUDE, coordinate_rules, region_rules
from field_node.records.kinds import (
    Choice,
    Count,
    Flag,
    Moment,
    Official,
    Ref,
    Reference,
    Region,
    Text,
    UnitNumber,
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

PLACE = Choice(
    (
        ("posko", "Posko"),
        ("pos_pengungsian", "Pos pengungsian"),
        ("dapur_umum", "Dapur umum"),
        ("lumbung", "Lumbung sosial"),
        ("gudang", "Gudang"),
        ("titik_distribusi", "Titik distribusi"),
        ("desa_terisolir", "Desa terisolir"),
        ("titik_kumpul", "Titik kumpul"),
    )
)
STORES = ("lumbung", "gudang")
KNOWN_BY = Choice(
    (("gps", "GPS"), ("peta", "Titik di peta"), ("ketik", "Diketik"), ("perkiraan", "Perkiraan"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    about: ClassVar[About] = About("lokasi", "Lokasi", Urgency.STOCK, author=Author.BOTH, menu="Lokasi")
    nama: str = holds(Text(60), "Nama lokasi", required=True, hxl="#loc+name")
    jenis: str = holds(PLACE, "Jenis lokasi", required=True, hxl="#loc+type")
    kode_wilayah: str | None = holds(Region(), "Wilayah", hxl="#adm4+code")
    lat: float | None = holds(LATITUDE, "Lintang", group="Koordinat", hxl="#geo+lat")
    lon: float | None = holds(LONGITUDE, "Bujur", group="Koordinat", hxl="#geo+lon")
    sumber_koordinat: str | None = holds(KNOWN_BY, "Koordinat dari", group="Koordinat", hxl="#meta+geo")
    kapasitas_jiwa: int | None = holds(
        Count(99_999, usual=128), "Kapasitas", unit="jiwa", hxl="#capacity+ind"
    )
    publik: bool | None = holds(Flag(), "Boleh tampil untuk umum", hxl="#access+public")
    unit: int | None = holds(UnitNumber(), "Unit pemegang buku stok", group="Gudang", hxl="#meta+unit")
    kode: str | None = holds(Text(16), "Kode gudang", group="Gudang", hxl="#loc+code")
    dusun: str | None = holds(Text(40), "Dusun", group="Alamat", hxl="#loc+hamlet")
    rt: int | None = holds(Count(999, usual=4), "RT", group="Alamat")
    rw: int | None = holds(Count(999, usual=4), "RW", group="Alamat")
    buka: int | None = holds(Moment(), "Dibuka", hxl="#date+start")
    tutup: int | None = holds(Moment(), "Ditutup", hxl="#date+end")
    fasilitas: str | None = holds(Text(160), "Fasilitas", hxl="#loc+facilities")
    penanggung_jawab: str | None = holds(Official(60), "Penanggung jawab", group="Penanggung jawab")
    telepon: str | None = holds(Official(20), "Telepon", group="Penanggung jawab")
    sumber_gps: str | None = holds(FIX_SOURCE, "Sumber GPS", group="Koordinat", hxl="#meta+source", since=3)
    akurasi_m: int | None = holds(
        Count(9_999), "Akurasi", unit="m", group="Koordinat", hxl="#geo+precision", since=3
    )

    def check(self, known: Known) -> Iterator[Notice]:
        yield from coordinate_rules(self.lat, self.lon)
        yield from region_rules(self.lat, self.lon, self.kode_wilayah, known)
        yield from _closed_before_open(self)
        if self.jenis in STORES and self.unit is None:
            yield warns("gudang_tanpa_pemegang", "unit")


def _closed_before_open(place: Place) -> Iterator[Notice]:
    if place.buka is not None and place.tutup is not None and place.tutup < place.buka:
        yield blocks("tutup_sebelum_buka", "tutup")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMerge(Record):
    """Two lokasi are one: whatever was said of `dari` counts for `ke`. Undone by a pembatalan."""

    about: ClassVar[About] = About(
        "lokasi_gabung",
        "Gabung lokasi",
        Urgency.CHATTER,
        author=Author.BOTH,
        menu="Lokasi",
        newest=Newest(("dari",)),
    )
    ke: Ref = holds(Reference("lokasi"), "Lokasi yang dipakai", required=True)
    dari: Ref = holds(Reference("lokasi"), "Lokasi yang digabung", required=True)
    alasan: str | None = holds(Text(160), "Alasan")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.ke == self.dari:
            yield blocks("gabung_dengan_diri_sendiri", "dari")
