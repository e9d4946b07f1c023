"""tugas and its answers: an order to a unit, a team or a posko, and how far it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kamus import kamus, options_of
from field_node.records.kinds import Amount, Choice, Item, Moment, Ref, Reference, Text, UnitNumber
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

TEMPLATE = Choice(options_of(kamus().templates, "text"))
STATE = Choice(
    (
        ("terkirim", "Terkirim"),
        ("dibaca", "Dibaca"),
        ("dikerjakan", "Dikerjakan"),
        ("selesai", "Selesai"),
        ("tidak_bisa", "Tidak bisa"),
        ("dibatalkan", "Dibatalkan"),
        ("lewat_waktu", "Lewat waktu"),
    )
)
VOLUNTEER = ("dibaca", "dikerjakan", "selesai", "tidak_bisa")
"""States that whoever got the task sets; the others follow from its way and its time."""
CLOSED = ("selesai", "tidak_bisa", "dibatalkan", "lewat_waktu")
"""States after which a task is no longer open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    """`lokasi`, `barang` and `jumlah` fill the text of the template; `posko` is a place as its addressee."""

    about: ClassVar[About] = About("tugas", "Tugas", Urgency.COUNT, author=Author.BOTH, menu="Tugas")
    templat: str | None = holds(TEMPLATE, "Tugas")
    tujuan: int | None = holds(UnitNumber(), "Untuk unit", hxl="#meta+recipient")
    prioritas: str | None = holds(PRIORITY, "Prioritas", hxl="#severity")
    batas_waktu: int | None = holds(Moment(), "Batas waktu", hxl="#date+due")
    lokasi: Ref | None = holds(Reference("lokasi"), "Lokasi", hxl="#loc+id")
    barang: int | None = holds(Item(), "Barang", hxl="#item")
    jumlah: int | None = holds(Amount(1, 10**9), "Jumlah", hxl="#item+quantity")
    posko: Ref | None = holds(Reference("lokasi"), "Untuk posko", hxl="#loc+recipient+id")
    tim: str | None = holds(Text(40), "Untuk tim", hxl="#org+recipient")
    isi: str | None = holds(Text(160), "Isi", hxl="#description")
    uraian: str | None = holds(Text(500), "Uraian panjang", radio=False, hxl="#description+long")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.templat is None and self.isi is None:
            yield blocks("tugas_kosong", "isi")
        if self.tujuan is None and self.posko is None and self.tim is None:
            yield warns("tugas_tanpa_tujuan", "tujuan")
        for name in kamus().templates[self.templat].parameters if self.templat is not None else ():
            if getattr(self, name) is None:
                yield warns("tugas_belum_lengkap", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskAnswer(Record):
    about: ClassVar[About] = About(
        "tugas_jawab",
        "Jawaban tugas",
        Urgency.COUNT,
        author=Author.BOTH,
        menu="Tugas",
        newest=Newest(("tugas",)),
    )
    tugas: Ref = holds(Reference("tugas"), "Tugas", required=True)
    status: str = holds(STATE, "Status", required=True, hxl="#status", offers=VOLUNTEER)
    alasan: str | None = holds(Text(160), "Alasan", hxl="#status+reason")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.status == "tidak_bisa" and self.alasan is None:
            yield blocks("alasan_wajib", "alasan")
