"""Every code that a record, a form or a page can say, as one sentence for people."""

from collections.abc import Mapping
from typing import Any

from field_node.web.said.language import _

VALUES = {
    "bentuk_salah": "Bentuk isian ini tidak dikenal.",
    "bukan_bilangan": "Isi angka, atau pilih belum didata.",
    "bukan_bilangan_bulat": "Isi bilangan bulat.",
    "bukan_jumlah": "Isi angka saja, misalnya 12 atau 2,5. Ribuan memakai titik: 1.000.",
    "bukan_jumlah_bulat": "Isi bilangan bulat, misalnya 12. Ribuan memakai titik: 1.000.",
    "bukan_koordinat": "Isi koordinat dalam derajat desimal, seperti contoh di bawah isian.",
    "bukan_tanggal": "Isi tanggal, misalnya 22-11-2026.",
    "bukan_teks": "Isi dengan tulisan.",
    "bukan_waktu": "Isi tanggal dan jam, misalnya 22-11-2026 17.00.",
    "bukan_ya_tidak": "Pilih ya atau tidak.",
    "daftar_berulang": "Ada isian yang sama dua kali di daftar ini.",
    "daftar_kosong": "Pilih paling sedikit satu.",
    "daftar_terlalu_panjang": "Paling banyak {most} isian di daftar ini.",
    "data_orang_belum_disegel": "Data orang ini belum disegel, jadi belum bisa disimpan.",
    "di_luar_rentang": "Isi angka dari {least} sampai {most}.",
    "huruf_terlarang": "Ada huruf yang tidak bisa disimpan. Hapus, lalu ketik lagi.",
    "isian_ganda": "Isian ini datang dua kali.",
    "isian_tidak_dikenal": "Isian ini tidak dikenal.",
    "kode_wilayah_rusak": "Kode wilayah ditulis seperti 32.12.01.2001.",
    "pilihan_tidak_dikenal": "Pilih dari daftar.",
    "rujukan_rusak": "Pilih dari daftar.",
    "sidik_rusak": "Berkas ini tidak utuh. Ambil lagi.",
    "teks_terlalu_panjang": "Paling banyak {most} huruf.",
    "wajib_diisi": "Wajib diisi.",
}
"""What a single field cannot hold."""

PICTURE = {
    "barang_tidak_dikenal": "Barang nomor {nomor} tidak ada di kamus. Pilih dari daftar.",
    "kejadian_tidak_dikenal": "Kejadian ini tidak ada di unit. Pilih dari daftar.",
    "kode_wilayah_tidak_dikenal": "Wilayah {kode} tidak ada. Pilih dari daftar.",
    "mirip_nik": "Ada 16 angka berurutan. Jangan tulis NIK di catatan.",
    "mirip_telepon": "Ada nomor telepon. Jangan tulis nomor orang di catatan.",
    "rujukan_belum_ada": "Data yang dirujuk belum ada di unit ini.",
    "rujukan_salah_jenis": "Data yang dirujuk bukan jenis yang diminta. Pilih dari daftar.",
}
"""What the picture so far does not know."""

STATEMENTS = {
    "arus_tidak_menjelaskan": "Masuk dan keluar tidak menjelaskan perubahan dari {dulu} menjadi {jiwa} jiwa. Benar?",
    "bayi_melebihi_balita": "Bayi lebih banyak daripada balita. Bayi adalah bagian dari balita.",
    "kondisi_kosong": "Belum ada satu keadaan pun. Isi yang sudah dilihat.",
    "hitungan_kosong": "Belum ada satu angka pun. Isi yang sudah dihitung; nol ditulis 0.",
    "ibu_melebihi_perempuan": "Ibu hamil dan menyusui lebih banyak daripada perempuan ({perempuan}).",
    "jenis_kelamin_tidak_sama": "Laki-laki dan perempuan {jumlah}, jumlah jiwa {jiwa}: selisih {selisih}.",
    "jiwa_berubah_banyak": "Jumlah jiwa berubah dari {dulu} menjadi {jiwa}. Benar?",
    "jiwa_per_kk_janggal": "{kk} KK dengan {jiwa} jiwa: biasanya 1 sampai 10 jiwa per KK. Benar?",
    "kelompok_melebihi_jiwa": "Kelompok ini {jumlah}, lebih banyak daripada jumlah jiwa ({jiwa}).",
    "kk_melebihi_jiwa": "KK ({kk}) lebih banyak daripada jiwa ({jiwa}).",
    "korban_berkurang": "Angka {kelompok} turun dari {dulu}. Tulis alasannya.",
    "melebihi_kapasitas": "{jiwa} jiwa melebihi kapasitas {kapasitas}.",
    "per_waktu_di_depan": "Per waktu {jarak} di depan jam unit. Sebelum waktu itu, data ini dihitung pada saat dicatat.",
    "per_waktu_sebelum_kejadian": "Per waktu lebih tua daripada mulai kejadian.",
    "umur_melebihi_jenis_kelamin": "Jumlah umur {kelompok} {jumlah}, lebih banyak daripada {kelompok} ({total}).",
    "umur_tidak_sama": "Jumlah semua umur {jumlah}, jumlah jiwa {jiwa}: selisih {selisih}.",
}
"""Figures of people and places."""

PLACES = {
    "gabung_dengan_diri_sendiri": "Pilih dua lokasi yang berbeda.",
    "gudang_tanpa_pemegang": "Gudang ini belum punya unit pemegang buku stok.",
    "jauh_dari_kecamatan": "Koordinat {km} km dari kecamatannya. Benar?",
    "koordinat_di_luar_indonesia": "Koordinat di luar Indonesia. Benar?",
    "koordinat_nol": "Koordinat 0,0 bukan posisi. Ambil posisi lagi.",
    "koordinat_separuh": "Isi lintang dan bujur, atau kosongkan keduanya.",
    "tutup_sebelum_buka": "Lokasi tidak bisa ditutup sebelum dibuka.",
}

STOCK = {
    "barang_dua_kali": "Barang ini ada di baris lain juga. Jumlahkan dalam satu baris.",
    "barang_dua_sisi": "Barang yang dipakai tidak bisa menjadi barang yang sama.",
    "barang_kedaluwarsa": "Barang ini sudah kedaluwarsa, tidak boleh dikeluarkan.",
    "baris_sudah_dicatat": "Baris ini sudah dicatat (nomor, baris, barang, dan batch sama). Benar?",
    "batas_kembali_lewat": "Batas kembali sudah lewat. Benar?",
    "batch_wajib": "Isi batch: {barang} punya tanggal kedaluwarsa.",
    "belum_dihitung": "Tulis berapa yang dihitung; 0 bila tidak ada lagi.",
    "belum_ada_sk": "Barang belum bisa disalurkan: belum ada SK tanggap darurat.",
    "buku_milik_unit_lain": "Buku stok gudang ini dipegang unit {unit}.",
    "bergerak_saat_dihitung": "Barang ini bergerak sejak formulir dibuka: buku waktu itu {awal}, sekarang {buku}. "
    "Hitungan dibandingkan dengan yang sekarang. Bila dihitung sebelum bergerak, hitung sekali lagi.",
    "bergerak_sebelum_tiba": "Sesudah dihitung dan sebelum hitungannya sampai di unit, {barang} bergerak: "
    "buku waktu dihitung {awal}, lalu menjadi {buku}. Hitungan dibandingkan dengan buku waktu dihitung. Bila dihitung sesudah bergerak, hitung sekali lagi.",
    "rusak_masuk_rak": "Yang rusak atau kedaluwarsa ikut masuk saldo. Pisahkan, lalu catat di Hapuskan.",
    "bukan_fefo": "Batch {batch} lebih dulu kedaluwarsa dan masih ada. Benar?",
    "darurat_tanpa_alasan": "Keluarkan darurat: isi alasan dan nama yang memutuskan.",
    "di_bawah_minimum": "Saldo {saldo} di bawah minimum {minimum}. Buat permintaan.",
    "goresan_rusak": "Tanda tangan ini tidak utuh. Gambar lagi.",
    "isi_belum_diketahui": "Isi per kemasan belum diketahui. Tulis isinya, atau tulis jumlah satuannya saja.",
    "isi_tanpa_kedaluwarsa": "Kedaluwarsa {barang} belum didata: paketnya bisa kedaluwarsa lebih awal dari yang tertulis.",
    "isi_tidak_habis_dibagi": "Jumlah ini tidak terbagi rata ke {paket} paket. Benar?",
    "jumlah_negatif": "Jumlah harus lebih dari nol.",
    "jenis_mutasi_tetap": "Jenis mutasi tidak bisa dikoreksi. Batalkan catatan ini, lalu catat yang benar.",
    "jumlah_nol": "Jumlah tidak boleh nol.",
    "kembali_melebihi": "Yang masih di luar hanya {sisa}. Bila yang keluar memang lebih, koreksi dulu surat asalnya.",
    "sk_sudah_berakhir": "SK kejadian ini berlaku sampai {sampai}. Bila sudah diperpanjang, catat SK barunya.",
    "keluar_darurat": "Keluar darurat tanpa SK. Pusat diberi tahu.",
    "kiriman_barang_lain": "Barang atau batch tidak sama dengan surat jalan.",
    "bukan_surat_jalan": "QR ini bukan surat jalan.",
    "kiriman_belum_dihitung": "{barang} pada surat jalan belum dihitung, jadi tetap dalam perjalanan.",
    "kiriman_sudah_dicatat": "Surat jalan ini sudah diterima {waktu} di {gudang}, tercatat sebagai {nomor}. "
    "Centang bila ini bagian berikutnya dari kiriman yang sama.",
    "kiriman_untuk_tempat_lain": "Surat jalan ini untuk {tujuan}, bukan {gudang}. Centang bila barangnya memang diterima di sini.",
    "surat_jalan_belum_lengkap": "Baru {read} dari {all} QR surat jalan ini. Masih perlu QR nomor {missing}.",
    "surat_jalan_bentuk_lain": "Surat jalan ini dibuat dengan bentuk yang lebih baru. Isi barisnya dengan tangan.",
    "surat_jalan_lain": "Ada QR dari surat jalan lain. Pindai QR dari satu kertas saja.",
    "surat_jalan_rusak": "QR ini rusak atau terpotong. Pindai lagi.",
    "surat_jalan_terlalu_panjang": "Teks ini terlalu panjang untuk surat jalan.",
    "kiriman_selisih": "Dikirim {dikirim}, tercatat {jumlah}. Selisihnya disimpan.",
    "kiriman_sudah_ditarik": "Kiriman ini sudah dibatalkan atau sudah kembali ke pengirimnya. Benar diterima?",
    "kiriman_sudah_diterima": "Kiriman sudah diterima di tujuan, tidak bisa dibatalkan. Minta tujuan mengirimnya kembali.",
    "kiriman_sudah_diterima_sebelumnya": "Kiriman ini sudah pernah diterima. Benar?",
    "nomor_sudah_dipakai": "Nomor {nomor} sudah dipakai surat lain dari gudang ini. Kosongkan supaya diberi nomor baru.",
    "penerima_belum_lengkap": "{kurang} penerima belum ada jumlahnya; yang dijumlah hanya yang terisi.",
    "permintaan_kosong": "Isi paling sedikit satu barang.",
    "permintaan_tanpa_tujuan": "Pilih kepada siapa, atau tulis namanya.",
    "permintaan_ke_diri_sendiri": "Gudang yang diminta harus berbeda dari yang meminta.",
    "pinjam_bukan_aset": "{barang} habis pakai, biasanya tidak dipinjamkan.",
    "retur_masih_di_jalan": "Kiriman belum diterima. Isi tujuan semula supaya tidak lagi terhitung dalam perjalanan.",
    "retur_sudah_di_tujuan": "Barang ini sudah diterima di tujuan dan ada di bukunya. "
    "Minta tujuan mengirimnya kembali dengan surat jalan.",
    "kurang_dari_yang_tiba": "Di tujuan sudah diterima {tiba} dari surat ini. Bila memang kurang, tujuan perlu mengoreksi penerimaannya juga.",
    "kurang_dari_yang_kembali": "Dari surat ini sudah kembali {kembali}. Jumlahnya tidak bisa kurang dari itu.",
    "sudah_kembali_semua": "Barang dari surat ini sudah kembali semua.",
    "rujukan_wajib": "Pilih surat jalan atau peminjaman yang dirujuk.",
    "saldo_awal_dua_kali": "Barang ini sudah ada di buku gudang ini: saldo {saldo}, terakhir berubah {usia}. Saldo awal "
    "hanya sekali: pakai Opname atau Penyesuaian; bila saldo awalnya keliru, koreksi catatan itu.",
    "saldo_awal_sudah_ada": "Barang ini sudah punya saldo. Saldo awal hanya sekali.",
    "saldo_minus": "Saldo minus ({saldo}), perlu opname.",
    "salur_tanpa_penerima": "Isi lokasi atau penerima.",
    "surat_kosong": "Isi paling sedikit satu barang.",
    "satu_sisi_kosong": "Isi kedua sisinya: yang dipakai dan yang jadi.",
    "selisih_tanpa_alasan": "Buku {buku}, dihitung {fisik}: selisih {selisih}. Hitung sekali lagi, atau pilih alasannya.",
    "batal_seluruh_surat": "Baris ini punya pasangan: sisi lain dari rakit atau urai, atau barang pinjaman yang hilang. "
    "Buka suratnya, lalu batalkan seluruh surat.",
    "hitungan_sama_buku": "Hitungan ini sama dengan buku waktu itu, jadi tidak ada selisih. Batalkan baris ini.",
    "hitungan_tidak_cocok": "Buku waktu itu {buku}. Ubah hitungan fisiknya saja; selisihnya dihitung sendiri.",
    "terlayani_di_baris_ini": "Baris ini memuat yang terlayani untuk seluruh surat: {kk}\u00a0KK / {jiwa}\u00a0jiwa. Koreksi dulu satu baris lain "
    "surat ini: isi KK dan jiwanya di sana. Atau batalkan seluruh surat.",
    "surat_sudah_dirujuk": "Sudah ada barang yang kembali dari surat ini, jadi tidak bisa dibatalkan. Koreksi barisnya.",
    "surat_belum_lengkap": "Belum diisi; surat ini belum lengkap.",
    "surat_terlalu_panjang": "Paling banyak {most} baris barang dalam satu surat. Bagi menjadi beberapa surat.",
    "terima_kedaluwarsa": "Barang ini sudah kedaluwarsa.",
    "tujuan_sama": "Tujuan sama dengan gudang asal. Pilih tujuan lain.",
    "tujuan_wajib": "Pilih tujuan kiriman.",
}

OTHERS = {
    "alasan_wajib": "Tulis alasannya.",
    "batal_dari_pembatalan": "Pembatalan tidak bisa dibatalkan. Catat data baru.",
    "batal_milik_unit_lain": "Data ini dibuat unit {unit}; hanya unit itu atau pusat yang bisa membatalkannya.",
    "catatan_kosong": "Pilih pesan siap pakai atau tulis isinya.",
    "duplikat_dari_wajib": "Pilih laporan yang sama dengan laporan ini.",
    "isi_perlu_dilindungi": "Laporan jenis ini terlindung. Tulis isinya di isian terlindung.",
    "kebutuhan_tanpa_barang": "Pilih barang atau tulis kebutuhannya.",
    "kib_rusak": "KIB berisi 16 angka.",
    "kode_kamus_terpakai": "Nomor atau kode ini sudah dipakai kamus.",
    "laporan_kosong": "Tulis isi laporan.",
    "prakiraan_tanpa_rentang": "Prakiraan harus berakhir sesudah mulai.",
    "rentang_nomor_rusak": "Nomor akhir harus sesudah nomor awal, pada deret yang sama.",
    "sos_unit_lain": "SOS unit lain hanya diakhiri oleh unit itu, seorang koordinator, atau pusat.",
    "formulir_sudah_dipakai": "Formulir ini sudah tersimpan sebagai catatan {nomor}, dan isian di bawah ini berbeda: belum tersimpan. "
    "Ketuk Simpan lagi bila ini catatan baru, atau buka catatan {nomor} lalu pilih Koreksi.",
    "sudah_diganti": "Catatan ini sudah dibatalkan atau dikoreksi.",
    "sampai_sebelum_mulai": "Peringatan tidak bisa berakhir sebelum mulai.",
    "siaga_untuk_bencana_mendadak": "Siaga darurat biasanya untuk bencana yang datang perlahan. Benar?",
    "sk_berakhir_sebelum_mulai": "Masa berlaku SK berakhir sebelum mulai.",
    "sk_di_masa_depan": "Tanggal SK di masa depan.",
    "suhu_terbalik": "Suhu tertinggi lebih rendah daripada suhu terendah.",
    "tidak_ada_yang_diubah": "Tidak ada yang diubah.",
    "tugas_belum_lengkap": "Isian ini diperlukan untuk tugas yang dipilih.",
    "tugas_kosong": "Pilih tugas atau tulis isinya.",
    "tugas_tanpa_tujuan": "Tugas ini belum punya tujuan.",
}

PEOPLE = {
    "masuk_dulu": "Sesi berakhir. Isian Anda masih ada, silakan masuk lagi.",
    "peran_lain": "Peran Anda tidak boleh melakukan ini. Minta orang yang boleh untuk masuk.",
    "tablet_asing": "Tablet ini belum dipasangkan dengan unit ini.",
    "tablet_dicabut": "Akses tablet ini sudah dicabut.",
    "kode_pasang_salah": "Kode itu salah atau sudah tidak berlaku. Minta kode baru.",
    "nama_kosong": "Isi nama.",
    "nama_terlalu_panjang": "Paling banyak {most} huruf.",
    "pengurus_terakhir": "Unit harus punya paling sedikit satu Koordinator atau Teknisi. Tambah yang lain dulu.",
    "pin_bentuk": "PIN berisi {least} sampai {most} angka.",
    "pin_lama_dulu": "Isi PIN yang sekarang.",
    "pin_mudah": "PIN ini mudah ditebak. Jangan pakai angka berurutan atau berulang.",
    "pin_salah": "PIN salah. Coba lagi.",
    "pin_tidak_sama": "Kedua PIN tidak sama.",
    "pin_tunggu": "Terlalu banyak PIN salah. Tunggu {lama}, lalu coba lagi.",
    "peran_kosong": "Pilih peran.",
}
"""Who signs in, and on which tablet."""

SENTENCES: dict[str, str] = {**VALUES, **PICTURE, **STATEMENTS, **PLACES, **STOCK, **PEOPLE, **OTHERS}
"""code -> sentence with {values}."""


def sentence(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a code, filled. Raises KeyError for a code that has none."""
    return _(SENTENCES[code]).format_map(values)
