"""What the pages say of photos."""

from field_node.web.said.language import _, later

SENTENCES = {
    "bukan_foto": later("Berkas ini bukan foto. Pilih foto JPEG, PNG atau WebP."),
    "foto_rusak": later("Foto ini rusak atau terpotong. Ambil atau pilih lagi."),
    "foto_terlalu_besar": later(
        "Foto ini lebih besar dari 4 MB. Kecilkan dulu, atau ambil dengan kamera di halaman ini."
    ),
    "foto_tidak_sama": later("Foto ini berubah di jalan dan dibuang. Akan dikirim ulang."),
    "foto_terlalu_banyak": later("Satu catatan paling banyak 20 foto."),
    "penyimpanan_hampir_penuh": later(
        "Penyimpanan hampir penuh: foto belum disimpan di unit. Catatannya tetap aman."
    ),
    "tanpa_foto": later("Catatan jenis ini tidak bisa diberi foto."),
    "belum_ada_catatan": later("Catatan dari foto ini belum sampai di unit."),
    "catatan_berakhir": later("Catatan ini sudah dibatalkan atau dikoreksi."),
    "kunci_dipakai": later("Kunci foto ini sudah dipakai untuk isian lain. Pilih fotonya sekali lagi."),
    "pilih_foto": later("Pilih atau ambil foto dulu."),
    "keterangan_salah": later(
        "Keterangan foto terlalu panjang, atau memuat NIK atau nomor telepon orang. Perbaiki dulu."
    ),
}


class PhotoRefused(Exception):
    """A photo that is not kept; `code` has its sentence here. `status`: what HTTP calls it."""

    permanent = True

    def __init__(self, code: str, status: int = 422) -> None:
        super().__init__(code)
        self.code, self.status = code, status

    @property
    def sentence(self) -> str:
        """In the language of whoever asks."""
        return _(SENTENCES[self.code])
