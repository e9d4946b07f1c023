"""pembatalan of an entry, and koreksi_waktu of a stretch of them: nothing is edited, nothing deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import SEQ_LIMIT, TRACK_START, Amount, Count, Ref, Reference, Text
from field_node.records.movement import Movement
from field_node.records.record import About, Author, Known, Notice, Record, Urgency, blocks, holds

SEQ = Count(SEQ_LIMIT - 1, usual=4_096)


@dataclass(frozen=True, slots=True, kw_only=True)
class Void(Record):
    """Takes the entry it names out of force, wherever either arrives first."""

    about: ClassVar[About] = About("pembatalan", "Pembatalan", Urgency.STOCK, author=Author.BOTH)
    entri: Ref = holds(Reference(), "Data yang dibatalkan", required=True)
    alasan: str = holds(Text(160), "Alasan", required=True, hxl="#description+reason")

    def check(self, known: Known) -> Iterator[Notice]:
        voided = known.record(self.entri)
        if known.unit not in (0, self.entri.unit):
            yield blocks("batal_milik_unit_lain", "entri", unit=self.entri.unit)
        elif isinstance(voided, Void):
            yield blocks("batal_dari_pembatalan", "entri")
        elif isinstance(voided, Movement) and voided.jenis == "kirim" and known.received(self.entri):
            yield blocks("kiriman_sudah_diterima", "entri")
        elif isinstance(voided, Movement) and known.came_back(self.entri):
            yield blocks("surat_sudah_dirujuk", "entri")

    def replaces(self) -> Ref | None:
        return self.entri


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeCorrection(Record):
    """The unit's own entries dari_seq..sampai_seq, on one number line, were made `selisih_s` later than they say."""

    about: ClassVar[About] = About("koreksi_waktu", "Koreksi waktu", Urgency.COUNT)
    dari_seq: int = holds(SEQ, "Dari nomor", required=True)
    sampai_seq: int = holds(SEQ, "Sampai nomor", required=True)
    selisih_s: int = holds(Amount(-(1 << 40), 1 << 40, usual=65_536), "Selisih", required=True, unit="detik")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.sampai_seq < self.dari_seq or (self.dari_seq < TRACK_START <= self.sampai_seq):
            yield blocks("rentang_nomor_rusak", "sampai_seq")
