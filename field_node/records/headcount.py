"""hitung_pengungsi: one as-of statement of how many people are at one place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Choice, Count, Ref, Reference
from field_node.records.place import Place
from field_node.records.record import About, Known, Newest, Notice, Record, Urgency, holds, warns
from field_node.records.statement import AS_OF, SOURCE, as_of_rules, at_least, exceeds, nothing_counted, whole

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
KK = Count(99_999, usual=32)
JIWA = Count(99_999, usual=128)
GROUP = Count(99_999, usual=16)
FEW = Count(99_999, usual=4)
AGES = ("balita_0_4", "anak_5_17", "dewasa_18_59", "lansia_60p")
VULNERABLE = ("ibu_hamil", "ibu_menyusui", "disabilitas", "sakit", "anak_terpisah")
MOST_PER_HOUSEHOLD = 10
LEAST_CHANGE = 50
HEAD = "#affected+displaced"


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
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True, hxl="#loc+id")
    per_waktu: int = holds(AS_OF, "Per waktu", required=True, hxl="#date+reported")
    kk: int | None = holds(KK, "Jumlah KK", unit="KK", hxl=f"{HEAD}+hh")
    jiwa: int | None = holds(JIWA, "Jumlah jiwa", unit="jiwa", hxl=f"{HEAD}+ind")
    laki: int | None = holds(JIWA, "Laki-laki", unit="jiwa", hxl=f"{HEAD}+m")
    perempuan: int | None = holds(JIWA, "Perempuan", unit="jiwa", hxl=f"{HEAD}+f")
    balita_0_4_l: int | None = holds(
        GROUP, "Balita (0-4), laki-laki", group="Umur", unit="jiwa", hxl=f"{HEAD}+infants+m"
    )
    balita_0_4_p: int | None = holds(
        GROUP, "Balita (0-4), perempuan", group="Umur", unit="jiwa", hxl=f"{HEAD}+infants+f"
    )
    anak_5_17_l: int | None = holds(
        GROUP, "Anak (5-17), laki-laki", group="Umur", unit="jiwa", hxl=f"{HEAD}+children+m"
    )
    anak_5_17_p: int | None = holds(
        GROUP, "Anak (5-17), perempuan", group="Umur", unit="jiwa", hxl=f"{HEAD}+children+f"
    )
    dewasa_18_59_l: int | None = holds(
        GROUP, "Dewasa (18-59), laki-laki", group="Umur", unit="jiwa", hxl=f"{HEAD}+adults+m"
    )
    dewasa_18_59_p: int | None = holds(
        GROUP, "Dewasa (18-59), perempuan", group="Umur", unit="jiwa", hxl=f"{HEAD}+adults+f"
    )
    lansia_60p_l: int | None = holds(
        GROUP, "Lansia (60+), laki-laki", group="Umur", unit="jiwa", hxl=f"{HEAD}+elderly+m"
    )
    lansia_60p_p: int | None = holds(
        GROUP, "Lansia (60+), perempuan", group="Umur", unit="jiwa", hxl=f"{HEAD}+elderly+f"
    )
    bayi_0_11bln_l: int | None = holds(
        GROUP, "Bayi (0-11 bulan), laki-laki", group="Umur", unit="jiwa", hxl=f"{HEAD}+infants+months0_11+m"
    )
    bayi_0_11bln_p: int | None = holds(
        GROUP, "Bayi (0-11 bulan), perempuan", group="Umur", unit="jiwa", hxl=f"{HEAD}+infants+months0_11+f"
    )
    ibu_hamil: int | None = holds(
        FEW, "Ibu hamil", group="Kelompok rentan", unit="jiwa", hxl=f"{HEAD}+pregnant"
    )
    ibu_menyusui: int | None = holds(
        FEW, "Ibu menyusui", group="Kelompok rentan", unit="jiwa", hxl=f"{HEAD}+lactating"
    )
    disabilitas: int | None = holds(
        FEW, "Penyandang disabilitas", group="Kelompok rentan", unit="jiwa", hxl=f"{HEAD}+disabled"
    )
    sakit: int | None = holds(FEW, "Sakit", group="Kelompok rentan", unit="jiwa", hxl=f"{HEAD}+ill")
    anak_terpisah: int | None = holds(
        FEW, "Anak terpisah", group="Kelompok rentan", unit="jiwa", hxl=f"{HEAD}+children+separated"
    )
    masuk: int | None = holds(GROUP, "Masuk", group="Sejak hitungan lalu", unit="jiwa", hxl=f"{HEAD}+arrived")
    keluar: int | None = holds(GROUP, "Keluar", group="Sejak hitungan lalu", unit="jiwa", hxl=f"{HEAD}+left")
    tempat: str | None = holds(SHELTER, "Tempat mengungsi", hxl="#loc+shelter+type")
    sumber: str | None = holds(SOURCE, "Sumber data", hxl="#meta+source")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from as_of_rules(self.per_waktu, known)
        yield from nothing_counted(self)
        yield from _parts_of_the_whole(self)
        yield from _subsets(self)
        yield from _ages_of_each_sex(self)
        yield from _households(self)
        yield from _capacity(self, known.record(self.lokasi))
        before = known.newest(Headcount, self.lokasi)
        if isinstance(before, Headcount) and before.per_waktu <= self.per_waktu:
            yield from _change(self, before)


def ages(count: Headcount) -> tuple[int | None, ...]:
    """The eight numbers whose sum is jiwa; babies are a part of the balita."""
    return tuple(getattr(count, f"{age}_{sex}") for age in AGES for sex in "lp")


def _parts_of_the_whole(count: Headcount) -> Iterator[Notice]:
    both, everyone = whole(count.laki, count.perempuan), whole(*ages(count))
    if count.jiwa is None:
        return
    if both is not None and both != count.jiwa:
        yield warns(
            "jenis_kelamin_tidak_sama", "jiwa", jumlah=both, jiwa=count.jiwa, selisih=abs(both - count.jiwa)
        )
    if everyone is not None and everyone != count.jiwa:
        gap = abs(everyone - count.jiwa)
        yield warns("umur_tidak_sama", "jiwa", jumlah=everyone, jiwa=count.jiwa, selisih=gap)


def _subsets(count: Headcount) -> Iterator[Notice]:
    for name in VULNERABLE:
        if exceeds(getattr(count, name), count.jiwa):
            yield warns("kelompok_melebihi_jiwa", name, jumlah=getattr(count, name), jiwa=count.jiwa)
    if exceeds(whole(count.ibu_hamil, count.ibu_menyusui), count.perempuan):
        yield warns("ibu_melebihi_perempuan", "ibu_hamil", perempuan=count.perempuan)
    for sex in "lp":
        if exceeds(getattr(count, f"bayi_0_11bln_{sex}"), getattr(count, f"balita_0_4_{sex}")):
            yield warns("bayi_melebihi_balita", f"bayi_0_11bln_{sex}")


def _ages_of_each_sex(count: Headcount) -> Iterator[Notice]:
    for sex, total in (("l", count.laki), ("p", count.perempuan)):
        counted = at_least(*(getattr(count, f"{age}_{sex}") for age in AGES))
        if exceeds(counted, total):
            field, kelompok = (("laki", "laki-laki"), ("perempuan", "perempuan"))[sex == "p"]
            yield warns("umur_melebihi_jenis_kelamin", field, kelompok=kelompok, jumlah=counted, total=total)


def _households(count: Headcount) -> Iterator[Notice]:
    if count.kk is None or count.jiwa is None:
        return
    if count.kk > count.jiwa:
        yield warns("kk_melebihi_jiwa", "kk", kk=count.kk, jiwa=count.jiwa)
    elif count.jiwa > MOST_PER_HOUSEHOLD * count.kk:
        yield warns("jiwa_per_kk_janggal", "kk", kk=count.kk, jiwa=count.jiwa)


def _capacity(count: Headcount, place: Record | None) -> Iterator[Notice]:
    if isinstance(place, Place) and exceeds(count.jiwa, place.kapasitas_jiwa):
        yield warns("melebihi_kapasitas", "jiwa", jiwa=count.jiwa, kapasitas=place.kapasitas_jiwa)


def _change(count: Headcount, before: Headcount) -> Iterator[Notice]:
    if count.jiwa is None or before.jiwa is None:
        return
    change = count.jiwa - before.jiwa
    if abs(change) > LEAST_CHANGE and 2 * abs(change) > before.jiwa:
        yield warns("jiwa_berubah_banyak", "jiwa", dulu=before.jiwa, jiwa=count.jiwa)
    if not _explains(count, change):
        yield warns("arus_tidak_menjelaskan", "masuk", dulu=before.jiwa, jiwa=count.jiwa)


def _explains(count: Headcount, change: int) -> bool:
    """False when no number of arrivals and departures that was left out could make the change."""
    if count.masuk is not None and count.keluar is not None:
        return count.masuk - count.keluar == change
    return not exceeds(change, count.masuk) and not exceeds(-change, count.keluar)
