"""sos and its end: a unit is in danger; withdrawn by it or taken in hand by somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.ground import ACCURACY, FIX_SOURCE, LATITUDE, LONGITUDE, coordinate_rules
from field_node.records.kinds import Choice, Count, Moment, Ref, Reference, Text
from field_node.records.record import About, Author, Known, Newest, Notice, Record, Urgency, holds

OUTCOME = Choice((("dicabut", "Dicabut"), ("ditangani", "Ditangani"), ("selesai", "Selesai")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sos(Record):
    """The time of the press is the entry's own, to the second; `waktu_posisi` says how old the position was."""

    about: ClassVar[About] = About("sos", "SOS", Urgency.SOS, newest=Newest(("unit",)), resolution_s=1)
    lat: float | None = holds(LATITUDE, "Lintang", hxl="#geo+lat")
    lon: float | None = holds(LONGITUDE, "Bujur", hxl="#geo+lon")
    waktu_posisi: int | None = holds(Moment(1), "Waktu posisi", hxl="#date+observed")
    akurasi: str | None = holds(ACCURACY, "Akurasi", hxl="#geo+precision")
    orang: int | None = holds(Count(999, usual=4), "Jumlah orang", unit="orang", hxl="#affected+ind")
    isi: str | None = holds(Text(160), "Keterangan", hxl="#description")
    sumber_gps: str | None = holds(FIX_SOURCE, "Sumber GPS", hxl="#meta+source", since=3)

    def check(self, known: Known) -> Iterator[Notice]:
        yield from coordinate_rules(self.lat, self.lon)


@dataclass(frozen=True, slots=True, kw_only=True)
class SosEnd(Record):
    about: ClassVar[About] = About(
        "sos_akhir",
        "Akhir SOS",
        Urgency.SOS,
        author=Author.BOTH,
        newest=Newest(("sos",)),
        resolution_s=1,
    )
    sos: Ref = holds(Reference("sos"), "SOS", required=True)
    hasil: str = holds(OUTCOME, "Hasil", required=True, hxl="#status")
    keterangan: str | None = holds(Text(160), "Keterangan", hxl="#description")
