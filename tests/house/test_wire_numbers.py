"""The numbers of record types, fields and codes on the wire are frozen: lines are added here, never edited."""

from field_node.records import TYPES
from field_node.records.kinds import Choice
from field_node.records.record import fields

NUMBERS = {
    1: "posisi",
    2: "lokasi",
    3: "hitung_pengungsi",
    4: "korban",
    5: "kerusakan",
    6: "kondisi_lokasi",
    7: "kebutuhan",
    8: "dapur_umum",
    9: "ldp",
    10: "mutasi",
    11: "saldo",
    12: "permintaan",
    13: "orang",
    14: "catatan",
    15: "sos",
    16: "tugas",
    17: "tugas_jawab",
    18: "peringatan",
    19: "peringatan_jawab",
    20: "laporan_warga",
    21: "laporan_warga_status",
    22: "verifikasi",
    23: "lokasi_gabung",
    24: "pembatalan",
    25: "koreksi_waktu",
    26: "kejadian",
    27: "kejadian_status",
    28: "unit",
    29: "kamus",
    30: "kebutuhan_status",
    31: "sos_akhir",
    32: "foto",
    33: "prakiraan",
    34: "penerima",
    35: "tanda_tangan",
}
FIELDS: dict[str, str] = {
    "posisi": "lat lon waktu akurasi sumber_gps janggal akurasi_m kecepatan arah satelit",
    "lokasi": (
        "nama jenis kode_wilayah lat lon sumber_koordinat kapasitas_jiwa publik unit kode dusun rt rw "
        "buka tutup fasilitas penanggung_jawab telepon"
    ),
    "hitung_pengungsi": (
        "lokasi per_waktu kk jiwa laki perempuan balita_0_4_l balita_0_4_p anak_5_17_l anak_5_17_p "
        "dewasa_18_59_l dewasa_18_59_p lansia_60p_l lansia_60p_p bayi_0_11bln_l bayi_0_11bln_p ibu_hamil "
        "ibu_menyusui disabilitas sakit anak_terpisah masuk keluar tempat sumber"
    ),
    "korban": (
        "kode_wilayah per_waktu meninggal_l meninggal_p meninggal_tt hilang_l hilang_p hilang_tt "
        "luka_berat_l luka_berat_p luka_berat_tt luka_ringan_l luka_ringan_p luka_ringan_tt terdampak_l "
        "terdampak_p terdampak_tt alasan sumber"
    ),
    "kerusakan": (
        "kode_wilayah per_waktu rumah_rusak_berat rumah_rusak_sedang rumah_rusak_ringan rumah_terendam "
        "pendidikan_rusak_berat pendidikan_rusak_sedang pendidikan_rusak_ringan kesehatan_rusak_berat "
        "kesehatan_rusak_sedang kesehatan_rusak_ringan peribadatan_rusak_berat peribadatan_rusak_sedang "
        "peribadatan_rusak_ringan kantor_rusak_berat kantor_rusak_sedang kantor_rusak_ringan "
        "fasum_rusak_berat fasum_rusak_sedang fasum_rusak_ringan jembatan_rusak_berat "
        "jembatan_rusak_sedang jembatan_rusak_ringan pabrik_rusak_berat pabrik_rusak_sedang "
        "pabrik_rusak_ringan kios_rusak_berat kios_rusak_sedang kios_rusak_ringan jalan_m irigasi_m "
        "sawah_ha kebun_ha lahan_ha hutan_ha kolam_ha kerugian_juta sumber"
    ),
    "kondisi_lokasi": (
        "lokasi per_waktu akses listrik air_bersih sinyal jamban terisolir desa_terisolir terisolir_kk "
        "terisolir_jiwa tinggi_air_cm layanan_kesehatan psikososial area_anak keamanan sumber_air "
        "keterangan sumber"
    ),
    "kebutuhan": "lokasi prioritas barang jumlah satuan kelompok untuk_jiwa batas_waktu uraian sumber",
    "dapur_umum": (
        "lokasi per_waktu kapasitas_porsi porsi_pagi porsi_siang porsi_malam jiwa_terlayani "
        "titik_dilayani relawan bahan_cukup_hari kendala sumber"
    ),
    "ldp": (
        "lokasi per_waktu jenis sesi peserta_anak_l peserta_anak_p peserta_dewasa_l peserta_dewasa_p "
        "peserta_lansia_l peserta_lansia_p rujukan kendala sumber"
    ),
    "mutasi": (
        "jenis gudang barang jumlah batch nomor baris tujuan merujuk diterima rusak kurang sumber_dana "
        "kedaluwarsa tahun kk jiwa bast darurat alasan kondisi batas_kembali fisik kendaraan seri asal "
        "asal_nama isi_per_kemasan harga_satuan foto pengemudi penerima peminjam darurat_oleh"
    ),
    "saldo": "gudang barang jumlah per_waktu batch kedaluwarsa sumber_dana minimum",
    "permintaan": "dari barang jumlah kepada nomor baris kk jiwa batas_waktu alasan kepada_nama pemohon",
    "orang": (
        "nama keadaan usia jenis_kelamin hubungan_kk lokasi kondisi ciri terakhir_terlihat nik pelapor "
        "telepon_pelapor dasar tujuan"
    ),
    "catatan": "frasa isi kepada lokasi uraian foto",
    "sos": "lat lon waktu_posisi akurasi orang isi",
    "tugas": "templat tujuan prioritas batas_waktu lokasi barang jumlah posko tim isi uraian",
    "tugas_jawab": "tugas status alasan",
    "peringatan": (
        "jenis keparahan mulai sampai asal lokasi kecamatan ringkas menggantikan dicabut lat lon "
        "magnitudo_10 kedalaman_km tingkat_gunung id_asal uraian"
    ),
    "peringatan_jawab": "peringatan lokasi tindakan keterangan",
    "laporan_warga": (
        "kategori kanal waktu prioritas unit_tujuan kode_wilayah lokasi lat lon ringkas isi "
        "isi_terlindung pelapor telepon"
    ),
    "laporan_warga_status": "laporan status unit_tujuan duplikat_dari alasan",
    "verifikasi": "entri status alasan",
    "lokasi_gabung": "ke dari alasan",
    "pembatalan": "entri alasan",
    "koreksi_waktu": "dari_seq sampai_seq selisih_s",
    "kejadian": "nama jenis mulai wilayah kode_bnpb daftar_bnpb penyebab kib kronologis",
    "kejadian_status": (
        "kejadian status tingkat sk_nomor sk_tanggal berlaku_mulai berlaku_sampai sk_pejabat foto_sk"
    ),
    "unit": "nomor nama kode_wilayah lokasi dicabut",
    "kamus": "nomor kode nama satuan golongan kedaluwarsa skala",
    "kebutuhan_status": "kebutuhan status alasan",
    "sos_akhir": "sos hasil keterangan",
    "foto": "entri sidik ukuran jenis keterangan",
    "prakiraan": "kode_wilayah mulai sampai cuaca suhu_min suhu_max angin_kmh kelembapan dibuat",
    "penerima": "bast gudang baris rt kk jiwa paket nama orang keterangan",
    "tanda_tangan": "mutasi peran nama jabatan goresan",
}
CHOICES: dict[str, str] = {
    "posisi.akurasi": "5m 15m 50m 200m 1km kasar",
    "posisi.sumber_gps": "unit tablet manual radio",
    "lokasi.jenis": (
        "posko pos_pengungsian dapur_umum lumbung gudang titik_distribusi desa_terisolir titik_kumpul"
    ),
    "lokasi.sumber_koordinat": "gps peta ketik perkiraan",
    "hitung_pengungsi.tempat": ("tenda rumah_kerabat rumah_ibadah gedung_pemerintah sekolah huntara lainnya"),
    "kondisi_lokasi.akses": "mobil motor jalan_kaki perahu terputus",
    "kondisi_lokasi.listrik": "menyala sebagian padam",
    "kondisi_lokasi.air_bersih": "cukup kurang tidak_ada",
    "kondisi_lokasi.sinyal": "tidak_ada 2g 3g 4g wifi radio",
    "kondisi_lokasi.keamanan": "aman rawan tidak_aman",
    "kebutuhan.prioritas": "darurat segera rencana",
    "kebutuhan.satuan": (
        "paket kg bungkus pak liter botol kotak kaleng gelas lembar buah unit set ton lusin kodi dus "
        "karung ball pasang porsi orang"
    ),
    "ldp.jenis": "bermain kelompok individu rujukan",
    "mutasi.jenis": (
        "saldo_awal terima kirim terima_kiriman salur pinjam kembali retur penyesuaian hapus rakit urai"
    ),
    "mutasi.sumber_dana": "apbn apbd_provinsi apbd_kabkota donasi",
    "mutasi.kondisi": "baik rusak kedaluwarsa hilang",
    "mutasi.asal": "pengadaan donasi gudang_luar",
    "saldo.sumber_dana": "apbn apbd_provinsi apbd_kabkota donasi",
    "catatan.frasa": (
        "tiba berangkat siap aman butuh_bantuan butuh_logistik butuh_medis akses_putus listrik_padam "
        "air_naik air_surut hujan_lebat longsor barang_tiba selesai tunda ya tidak terima_kasih"
    ),
    "sos.akurasi": "5m 15m 50m 200m 1km kasar",
    "tugas.templat": (
        "data_pengungsi cek_lokasi kirim_barang ambil_barang dirikan_tenda dirikan_dapur evakuasi ldp "
        "periksa_kedaluwarsa opname lapor_posisi kembali hubungi_pusat"
    ),
    "tugas.prioritas": "darurat segera rencana",
    "tugas_jawab.status": "terkirim dibaca dikerjakan selesai tidak_bisa dibatalkan lewat_waktu",
    "peringatan.jenis": (
        "hujan_lebat angin_kencang gempabumi tsunami gunung_api banjir tanah_longsor gelombang_tinggi lainnya"
    ),
    "peringatan.keparahan": "ringan sedang berat ekstrem tidak_diketahui",
    "peringatan.asal": "bmkg_nowcast bmkg_gempa magma pusat",
    "peringatan_jawab.tindakan": "siaga evakuasi dampak_ada tidak_terdampak",
    "laporan_warga.kategori": (
        "pengungsian kebutuhan_logistik dapur_umum ldp desa_terisolir barang_belum_sampai konflik "
        "bencana_sosial anak_terpisah kekerasan lansia disabilitas odgj bansos pkh kepesertaan relawan "
        "ksb donasi penyalahgunaan_bantuan pungutan orang_hilang perlu_evakuasi infrastruktur kesehatan "
        "keamanan tidak_jelas"
    ),
    "laporan_warga.kanal": "telepon whatsapp aplikasi datang media",
    "laporan_warga.prioritas": "darurat segera rencana",
    "laporan_warga.unit_tujuan": (
        "pskba psk_sosial rehsos jaminan_sosial dayasos itjen basarnas bpbd dinkes polri dinsos operator"
    ),
    "laporan_warga_status.status": "baru diteruskan ditangani selesai duplikat bukan_wewenang",
    "laporan_warga_status.unit_tujuan": (
        "pskba psk_sosial rehsos jaminan_sosial dayasos itjen basarnas bpbd dinkes polri dinsos operator"
    ),
    "verifikasi.status": "diverifikasi ditolak",
    "kejadian.jenis": (
        "banjir banjir_bandang tanah_longsor gelombang_pasang_abrasi banjir_rob cuaca_ekstrem kekeringan "
        "karhutla kebakaran_permukiman gempabumi tsunami erupsi konflik_sosial kegagalan_teknologi wabah"
    ),
    "kejadian_status.status": (
        "belum_ditetapkan siaga_darurat tanggap_darurat transisi_ke_pemulihan selesai"
    ),
    "kejadian_status.tingkat": "kabkota provinsi nasional",
    "kamus.satuan": (
        "paket kg bungkus pak liter botol kotak kaleng gelas lembar buah unit set ton lusin kodi dus "
        "karung ball pasang porsi orang"
    ),
    "kamus.golongan": "K A",
    "kebutuhan_status.status": "diminta disetujui dikirim terpenuhi ditolak",
    "sos_akhir.hasil": "dicabut ditangani selesai",
    "foto.jenis": "jpeg png webp",
    "prakiraan.cuaca": "cerah cerah_berawan berawan berawan_tebal udara_kabur asap kabut hujan_ringan hujan_sedang hujan_lebat hujan_lokal hujan_petir",
    "tanda_tangan.peran": "pihak_pertama pihak_kedua saksi",
}


def test_types_keep_their_numbers() -> None:
    assert {number: one.about.slug for number, one in TYPES.items()} == NUMBERS


def test_fields_keep_their_order() -> None:
    assert {one.about.slug: " ".join(field.name for field in fields(one)) for one in TYPES.values()} == FIELDS


def test_codes_keep_their_places() -> None:
    assert choices() == CHOICES


def choices() -> dict[str, str]:
    """`type.field` -> its codes in order."""
    return {
        f"{one.about.slug}.{field.name}": " ".join(field.kind.codes())
        for one in TYPES.values()
        for field in fields(one)
        if isinstance(field.kind, Choice)
    }
