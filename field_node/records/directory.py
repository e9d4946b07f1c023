"""unit and kamus: what the center tells everybody about units and about goods that the shipped kamus lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kamus import Goods, kamus
from field_node.records.kinds import Choice, Count, Flag, Ref, Reference, Region, Text, UnitNumber
from field_node.records.need import MEASURE
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, blocks, holds

CLASS = Choice((("K", "Habis pakai"), ("A", "Aset")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(Record):
    about: ClassVar[About] = About(
        "unit", "Unit", Urgency.CHATTER, author=Author.CENTER, newest=Newest(("nomor",))
    )
    nomor: int = holds(UnitNumber(), "Nomor unit", required=True, hxl="#meta+unit")
    nama: str = holds(Text(60), "Nama unit", required=True, hxl="#meta+unit+name")
    kode_wilayah: str | None = holds(Region(), "Wilayah", hxl="#adm2+code")
    lokasi: Ref | None = holds(Reference("lokasi"), "Pangkalan", hxl="#loc+id")
    dicabut: bool | None = holds(Flag(), "Akses dicabut", hxl="#status+revoked")


@dataclass(frozen=True, slots=True, kw_only=True)
class KamusLine(Record):
    """Goods beyond the shipped list. A number of that list is never given again."""

    about: ClassVar[About] = About(
        "kamus", "Kamus barang", Urgency.CHATTER, author=Author.CENTER, newest=Newest(("nomor",))
    )
    nomor: int = holds(Count(1023, usual=128), "Nomor barang", required=True, hxl="#item+num")
    kode: str = holds(Text(8), "Kode", required=True, hxl="#item+code")
    nama: str = holds(Text(60), "Nama barang", required=True, hxl="#item+name")
    satuan: str = holds(MEASURE, "Satuan dasar", required=True, hxl="#item+unit")
    golongan: str | None = holds(CLASS, "Golongan", hxl="#item+type")
    kedaluwarsa: bool | None = holds(Flag(), "Ditanya kedaluwarsa")
    skala: int | None = holds(Count(3, usual=1), "Angka di belakang koma")

    def check(self, known: Known) -> Iterator[Notice]:
        shipped = kamus().goods
        if self.nomor in shipped or any(one.code == self.kode for one in shipped.values()):
            yield blocks("kode_kamus_terpakai", "nomor")

    def goods(self) -> Goods:
        """The line as it is used."""
        return Goods(
            number=self.nomor,
            code=self.kode,
            name=self.nama,
            unit=self.satuan,
            asset=self.golongan == "A",
            expires=bool(self.kedaluwarsa),
            scale=self.skala or 0,
        )
