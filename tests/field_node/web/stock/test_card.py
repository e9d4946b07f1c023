"""Kartu stok: a true running balance on each page, parties, corrections, CSV."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient

from field_node.web.desk import Desk
from tests.field_node.web.stock.stock_made import LUMBUNG, NOODLES, OTHER, RICE, move, own, places
from tests.field_node.web.stock.test_shelf import seen

CARD = f"/stok/kartu/{LUMBUNG}/{NOODLES}"


@pytest.fixture(autouse=True)
def lumbung(desk: Desk) -> None:
    places(desk)


def test_a_card_tells_date_paper_party_and_what_was_left(client: FlaskClient, desk: Desk) -> None:
    own(
        desk,
        move("terima", 212, asal="donasi", asal_nama="PT Baik", nomor="TR/1", isi_per_kemasan=40),
        move("kirim", 12, tujuan=OTHER, nomor="SJ/1"),
        move("salur", 300, penerima="Bu RT", bast="BAST/1", kk=3),
    )
    page = seen(client, f"{CARD}?batch=A")
    assert re.search(r"TR/1 Terima PT Baik 212 212", page)
    assert re.search(r"SJ/1 Kirim Gudang Sentra 12 200", page)
    assert re.search(r"BAST/1 Salur\w* Bu RT 300 -100 minus, perlu opname 3 KK / belum didata jiwa", page)
    assert "Sisa sekarang -100 bungkus" in page and "Saldo minus, perlu opname" in page


def test_each_page_goes_on_from_what_the_one_before_left(client: FlaskClient, desk: Desk) -> None:
    own(desk, *(move("terima", 1, nomor=f"N{n}") for n in range(1, 82)))
    last = seen(client, f"{CARD}?batch=A")
    assert "Halaman 3 dari 3, 81 baris" in last and "Pindahan dari halaman 2 80" in last
    assert re.search(r"N81 Terima belum didata 1 81", last)
    second = seen(client, f"{CARD}?batch=A&halaman=2")
    assert "Pindahan dari halaman 1 40" in second and re.search(r"N41 Terima belum didata 1 41", second)
    assert "Pindahan" not in seen(client, f"{CARD}?batch=A&halaman=1")


def test_one_card_over_all_batches_names_them(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 5, "A"), move("terima", 7, "B"), move("terima", 9, None))
    page = seen(client, CARD)
    assert "semua (3)" in page and "batch A" in page and "batch B" in page and "9 21" in page
    assert "tanpa batch" in seen(client, f"{CARD}?batch=")


def test_goods_without_a_batch_say_until_when_each_arrival_lasts(client: FlaskClient, desk: Desk) -> None:
    old, fresh = (
        move("terima", much, None, barang=RICE, kedaluwarsa=day) for much, day in ((20, 20_777), (30, 20_970))
    )
    own(desk, old, fresh, move("terima", 7, "A", kedaluwarsa=20_777))
    page = seen(client, f"/stok/kartu/{LUMBUNG}/{RICE}")
    assert "kedaluwarsa 20 Nov 2026" in page and "kedaluwarsa 1 Jun 2027" in page
    assert "kedaluwarsa" not in seen(client, CARD).partition("Halaman")[2]


def test_what_is_not_there_is_not_found(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 5, "A"))
    for address in (f"{CARD}?batch=X", f"/stok/kartu/{OTHER}/5", "/stok/kartu/x/5", f"{CARD}?halaman=2"):
        assert client.get(address).status_code == 404


def test_the_csv_holds_the_whole_card_and_runs_nothing(client: FlaskClient, desk: Desk) -> None:
    own(desk, *(move("terima", 12_345, None, barang=RICE, asal_nama="=1+1") for _ in range(50)))
    answer = client.get(f"/stok/kartu/{LUMBUNG}/{RICE}.csv?batch=")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert answer.mimetype == "text/csv" and len(rows) == 50
    assert (rows[-1]["masuk"], rows[-1]["sisa"], rows[-1]["satuan"]) == ("1234.5", "61725", "kg")
    assert rows[0]["dari_kepada"] == "'=1+1"
