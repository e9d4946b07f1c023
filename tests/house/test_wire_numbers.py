"""The numbers of record types, fields and codes on the wire are frozen: lines are added here, never edited."""

from dataclasses import make_dataclass
from typing import Any

import pytest

from field_node.records import TYPES, number_of
from field_node.records.kinds import Choice, Count
from field_node.records.message import Message
from field_node.records.record import fields, holds
from sync.codec.contexts import CONTEXTS, NEWEST
from tests.golden import fields as golden

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
    36: "kabar_kiriman",
}
CHOICES: dict[str, str] = {
    "posisi.akurasi": "5m 15m 50m 200m 1km kasar",
    "posisi.sumber_gps": "unit tablet manual radio",
    "lokasi.jenis": (
        "posko pos_pengungsian dapur_umum lumbung gudang titik_distribusi desa_terisolir titik_kumpul"
    ),
    "lokasi.sumber_koordinat": "gps peta ketik perkiraan",
    "lokasi.sumber_gps": "unit tablet manual radio",
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
    "sos.sumber_gps": "unit tablet manual radio",
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
    "laporan_warga.sumber_gps": "unit tablet manual radio",
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


def test_fields_keep_their_order_and_their_context() -> None:
    kept = golden.read()
    for record_type in TYPES.values():
        slug, known = record_type.about.slug, fields(record_type)
        assert [one.name for one in known] == golden.names_of(kept, slug), "new fields stand at the end"
        assert all(one.name in kept[str(one.since)][slug].split() for one in known)


def test_the_list_of_fields_is_whole() -> None:
    assert golden.added(golden.read()) == golden.read(), "run: python -m tests.golden.fields"


@pytest.mark.parametrize("since", [0, NEWEST])
def test_a_field_added_after_the_wire_landed_wants_a_context_of_its_own(
    since: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = ("tambahan", int | None, holds(Count(9), "Tambahan", since=since))
    longer: Any = make_dataclass("Longer", [extra], bases=(Message,), frozen=True, kw_only=True)
    monkeypatch.setitem(TYPES, number_of(Message), longer)
    with pytest.raises(golden.Late, match=rf"tambahan.*since={NEWEST + 1}"):
        golden.added(golden.read())


def test_a_field_that_came_later_is_never_required() -> None:
    with pytest.raises(ValueError, match="required"):
        holds(Count(9), "Tambahan", required=True, since=NEWEST)


def test_every_field_came_with_a_context_that_is_here() -> None:
    numbers = {one.since for record_type in TYPES.values() for one in fields(record_type)}
    assert numbers <= {0, *CONTEXTS}


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
