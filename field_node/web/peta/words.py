"""Sentences of the map: why a file cannot be drawn, and what its scripts say on the tablet."""

from field_node.web.peta.shelf import MapFile, Shelf
from field_node.web.said import numbers
from field_node.web.said.language import _

WHY = {
    "peta_bukan_pmtiles": "bukan berkas PMTiles",
    "peta_versi_lain": "PMTiles versi lain; yang bisa dibaca hanya versi 3",
    "peta_terpotong": "terpotong: salin lagi berkasnya sampai selesai",
    "peta_isi_lain": "isi petanya bukan vektor, PNG, JPEG, atau WebP, atau dimampatkan dengan cara yang tidak dikenal",
    "peta_batas_rusak": "batas wilayah atau perbesarannya tidak masuk akal",
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


def words() -> dict[str, str]:
    """Key -> sentence; `{}` stands for a number or a name."""
    return {
        "peta": _("Peta"),
        "memuat": _("Memuat peta…"),
        "tanpa_mesin": _(
            "Peta tidak bisa digambar di tablet ini. Semua yang ada di peta ada di daftar di bawah."
        ),
        "tanpa_dasar": _("Peta dasar belum ada di unit ini. Semua yang ada di peta ada di daftar di bawah."),
        "tanpa_webgl": _("Tablet ini memakai peta sederhana: garis pantainya lebih kasar."),
        "jauh": _("Unit tidak terjangkau. Ini data terakhir, {}."),
        "jauh_kosong": _(
            "Unit tidak terjangkau dan tablet ini belum menyimpan data peta. Buka Peta sekali di dekat unit."
        ),
        "masuk": _("Unit minta masuk dulu. Yang tampak ini data terakhir, {}."),
        "segar": _("Diperbarui {}."),
        "sumber": _("Sumber: {}"),
        "buka": _("Buka catatannya"),
        "perlu_unit": _("Catatannya ada di unit; dekati unit untuk membukanya."),
        "tutup": _("Tutup"),
        "dekat": _("Di titik yang sama"),
        "terlindung": _("Tempat terlindung: jangan disebarkan."),
        "tersembunyi": _(
            "{} tempat terlindung tidak ditampilkan: hanya untuk orang yang masuk dengan PIN, dan tidak disimpan di tablet."
        ),
        "banyak": _("{} titik lain tidak digambar supaya peta terbaca. Perbesar untuk melihatnya."),
        "lagi": _("{} lagi ada di catatan."),
        "usang": _("data lama"),
        "tablet_ini": _("Tablet ini"),
        "mencari": _("Mencari posisi tablet…"),
        "posisi_tablet": _("Posisi tablet ini, tepat sampai {} m."),
        "posisi_unit": _("Posisi tablet tidak didapat; peta menunjukkan posisi unit."),
        "posisi_gagal": _("Posisi tablet dan unit tidak diketahui."),
        "simpan": _("Simpan peta di tablet ini ({})"),
        "simpan_lain": _("Simpan peta {} di tablet ini ({})"),
        "menyimpan": _("Menyimpan {}: {} %"),
        "tersimpan": _("Peta {} tersimpan di tablet ini ({})."),
        "hapus": _("Hapus dari tablet"),
        "penuh": _("Tidak tersimpan: ruang simpan tablet penuh."),
        "putus": _("Terputus sebelum selesai. Coba lagi di dekat unit."),
        "tanpa_simpan": _("Peramban tablet ini tidak bisa menyimpan peta; peta hanya tampak di dekat unit."),
        "tanpa_letak": _(
            "Peta tidak bisa digambar di tablet ini sekarang. Ketik koordinatnya, atau ambil dari GPS."
        ),
        "diletakkan": _("Titik dari peta: {}."),
        "belum_ada": _("Belum ada yang bisa ditampilkan di peta."),
        "tanpa_titik": _("tanpa titik"),
    }
