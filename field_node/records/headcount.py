"""hitung_pengungsi: one as-of statement of how many people are at one place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Choice, Count, Moment, Ref, Reference
from field_node.records.record import About, Known, Newest, Notice, Record, Urgency, holds, warns

SHELTER = Choice(
    (
        ("tenda", "Tenda"),
        ("rumah_kerabat", "Rumah kerabat"),
        ("rumah_ibadah", "Rumah ibadah"),
        ("gedung_pemerintah", "Gedung pemerintah"),
        ("sekolah", "Sekolah"),
        ("huntara", "Huntara"),
        ("lainnya", "Lainnya"),
    )
)
JIWA = Count(99_999, usual=128)
GROUP = Count(99_999, usual=16)
AGES = ("bayi_0_11bln", "balita_0_4", "anak_5_17", "dewasa_18_59", "lansia_60p")
VULNERABLE = ("ibu_hamil", "ibu_menyusui", "disabilitas", "sakit", "anak_terpisah")


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount(Record):
    about: ClassVar[About] = About(
        "hitung_pengungsi",
        "Hitung pengungsi",
        Urgency.COUNT,
        menu="Pendataan",
        newest=Newest(("lokasi",), by="per_waktu"),
        merged=True,
    )
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True, hxl="#loc")
    per_waktu: int = holds(Moment(), "Per waktu", required=True, hxl="#date+reported")
    kk: int | None = holds(Count(99_999, usual=32), "Jumlah KK", unit="KK", hxl="#affected+displaced+hh")
    jiwa: int | None = holds(JIWA, "Jumlah jiwa", unit="jiwa", hxl="#affected+displaced+ind")
    laki: int | None = holds(JIWA, "Laki-laki", unit="jiwa", hxl="#affected+displaced+m")
    perempuan: int | None = holds(JIWA, "Perempuan", unit="jiwa", hxl="#affected+displaced+f")
    bayi_0_11bln_l: int | None = holds(
        GROUP, "Bayi (0-11 bulan), laki-laki", group="Umur", hxl="#affected+infants+m+months0_11"
    )

    def check(self, known: Known) -> Iterator[Notice]:
        if self.kk is not None and self.jiwa is not None and self.kk > self.jiwa:
            yield warns("kk_melebihi_jiwa", "kk", kk=self.kk, jiwa=self.jiwa)
