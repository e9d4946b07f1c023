"""penerima and tanda_tangan: who got goods by a paper, and what was drawn beneath it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Amount, Choice, Count, Official, Person, Ref, Reference, Text
from field_node.records.record import About, Known, Notice, Record, Urgency, blocks, holds, warns

PARTY = Choice((("pihak_pertama", "Pihak pertama"), ("pihak_kedua", "Pihak kedua"), ("saksi", "Saksi")))
WIDE, HIGH = 240, 120
"""The grid that a signature is drawn on."""
MOST_DRAWN = 4_000
_STROKES = re.compile(r"([0-9a-z]{4})+(;([0-9a-z]{4})+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Record):
    """One KK, or one RT as a whole, of those that a salur served. `baris`: its place in the list of that paper."""

    about: ClassVar[About] = About("penerima", "Penerima bantuan", Urgency.CHATTER)
    bast: str = holds(Text(40), "Nomor BAST", required=True, radio=False, hxl="#meta+handover+id")
    gudang: Ref = holds(Reference("lokasi"), "Gudang", required=True, radio=False, hxl="#loc+id")
    baris: int | None = holds(Count(9_999, usual=16), "Baris", radio=False)
    rt: str | None = holds(Text(60), "RT/RW atau dusun", radio=False, hxl="#loc+name")
    kk: int | None = holds(Count(99_999), "KK terlayani", radio=False, unit="KK", hxl="#reached+hh")
    jiwa: int | None = holds(Count(999_999), "Jiwa terlayani", radio=False, unit="jiwa", hxl="#reached+ind")
    paket: int | None = holds(Amount(0, 10**9), "Paket", radio=False, hxl="#output+quantity")
    nama: str | None = holds(Official(60), "Nama ketua RT atau perwakilan")
    orang: bytes | None = holds(Person(60), "Nama warga (disegel)")
    keterangan: str | None = holds(Text(160), "Keterangan", radio=False, hxl="#description")

    def check(self, known: Known) -> Iterator[Notice]:
        if self.kk is not None and self.jiwa is not None and self.kk > self.jiwa:
            yield warns("kk_melebihi_jiwa", "kk", kk=self.kk, jiwa=self.jiwa)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature(Record):
    """Drawn on the tablet; without `goresan` (see `strokes`) signed on paper. `mutasi`: the first line of the paper."""

    about: ClassVar[About] = About("tanda_tangan", "Tanda tangan", Urgency.CHATTER)
    mutasi: Ref = holds(Reference("mutasi"), "Surat", required=True, radio=False)
    peran: str = holds(PARTY, "Peran", required=True, radio=False)
    nama: str | None = holds(Official(60), "Nama")
    jabatan: str | None = holds(Text(60), "Jabatan", radio=False)
    goresan: str | None = holds(Text(MOST_DRAWN), "Goresan", radio=False)

    def check(self, known: Known) -> Iterator[Notice]:
        if self.goresan is not None and not strokes(self.goresan):
            yield blocks("goresan_rusak", "goresan")


def strokes(drawn: str) -> list[list[tuple[int, int]]]:
    """`0a1f0b20;...` -> strokes of (x, y), each number two characters in base 36; [] when it is no drawing."""
    if not _STROKES.fullmatch(drawn):
        return []
    found = [[_point(one[at : at + 4]) for at in range(0, len(one), 4)] for one in drawn.split(";")]
    inside = all(x <= WIDE and y <= HIGH for stroke in found for x, y in stroke)
    return found if inside else []


def _point(text: str) -> tuple[int, int]:
    return int(text[:2], 36), int(text[2:], 36)
