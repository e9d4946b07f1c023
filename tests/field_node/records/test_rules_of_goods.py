"""Goods that move: the gate, expiry, papers and ledgers; and what each movement shifts."""

from typing import Any

import pytest

from field_node.records.balance import Balance
from field_node.records.correction import TimeCorrection, Void
from field_node.records.directory import KamusLine
from field_node.records.incident import IncidentStatus
from field_node.records.kinds import TRACK_START, InvalidValue, Ref
from field_node.records.ledger import Booked
from field_node.records.movement import MOVE, Movement
from field_node.records.record import field
from field_node.records.request import Request
from tests.factories import (
    KEJADIAN,
    LUMBUNG,
    NOW,
    POSKO,
    Picture,
    a_lumbung,
    a_movement,
    an_emergency,
    refused,
    said,
)

TODAY = NOW // 86_400
SENT, LENT, GIVEN = Ref(7, 40), Ref(7, 41), Ref(7, 42)
OTHER_STORE = Ref(0, 5)


def open_gate(**given: Any) -> Picture:
    """An emergency is declared, and there is plenty on the shelf."""
    stock = {(LUMBUNG, 21, ""): 1_000, (LUMBUNG, 72, ""): 2}
    picture = Picture(
        views={(IncidentStatus, KEJADIAN): an_emergency(**given)},
        balances=stock,
    )
    picture.records[SENT] = a_movement("kirim", tujuan=POSKO)
    picture.records[LENT] = a_movement("pinjam", barang=72, jumlah=1)
    picture.records[GIVEN] = a_movement("salur", tujuan=POSKO)
    picture.records[OTHER_STORE] = a_lumbung()
    return picture


@pytest.mark.parametrize(("ends", "told"), [(-1, {"sk_sudah_berakhir"}), (0, set()), (None, set())])
def test_a_decree_that_ran_out_is_told_and_holds_nothing_back(ends: int | None, told: set[str]) -> None:
    until = None if ends is None else (NOW + 7 * 3600) // 86_400 + ends
    picture = open_gate(berlaku_sampai=until)
    assert said(a_movement("salur", tujuan=POSKO), picture) == told
    assert said(a_movement("kirim", tujuan=OTHER_STORE), picture) == set()


PLAIN: dict[str, dict[str, Any]] = {
    "terima": {},
    "kirim": {"tujuan": POSKO},
    "terima_kiriman": {"merujuk": SENT, "jumlah": None, "diterima": 90, "rusak": 6, "kurang": 4},
    "salur": {"tujuan": POSKO},
    "pinjam": {"barang": 72, "jumlah": 1, "peminjam": "Kepala desa", "batas_kembali": TODAY + 7},
    "kembali": {"barang": 72, "jumlah": 1, "merujuk": LENT},
    "retur": {"merujuk": SENT, "tujuan": POSKO},
    "penyesuaian": {"jumlah": -3},
    "hapus": {},
    "rakit": {"jumlah": -3},
    "urai": {"jumlah": 3},
}


@pytest.mark.parametrize("jenis", PLAIN)
def test_a_movement_with_all_its_papers_is_not_warned_of(jenis: str) -> None:
    assert said(a_movement(jenis, **PLAIN[jenis]), open_gate()) == set()


@pytest.mark.parametrize(
    "status",
    [{"status": "belum_ditetapkan"}, {"status": "siaga_darurat"}, {"sk_nomor": None}, {"sk_tanggal": None}],
)
@pytest.mark.parametrize("jenis", ["salur", "kirim"])
def test_goods_stay_until_the_emergency_is_declared(jenis: str, status: dict[str, Any]) -> None:
    assert refused(a_movement(jenis, tujuan=POSKO), open_gate(**status)) == {"belum_ada_sk"}
    assert said(a_movement(jenis, tujuan=POSKO), open_gate()) == set()


def test_goods_stay_when_no_kejadian_is_chosen() -> None:
    picture = open_gate()
    picture.incident = None
    assert refused(a_movement("salur", tujuan=POSKO), picture) == {"belum_ada_sk"}


def test_standby_opens_the_gate_only_by_the_setting() -> None:
    picture = open_gate(status="siaga_darurat")
    picture.siaga_opens_gate = True
    assert said(a_movement("salur", tujuan=POSKO), picture) == set()


def test_an_override_needs_a_reason_and_a_name_and_is_flagged() -> None:
    closed = open_gate(status="belum_ditetapkan")
    urgent = {"tujuan": POSKO, "darurat": True, "alasan": "anak kelaparan"}
    assert refused(a_movement("salur", **urgent), closed) == {"darurat_tanpa_alasan"}
    assert said(a_movement("salur", **urgent, darurat_oleh="Kepala Dinsos"), closed) == {"keluar_darurat"}


def test_restocking_between_stores_passes_the_gate() -> None:
    closed = open_gate(status="belum_ditetapkan")
    assert said(a_movement("kirim", tujuan=OTHER_STORE), closed) == set()


def test_expired_goods_do_not_go_out_while_the_clock_can_be_trusted() -> None:
    old = {"tujuan": POSKO, "kedaluwarsa": TODAY - 1}
    assert refused(a_movement("salur", **old), open_gate()) == {"barang_kedaluwarsa"}
    picture = open_gate()
    picture.clock_trusted = False
    assert said(a_movement("salur", **old), picture) == {"barang_kedaluwarsa"}
    assert said(a_movement("salur", tujuan=POSKO, kedaluwarsa=TODAY), open_gate()) == set()
    assert said(a_movement("hapus", kedaluwarsa=TODAY - 1), open_gate()) == set()


def test_a_loan_that_was_due_before_today_is_told() -> None:
    picture = open_gate()
    for due, codes in ((TODAY - 2, {"batas_kembali_lewat"}), (TODAY + 1, set())):
        loan = a_movement("pinjam", **{**PLAIN["pinjam"], "batas_kembali": due})
        assert said(loan, picture) - {"surat_belum_lengkap"} == codes


def test_expired_goods_that_come_in_are_told() -> None:
    assert said(a_movement("terima", kedaluwarsa=TODAY - 1), open_gate()) == {"terima_kedaluwarsa"}


@pytest.mark.parametrize(
    ("jenis", "wrong", "code"),
    [
        ("terima", {"jumlah": 0}, "jumlah_nol"),
        ("terima", {"jumlah": None}, "jumlah_nol"),
        ("terima", {"jumlah": -1}, "jumlah_negatif"),
        ("terima_kiriman", {"merujuk": SENT, "jumlah": None}, "jumlah_nol"),
        ("terima", {"barang": 1}, "batch_wajib"),
        ("terima", {"barang": 999}, "barang_tidak_dikenal"),
        ("kirim", {"tujuan": None}, "tujuan_wajib"),
        ("kembali", {"barang": 72, "merujuk": None}, "rujukan_wajib"),
    ],
)
def test_a_movement_that_cannot_be_true_is_refused(jenis: str, wrong: dict[str, Any], code: str) -> None:
    assert code in refused(a_movement(jenis, **wrong), open_gate())


def test_an_opening_balance_of_goods_that_have_one_is_refused() -> None:
    here = open_gate()
    here.books[LUMBUNG, 21, ""] = Booked(1_000, NOW - 3_600)
    assert refused(a_movement("saldo_awal"), here) == {"saldo_awal_dua_kali"}
    assert said(a_movement("saldo_awal", barang=22), here) == set()


@pytest.mark.parametrize(
    ("jenis", "odd", "code"),
    [
        ("salur", {"tujuan": POSKO, "jumlah": 1_001}, "saldo_minus"),
        ("saldo_awal", {}, "saldo_awal_sudah_ada"),
        ("pinjam", {"peminjam": "Camat", "batas_kembali": TODAY}, "pinjam_bukan_aset"),
        ("terima_kiriman", {"merujuk": SENT, "jumlah": None, "diterima": 90}, "kiriman_selisih"),
        ("terima_kiriman", {"merujuk": SENT, "barang": 22, "diterima": 100}, "kiriman_barang_lain"),
        ("retur", {"merujuk": SENT}, "retur_masih_di_jalan"),
        ("salur", {}, "salur_tanpa_penerima"),
        ("terima", {"sumber_dana": None}, "surat_belum_lengkap"),
        ("penyesuaian", {"alasan": None}, "surat_belum_lengkap"),
    ],
)
def test_an_odd_movement_is_stored_with_a_word(jenis: str, odd: dict[str, Any], code: str) -> None:
    assert code in said(a_movement(jenis, **odd), open_gate())


@pytest.mark.parametrize(
    ("jenis", "wrong"),
    [
        ("kembali", {"barang": 21, "merujuk": SENT}),
        ("kembali", {"barang": 72, "merujuk": SENT}),
        ("kembali", {"barang": 72, "batch": "A", "merujuk": LENT}),
        ("kembali", {"barang": 72, "gudang": OTHER_STORE, "merujuk": LENT}),
        ("retur", {"barang": 72, "merujuk": LENT}),
        ("retur", {"barang": 22, "merujuk": SENT, "tujuan": POSKO}),
        ("retur", {"barang": 22, "merujuk": GIVEN}),
        ("terima_kiriman", {"merujuk": GIVEN, "jumlah": None, "diterima": 100}),
    ],
)
def test_only_what_went_out_comes_back_or_arrives(jenis: str, wrong: dict[str, Any]) -> None:
    assert "rujukan_wajib" in refused(a_movement(jenis, **wrong), open_gate())


def test_what_was_given_comes_back_and_what_is_not_here_is_only_told() -> None:
    assert said(a_movement("retur", merujuk=GIVEN), open_gate()) == set()
    unheard = a_movement("kembali", barang=72, merujuk=Ref(9, 1))
    assert said(unheard, open_gate()) == {"rujukan_belum_ada"}


def test_a_second_receipt_of_one_kirim_is_asked_about() -> None:
    picture = open_gate()
    picture.arrived = frozenset([SENT])
    again = a_movement("terima_kiriman", **PLAIN["terima_kiriman"])
    assert said(again, picture) == {"kiriman_sudah_diterima_sebelumnya"}


def test_goods_are_not_sent_to_where_they_are() -> None:
    assert refused(a_movement("kirim", tujuan=LUMBUNG), open_gate()) == {"tujuan_sama"}


def test_the_same_line_of_a_paper_is_asked_about() -> None:
    picture = open_gate()
    line = a_movement("terima")
    picture.written = [line]
    assert said(line, picture) == {"baris_sudah_dicatat"}


def test_parts_of_a_delivery_are_amounts_like_its_whole() -> None:
    with pytest.raises(InvalidValue):
        field(Movement, "rusak").kind.check(-1)
    assert type(field(Movement, "diterima").kind) is type(field(Movement, "jumlah").kind)


def test_one_unit_writes_the_ledger_of_a_store() -> None:
    picture = open_gate()
    picture.unit = 8
    assert refused(a_movement("terima"), picture) == {"buku_milik_unit_lain"}


def test_a_kirim_that_arrived_is_not_voided() -> None:
    picture = open_gate()
    assert said(Void(entri=SENT, alasan="salah ketik"), picture) == set()
    picture.arrived = frozenset([SENT])
    assert refused(Void(entri=SENT, alasan="salah ketik"), picture) == {"kiriman_sudah_diterima"}


def test_a_unit_voids_its_own_entries_and_the_center_any() -> None:
    picture = open_gate()
    assert refused(Void(entri=POSKO, alasan="ganda"), picture) == {"batal_milik_unit_lain"}
    picture.unit = 0
    assert said(Void(entri=POSKO, alasan="ganda"), picture) == set()
    picture.records[Ref(0, 9)] = Void(entri=POSKO, alasan="ganda")
    assert refused(Void(entri=Ref(0, 9), alasan="salah"), picture) == {"batal_dari_pembatalan"}


def shifted(move: Movement) -> dict[tuple[str, Ref], int]:
    return {(one.account, one.place): one.amount for one in move.shifts()}


@pytest.mark.parametrize(
    ("jenis", "expected"),
    [
        ("terima", {("saldo", LUMBUNG): 100}),
        ("kirim", {("saldo", LUMBUNG): -100, ("jalan", POSKO): 100}),
        ("terima_kiriman", {("saldo", LUMBUNG): 90, ("jalan", LUMBUNG): -100}),
        ("salur", {("saldo", LUMBUNG): -100}),
        ("pinjam", {("saldo", LUMBUNG): -1, ("pinjam", LUMBUNG): 1}),
        ("kembali", {("saldo", LUMBUNG): 1, ("pinjam", LUMBUNG): -1}),
        ("retur", {("saldo", LUMBUNG): 100, ("jalan", POSKO): -100}),
        ("penyesuaian", {("saldo", LUMBUNG): -3}),
        ("hapus", {("saldo", LUMBUNG): -100}),
        ("rakit", {("saldo", LUMBUNG): -3}),
        ("urai", {("saldo", LUMBUNG): 3}),
    ],
)
def test_each_movement_shifts_what_it_says(jenis: str, expected: dict[tuple[str, Ref], int]) -> None:
    assert shifted(a_movement(jenis, **PLAIN[jenis])) == expected


def test_every_kind_of_movement_moves_something() -> None:
    for jenis in MOVE.codes():
        move = a_movement(jenis, diterima=5, tujuan=POSKO)
        assert move.shifts()
        assert all(one.amount for one in move.shifts())


def test_a_balance_below_its_minimum_or_zero_is_told() -> None:
    line: dict[str, Any] = {"gudang": LUMBUNG, "barang": 21, "per_waktu": NOW, "minimum": 50}
    assert said(Balance(**line, jumlah=49), Picture()) == {"di_bawah_minimum"}
    assert said(Balance(**line, jumlah=50), Picture()) == set()
    assert said(Balance(**{**line, "minimum": None}, jumlah=-1), Picture()) == {"saldo_minus"}


def test_a_store_does_not_ask_itself() -> None:
    assert refused(Request(dari=LUMBUNG, kepada=LUMBUNG, barang=21, jumlah=5), Picture()) == {
        "permintaan_ke_diri_sendiri"
    }
    assert said(Request(dari=LUMBUNG, kepada=POSKO, barang=21, jumlah=5), Picture()) == set()


def test_a_correction_of_time_stays_on_one_number_line() -> None:
    assert refused(TimeCorrection(dari_seq=9, sampai_seq=8, selisih_s=5), Picture()) == {
        "rentang_nomor_rusak"
    }
    both = TimeCorrection(dari_seq=9, sampai_seq=TRACK_START, selisih_s=5)
    assert refused(both, Picture()) == {"rentang_nomor_rusak"}
    assert said(TimeCorrection(dari_seq=9, sampai_seq=9, selisih_s=-(10**9)), Picture()) == set()


def test_a_number_of_the_shipped_kamus_is_never_given_again() -> None:
    line: dict[str, Any] = {"nama": "senter", "satuan": "buah"}
    assert refused(KamusLine(nomor=21, kode="SNT", **line), Picture()) == {"kode_kamus_terpakai"}
    assert refused(KamusLine(nomor=130, kode="SLM", **line), Picture()) == {"kode_kamus_terpakai"}
    assert said(KamusLine(nomor=130, kode="SNT", **line), Picture()) == set()
