"""The page Stok: batches by FEFO with packages, expiry in words, minimum, what is under way; nothing is hidden."""

import re

import pytest
from flask.testing import FlaskClient

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.store import journal
from field_node.web.desk import Desk
from field_node.web.stock.amounts import expiry, packed, today
from field_node.web.stock.shelf import PAGE
from tests.field_node.store.heard import heard, issued
from tests.field_node.web.stock.stock_made import LUMBUNG, MEALS, NOODLES, OTHER, RICE, move, own, places


@pytest.fixture(autouse=True)
def lumbung(desk: Desk) -> None:
    places(desk)


def seen(client: FlaskClient, address: str = "/stok") -> str:
    """The page as it reads, one space between words."""
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.text.replace("\u00a0", " ").replace("<wbr>", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_an_empty_store_says_what_to_do(client: FlaskClient) -> None:
    page = seen(client)
    assert "Belum ada stok. Catat saldo awal atau penerimaan dulu." in page
    assert "Tidak ada kiriman yang diketahui unit ini." in page


def test_a_batch_is_told_in_packages_with_its_facts(client: FlaskClient, desk: Desk) -> None:
    day = today(desk)
    own(desk, move("terima", 212, "D2022", isi_per_kemasan=40, sumber_dana="apbn", kedaluwarsa=day + 12))
    page = seen(client)
    assert "Lumbung Indramayu" in page and "Per sekarang, menurut buku stok unit ini." in page
    assert "D2022: 5 dus + 12 bungkus (212 bungkus)" in page
    assert "(12 hari lagi)" in page and "Sumber dana: APBN" in page and "Mutasi terakhir baru saja" in page


def test_the_first_to_expire_stands_first(client: FlaskClient, desk: Desk) -> None:
    day = today(desk)
    for batch, left in (("TANPA", None), ("NANTI", 400), ("DULU", 100)):
        own(desk, move("terima", 5, batch, kedaluwarsa=left and day + left))
    page = seen(client)
    assert page.index("DULU:") < page.index("NANTI:") < page.index("TANPA:")
    assert "Kedaluwarsa belum didata" in page
    assert "1 batch kedaluwarsa dalam 180 hari" in page


@pytest.mark.parametrize(
    ("left", "tone", "words"),
    [
        (-1, "grave", "Sudah kedaluwarsa"),
        (0, "grave", "Kedaluwarsa hari ini"),
        (30, "grave", "30 hari lagi"),
        (31, "check", "31 hari lagi"),
        (180, "check", "180 hari lagi"),
        (181, "", "Kedaluwarsa"),
    ],
)
def test_colour_is_never_the_only_sign_of_expiry(left: int, tone: str, words: str) -> None:
    due = expiry(20_000 + left, 20_000)
    assert due.tone == tone and words in due.text


def test_packages_are_told_only_when_they_are_whole_and_known(desk: Desk) -> None:
    noodles, rice = desk.names.goods(NOODLES), desk.names.goods(RICE)
    told = {
        packed(200, noodles, 40): "5 dus (200 bungkus)",
        packed(39, noodles, 40): "39 bungkus",
        packed(80, noodles, None): "80 bungkus",
        packed(-212, noodles, 40): "-(5 dus + 12 bungkus) (-212 bungkus)",
        packed(5_125, rice, 25): "20 kemasan + 12,5 kg (512,5 kg)",
    }
    assert [one.replace("\u00a0", " ") for one in told] == list(told.values())


def test_a_balance_below_zero_is_shown_and_what_ran_out_too(client: FlaskClient, desk: Desk) -> None:
    own(
        desk, move("salur", 3, "B"), move("terima", 5, None, barang=RICE), move("salur", 5, None, barang=RICE)
    )
    page = seen(client)
    assert "B: -3 bungkus" in page and "Saldo minus, perlu opname" in page
    assert "1 saldo minus, perlu opname" in page
    assert "beras reguler" in page and "Habis: tidak ada sisa di batch mana pun." in page


def test_goods_below_their_minimum_lead_to_a_request(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 60, "A"), move("terima", 30, "B"))
    own(desk, Balance(gudang=LUMBUNG, barang=NOODLES, jumlah=60, per_waktu=desk.now, batch="A", minimum=100))
    page = seen(client)
    assert (
        "90 bungkus" in page
        and "di bawah minimum 100 bungkus" in page
        and "1 barang di bawah minimum" in page
    )
    assert f'href="/stok/permintaan/baru?minimum={LUMBUNG}"' in client.get("/stok").text
    own(desk, move("terima", 10, "B"))
    assert "di bawah minimum" not in seen(client)


def test_lines_are_sifted_by_word_fund_and_need(client: FlaskClient, desk: Desk) -> None:
    day = today(desk)
    own(
        desk,
        move("terima", 5, "LAMA", kedaluwarsa=day - 2, sumber_dana="apbn"),
        move("terima", 5, "BARU", kedaluwarsa=day + 900, sumber_dana="donasi"),
        move("terima", 5, "MSS1", barang=MEALS, kedaluwarsa=day + 900, sumber_dana="apbn"),
    )
    assert "MSS1:" not in seen(client, "/stok?cari=mi+inst") and "BARU:" in seen(client, "/stok?cari=MIN")
    donated = seen(client, "/stok?dana=donasi")
    assert "BARU:" in donated and "LAMA:" not in donated
    wanted = seen(client, "/stok?saring=perhatian")
    assert "LAMA:" in wanted and "BARU:" not in wanted and "MSS1:" not in wanted
    assert "Tidak ada yang cocok." in seen(client, "/stok?cari=zzz")


def test_a_batch_that_ran_out_is_shown_when_it_is_asked_for(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 5, "A"), move("salur", 5, "A"), move("terima", 5, "B"))
    assert " A: 0 bungkus" not in seen(client) and " A: 0 bungkus" in seen(client, "/stok?saring=semua")


def test_many_batches_come_page_by_page(client: FlaskClient, desk: Desk) -> None:
    own(desk, *(move("terima", 1, f"B{n:03}") for n in range(PAGE + 1)))
    first, second = seen(client), seen(client, "/stok?halaman=2")
    assert "B049:" in first and "B050:" not in first and "B050:" in second
    assert "Halaman 1 dari 2, 51 baris." in first
    for wrong in ("0", "3", "x", "٣"):
        assert client.get(f"/stok?halaman={wrong}").status_code == 404


def test_another_units_ledger_is_not_told_as_ours(client: FlaskClient, desk: Desk) -> None:
    issued(desk.door.writer, move("terima", 9, gudang=OTHER), first=30)
    page = seen(client)
    assert "Gudang Sentra" not in page and "9 bungkus" not in page
    assert "bukunya dipegang unit lain. Saldonya ada di Lumbung terdekat." in page


def test_what_is_under_way_is_told_by_where_it_goes(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("kirim", 30, "A", tujuan=OTHER, nomor="SJ/7"))
    issued(desk.door.writer, move("kirim", 12, "C", gudang=OTHER, tujuan=LUMBUNG, nomor="SJ/X"), first=30)
    page = seen(client)
    assert "Kita kirim, belum semua dikabarkan tiba" in page and "ke Gudang Sentra SJ/7" in page
    assert "12 bungkus dalam perjalanan ke sini" in page and "dari Gudang Sentra SJ/X" in page


def test_every_shipment_is_counted_and_comes_page_by_page(client: FlaskClient, desk: Desk) -> None:
    sent = [move("kirim", 2, "A", gudang=OTHER, tujuan=LUMBUNG, nomor=f"SJ/{n}") for n in range(501)]
    journal.append_all(desk.door.writer, sent, stamp=desk.clock.stamp())
    own(desk, move("kirim", 30, "A", tujuan=OTHER, nomor="SJ/LAST"))
    own(desk, move("terima", 5))
    assert "1.002 bungkus dalam perjalanan ke sini" in seen(client)
    first, last = seen(client, "/stok/perjalanan"), seen(client, "/stok/perjalanan?halaman=11")
    assert "Menuju ke sini (501)" in first and "mi instan: 1.002 bungkus" in first
    assert "Halaman 1 dari 11, 502 baris." in first and "Barisnya di halaman berikutnya." in first
    assert "Kita kirim, belum semua dikabarkan tiba (1)" in last and "SJ/LAST" in last and "SJ/0 " in last
    assert client.get("/stok/perjalanan?halaman=12").status_code == 404


def test_an_arrival_of_a_shipment_unknown_here_is_no_debt(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima_kiriman", None, "A", diterima=30, merujuk=Ref(9, 77)))
    page = seen(client)
    assert "A: 30 bungkus" in page and "-30" not in page
    assert "Tidak ada kiriman yang diketahui unit ini." in page


def test_a_neighbours_word_is_shown_apart_and_counts_for_nothing(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 5))
    heard(desk.door.writer, 9, move("kirim", 40, "C", gudang=OTHER, tujuan=LUMBUNG), at=desk.now - 120)
    page = seen(client)
    assert "Kata tetangga" in page and "40 bungkus dikirim dari Gudang Sentra" in page
    assert "Belum diverifikasi pusat" in page and "didengar 2 menit lalu" in page
    assert "dalam perjalanan ke sini" not in page
    assert "40 bungkus dikirim" in seen(client, "/stok/perjalanan")
