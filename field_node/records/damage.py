"""kerusakan: one as-of statement of damaged houses, facilities and land of one desa."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from field_node.records.kinds import Count, Region
from field_node.records.record import About, Known, Newest, Notice, Record, Urgency, holds
from field_node.records.statement import AS_OF, SOURCE, as_of_rules

HOUSES = Count(9_999_999, usual=32)
FEW = Count(99_999, usual=4)
EXTENT = Count(9_999_999, usual=256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage(Record):
    about: ClassVar[About] = About(
        "kerusakan",
        "Kerusakan",
        Urgency.STOCK,
        menu="Pendataan",
        newest=Newest(("incident", "kode_wilayah"), by="per_waktu"),
        merged=True,
    )
    kode_wilayah: str = holds(Region(), "Wilayah", required=True, hxl="#adm4+code")
    per_waktu: int = holds(AS_OF, "Per waktu", required=True, hxl="#date+reported")
    rumah_rusak_berat: int | None = holds(
        HOUSES, "Rumah rusak berat", group="Rumah", unit="rumah", hxl="#impact+type+house+severity+heavy"
    )
    rumah_rusak_sedang: int | None = holds(
        HOUSES, "Rumah rusak sedang", group="Rumah", unit="rumah", hxl="#impact+type+house+severity+moderate"
    )
    rumah_rusak_ringan: int | None = holds(
        HOUSES, "Rumah rusak ringan", group="Rumah", unit="rumah", hxl="#impact+type+house+severity+light"
    )
    rumah_terendam: int | None = holds(
        HOUSES, "Rumah terendam", group="Rumah", unit="rumah", hxl="#impact+type+house+severity+flooded"
    )
    pendidikan_rusak_berat: int | None = holds(
        FEW, "Pendidikan, rusak berat", group="Fasilitas", hxl="#impact+type+pendidikan+severity+heavy"
    )
    pendidikan_rusak_sedang: int | None = holds(
        FEW, "Pendidikan, rusak sedang", group="Fasilitas", hxl="#impact+type+pendidikan+severity+moderate"
    )
    pendidikan_rusak_ringan: int | None = holds(
        FEW, "Pendidikan, rusak ringan", group="Fasilitas", hxl="#impact+type+pendidikan+severity+light"
    )
    kesehatan_rusak_berat: int | None = holds(
        FEW, "Kesehatan, rusak berat", group="Fasilitas", hxl="#impact+type+kesehatan+severity+heavy"
    )
    kesehatan_rusak_sedang: int | None = holds(
        FEW, "Kesehatan, rusak sedang", group="Fasilitas", hxl="#impact+type+kesehatan+severity+moderate"
    )
    kesehatan_rusak_ringan: int | None = holds(
        FEW, "Kesehatan, rusak ringan", group="Fasilitas", hxl="#impact+type+kesehatan+severity+light"
    )
    peribadatan_rusak_berat: int | None = holds(
        FEW, "Peribadatan, rusak berat", group="Fasilitas", hxl="#impact+type+peribadatan+severity+heavy"
    )
    peribadatan_rusak_sedang: int | None = holds(
        FEW, "Peribadatan, rusak sedang", group="Fasilitas", hxl="#impact+type+peribadatan+severity+moderate"
    )
    peribadatan_rusak_ringan: int | None = holds(
        FEW, "Peribadatan, rusak ringan", group="Fasilitas", hxl="#impact+type+peribadatan+severity+light"
    )
    kantor_rusak_berat: int | None = holds(
        FEW, "Kantor, rusak berat", group="Fasilitas", hxl="#impact+type+kantor+severity+heavy"
    )
    kantor_rusak_sedang: int | None = holds(
        FEW, "Kantor, rusak sedang", group="Fasilitas", hxl="#impact+type+kantor+severity+moderate"
    )
    kantor_rusak_ringan: int | None = holds(
        FEW, "Kantor, rusak ringan", group="Fasilitas", hxl="#impact+type+kantor+severity+light"
    )
    fasum_rusak_berat: int | None = holds(
        FEW, "Fasilitas umum lain, rusak berat", group="Fasilitas", hxl="#impact+type+fasum+severity+heavy"
    )
    fasum_rusak_sedang: int | None = holds(
        FEW,
        "Fasilitas umum lain, rusak sedang",
        group="Fasilitas",
        hxl="#impact+type+fasum+severity+moderate",
    )
    fasum_rusak_ringan: int | None = holds(
        FEW, "Fasilitas umum lain, rusak ringan", group="Fasilitas", hxl="#impact+type+fasum+severity+light"
    )
    jembatan_rusak_berat: int | None = holds(
        FEW, "Jembatan, rusak berat", group="Fasilitas", hxl="#impact+type+jembatan+severity+heavy"
    )
    jembatan_rusak_sedang: int | None = holds(
        FEW, "Jembatan, rusak sedang", group="Fasilitas", hxl="#impact+type+jembatan+severity+moderate"
    )
    jembatan_rusak_ringan: int | None = holds(
        FEW, "Jembatan, rusak ringan", group="Fasilitas", hxl="#impact+type+jembatan+severity+light"
    )
    pabrik_rusak_berat: int | None = holds(
        FEW, "Pabrik, rusak berat", group="Fasilitas", hxl="#impact+type+pabrik+severity+heavy"
    )
    pabrik_rusak_sedang: int | None = holds(
        FEW, "Pabrik, rusak sedang", group="Fasilitas", hxl="#impact+type+pabrik+severity+moderate"
    )
    pabrik_rusak_ringan: int | None = holds(
        FEW, "Pabrik, rusak ringan", group="Fasilitas", hxl="#impact+type+pabrik+severity+light"
    )
    kios_rusak_berat: int | None = holds(
        FEW, "Kios, rusak berat", group="Fasilitas", hxl="#impact+type+kios+severity+heavy"
    )
    kios_rusak_sedang: int | None = holds(
        FEW, "Kios, rusak sedang", group="Fasilitas", hxl="#impact+type+kios+severity+moderate"
    )
    kios_rusak_ringan: int | None = holds(
        FEW, "Kios, rusak ringan", group="Fasilitas", hxl="#impact+type+kios+severity+light"
    )
    jalan_m: int | None = holds(
        EXTENT, "Jalan", group="Jalan dan lahan", unit="m", hxl="#impact+type+jalan+m"
    )
    irigasi_m: int | None = holds(
        EXTENT, "Irigasi", group="Jalan dan lahan", unit="m", hxl="#impact+type+irigasi+m"
    )
    sawah_ha: int | None = holds(
        EXTENT, "Sawah", group="Jalan dan lahan", unit="ha", hxl="#impact+type+sawah+ha"
    )
    kebun_ha: int | None = holds(
        EXTENT, "Kebun", group="Jalan dan lahan", unit="ha", hxl="#impact+type+kebun+ha"
    )
    lahan_ha: int | None = holds(
        EXTENT, "Lahan", group="Jalan dan lahan", unit="ha", hxl="#impact+type+lahan+ha"
    )
    hutan_ha: int | None = holds(
        EXTENT, "Hutan", group="Jalan dan lahan", unit="ha", hxl="#impact+type+hutan+ha"
    )
    kolam_ha: int | None = holds(
        EXTENT, "Kolam", group="Jalan dan lahan", unit="ha", hxl="#impact+type+kolam+ha"
    )
    kerugian_juta: int | None = holds(
        Count(99_999_999, usual=256), "Taksiran kerugian", unit="juta rupiah", hxl="#value+loss+idr+million"
    )
    sumber: str | None = holds(SOURCE, "Sumber data", hxl="#meta+source")

    def check(self, known: Known) -> Iterator[Notice]:
        yield from as_of_rules(self.per_waktu, known)
