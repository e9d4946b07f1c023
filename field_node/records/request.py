"""permintaan: one line of a request for goods to the next store up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Amount, Count, Item, Moment, Official, Ref, Reference, Text
from field_node.records.record import About, Known, Notice, Record, Urgency, blocks, holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Record):
    about: ClassVar[About] = About("permintaan", "Permintaan barang", Urgency.STOCK, menu="Stok")
    dari: Ref = holds(Reference("lokasi"), "Dari", required=True, hxl="#loc+destination+id")
    barang: int = holds(Item(), "Barang", required=True, hxl="#item")
    jumlah: int = holds(Amount(1, 10**9), "Jumlah", required=True, hxl="#need+quantity")
    kepada: Ref | None = holds(Reference("lokasi"), "Kepada", hxl="#loc+source+id")
    nomor: str | None = holds(Text(40), "Nomor surat", hxl="#meta+document+id")
    baris: int | None = holds(Count(40, usual=2), "Baris")
    kk: int | None = holds(Count(99_999, usual=32), "Untuk KK", unit="KK", hxl="#inneed+hh")
    jiwa: int | None = holds(Count(999_999, usual=128), "Untuk jiwa", unit="jiwa", hxl="#inneed+ind")
    batas_waktu: int | None = holds(Moment(), "Batas waktu", hxl="#date+due")
    alasan: str | None = holds(Text(160), "Alasan", hxl="#description+reason")
    kepada_nama: str | None = holds(Text(60), "Kepada (di luar sistem)", hxl="#org+source+name")
    pemohon: str | None = holds(Official(60), "Pemohon")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.kepada is not None and self.kepada == self.dari:
            yield blocks("permintaan_ke_diri_sendiri", "kepada")
