"""kebutuhan and its status: what a place needs at once, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kamus import kamus, options_of
from field_node.records.kinds import Amount, Choice, Count, Item, Moment, Ref, Reference, Text
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, blocks, holds
from field_node.records.statement import SOURCE

MEASURE = Choice(options_of(kamus().measures))
PRIORITY = Choice((("darurat", "Darurat"), ("segera", "Segera"), ("rencana", "Rencana")))
STATUS = Choice(
    (
        ("diminta", "Diminta"),
        ("disetujui", "Disetujui"),
        ("dikirim", "Dikirim"),
        ("terpenuhi", "Terpenuhi"),
        ("ditolak", "Ditolak"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need(Record):
    """`jumlah` counts base units of `barang`; with a free group it counts `satuan`."""

    about: ClassVar[About] = About("kebutuhan", "Kebutuhan mendesak", Urgency.STOCK, menu="Pendataan")
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True, hxl="#loc+id")
    prioritas: str = holds(PRIORITY, "Prioritas", required=True, hxl="#severity")
    barang: int | None = holds(Item(), "Barang", hxl="#item")
    jumlah: int | None = holds(Amount(1, 10**9), "Jumlah", hxl="#need+quantity")
    satuan: str | None = holds(MEASURE, "Satuan", hxl="#need+unit")
    kelompok: str | None = holds(Text(60), "Kebutuhan lain", hxl="#need+type")
    untuk_jiwa: int | None = holds(Count(9_999_999, usual=64), "Untuk", unit="jiwa", hxl="#inneed+ind")
    batas_waktu: int | None = holds(Moment(), "Batas waktu", hxl="#date+due")
    uraian: str | None = holds(Text(160), "Uraian", hxl="#description")
    sumber: str | None = holds(SOURCE, "Sumber data", hxl="#meta+source")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.barang is None and self.kelompok is None:
            yield blocks("kebutuhan_tanpa_barang", "barang")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedStatus(Record):
    about: ClassVar[About] = About(
        "kebutuhan_status",
        "Status kebutuhan",
        Urgency.STOCK,
        author=Author.BOTH,
        newest=Newest(("kebutuhan",)),
    )
    kebutuhan: Ref = holds(Reference("kebutuhan"), "Kebutuhan", required=True)
    status: str = holds(STATUS, "Status", required=True, hxl="#status")
    alasan: str | None = holds(Text(160), "Alasan", hxl="#status+reason")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.status == "ditolak" and self.alasan is None:
            yield blocks("alasan_wajib", "alasan")
