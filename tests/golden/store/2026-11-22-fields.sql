BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'field_node','2026-11-22 journal, delivery, folds','2026-11-22 20:52:56.173353+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'field_node','2026-11-22 neighbours','2026-11-22 20:52:56.173912+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'field_node','2026-11-22 claims keep the time of which they speak','2026-11-22 20:52:56.174969+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'field_node','2026-11-22 receipts bear a proof','2026-11-22 20:52:56.175690+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'field_node','2026-11-22 what waits lies apart from receipts','2026-11-22 20:52:56.176564+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'field_node','2026-11-22 track points make no claims','2026-11-22 20:52:56.176942+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'field_node','2026-11-22 what is carried for others outlives a restart','2026-11-22 20:52:56.177292+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'field_node','2026-11-22 what a day''s report counts is found by its time','2026-11-22 20:52:56.182924+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'field_node','2026-11-22 people, tablets and their sign-ins','2026-11-22 20:52:56.183900+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'field_node','2026-11-22 photos on this unit','2026-11-22 20:52:56.187755+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'field_node','2026-11-22 a log of faults','2026-11-22 20:52:56.189722+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'field_node','2026-11-22 numbers left out by a restored unit','2026-11-22 20:52:56.191344+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'field_node','2026-11-22 photos that wait are counted','2026-11-22 20:52:56.191748+00:00');
CREATE TABLE boot (
    boot INTEGER PRIMARY KEY, boot_id TEXT NOT NULL UNIQUE, offset_ms INTEGER, quality INTEGER NOT NULL DEFAULT 0,
    first_pos INTEGER NOT NULL
) STRICT;
CREATE TABLE carried (pos INTEGER PRIMARY KEY, frame BLOB NOT NULL UNIQUE) STRICT;
CREATE TABLE "catatan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "frasa" TEXT,
   "isi" TEXT,
   "kepada" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "uraian" TEXT,
   "foto" BLOB,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "claim" (
   "unit" INTEGER NOT NULL,
   "seq" INTEGER NOT NULL,
   "type" INTEGER NOT NULL,
   "key" TEXT NOT NULL,
   "as_of" INTEGER NOT NULL,
   "at" INTEGER NOT NULL,
   "made_at" INTEGER NOT NULL,
   "timed" INTEGER NOT NULL,
   "said" INTEGER NOT NULL,
   PRIMARY KEY ("unit", "seq")
) STRICT, WITHOUT ROWID;
INSERT INTO "claim" VALUES(3,3,15,'[3]',1795312800,1795312800,1795312800,0,4611686018427387904);
CREATE TABLE crew (
    number INTEGER PRIMARY KEY, name BLOB NOT NULL, role TEXT NOT NULL, pin TEXT NOT NULL,
    added_at INTEGER NOT NULL, revoked_at INTEGER
) STRICT;
CREATE TABLE "dapur_umum" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "per_waktu" INTEGER,
   "kapasitas_porsi" INTEGER,
   "porsi_pagi" INTEGER,
   "porsi_siang" INTEGER,
   "porsi_malam" INTEGER,
   "jiwa_terlayani" INTEGER,
   "titik_dilayani" INTEGER,
   "relawan" INTEGER,
   "bahan_cukup_hari" INTEGER,
   "kendala" TEXT,
   "sumber" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
    pos INTEGER PRIMARY KEY, unit INTEGER NOT NULL, seq INTEGER NOT NULL, version INTEGER NOT NULL,
    type INTEGER NOT NULL, made_at INTEGER NOT NULL, quality INTEGER NOT NULL,
    boot INTEGER, uptime_ms INTEGER, incident_unit INTEGER, incident_seq INTEGER, author INTEGER NOT NULL,
    corrects_unit INTEGER, corrects_seq INTEGER, reason TEXT, complete INTEGER NOT NULL,
    carrier TEXT, received_at INTEGER, body TEXT NOT NULL, chain BLOB NOT NULL
) STRICT;
INSERT INTO "entry" VALUES(1,3,1,0,2,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"nama":"SDN 1","jenis":"posko","lat":-6.8,"lon":107.1,"sumber_koordinat":"gps","telepon":"Gq-k88H4gtdKc7Zti9-YzdOZB84Jgs-9ikkSnr6YxoM"}',X'F2C5A6854999052A8F51CDD038479BF4');
INSERT INTO "entry" VALUES(2,3,2,0,20,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"kategori":"dapur_umum","lat":-6.81,"lon":107.12,"ringkas":"Air naik"}',X'8C9C5511E66AC7DDB0ECF8F666924A10');
INSERT INTO "entry" VALUES(3,3,3,0,15,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"lat":-6.8,"lon":107.1,"waktu_posisi":1795312800,"akurasi":"15m","orang":3}',X'8DA337DE8B15C91C9BDEF7197FFDDBE3');
INSERT INTO "entry" VALUES(4,3,2147483648,0,1,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"lat":-6.8,"lon":107.1,"waktu":1795312800}',X'9017DEB8A7FCDAB450D60A486EC5409E');
CREATE TABLE fork (
    id INTEGER PRIMARY KEY, unit INTEGER NOT NULL, seq INTEGER NOT NULL, type INTEGER NOT NULL,
    carrier TEXT NOT NULL, received_at INTEGER, body TEXT NOT NULL, content BLOB NOT NULL, UNIQUE (unit, seq, content)
) STRICT;
CREATE TABLE form_key (kunci TEXT PRIMARY KEY, names TEXT NOT NULL, content BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "foto" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "entri_unit" INTEGER,
   "entri_seq" INTEGER,
   "sidik" BLOB,
   "ukuran" INTEGER,
   "jenis" TEXT,
   "keterangan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE heard (
    unit INTEGER, seq INTEGER, type INTEGER NOT NULL, made_at INTEGER NOT NULL, quality INTEGER NOT NULL,
    incident_unit INTEGER, incident_seq INTEGER, author INTEGER NOT NULL, corrects_unit INTEGER, corrects_seq INTEGER,
    reason TEXT, complete INTEGER NOT NULL, body TEXT NOT NULL, key TEXT NOT NULL, said_at INTEGER NOT NULL, heard_at INTEGER NOT NULL,
    PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE "hitung_pengungsi" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "per_waktu" INTEGER,
   "kk" INTEGER,
   "jiwa" INTEGER,
   "laki" INTEGER,
   "perempuan" INTEGER,
   "balita_0_4_l" INTEGER,
   "balita_0_4_p" INTEGER,
   "anak_5_17_l" INTEGER,
   "anak_5_17_p" INTEGER,
   "dewasa_18_59_l" INTEGER,
   "dewasa_18_59_p" INTEGER,
   "lansia_60p_l" INTEGER,
   "lansia_60p_p" INTEGER,
   "bayi_0_11bln_l" INTEGER,
   "bayi_0_11bln_p" INTEGER,
   "ibu_hamil" INTEGER,
   "ibu_menyusui" INTEGER,
   "disabilitas" INTEGER,
   "sakit" INTEGER,
   "anak_terpisah" INTEGER,
   "masuk" INTEGER,
   "keluar" INTEGER,
   "tempat" TEXT,
   "sumber" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "kamus" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "nomor" INTEGER,
   "kode" TEXT,
   "nama" TEXT,
   "satuan" TEXT,
   "golongan" TEXT,
   "kedaluwarsa" INTEGER,
   "skala" INTEGER,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "kebutuhan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "prioritas" TEXT,
   "barang" INTEGER,
   "jumlah" INTEGER,
   "satuan" TEXT,
   "kelompok" TEXT,
   "untuk_jiwa" INTEGER,
   "batas_waktu" INTEGER,
   "uraian" TEXT,
   "sumber" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "kebutuhan_status" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "kebutuhan_unit" INTEGER,
   "kebutuhan_seq" INTEGER,
   "status" TEXT,
   "alasan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "kejadian" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "nama" TEXT,
   "jenis" TEXT,
   "mulai" INTEGER,
   "wilayah" TEXT,
   "kode_bnpb" TEXT,
   "daftar_bnpb" TEXT,
   "penyebab" TEXT,
   "kib" TEXT,
   "kronologis" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "kejadian_status" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "kejadian_unit" INTEGER,
   "kejadian_seq" INTEGER,
   "status" TEXT,
   "tingkat" TEXT,
   "sk_nomor" TEXT,
   "sk_tanggal" INTEGER,
   "berlaku_mulai" INTEGER,
   "berlaku_sampai" INTEGER,
   "sk_pejabat" BLOB,
   "foto_sk" BLOB,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "kerusakan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "kode_wilayah" TEXT,
   "per_waktu" INTEGER,
   "rumah_rusak_berat" INTEGER,
   "rumah_rusak_sedang" INTEGER,
   "rumah_rusak_ringan" INTEGER,
   "rumah_terendam" INTEGER,
   "pendidikan_rusak_berat" INTEGER,
   "pendidikan_rusak_sedang" INTEGER,
   "pendidikan_rusak_ringan" INTEGER,
   "kesehatan_rusak_berat" INTEGER,
   "kesehatan_rusak_sedang" INTEGER,
   "kesehatan_rusak_ringan" INTEGER,
   "peribadatan_rusak_berat" INTEGER,
   "peribadatan_rusak_sedang" INTEGER,
   "peribadatan_rusak_ringan" INTEGER,
   "kantor_rusak_berat" INTEGER,
   "kantor_rusak_sedang" INTEGER,
   "kantor_rusak_ringan" INTEGER,
   "fasum_rusak_berat" INTEGER,
   "fasum_rusak_sedang" INTEGER,
   "fasum_rusak_ringan" INTEGER,
   "jembatan_rusak_berat" INTEGER,
   "jembatan_rusak_sedang" INTEGER,
   "jembatan_rusak_ringan" INTEGER,
   "pabrik_rusak_berat" INTEGER,
   "pabrik_rusak_sedang" INTEGER,
   "pabrik_rusak_ringan" INTEGER,
   "kios_rusak_berat" INTEGER,
   "kios_rusak_sedang" INTEGER,
   "kios_rusak_ringan" INTEGER,
   "jalan_m" INTEGER,
   "irigasi_m" INTEGER,
   "sawah_ha" INTEGER,
   "kebun_ha" INTEGER,
   "lahan_ha" INTEGER,
   "hutan_ha" INTEGER,
   "kolam_ha" INTEGER,
   "kerugian_juta" INTEGER,
   "sumber" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "kondisi_lokasi" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "per_waktu" INTEGER,
   "akses" TEXT,
   "listrik" TEXT,
   "air_bersih" TEXT,
   "sinyal" TEXT,
   "jamban" INTEGER,
   "terisolir" INTEGER,
   "desa_terisolir" TEXT,
   "terisolir_kk" INTEGER,
   "terisolir_jiwa" INTEGER,
   "tinggi_air_cm" INTEGER,
   "layanan_kesehatan" INTEGER,
   "psikososial" INTEGER,
   "area_anak" INTEGER,
   "keamanan" TEXT,
   "sumber_air" TEXT,
   "keterangan" TEXT,
   "sumber" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "korban" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "kode_wilayah" TEXT,
   "per_waktu" INTEGER,
   "meninggal_l" INTEGER,
   "meninggal_p" INTEGER,
   "meninggal_tt" INTEGER,
   "hilang_l" INTEGER,
   "hilang_p" INTEGER,
   "hilang_tt" INTEGER,
   "luka_berat_l" INTEGER,
   "luka_berat_p" INTEGER,
   "luka_berat_tt" INTEGER,
   "luka_ringan_l" INTEGER,
   "luka_ringan_p" INTEGER,
   "luka_ringan_tt" INTEGER,
   "terdampak_l" INTEGER,
   "terdampak_p" INTEGER,
   "terdampak_tt" INTEGER,
   "alasan" TEXT,
   "sumber" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "koreksi_waktu" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "dari_seq" INTEGER,
   "sampai_seq" INTEGER,
   "selisih_s" INTEGER,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "laporan_warga" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "kategori" TEXT,
   "kanal" TEXT,
   "waktu" INTEGER,
   "prioritas" TEXT,
   "unit_tujuan" TEXT,
   "kode_wilayah" TEXT,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "lat" REAL,
   "lon" REAL,
   "ringkas" TEXT,
   "isi" TEXT,
   "isi_terlindung" BLOB,
   "pelapor" BLOB,
   "telepon" BLOB,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
INSERT INTO "laporan_warga" VALUES(3,2,'dapur_umum',NULL,NULL,NULL,NULL,NULL,NULL,NULL,-6.81,107.12,'Air naik',NULL,NULL,NULL,NULL);
CREATE TABLE "laporan_warga_status" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "laporan_unit" INTEGER,
   "laporan_seq" INTEGER,
   "status" TEXT,
   "unit_tujuan" TEXT,
   "duplikat_dari_unit" INTEGER,
   "duplikat_dari_seq" INTEGER,
   "alasan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "ldp" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "per_waktu" INTEGER,
   "jenis" TEXT,
   "sesi" INTEGER,
   "peserta_anak_l" INTEGER,
   "peserta_anak_p" INTEGER,
   "peserta_dewasa_l" INTEGER,
   "peserta_dewasa_p" INTEGER,
   "peserta_lansia_l" INTEGER,
   "peserta_lansia_p" INTEGER,
   "rujukan" INTEGER,
   "kendala" TEXT,
   "sumber" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "lokasi" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "nama" TEXT,
   "jenis" TEXT,
   "kode_wilayah" TEXT,
   "lat" REAL,
   "lon" REAL,
   "sumber_koordinat" TEXT,
   "kapasitas_jiwa" INTEGER,
   "publik" INTEGER,
   "unit" INTEGER,
   "kode" TEXT,
   "dusun" TEXT,
   "rt" INTEGER,
   "rw" INTEGER,
   "buka" INTEGER,
   "tutup" INTEGER,
   "fasilitas" TEXT,
   "penanggung_jawab" BLOB,
   "telepon" BLOB,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
INSERT INTO "lokasi" VALUES(3,1,'SDN 1','posko',NULL,-6.8,107.1,'gps',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,X'068237669B6380D08CFE7F1462B894CBCF32D340040D61FA23541CA6C344288A');
CREATE TABLE "lokasi_gabung" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "ke_unit" INTEGER,
   "ke_seq" INTEGER,
   "dari_unit" INTEGER,
   "dari_seq" INTEGER,
   "alasan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE lost (first INTEGER PRIMARY KEY, stop INTEGER NOT NULL) STRICT;
CREATE TABLE "moved" (
   "unit" INTEGER NOT NULL,
   "seq" INTEGER NOT NULL,
   "n" INTEGER NOT NULL,
   "account" TEXT NOT NULL,
   "place_unit" INTEGER NOT NULL,
   "place_seq" INTEGER NOT NULL,
   "item" INTEGER NOT NULL,
   "batch" TEXT NOT NULL,
   "amount" INTEGER NOT NULL,
   PRIMARY KEY ("unit", "seq", "n")
) STRICT, WITHOUT ROWID;
CREATE TABLE "mutasi" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "jenis" TEXT,
   "gudang_unit" INTEGER,
   "gudang_seq" INTEGER,
   "barang" INTEGER,
   "jumlah" INTEGER,
   "batch" TEXT,
   "nomor" TEXT,
   "baris" INTEGER,
   "tujuan_unit" INTEGER,
   "tujuan_seq" INTEGER,
   "merujuk_unit" INTEGER,
   "merujuk_seq" INTEGER,
   "diterima" INTEGER,
   "rusak" INTEGER,
   "kurang" INTEGER,
   "sumber_dana" TEXT,
   "kedaluwarsa" INTEGER,
   "tahun" INTEGER,
   "kk" INTEGER,
   "jiwa" INTEGER,
   "bast" TEXT,
   "darurat" INTEGER,
   "alasan" TEXT,
   "kondisi" TEXT,
   "batas_kembali" INTEGER,
   "fisik" INTEGER,
   "kendaraan" TEXT,
   "seri" TEXT,
   "asal" TEXT,
   "asal_nama" TEXT,
   "isi_per_kemasan" INTEGER,
   "harga_satuan" INTEGER,
   "foto" BLOB,
   "pengemudi" BLOB,
   "penerima" BLOB,
   "peminjam" BLOB,
   "darurat_oleh" BLOB,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE neighbour (
    unit INTEGER PRIMARY KEY, highest INTEGER NOT NULL, taken BLOB NOT NULL, heard_at INTEGER NOT NULL
) STRICT;
CREATE TABLE "newest" (
   "type" INTEGER NOT NULL,
   "key" TEXT NOT NULL,
   "unit" INTEGER NOT NULL,
   "seq" INTEGER NOT NULL,
   "as_of" INTEGER NOT NULL,
   "at" INTEGER NOT NULL,
   PRIMARY KEY ("type", "key")
) STRICT, WITHOUT ROWID;
INSERT INTO "newest" VALUES(15,'[3]',3,3,1795312800,1795312800);
CREATE TABLE "orang" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "nama" BLOB,
   "keadaan" BLOB,
   "usia" BLOB,
   "jenis_kelamin" BLOB,
   "hubungan_kk" BLOB,
   "lokasi" BLOB,
   "kondisi" BLOB,
   "ciri" BLOB,
   "terakhir_terlihat" BLOB,
   "nik" BLOB,
   "pelapor" BLOB,
   "telepon_pelapor" BLOB,
   "dasar" BLOB,
   "tujuan" BLOB,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE pairing (
    id INTEGER PRIMARY KEY, nonce BLOB NOT NULL, code BLOB NOT NULL, wrong INTEGER NOT NULL DEFAULT 0,
    boot INTEGER NOT NULL, until_s REAL NOT NULL, founder INTEGER NOT NULL, maker INTEGER
) STRICT;
CREATE TABLE "pembatalan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "entri_unit" INTEGER,
   "entri_seq" INTEGER,
   "alasan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "penerima" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "bast" TEXT,
   "gudang_unit" INTEGER,
   "gudang_seq" INTEGER,
   "baris" INTEGER,
   "rt" TEXT,
   "kk" INTEGER,
   "jiwa" INTEGER,
   "paket" INTEGER,
   "nama" BLOB,
   "orang" BLOB,
   "keterangan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "peringatan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "jenis" TEXT,
   "keparahan" TEXT,
   "mulai" INTEGER,
   "sampai" INTEGER,
   "asal" TEXT,
   "lokasi" TEXT,
   "kecamatan" TEXT,
   "ringkas" TEXT,
   "menggantikan_unit" INTEGER,
   "menggantikan_seq" INTEGER,
   "dicabut" INTEGER,
   "lat" REAL,
   "lon" REAL,
   "magnitudo_10" INTEGER,
   "kedalaman_km" INTEGER,
   "tingkat_gunung" INTEGER,
   "id_asal" TEXT,
   "uraian" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "peringatan_jawab" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "peringatan_unit" INTEGER,
   "peringatan_seq" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "tindakan" TEXT,
   "keterangan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "permintaan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "dari_unit" INTEGER,
   "dari_seq" INTEGER,
   "barang" INTEGER,
   "jumlah" INTEGER,
   "kepada_unit" INTEGER,
   "kepada_seq" INTEGER,
   "nomor" TEXT,
   "baris" INTEGER,
   "kk" INTEGER,
   "jiwa" INTEGER,
   "batas_waktu" INTEGER,
   "alasan" TEXT,
   "kepada_nama" TEXT,
   "pemohon" BLOB,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE photo (
    sidik BLOB PRIMARY KEY, ukuran INTEGER NOT NULL, kept_at INTEGER NOT NULL, there INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER, incarnation INTEGER, proof BLOB, gone_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE "posisi" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "lat" REAL,
   "lon" REAL,
   "waktu" INTEGER,
   "akurasi" TEXT,
   "sumber_gps" TEXT,
   "janggal" INTEGER,
   "akurasi_m" INTEGER,
   "kecepatan" INTEGER,
   "arah" INTEGER,
   "satelit" INTEGER,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
INSERT INTO "posisi" VALUES(3,2147483648,-6.8,107.1,1795312800,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE "prakiraan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "kode_wilayah" TEXT,
   "mulai" INTEGER,
   "sampai" INTEGER,
   "cuaca" TEXT,
   "suhu_min" INTEGER,
   "suhu_max" INTEGER,
   "angin_kmh" INTEGER,
   "kelembapan" INTEGER,
   "dibuat" INTEGER,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE receipt (
    unit INTEGER NOT NULL, seq INTEGER NOT NULL, class INTEGER NOT NULL, type INTEGER NOT NULL, made_at INTEGER NOT NULL,
    withheld INTEGER NOT NULL, closed INTEGER NOT NULL, state INTEGER NOT NULL, at INTEGER, proof BLOB,
    PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE "replaced" (
   "unit" INTEGER NOT NULL,
   "seq" INTEGER NOT NULL,
   PRIMARY KEY ("unit", "seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE request (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, body TEXT NOT NULL, asked_at INTEGER NOT NULL,
    taken_at INTEGER, done_at INTEGER, result TEXT, blob BLOB
) STRICT;
CREATE TABLE "saldo" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "gudang_unit" INTEGER,
   "gudang_seq" INTEGER,
   "barang" INTEGER,
   "jumlah" INTEGER,
   "per_waktu" INTEGER,
   "batch" TEXT,
   "kedaluwarsa" INTEGER,
   "sumber_dana" TEXT,
   "minimum" INTEGER,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE self (
    id INTEGER PRIMARY KEY CHECK (id = 1), unit INTEGER, next_form INTEGER NOT NULL, next_track INTEGER NOT NULL,
    head BLOB NOT NULL, head_pos INTEGER NOT NULL, latest_trusted INTEGER NOT NULL, incarnation INTEGER
) STRICT;
INSERT INTO "self" VALUES(1,3,4,2147483649,X'9017DEB8A7FCDAB450D60A486EC5409E',4,1795312800,NULL);
CREATE TABLE session (
    tablet INTEGER PRIMARY KEY, person INTEGER NOT NULL, proof BLOB NOT NULL, boot INTEGER NOT NULL,
    began_s REAL NOT NULL, active_s REAL NOT NULL
) STRICT;
CREATE TABLE "sos" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "lat" REAL,
   "lon" REAL,
   "waktu_posisi" INTEGER,
   "akurasi" TEXT,
   "orang" INTEGER,
   "isi" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
INSERT INTO "sos" VALUES(3,3,-6.8,107.1,1795312800,'15m',3,NULL);
CREATE TABLE "sos_akhir" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "sos_unit" INTEGER,
   "sos_seq" INTEGER,
   "hasil" TEXT,
   "keterangan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE status (name TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE "stock" (
   "account" TEXT NOT NULL,
   "place_unit" INTEGER NOT NULL,
   "place_seq" INTEGER NOT NULL,
   "item" INTEGER NOT NULL,
   "batch" TEXT NOT NULL,
   "amount" INTEGER NOT NULL,
   PRIMARY KEY ("place_unit", "place_seq", "item", "batch", "account")
) STRICT, WITHOUT ROWID;
CREATE TABLE tablet (
    number INTEGER PRIMARY KEY, name BLOB NOT NULL, proof BLOB NOT NULL, paired_at INTEGER NOT NULL, paired_by INTEGER,
    seen_at INTEGER NOT NULL, person INTEGER, revoked_at INTEGER
) STRICT;
CREATE TABLE "tanda_tangan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "mutasi_unit" INTEGER,
   "mutasi_seq" INTEGER,
   "peran" TEXT,
   "nama" BLOB,
   "jabatan" TEXT,
   "goresan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "time_shift" (
   "unit" INTEGER NOT NULL,
   "seq" INTEGER NOT NULL,
   "first" INTEGER NOT NULL,
   "last" INTEGER NOT NULL,
   "shift_s" INTEGER NOT NULL,
   PRIMARY KEY ("unit", "seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE tries (
    what TEXT PRIMARY KEY, wrong INTEGER NOT NULL, boot INTEGER NOT NULL, at_s REAL NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE trouble (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL, detail TEXT NOT NULL,
    since INTEGER NOT NULL, until INTEGER, times INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE TABLE "tugas" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "templat" TEXT,
   "tujuan" INTEGER,
   "prioritas" TEXT,
   "batas_waktu" INTEGER,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "barang" INTEGER,
   "jumlah" INTEGER,
   "posko_unit" INTEGER,
   "posko_seq" INTEGER,
   "tim" TEXT,
   "isi" TEXT,
   "uraian" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "tugas_jawab" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "tugas_unit" INTEGER,
   "tugas_seq" INTEGER,
   "status" TEXT,
   "alasan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "unit" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "nomor" INTEGER,
   "nama" TEXT,
   "kode_wilayah" TEXT,
   "lokasi_unit" INTEGER,
   "lokasi_seq" INTEGER,
   "dicabut" INTEGER,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE "verifikasi" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "entri_unit" INTEGER,
   "entri_seq" INTEGER,
   "status" TEXT,
   "alasan" TEXT,
   PRIMARY KEY ("entry_unit", "entry_seq")
) STRICT, WITHOUT ROWID;
CREATE TABLE waiting (
    class INTEGER NOT NULL, unit INTEGER NOT NULL, seq INTEGER NOT NULL, type INTEGER NOT NULL, made_at INTEGER NOT NULL,
    withheld INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, at INTEGER,
    radio INTEGER NOT NULL DEFAULT 0, radio_at INTEGER, proof BLOB,
    PRIMARY KEY (class, unit, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO "waiting" VALUES(0,3,3,15,1795312800,0,0,0,NULL,0,NULL,NULL);
INSERT INTO "waiting" VALUES(2,3,1,2,1795312800,1,0,0,NULL,0,NULL,NULL);
INSERT INTO "waiting" VALUES(2,3,2,20,1795312800,0,0,0,NULL,0,NULL,NULL);
INSERT INTO "waiting" VALUES(3,3,2147483648,1,1795312800,0,0,0,NULL,0,NULL,NULL);
CREATE TABLE wilayah (kode TEXT PRIMARY KEY, nama TEXT NOT NULL, level INTEGER NOT NULL, lat REAL, lon REAL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX entry_name ON entry (unit, seq, version);
CREATE INDEX entry_type ON entry (type, pos);
CREATE INDEX entry_corrects ON entry (corrects_unit, corrects_seq) WHERE corrects_unit IS NOT NULL;
CREATE TRIGGER entry_is_never_edited BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX request_open ON request (id) WHERE taken_at IS NULL;
CREATE INDEX wilayah_nama ON wilayah (nama COLLATE NOCASE);
CREATE INDEX "idx_claim_type_key_as_of_at_unit_seq"
    ON "claim" ("type", "key", "as_of", "at", "unit", "seq");
CREATE INDEX "idx_moved_place_unit_place_seq_item_batch_account"
    ON "moved" ("place_unit", "place_seq", "item", "batch", "account");
CREATE INDEX "idx_stock_account_place_unit_place_seq_item_batch"
    ON "stock" ("account", "place_unit", "place_seq", "item", "batch");
CREATE INDEX heard_key ON heard (type, key, said_at);
CREATE INDEX receipt_held ON receipt (seq) WHERE state = 4;
CREATE INDEX entry_time_kebutuhan ON entry (made_at, unit, seq, quality) WHERE type = 7 AND version = 0;
CREATE INDEX entry_time_mutasi ON entry (made_at, unit, seq, quality) WHERE type = 10 AND version = 0;
CREATE INDEX entry_time_pembatalan ON entry (made_at, unit, seq, quality) WHERE type = 24 AND version = 0;
CREATE INDEX trouble_lasting ON trouble (name) WHERE until IS NULL;
CREATE INDEX photo_waiting ON photo (sidik) WHERE received_at IS NULL;
CREATE INDEX "idx_ldp_per_waktu"
    ON "ldp" ("per_waktu");
CREATE INDEX "idx_mutasi_merujuk_unit_merujuk_seq"
    ON "mutasi" ("merujuk_unit", "merujuk_seq");
CREATE INDEX "idx_mutasi_nomor"
    ON "mutasi" ("nomor");
CREATE INDEX "idx_mutasi_gudang_unit_gudang_seq_barang_batch_kedaluwarsa_sumber_dana_isi_per_kemasan"
    ON "mutasi" ("gudang_unit", "gudang_seq", "barang", "batch", "kedaluwarsa", "sumber_dana", "isi_per_kemasan");
CREATE INDEX "idx_tugas_tujuan"
    ON "tugas" ("tujuan");
CREATE INDEX "idx_pembatalan_entri_unit_entri_seq"
    ON "pembatalan" ("entri_unit", "entri_seq");
CREATE INDEX "idx_foto_sidik"
    ON "foto" ("sidik");
CREATE INDEX "idx_foto_entri_unit_entri_seq"
    ON "foto" ("entri_unit", "entri_seq");
CREATE INDEX "idx_penerima_bast"
    ON "penerima" ("bast");
CREATE INDEX "idx_tanda_tangan_mutasi_unit_mutasi_seq"
    ON "tanda_tangan" ("mutasi_unit", "mutasi_seq");
COMMIT;
