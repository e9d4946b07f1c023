"""ldp: sessions of psychosocial support at one place, as numbers; no health detail of a person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Choice, Count, Ref, Reference, Text
from field_node.records.record import About, Known, Notice, Record, Urgency, holds
from field_node.records.statement import AS_OF, SOURCE, as_of_rules

ACTIVITY = Choice(
    (("bermain", "Bermain"), ("kelompok", "Kelompok"), ("individu", "Individu"), ("rujukan", "Rujukan"))
)
PEOPLE = Count(99_999, usual=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Psychosocial(Record):
    about: ClassVar[About] = About("ldp", "Layanan dukungan psikososial", Urgency.STOCK, menu="Pendataan")
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True, hxl="#loc+id")
    per_waktu: int = holds(AS_OF, "Per waktu", required=True, hxl="#date+reported")
    jenis: str | None = holds(ACTIVITY, "Jenis kegiatan", hxl="#activity+type")
    sesi: int | None = holds(Count(999, usual=2), "Sesi", unit="sesi", hxl="#output+sessions")
    peserta_anak_l: int | None = holds(PEOPLE, "Anak, laki-laki", group="Peserta", hxl="#reached+children+m")
    peserta_anak_p: int | None = holds(PEOPLE, "Anak, perempuan", group="Peserta", hxl="#reached+children+f")
    peserta_dewasa_l: int | None = holds(
        PEOPLE, "Dewasa, laki-laki", group="Peserta", hxl="#reached+adults+m"
    )
    peserta_dewasa_p: int | None = holds(
        PEOPLE, "Dewasa, perempuan", group="Peserta", hxl="#reached+adults+f"
    )
    peserta_lansia_l: int | None = holds(
        PEOPLE, "Lansia, laki-laki", group="Peserta", hxl="#reached+elderly+m"
    )
    peserta_lansia_p: int | None = holds(
        PEOPLE, "Lansia, perempuan", group="Peserta", hxl="#reached+elderly+f"
    )
    rujukan: int | None = holds(Count(9_999, usual=2), "Dirujuk", unit="orang", hxl="#reached+referred")
    kendala: str | None = holds(Text(160), "Kendala", hxl="#description+constraint")
    sumber: str | None = holds(SOURCE, "Sumber data", hxl="#meta+source")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from as_of_rules(self.per_waktu, known)
