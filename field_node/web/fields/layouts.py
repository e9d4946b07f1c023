"""In what order the forms ask that volunteers use most: what comes first, what is folded away, which numbers add up."""

from dataclasses import dataclass

from field_node.records.ground import FIX_FIELDS
from field_node.records.headcount import AGES, VULNERABLE
from field_node.web.said.language import later


@dataclass(frozen=True, slots=True)
class Sum:
    """Numbers that add up, shown while they are typed. `whole`: the field that they should make, "" for none."""

    label: str
    parts: tuple[str, ...]
    whole: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields under one heading; folded away unless `unfolded`, or something in it is typed or wrong."""

    heading: str
    names: tuple[str, ...]
    unfolded: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of one form. Fields named nowhere follow as any other type would show them.

    `big`: numbers that the form is about. `chips`: choices shown all at once, many as they are. `phrases`: texts
    that ready phrases help to write.
    """

    first: tuple[str, ...]
    folds: tuple[Fold, ...] = ()
    big: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    phrases: tuple[str, ...] = ()


def _sexes(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{sex}" for name in names for sex in "lp")


def _grades(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_rusak_{grade}" for name in names for grade in ("berat", "sedang", "ringan"))


BOTH = Sum(later("Laki-laki dan perempuan"), ("laki", "perempuan"), "jiwa", "jiwa")
EVERYONE = Sum(later("Semua umur"), _sexes(*AGES), "jiwa", "jiwa")
HOUSES = Sum(later("Rumah rusak"), _grades("rumah"), "", "rumah")
MEALS = Sum(later("Porsi sehari"), ("porsi_pagi", "porsi_siang", "porsi_malam"), "kapasitas_porsi", "porsi")
SOURCE = later("Sumber data")

LAYOUTS: dict[str, Layout] = {
    "hitung_pengungsi": Layout(
        first=("lokasi", "kk", "jiwa", "per_waktu"),
        big=("kk", "jiwa"),
        folds=(
            Fold(later("Laki-laki dan perempuan"), ("laki", "perempuan")),
            Fold(later("Umur: bayi, balita, anak"), _sexes("balita_0_4", "bayi_0_11bln", "anak_5_17")),
            Fold(later("Umur: dewasa, lansia"), _sexes("dewasa_18_59", "lansia_60p")),
            Fold(later("Kelompok rentan"), VULNERABLE),
            Fold(later("Masuk dan keluar sejak hitungan lalu"), ("masuk", "keluar")),
            Fold(later("Tempat mengungsi dan sumber data"), ("tempat", "sumber")),
        ),
        sums=(BOTH, EVERYONE),
    ),
    "korban": Layout(
        first=("kode_wilayah", "per_waktu"),
        folds=(
            Fold(later("Meninggal"), ("meninggal_l", "meninggal_p", "meninggal_tt"), unfolded=True),
            Fold(later("Hilang"), ("hilang_l", "hilang_p", "hilang_tt")),
            Fold(later("Luka berat (rawat inap)"), ("luka_berat_l", "luka_berat_p", "luka_berat_tt")),
            Fold(later("Luka ringan (rawat jalan)"), ("luka_ringan_l", "luka_ringan_p", "luka_ringan_tt")),
            Fold(later("Terdampak"), ("terdampak_l", "terdampak_p", "terdampak_tt")),
            Fold(SOURCE, ("alasan", "sumber")),
        ),
    ),
    "kerusakan": Layout(
        first=("kode_wilayah", "per_waktu"),
        folds=(
            Fold(later("Rumah"), (*_grades("rumah"), "rumah_terendam"), unfolded=True),
            Fold(later("Sekolah dan kesehatan"), _grades("pendidikan", "kesehatan")),
            Fold(later("Rumah ibadah dan kantor"), _grades("peribadatan", "kantor")),
            Fold(later("Jembatan dan fasilitas umum"), _grades("jembatan", "fasum")),
            Fold(later("Pabrik dan kios"), _grades("pabrik", "kios")),
            Fold(later("Jalan dan irigasi"), ("jalan_m", "irigasi_m")),
            Fold(later("Lahan"), ("sawah_ha", "kebun_ha", "lahan_ha", "hutan_ha", "kolam_ha")),
            Fold(later("Kerugian dan sumber data"), ("kerugian_juta", "sumber")),
        ),
        sums=(HOUSES,),
    ),
    "kondisi_lokasi": Layout(
        first=("lokasi", "terisolir", "akses", "per_waktu"),
        folds=(
            Fold(later("Yang terisolir"), ("terisolir_kk", "terisolir_jiwa", "desa_terisolir")),
            Fold(later("Listrik dan sinyal"), ("listrik", "sinyal")),
            Fold(later("Air dan jamban"), ("air_bersih", "sumber_air", "jamban", "tinggi_air_cm")),
            Fold(
                later("Layanan dan keamanan"), ("layanan_kesehatan", "psikososial", "area_anak", "keamanan")
            ),
            Fold(later("Keterangan dan sumber data"), ("keterangan", "sumber")),
        ),
        phrases=("keterangan",),
    ),
    "kebutuhan": Layout(
        first=("lokasi", "prioritas", "barang", "jumlah", "untuk_jiwa"),
        folds=(
            Fold(later("Tidak ada di daftar barang"), ("kelompok", "satuan")),
            Fold(later("Batas waktu dan uraian"), ("batas_waktu", "uraian", "sumber")),
        ),
        phrases=("uraian",),
    ),
    "dapur_umum": Layout(
        first=("lokasi", "porsi_pagi", "porsi_siang", "porsi_malam", "per_waktu"),
        folds=(
            Fold(later("Kapasitas dan bahan"), ("kapasitas_porsi", "bahan_cukup_hari", "relawan")),
            Fold(later("Yang dilayani"), ("jiwa_terlayani", "titik_dilayani")),
            Fold(later("Kendala dan sumber data"), ("kendala", "sumber")),
        ),
        sums=(MEALS,),
        phrases=("kendala",),
    ),
    "ldp": Layout(
        first=("lokasi", "jenis", "sesi", "per_waktu"),
        folds=(
            Fold(later("Peserta"), _sexes("peserta_anak", "peserta_dewasa", "peserta_lansia"), unfolded=True),
            Fold(later("Rujukan, kendala, sumber data"), ("rujukan", "kendala", "sumber")),
        ),
        phrases=("kendala",),
    ),
    "laporan_warga": Layout(
        first=("kategori", "ringkas", "prioritas", "kanal", "waktu"),
        folds=(
            Fold(later("Isi lengkap"), ("isi", "isi_terlindung")),
            Fold(later("Tempat"), ("lokasi", "kode_wilayah")),
            Fold(later("Koordinat"), ("lat", "lon", *FIX_FIELDS)),
            Fold(later("Pelapor"), ("pelapor", "telepon")),
            Fold(later("Diteruskan ke"), ("unit_tujuan",)),
        ),
    ),
    "catatan": Layout(
        first=("frasa", "isi"),
        folds=(Fold(later("Kepada siapa, di mana, uraian panjang"), ("kepada", "lokasi", "uraian")),),
        chips=("frasa",),
    ),
    "tugas": Layout(
        first=("templat", "lokasi", "tujuan", "prioritas", "batas_waktu"),
        folds=(
            Fold(later("Barang"), ("barang", "jumlah")),
            Fold(later("Untuk posko atau tim"), ("posko", "tim")),
            Fold(later("Tulisan"), ("isi", "uraian")),
        ),
    ),
    "tugas_jawab": Layout(first=("tugas", "status", "alasan"), phrases=("alasan",)),
    "sos": Layout(
        first=("orang", "isi"),
        folds=(
            Fold(later("Posisi"), ("lat", "lon", FIX_FIELDS[0]), unfolded=True),
            Fold(later("Waktu dan akurasi posisi"), ("waktu_posisi", "akurasi")),
        ),
        phrases=("isi",),
    ),
    "lokasi": Layout(
        first=("nama", "jenis"),
        folds=(
            Fold(later("Koordinat"), ("lat", "lon", *FIX_FIELDS), unfolded=True),
            Fold(later("Asal koordinat"), ("sumber_koordinat",)),
            Fold(later("Wilayah"), ("kode_wilayah",)),
            Fold(later("Alamat"), ("dusun", "rt", "rw")),
            Fold(
                later("Kapasitas dan fasilitas"), ("kapasitas_jiwa", "fasilitas", "publik", "buka", "tutup")
            ),
            Fold(later("Penanggung jawab"), ("penanggung_jawab", "telepon")),
            Fold(later("Gudang"), ("unit", "kode")),
        ),
    ),
}
"""slug -> its order. A type without one is laid out from its declaration alone."""
