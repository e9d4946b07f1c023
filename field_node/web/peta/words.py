"""Sentences of the map: why a file cannot be drawn, and what its scripts say on the tablet."""

from field_node.web.peta.shelf import MapFile, Shelf
from field_node.web.said import numbers
from field_node.web.said.language import _, later

WHY = {
    "peta_bukan_pmtiles": later("bukan berkas PMTiles"),
    "peta_versi_lain": later("PMTiles versi lain; yang bisa dibaca hanya versi 3"),
    "peta_terpotong": later("terpotong: salin lagi berkasnya sampai selesai"),
    "peta_isi_lain": later(
        "isi petanya bukan vektor, PNG, JPEG, atau WebP, atau dimampatkan dengan cara yang tidak dikenal"
    ),
    "peta_batas_rusak": later("batas wilayah atau perbesarannya tidak masuk akal"),
}
"""code of NotAMap -> sentence without a full stop."""


def told_files(shelf: Shelf) -> str:
    """`dasar 5,6 MB, jalan 34 MB; rusak.pmtiles: terpotong …`"""
    base = shelf.base()
    good = [_("dasar %(size)s") % {"size": _size(base)} if base else _("peta dasar belum ada")]
    good += [f"{one.name} {_size(one)}" for one in shelf.brought()]
    wrong = [f"{one.name}: {_(WHY[one.code])}" for one in shelf.flaws()]
    return "; ".join([", ".join(good), *wrong])


def _size(one: MapFile) -> str:
    return f"{numbers.shown(round(one.size / 100_000), 1)} MB"


WORDS = {
    "peta": later("Peta"),
    "memuat": later("Memuat peta…"),
    "tanpa_mesin": later(
        "Peta tidak bisa digambar di tablet ini. Semua yang ada di peta ada di daftar di bawah."
    ),
    "tanpa_simpanan": later(
        "Peta belum disimpan di tablet ini, jadi di luar jangkauan unit hanya daftarnya yang tampak."
    ),
    "tanpa_webgl": later("Tablet ini memakai peta sederhana: garis pantainya lebih kasar."),
    "jauh": later("Unit tidak terjangkau. Ini data terakhir, {}."),
    "jauh_kosong": later(
        "Unit tidak terjangkau dan tablet ini belum menyimpan data peta. Buka Peta sekali di dekat unit."
    ),
    "masuk": later("Unit minta masuk dulu. Yang tampak ini data terakhir, {}."),
    "sumber": later("Sumber: {}"),
    "buka": later("Buka catatannya"),
    "perlu_unit": later("Catatannya ada di unit; dekati unit untuk membukanya."),
    "tutup": later("Tutup"),
    "dekat": later("Di titik yang sama"),
    "terlindung": later("Tempat terlindung: jangan disebarkan."),
    "tersembunyi": later(
        "{} tempat terlindung tidak ditampilkan: hanya untuk orang yang masuk dengan PIN, dan tidak disimpan di tablet."
    ),
    "banyak": later("{} titik lain tidak digambar supaya peta terbaca. Perbesar untuk melihatnya."),
    "lagi": later("{} lagi ada di catatan."),
    "usang": later("data lama"),
    "tablet_ini": later("Tablet ini"),
    "mencari": later("Mencari posisi tablet…"),
    "posisi_tablet": later("Posisi tablet ini, tepat sampai {} m."),
    "posisi_unit": later("Posisi tablet tidak didapat; peta menunjukkan posisi unit."),
    "posisi_gagal": later("Posisi tablet dan unit tidak diketahui."),
    "simpan": later("Simpan peta di tablet ini ({})"),
    "simpan_lain": later("Simpan peta {} di tablet ini ({})"),
    "menyimpan": later("Menyimpan {}: {} %"),
    "tersimpan": later("Peta {} tersimpan di tablet ini ({})."),
    "hapus": later("Hapus dari tablet"),
    "penuh": later("Tidak tersimpan: ruang simpan tablet penuh."),
    "putus": later("Terputus sebelum selesai. Coba lagi di dekat unit."),
    "tanpa_simpan": later("Peramban tablet ini tidak bisa menyimpan peta; peta hanya tampak di dekat unit."),
    "tanpa_letak": later(
        "Peta tidak bisa digambar di tablet ini sekarang. Ketik koordinatnya, atau ambil dari GPS."
    ),
    "diletakkan": later("Titik dari peta: {}."),
    "belum_ada": later("Belum ada yang bisa ditampilkan di peta."),
}
"""Key -> sentence; `{}` stands for a number or a name."""


def words() -> dict[str, str]:
    """What the scripts say, in the language of whoever asks."""
    return {key: _(sentence) for key, sentence in WORDS.items()}
