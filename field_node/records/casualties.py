"""korban: one as-of statement of the dead, missing, injured and affected of one desa."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Count, Region, Text
from field_node.records.record import About, Known, Newest, Notice, Record, Urgency, field, holds, warns
from field_node.records.statement import AS_OF, SOURCE, as_of_rules, at_least, exceeds, nothing_counted

FEW = Count(9_999_999, usual=4)
MANY = Count(9_999_999, usual=256)
SEXES = ("l", "p", "tt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties(Record):
    about: ClassVar[About] = About(
        "korban",
        "Korban",
        Urgency.COUNT,
        menu="Pendataan",
        newest=Newest(("incident", "kode_wilayah"), by="per_waktu"),
        merged=True,
    )
    kode_wilayah: str = holds(Region(), "Wilayah", required=True, hxl="#adm4+code")
    per_waktu: int = holds(AS_OF, "Per waktu", required=True, hxl="#date+reported")
    meninggal_l: int | None = holds(FEW, "Meninggal, laki-laki", group="Meninggal", hxl="#affected+killed+m")
    meninggal_p: int | None = holds(FEW, "Meninggal, perempuan", group="Meninggal", hxl="#affected+killed+f")
    meninggal_tt: int | None = holds(
        FEW, "Meninggal, jenis kelamin tidak diketahui", group="Meninggal", hxl="#affected+killed+unknown"
    )
    hilang_l: int | None = holds(FEW, "Hilang, laki-laki", group="Hilang", hxl="#affected+missing+m")
    hilang_p: int | None = holds(FEW, "Hilang, perempuan", group="Hilang", hxl="#affected+missing+f")
    hilang_tt: int | None = holds(
        FEW, "Hilang, jenis kelamin tidak diketahui", group="Hilang", hxl="#affected+missing+unknown"
    )
    luka_berat_l: int | None = holds(
        FEW,
        "Luka berat (rawat inap), laki-laki",
        group="Luka berat (rawat inap)",
        hxl="#affected+injured+severe+m",
    )
    luka_berat_p: int | None = holds(
        FEW,
        "Luka berat (rawat inap), perempuan",
        group="Luka berat (rawat inap)",
        hxl="#affected+injured+severe+f",
    )
    luka_berat_tt: int | None = holds(
        FEW,
        "Luka berat (rawat inap), jenis kelamin tidak diketahui",
        group="Luka berat (rawat inap)",
        hxl="#affected+injured+severe+unknown",
    )
    luka_ringan_l: int | None = holds(
        FEW,
        "Luka ringan (rawat jalan), laki-laki",
        group="Luka ringan (rawat jalan)",
        hxl="#affected+injured+light+m",
    )
    luka_ringan_p: int | None = holds(
        FEW,
        "Luka ringan (rawat jalan), perempuan",
        group="Luka ringan (rawat jalan)",
        hxl="#affected+injured+light+f",
    )
    luka_ringan_tt: int | None = holds(
        FEW,
        "Luka ringan (rawat jalan), jenis kelamin tidak diketahui",
        group="Luka ringan (rawat jalan)",
        hxl="#affected+injured+light+unknown",
    )
    terdampak_l: int | None = holds(MANY, "Terdampak, laki-laki", group="Terdampak", hxl="#affected+ind+m")
    terdampak_p: int | None = holds(MANY, "Terdampak, perempuan", group="Terdampak", hxl="#affected+ind+f")
    terdampak_tt: int | None = holds(
        MANY, "Terdampak, jenis kelamin tidak diketahui", group="Terdampak", hxl="#affected+ind+unknown"
    )
    alasan: str | None = holds(Text(160), "Alasan angka turun", hxl="#description+reason")
    sumber: str | None = holds(SOURCE, "Sumber data", hxl="#meta+source")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from as_of_rules(self.per_waktu, known)
        yield from nothing_counted(self)
        before = known.newest(Casualties, known.incident, self.kode_wilayah)
        if isinstance(before, Casualties) and before.per_waktu < self.per_waktu and self.alasan is None:
            yield from _fewer(self, before)

    def total(self, group: str) -> int | None:
        """Everybody of a group (meninggal, hilang, ...), whatever the sex; None when nobody counted."""
        return at_least(*(getattr(self, f"{group}_{sex}") for sex in SEXES))


def _fewer(now: Casualties, before: Casualties) -> Iterator[Notice]:
    for group in ("meninggal", "hilang"):
        if exceeds(before.total(group), now.total(group)):
            one = field(Casualties, f"{group}_l")
            yield warns("korban_berkurang", one.name, kelompok=one.group, dulu=before.total(group))
