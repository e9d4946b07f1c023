BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'field_node','2026-11-22 journal, delivery, folds','2026-11-22 06:27:35.530314+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'field_node','2026-11-22 claims keep the time of which they speak','2026-11-22 06:27:35.531367+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'field_node','2026-11-22 receipts bear a proof','2026-11-22 06:27:35.535838+00:00');
CREATE TABLE boot (
    boot INTEGER PRIMARY KEY, boot_id TEXT NOT NULL UNIQUE, offset_ms INTEGER, quality INTEGER NOT NULL DEFAULT 0,
    first_pos INTEGER NOT NULL
) STRICT;
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
INSERT INTO "catatan" VALUES(3,3,NULL,'Beras tiba',NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "claim" VALUES(3,1,3,'["0-1"]',1795312800,1795312800,1795312800,0,1795312800);
INSERT INTO "claim" VALUES(3,2147483648,1,'[3]',1101306940576,1795312800,1795312800,0,1101306940576);
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
CREATE TABLE delivery (
    unit INTEGER, seq INTEGER, class INTEGER NOT NULL, type INTEGER NOT NULL, made_at INTEGER NOT NULL,
    withheld INTEGER NOT NULL, closed INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL DEFAULT 0, at INTEGER, proof BLOB,
    PRIMARY KEY (unit, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO "delivery" VALUES(3,1,1,3,1795312800,0,0,3,1795312820,X'DCF4A8F01BC75309');
INSERT INTO "delivery" VALUES(3,2,2,2,1795312800,1,0,2,1795312820,X'22C222E5ED9FD595');
INSERT INTO "delivery" VALUES(3,3,4,14,1795312800,0,0,4,1795312820,X'8F94BCD7B2305ED3');
INSERT INTO "delivery" VALUES(3,2147483648,3,1,1795312800,0,0,1,1795312810,NULL);
CREATE TABLE entry (
    pos INTEGER PRIMARY KEY, unit INTEGER NOT NULL, seq INTEGER NOT NULL, version INTEGER NOT NULL,
    type INTEGER NOT NULL, made_at INTEGER NOT NULL, quality INTEGER NOT NULL,
    boot INTEGER, uptime_ms INTEGER, incident_unit INTEGER, incident_seq INTEGER, author INTEGER NOT NULL,
    corrects_unit INTEGER, corrects_seq INTEGER, reason TEXT, complete INTEGER NOT NULL,
    carrier TEXT, received_at INTEGER, body TEXT NOT NULL, chain BLOB NOT NULL
) STRICT;
INSERT INTO "entry" VALUES(1,3,1,0,3,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"lokasi":"0-1","per_waktu":1795312800,"jiwa":10}',X'337E938BBBA3AFD25435EB249AC8D691');
INSERT INTO "entry" VALUES(2,3,2147483648,0,1,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"lat":-6.8,"lon":107.1,"waktu":1795312800}',X'4D9C3D054AEB9B9D38C4F11F0183836C');
INSERT INTO "entry" VALUES(3,3,2,0,2,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"nama":"SDN 1","jenis":"posko","telepon":"cXNy6jB_ZxW1vqKFjEZf7glhc-VNCipmxwUcEjMp_Lk"}',X'BEC9F9088DF671CB7AE3E238D4426BD9');
INSERT INTO "entry" VALUES(4,3,3,0,14,1795312800,3,1,5000,NULL,NULL,0,NULL,NULL,NULL,1,NULL,NULL,'{"isi":"Beras tiba"}',X'7BF5D31C161AC2027F5A0EA542FDC9C6');
CREATE TABLE fork (
    id INTEGER PRIMARY KEY, unit INTEGER NOT NULL, seq INTEGER NOT NULL, type INTEGER NOT NULL,
    carrier TEXT NOT NULL, received_at INTEGER, body TEXT NOT NULL, content BLOB NOT NULL, UNIQUE (unit, seq, content)
) STRICT;
CREATE TABLE form_key (kunci TEXT PRIMARY KEY, names TEXT NOT NULL, content BLOB NOT NULL) STRICT, WITHOUT ROWID;
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
INSERT INTO "hitung_pengungsi" VALUES(3,1,0,1,1795312800,NULL,10,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
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
INSERT INTO "lokasi" VALUES(3,2,'SDN 1','posko',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,X'118D456925D5240206F4863D05DA1B644CE5F565A07F11BE5485795C2D8F80AC');
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
CREATE TABLE "newest" (
   "type" INTEGER NOT NULL,
   "key" TEXT NOT NULL,
   "unit" INTEGER NOT NULL,
   "seq" INTEGER NOT NULL,
   "as_of" INTEGER NOT NULL,
   "at" INTEGER NOT NULL,
   PRIMARY KEY ("type", "key")
) STRICT, WITHOUT ROWID;
INSERT INTO "newest" VALUES(1,'[3]',3,2147483648,1101306940576,1795312800);
INSERT INTO "newest" VALUES(3,'["0-1"]',3,1,1795312800,1795312800);
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
CREATE TABLE "pembatalan" (
   "entry_unit" INTEGER,
   "entry_seq" INTEGER,
   "entri_unit" INTEGER,
   "entri_seq" INTEGER,
   "alasan" TEXT,
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
INSERT INTO "self" VALUES(1,3,4,2147483649,X'7BF5D31C161AC2027F5A0EA542FDC9C6',4,1795312800,1);
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
CREATE TABLE "time_shift" (
   "unit" INTEGER NOT NULL,
   "seq" INTEGER NOT NULL,
   "first" INTEGER NOT NULL,
   "last" INTEGER NOT NULL,
   "shift_s" INTEGER NOT NULL,
   PRIMARY KEY ("unit", "seq")
) STRICT, WITHOUT ROWID;
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
CREATE TABLE wilayah (kode TEXT PRIMARY KEY, nama TEXT NOT NULL, level INTEGER NOT NULL, lat REAL, lon REAL) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX entry_name ON entry (unit, seq, version);
CREATE INDEX entry_type ON entry (type, pos);
CREATE INDEX entry_corrects ON entry (corrects_unit, corrects_seq) WHERE corrects_unit IS NOT NULL;
CREATE TRIGGER entry_is_never_edited BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE INDEX delivery_waiting ON delivery (class, seq) WHERE state < 3;
CREATE INDEX delivery_held ON delivery (seq) WHERE state = 4;
CREATE INDEX request_open ON request (id) WHERE taken_at IS NULL;
CREATE INDEX wilayah_nama ON wilayah (nama COLLATE NOCASE);
CREATE INDEX "idx_claim_type_key_as_of_at_unit_seq"
    ON "claim" ("type", "key", "as_of", "at", "unit", "seq");
CREATE INDEX "idx_moved_place_unit_place_seq_item_batch_account"
    ON "moved" ("place_unit", "place_seq", "item", "batch", "account");
CREATE INDEX "idx_stock_account_place_unit_place_seq_item_batch"
    ON "stock" ("account", "place_unit", "place_seq", "item", "batch");
CREATE INDEX "idx_mutasi_merujuk_unit_merujuk_seq"
    ON "mutasi" ("merujuk_unit", "merujuk_seq");
CREATE INDEX "idx_mutasi_nomor"
    ON "mutasi" ("nomor");
CREATE INDEX "idx_tugas_tujuan"
    ON "tugas" ("tujuan");
CREATE INDEX "idx_pembatalan_entri_unit_entri_seq"
    ON "pembatalan" ("entri_unit", "entri_seq");
COMMIT;
