"""What Beranda tells whoever keeps goods: minus, expired, below minimum, the half-yearly check."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from field_node.records.balance import Balance
from field_node.records.task import Task
from field_node.store import journal
from field_node.web.desk import Desk
from field_node.web.stock.amounts import today
from tests.field_node.web.stock.stock_made import LUMBUNG, NOODLES, OTHER, move, own, places
from tests.field_node.web.stock.test_shelf import seen
from tests.field_node.web.tablets_here import OTHER_PIN, another, first, person, sign_in

HALF_YEAR_S = 182 * 86_400


@pytest.fixture(autouse=True)
def lumbung(desk: Desk) -> None:
    places(desk)


def test_a_store_in_order_asks_for_nothing(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 50, kedaluwarsa=today(desk) + 400))
    page = seen(client, "/")
    assert "minimum" not in page and "minus" not in page and "kedaluwarsa" not in page


def test_goods_below_their_minimum_lead_from_beranda_to_a_request(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 60))
    own(desk, Balance(gudang=LUMBUNG, barang=NOODLES, jumlah=60, per_waktu=desk.now, batch="A", minimum=100))
    assert "mi instan tinggal 60 bungkus, minimum 100 bungkus" in seen(client, "/")
    assert f"/stok/permintaan/baru?minimum={LUMBUNG}" in client.get("/").text
    assert 'value="40"' in client.get(f"/stok/permintaan/baru?minimum={LUMBUNG}").text


def test_expired_goods_and_balances_below_zero_are_told(client: FlaskClient, desk: Desk) -> None:
    own(desk, move("terima", 60, "LAMA", kedaluwarsa=today(desk) - 3), move("salur", 2, "B"))
    own(desk, move("terima", 5, gudang=OTHER, kedaluwarsa=today(desk) - 3))
    page = seen(client, "/")
    assert "1 batch sudah kedaluwarsa: pisahkan dan hapuskan" in page
    assert "1 saldo minus, perlu opname" in page and "Gudang Sentra" not in page


def test_every_half_year_the_expiry_is_to_be_checked(client: FlaskClient, desk: Desk) -> None:
    stamp = desk.clock.stamp()
    before = stamp._replace(made_at=stamp.made_at - HALF_YEAR_S - 60)
    journal.append(desk.door.writer, move("terima", 60, kedaluwarsa=today(desk) + 400), stamp=before)
    told = "Enam bulan tidak ada pemeriksaan kedaluwarsa: buat tugasnya"
    assert told in seen(client, "/")
    assert f"templat=periksa_kedaluwarsa&amp;lokasi={LUMBUNG}" in client.get("/").text
    own(desk, Task(templat="periksa_kedaluwarsa", lokasi=LUMBUNG, tujuan=desk.unit))
    assert told not in seen(client, "/")


def test_who_keeps_no_goods_is_told_nothing_of_them(app: Flask, desk: Desk) -> None:
    own(desk, move("salur", 2, "B"))
    officer = first(app)
    tablet = another(app, officer)
    told = "1 saldo minus, perlu opname"
    assert told in seen(officer, "/")
    for name, role, shown in (("Budi", "lumbung", True), ("Sari", "relawan", False)):
        sign_in(tablet, person(officer, name, role), OTHER_PIN)
        assert (told in seen(tablet, "/")) is shown, role
