"""posisi: where a unit was at one moment, from the satellites."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.ground import ACCURACY, FIX_SOURCE, LATITUDE, LONGITUDE, coordinate_rules
from field_node.records.kinds import Count, Flag, Moment
from field_node.records.record import About, Known, Newest, Notice, Record, Urgency, holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    about: ClassVar[About] = About(
        "posisi",
        "Posisi",
        Urgency.POSITION,
        newest=Newest(("unit",), by="waktu"),
        resolution_s=30,
        track=True,
    )
    lat: float = holds(LATITUDE, "Lintang", required=True, hxl="#geo+lat")
    lon: float = holds(LONGITUDE, "Bujur", required=True, hxl="#geo+lon")
    waktu: int = holds(Moment(30), "Waktu satelit", required=True, hxl="#date+observed")
    akurasi: str | None = holds(ACCURACY, "Akurasi", hxl="#geo+precision")
    sumber_gps: str | None = holds(FIX_SOURCE, "Sumber GPS", hxl="#meta+source")
    janggal: bool | None = holds(Flag(), "Lompatan yang janggal")
    akurasi_m: int | None = holds(Count(9_999), "Akurasi", radio=False, unit="m")
    kecepatan: int | None = holds(Count(1_500), "Kecepatan", radio=False, unit="km/jam")
    arah: int | None = holds(Count(359, usual=256), "Arah", radio=False, unit="°")
    satelit: int | None = holds(Count(99), "Satelit", radio=False)

    def check(self, known: Known) -> Iterator[Notice]:
        yield from coordinate_rules(self.lat, self.lon)
