"""kondisi_lokasi: how one place can be reached and what works there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Choice, Count, Flag, Ref, Reference, Region, Text
from field_node.records.record import (
    About,
    Known,
    Newest,
    Notice,
    Record,
    Urgency,
    blocks,
    fields,
    holds,
    warns,
)
from field_node.records.statement import AS_OF, SOURCE, as_of_rules, exceeds

ACCESS = Choice(
    (
        ("mobil", "Mobil"),
        ("motor", "Motor"),
        ("jalan_kaki", "Jalan kaki"),
        ("perahu", "Perahu"),
        ("terputus", "Terputus"),
    )
)
POWER = Choice((("menyala", "Menyala"), ("sebagian", "Sebagian"), ("padam", "Padam")))
WATER = Choice((("cukup", "Cukup"), ("kurang", "Kurang"), ("tidak_ada", "Tidak ada")))
SIGNAL = Choice(
    (
        ("tidak_ada", "Tidak ada"),
        ("2g", "2G"),
        ("3g", "3G"),
        ("4g", "4G"),
        ("wifi", "Wi-Fi"),
        ("radio", "Radio"),
    )
)
WHERE_AND_WHEN = ("lokasi", "per_waktu", "sumber")
SAFETY = Choice((("aman", "Aman"), ("rawan", "Rawan"), ("tidak_aman", "Tidak aman")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Record):
    about: ClassVar[About] = About(
        "kondisi_lokasi",
        "Kondisi lokasi",
        Urgency.STOCK,
        menu="Pendataan",
        newest=Newest(("lokasi",), by="per_waktu"),
        merged=True,
    )
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True, hxl="#loc+id")
    per_waktu: int = holds(AS_OF, "Per waktu", required=True, hxl="#date+reported")
    akses: str | None = holds(ACCESS, "Akses", hxl="#access+type")
    listrik: str | None = holds(POWER, "Listrik", hxl="#service+electricity")
    air_bersih: str | None = holds(WATER, "Air bersih", hxl="#service+water")
    sinyal: str | None = holds(SIGNAL, "Sinyal", hxl="#service+telecom")
    jamban: int | None = holds(Count(9_999, usual=8), "Jamban", unit="unit", hxl="#capacity+latrine")
    terisolir: bool | None = holds(Flag(), "Desa terisolir", group="Terisolir", hxl="#status+isolated")
    desa_terisolir: str | None = holds(
        Region(), "Desa yang terisolir", group="Terisolir", hxl="#adm4+code+isolated"
    )
    terisolir_kk: int | None = holds(
        Count(99_999, usual=32), "KK terisolir", group="Terisolir", unit="KK", hxl="#affected+isolated+hh"
    )
    terisolir_jiwa: int | None = holds(
        Count(999_999, usual=128),
        "Jiwa terisolir",
        group="Terisolir",
        unit="jiwa",
        hxl="#affected+isolated+ind",
    )
    tinggi_air_cm: int | None = holds(
        Count(2_000, usual=64), "Tinggi air", unit="cm", hxl="#indicator+flood+depth+cm"
    )
    layanan_kesehatan: bool | None = holds(
        Flag(), "Ada layanan kesehatan", group="Layanan", hxl="#service+health"
    )
    psikososial: bool | None = holds(
        Flag(), "Ada layanan psikososial", group="Layanan", hxl="#service+psychosocial"
    )
    area_anak: bool | None = holds(Flag(), "Ada area anak", group="Layanan", hxl="#service+children")
    keamanan: str | None = holds(SAFETY, "Keamanan", group="Layanan", hxl="#service+security")
    sumber_air: str | None = holds(Text(60), "Sumber air", hxl="#service+water+source")
    keterangan: str | None = holds(Text(160), "Keterangan", hxl="#description")
    sumber: str | None = holds(SOURCE, "Sumber data", hxl="#meta+source")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from as_of_rules(self.per_waktu, known)
        if all(getattr(self, one.name) is None for one in fields(Site) if one.name not in WHERE_AND_WHEN):
            yield blocks("kondisi_kosong", "akses")
        if exceeds(self.terisolir_kk, self.terisolir_jiwa):
            yield warns("kk_melebihi_jiwa", "terisolir_kk", kk=self.terisolir_kk, jiwa=self.terisolir_jiwa)
