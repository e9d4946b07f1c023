"""dapur_umum: what one field kitchen can cook and whom it feeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Count, Ref, Reference, Text
from field_node.records.record import About, Known, Newest, Notice, Record, Urgency, holds
from field_node.records.statement import AS_OF, SOURCE, as_of_rules

PORTIONS = Count(999_999, usual=256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kitchen(Record):
    about: ClassVar[About] = About(
        "dapur_umum",
        "Dapur umum",
        Urgency.STOCK,
        menu="Pendataan",
        newest=Newest(("lokasi",), by="per_waktu"),
        merged=True,
    )
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True, hxl="#loc+id")
    per_waktu: int = holds(AS_OF, "Per waktu", required=True, hxl="#date+reported")
    kapasitas_porsi: int | None = holds(PORTIONS, "Kapasitas sehari", unit="porsi", hxl="#capacity+meals")
    porsi_pagi: int | None = holds(PORTIONS, "Porsi pagi", unit="porsi", hxl="#output+meals+morning")
    porsi_siang: int | None = holds(PORTIONS, "Porsi siang", unit="porsi", hxl="#output+meals+noon")
    porsi_malam: int | None = holds(PORTIONS, "Porsi malam", unit="porsi", hxl="#output+meals+evening")
    jiwa_terlayani: int | None = holds(PORTIONS, "Jiwa terlayani", unit="jiwa", hxl="#reached+ind")
    titik_dilayani: int | None = holds(
        Count(999, usual=4), "Titik dilayani", unit="titik", hxl="#reached+loc"
    )
    relawan: int | None = holds(Count(9_999, usual=16), "Relawan", unit="orang", hxl="#capacity+staff")
    bahan_cukup_hari: int | None = holds(
        Count(365, usual=4), "Bahan cukup untuk", unit="hari", hxl="#capacity+days"
    )
    kendala: str | None = holds(Text(160), "Kendala", hxl="#description+constraint")
    sumber: str | None = holds(SOURCE, "Sumber data", hxl="#meta+source")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from as_of_rules(self.per_waktu, known)
