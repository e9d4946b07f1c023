"""The page Lumbung terdekat: by distance, by whose word, how old; unknown is not zero, expired is not usable."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from field_node.records.directory import Unit
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.place import Place
from field_node.store import journal, status
from field_node.store.connection import Store
from field_node.web.around.whereabouts import bearing, far
from field_node.web.desk import Desk
from tests.field_node.store.heard import heard, issued, saldo
from tests.field_node.web.conftest import UNIT

A_DAY = 86_400
NEAR = Place(nama="Lumbung Dekat", jenis="lumbung", lat=-6.34, lon=108.3, unit=7)
FAR = replace(NEAR, nama="Lumbung Jauh", lat=-6.5, unit=8)
NOWHERE = replace(NEAR, nama="Gudang Tanpa Titik", jenis="gudang", lat=None, lon=None, unit=9)


@pytest.fixture
def store(desk: Desk) -> Store:
    writer = desk.door.writer
    issued(writer, FAR, NEAR, NOWHERE)
    return writer


def fixed(store: Store, desk: Desk) -> None:
    status.say(store, "gps", {"lat": -6.33, "lon": 108.3, "fix_at": desk.now - 120}, desk.now)


def order(page: str, *names: str) -> bool:
    spots = [page.index(f'"main">{name}') for name in names]
    return spots == sorted(spots)


def test_goods_are_chosen_from_a_short_list_or_searched(client: FlaskClient, store: Store) -> None:
    first = client.get("/lumbung").text
    assert "Yang sering dicari" in first and 'href="/lumbung?barang=21"' in first
    found = client.get("/lumbung?cari=TENDA+kel").text
    assert "tenda keluarga (unit)" in found and "selimut" not in found
    assert 'Tidak ditemukan: "&lt;x&gt;"' in client.get("/lumbung?cari=<x>").text


@pytest.mark.parametrize(
    "asked", ["barang=999", "barang=x", "barang=21&dari=x", "barang=21&halaman=0", "barang=٣"]
)
def test_what_cannot_be_asked_is_not_found(client: FlaskClient, store: Store, asked: str) -> None:
    assert client.get(f"/lumbung?{asked}").status_code == 404


def test_nobody_said_anything_is_not_zero(client: FlaskClient, store: Store) -> None:
    page = client.get("/lumbung?barang=21").text
    assert "Ada barangnya (0)" in page and "Belum didata (3)" in page and "Dinyatakan kosong" not in page
    assert "0\u00a0lembar" not in page


def test_places_come_by_distance_and_those_without_a_point_last(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    fixed(store, desk)
    for unit, number in ((8, 1), (7, 2), (9, 3)):
        heard(store, unit, saldo(40, place=Ref(0, number), at=desk.now))
    page = client.get("/lumbung?barang=21").text
    assert order(page, "Lumbung Dekat", "Lumbung Jauh", "Gudang Tanpa Titik")
    assert (
        "1,1 km" in page and "19 km" in page and "jarak belum diketahui: lokasi ini tanpa koordinat" in page
    )
    assert "Jarak garis lurus dari unit ini (posisi 2 menit lalu)." in page


def test_without_a_fix_a_place_is_chosen(client: FlaskClient, desk: Desk, store: Store) -> None:
    heard(store, 8, saldo(40, at=desk.now, place=Ref(0, 1)))
    page = client.get("/lumbung?barang=21").text
    assert "Posisi unit belum diketahui." in page and "jarak belum diketahui: posisi unit tidak ada" in page
    chosen = client.get("/lumbung?barang=21&dari=0-2").text
    assert "Jarak garis lurus dari Lumbung Dekat." in chosen and "18 km" in chosen


def test_every_number_has_its_source_and_age(client: FlaskClient, desk: Desk, store: Store) -> None:
    fixed(store, desk)
    issued(store, saldo(300, place=Ref(0, 2), at=desk.now - A_DAY), first=9)
    heard(store, 7, saldo(180, place=Ref(0, 2), at=desk.now - 7_200), at=desk.now - 300)
    page = client.get("/lumbung?barang=21&jumlah=200").text
    assert page.index("180\u00a0lembar") < page.index("300\u00a0lembar")
    assert (
        "menurut tetangga Unit 7" in page and "Belum diverifikasi pusat" in page and "menurut pusat" in page
    )
    assert "2 jam lalu, didengar 5 menit lalu" in page and "per kemarin " in page
    assert "Kurang 20\u00a0lembar" in page and "Belum ada satu lumbung yang dinyatakan cukup." in page
    assert "Terdekat yang cukup: Lumbung Dekat, 1,1 km, 180\u00a0lembar, belum diverifikasi pusat." in (
        client.get("/lumbung?barang=21&jumlah=150").text
    )
    client.set_cookie("bahasa", "en")
    assert "diverifikasi" not in client.get("/lumbung?barang=21&jumlah=150").text


def test_the_own_ledger_speaks_as_of_now_and_expired_goods_are_not_enough(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    issued(store, replace(NEAR, nama="Gudang Kita", unit=UNIT), first=9)
    today = desk.now // A_DAY
    line = Movement(
        jenis="saldo_awal",
        gudang=Ref(0, 9),
        barang=1,
        jumlah=50,
        nomor="A",
        batch="LAMA",
        kedaluwarsa=today - 3,
    )
    fresh = replace(line, jumlah=70, batch="BARU", kedaluwarsa=today + 40)
    journal.append_all(store, [line, fresh], stamp=desk.clock.stamp())
    page = client.get("/lumbung?barang=1&jumlah=100").text
    assert (
        "120\u00a0paket" in page
        and "menurut unit sendiri" in page
        and "per sekarang menurut buku stok" in page
    )
    assert "50\u00a0paket di antaranya sudah kedaluwarsa" in page and "Kurang 30\u00a0paket" in page
    assert "batch LAMA: 50\u00a0paket, sudah kedaluwarsa" in page


def test_nobody_is_sent_to_what_only_a_revoked_unit_says(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    issued(store, Unit(nomor=7, nama="Hilang", dicabut=True), first=9)
    heard(store, 7, saldo(40, place=Ref(0, 2), at=desk.now))
    page = client.get("/lumbung?barang=21").text
    assert "Belum diverifikasi pusat, unit dicabut" in page and "Terdekat yang" not in page


def test_an_empty_store_is_told_apart_from_an_unknown_one(
    client: FlaskClient, desk: Desk, store: Store
) -> None:
    heard(store, 7, saldo(0, place=Ref(0, 2), at=desk.now))
    page = client.get("/lumbung?barang=21").text
    assert "Dinyatakan kosong (1)" in page and "Belum didata (2)" in page


@pytest.mark.parametrize(
    "typed, said",
    [("x", "Isi bilangan bulat"), ("-4", "Jumlah harus lebih dari nol."), ("1,5", "Isi bilangan bulat")],
)
def test_an_amount_that_cannot_be_is_told(client: FlaskClient, store: Store, typed: str, said: str) -> None:
    page = client.get("/lumbung", query_string={"barang": "21", "jumlah": typed}).text
    assert said in page and f'value="{typed}"' in page


def test_a_need_leads_to_the_stores_that_have_it(client: FlaskClient, desk: Desk, store: Store) -> None:
    need = Need(lokasi=Ref(0, 1), prioritas="darurat", barang=4, jumlah=25)
    ref = journal.append(store, need, stamp=desk.clock.stamp()).ref
    assert 'href="/lumbung?barang=4&amp;jumlah=2,5"' in client.get(f"/entri/{ref}").text
    for path in (
        "/stok",
        "/catatan/kebutuhan",
        "/catatan/permintaan",
        "/catat/kebutuhan",
        "/catat/permintaan",
        "/",
    ):
        assert 'href="/lumbung"' in client.get(path).text


def test_many_stores_turn_in_pages(client: FlaskClient, desk: Desk, store: Store) -> None:
    places = [replace(NEAR, nama=f"L{number}", lat=-6.4 - number / 1000) for number in range(70)]
    issued(store, *places, first=100)
    issued(store, *(saldo(5, place=Ref(0, 100 + number), at=desk.now) for number in range(70)), first=300)
    pages = [client.get(f"/lumbung?barang=21&halaman={number}").text for number in (1, 2, 3, 4)]
    assert [page.count("menurut pusat") for page in pages] == [30, 30, 10, 0]
    assert "barang=21" in pages[0].split('rel="next"')[1][:200]


@pytest.mark.parametrize(
    "there, wind",
    [
        ((-6.2, 108.3), "utara"),
        ((-6.3, 108.4), "timur"),
        ((-6.4, 108.2), "barat daya"),
        ((-6.30001, 108.3), ""),
    ],
)
def test_winds_are_named(there: tuple[float, float], wind: str) -> None:
    assert bearing((-6.3, 108.3), there) == wind


@pytest.mark.parametrize(
    "km, text", [(0.347, "350 m"), (2.44, "2,4 km"), (12.3, "12 km"), (1234, "1.234 km")]
)
def test_distances_are_as_exact_as_they_need_to_be(km: float, text: str) -> None:
    assert far(km) == text
