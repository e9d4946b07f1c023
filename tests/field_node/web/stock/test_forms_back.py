"""Loans and what comes back of them, returns, write-offs, kits and corrections of the book."""

import re

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import papers, stocktaking, views
from field_node.web.desk import Desk
from field_node.web.said.times import day_typed
from tests.field_node.web.stock.moves import (
    a_store,
    an_emergency,
    kept,
    moves,
    post,
    problems,
    saved,
    stocked,
    today,
)

GENSET, TENT, RICE = 72, 57, 4


def lent(client: FlaskClient, desk: Desk, gudang: Ref, due: int, key: str = "pj") -> Ref:
    stocked(desk, gudang, GENSET, 3)
    form = {"gudang": str(gudang), "peminjam": "Posko Timur", "batas_kembali": day_typed(due)}
    return saved(client, "pinjam", {**form, "b1-stok": f"{GENSET}:", "b1-jumlah": "2", "b1-seri": "G-1"}, key)


def test_a_loan_is_listed_until_it_is_back_and_told_when_overdue(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    assert "Tidak ada barang yang sedang dipinjam" in client.get("/stok/pinjaman").text
    ref = lent(client, desk, gudang, today(desk) - 3)
    later = lent(client, desk, gudang, today(desk) + 30, "pj2")
    page = client.get("/stok/pinjaman").text
    assert "Posko Timur" in page and re.search(r"Terlambat [234] hari", page)
    assert page.index(f"surat={ref}") < page.index(f"surat={later}")
    assert f"/stok/kembali?surat={ref}" in client.get("/stok/kembali").text
    form = client.get(f"/stok/kembali?surat={ref}").text
    assert f'name="b1-merujuk" value="{ref}"' in form and "genset: 2" in form
    back = {"gudang": str(gudang), "surat": str(ref), "b1-stok": f"{GENSET}:", "b1-merujuk": str(ref)}
    broken = {**back, "b1-jumlah": "2", "b1-kondisi": "rusak"}
    told = client.post("/stok/kembali/periksa", data={"kunci": "kb", **broken}).get_json()
    assert ["Hapuskan" in one["sentence"] for one in told["peringatan"]] == [True]
    (line,) = moves(desk, saved(client, "kembali", broken, "kb"))
    assert (line.jenis, line.jumlah, line.merujuk, line.kondisi) == ("kembali", 2, ref, "rusak")
    page = client.get("/stok/pinjaman").text
    assert f"surat={ref}" not in page and f"surat={later}" in page
    (out,) = views.stock(desk.store, gudang, account="pinjam")
    assert out.amount == 2


def test_what_was_lost_on_loan_leaves_the_stock(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang, today(desk) + 3)
    back = {"gudang": str(gudang), "surat": str(ref), "b1-stok": f"{GENSET}:", "b1-merujuk": str(ref)}
    back_ref = saved(client, "kembali", {**back, "b1-jumlah": "1", "b1-kondisi": "hilang"}, "kb")
    assert views.balance(desk.store, gudang, GENSET, "") == 1
    (gone,) = [one for _, one in papers.papers(desk.store, jenis="hapus")]
    assert [(move.jumlah, move.kondisi, move.alasan) for _, move in gone.lines] == [
        (1, "hilang", "Hilang saat dipinjam")
    ]
    assert "genset: 1" in client.get(f"/stok/kembali?surat={ref}").text
    client.post(f"/stok/batalkan/{back_ref}", data={"kunci": "v", "alasan": "Salah"})
    assert views.balance(desk.store, gudang, GENSET, "") == 1
    assert papers.papers(desk.store, jenis="hapus") == []
    (out,) = views.stock(desk.store, gudang, account="pinjam")
    assert out.amount == 2


def test_goods_that_come_back_keep_the_day_with_which_they_went(client: FlaskClient, desk: Desk) -> None:
    gudang, camp = a_store(desk), kept(desk, Place(nama="Posko Timur", jenis="gudang"))
    day = today(desk) + 40
    stocked(desk, gudang, RICE, 100, kedaluwarsa=day)
    form = {"gudang": str(gudang), "tujuan": str(camp), "b1-stok": f"{RICE}:", "b1-jumlah": "10"}
    went = saved(client, "kirim", form, "kr")
    stocked(desk, gudang, RICE, 50, kedaluwarsa=day + 300, sumber_dana="donasi")
    back = {"gudang": str(gudang), "surat": str(went), "b1-stok": f"{RICE}:", "b1-merujuk": str(went)}
    (line,) = moves(desk, saved(client, "retur", {**back, "b1-jumlah": "2"}, "rt"))
    assert (line.jenis, line.kedaluwarsa, line.sumber_dana) == ("retur", day, "apbn")
    (rice,) = [one for one in stocktaking.held(desk.store, gudang) if one.item == RICE]
    assert rice.expires == day


def test_one_side_of_a_kit_or_of_a_loss_is_not_voided_alone(client: FlaskClient, desk: Desk) -> None:
    gudang, void = a_store(desk), {"kunci": "v", "alasan": "Salah"}
    stocked(desk, gudang, 27, 10)
    form = {"gudang": str(gudang), "b1-stok": "27:", "b1-jumlah": "5", "h1-barang": "42", "h1-jumlah": "5"}
    made = saved(client, "rakit", form, "rk")
    for line in (made, Ref(made.unit, made.seq + 1)):
        answer = client.post(f"/entri/{line}/batalkan", data=void)
        assert answer.status_code == 422 and "batalkan seluruh surat" in answer.text
        assert f'href="/stok/batalkan/{line}"' in answer.text
    assert client.post(f"/stok/batalkan/{made}", data=void).status_code == 303
    assert [views.balance(desk.store, gudang, item, "") for item in (27, 42)] == [10, 0]
    loan = lent(client, desk, gudang, today(desk) + 3)
    back = {"gudang": str(gudang), "surat": str(loan), "b1-stok": f"{GENSET}:", "b1-merujuk": str(loan)}
    lost = saved(client, "kembali", {**back, "b1-jumlah": "1", "b1-kondisi": "hilang"}, "kb")
    assert client.post(f"/entri/{lost}/batalkan", data={**void, "kunci": "w"}).status_code == 422


@pytest.mark.parametrize(
    ("first", "then", "status"), [("baik", "hilang", 422), ("hilang", "baik", 422), ("baik", "rusak", 303)]
)
def test_what_came_back_is_not_corrected_into_a_loss_or_out_of_one(
    client: FlaskClient, desk: Desk, first: str, then: str, status: int
) -> None:
    gudang = a_store(desk)
    loan = lent(client, desk, gudang, today(desk) + 3)
    back = {"gudang": str(gudang), "surat": str(loan), "b1-stok": f"{GENSET}:", "b1-merujuk": str(loan)}
    line = saved(client, "kembali", {**back, "b1-jumlah": "1", "b1-kondisi": first}, "kb")
    (move,) = moves(desk, line)
    said = {"jenis": "kembali", "gudang": str(gudang), "barang": str(GENSET), "jumlah": "1", "kondisi": then}
    more = {"merujuk": str(loan), "nomor": str(move.nomor), "baris": "1", "kunci": "c", "alasan_koreksi": "x"}
    answer = client.post(f"/entri/{line}/koreksi", data={**said, **more})
    assert answer.status_code == status, problems(answer)
    assert views.balance(desk.store, gudang, GENSET, "") == (1 if first == "hilang" else 2)


def test_a_void_of_what_came_back_is_refused(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang, today(desk) + 3)
    back = {"gudang": str(gudang), "surat": str(ref), "b1-stok": f"{GENSET}:", "b1-merujuk": str(ref)}
    saved(client, "kembali", {**back, "b1-jumlah": "1"}, "kb")
    answer = client.post(f"/stok/batalkan/{ref}", data={"kunci": "v", "alasan": "Salah"})
    assert answer.status_code == 422 and "Sudah ada barang yang kembali" in answer.text


def test_a_return_of_what_is_on_its_way_is_awaited_no_more(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Gudang Tujuan", unit=9)
    stocked(desk, gudang, 21, 100)
    sent = saved(
        client, "kirim", {"gudang": str(gudang), "tujuan": str(other), "b1-stok": "21:", "b1-jumlah": "30"}
    )
    assert f"surat={sent}" in client.get("/stok/retur").text
    back = {"gudang": str(gudang), "surat": str(sent), "b1-stok": "21:", "b1-merujuk": str(sent)}
    (line,) = moves(desk, saved(client, "retur", {**back, "b1-jumlah": "10"}, "rt"))
    assert (line.jumlah, line.tujuan) == (10, other)
    assert [one.amount for one in views.stock(desk.store, other, account="jalan")] == [20]
    assert views.balance(desk.store, gudang, 21, "") == 80


def test_a_return_of_what_was_given_comes_back_to_the_shelf(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    stocked(desk, gudang, 21, 100)
    given = saved(
        client, "salur", {"gudang": str(gudang), "tujuan": str(posko), "b1-stok": "21:", "b1-jumlah": "30"}
    )
    back = {"gudang": str(gudang), "surat": str(given), "b1-stok": "21:", "b1-merujuk": str(given)}
    (line,) = moves(desk, saved(client, "retur", {**back, "b1-jumlah": "4"}, "rt"))
    assert (line.jumlah, line.tujuan) == (4, None)
    assert views.balance(desk.store, gudang, 21, "") == 74


def test_a_write_off_wants_reason_and_condition(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 5, 100, "A", kedaluwarsa=today(desk) - 3)
    form = {"gudang": str(gudang), "b1-stok": "5:A", "b1-jumlah": "100"}
    assert "Alasan" in problems(post(client, "hapus", form))
    assert "kondisi" in problems(post(client, "hapus", {**form, "alasan": "Basi"}))
    whole = {**form, "alasan": "Basi", "b1-kondisi": "kedaluwarsa"}
    (line,) = moves(desk, saved(client, "hapus", whole))
    assert (line.jenis, line.jumlah, line.kondisi, line.alasan) == ("hapus", 100, "kedaluwarsa", "Basi")
    assert views.balance(desk.store, gudang, 5, "A") == 0


def test_a_kit_takes_its_contents_from_the_shelf_and_gives_them_back(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 100)
    stocked(desk, gudang, 25, 50)
    used = {"b1-stok": "21:", "b1-jumlah": "20", "b2-stok": "25:", "b2-jumlah": "10"}
    one_side = {"gudang": str(gudang), **used}
    assert "Hasil 1, barang" in problems(post(client, "rakit", one_side))
    assert "kedua sisinya" in problems(post(client, "rakit", one_side))
    made = {**one_side, "h1-barang": "45", "h1-jumlah": "10"}
    lines = moves(desk, saved(client, "rakit", made))
    assert [(one.barang, one.jumlah) for one in lines] == [(21, -20), (25, -10), (45, 10)]
    opened = {"gudang": str(gudang), "b1-stok": "45:", "b1-jumlah": "2", "h1-barang": "21", "h1-jumlah": "5"}
    told = client.post("/stok/urai/periksa", data={"kunci": "k", **opened}).get_json()
    assert ["tidak terbagi rata" in one["sentence"] for one in told["peringatan"]] == [True]
    saved(client, "urai", {**opened, "h1-jumlah": "4"}, "ur")
    assert [views.balance(desk.store, gudang, item, "") for item in (21, 25, 45)] == [84, 40, 8]


KIT = {
    "b1-stok": "5:A",
    "b1-jumlah": "20",
    "b2-stok": "5:B",
    "b2-jumlah": "20",
    "h1-barang": "45",
    "h1-jumlah": "10",
}


def test_a_kit_expires_with_the_first_of_its_parts_and_is_of_their_fund(
    client: FlaskClient, desk: Desk
) -> None:
    gudang, day = a_store(desk), today(desk)
    stocked(desk, gudang, 5, 100, "A", kedaluwarsa=day + 200)
    stocked(desk, gudang, 5, 100, "B", kedaluwarsa=day + 90)
    *_, kit = moves(desk, saved(client, "rakit", {"gudang": str(gudang), **KIT}))
    assert (kit.barang, kit.kedaluwarsa, kit.sumber_dana) == (45, day + 90, "apbn")


def test_of_parts_of_two_funds_or_without_a_date_a_kit_says_no_more_than_is_known(
    client: FlaskClient, desk: Desk
) -> None:
    gudang, day = a_store(desk), today(desk)
    stocked(desk, gudang, 5, 100, "A", kedaluwarsa=day + 200)
    stocked(desk, gudang, 5, 100, "B", sumber_dana="donasi")
    form = {"gudang": str(gudang), **KIT}
    told = client.post("/stok/rakit/periksa", data={"kunci": "k", **form}).get_json()
    assert [(one["label"], "belum didata" in one["sentence"]) for one in told["peringatan"]] == [
        ("Barang 2, barang", True)
    ]
    *_, kit = moves(desk, saved(client, "rakit", form))
    assert (kit.kedaluwarsa, kit.sumber_dana) == (day + 200, None)


def test_the_book_is_corrected_up_and_down_with_a_reason(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 100)
    form = {"gudang": str(gudang), "b1-stok": "21:", "b1-jumlah": "5", "b1-arah": "kurang"}
    assert "Alasan" in problems(post(client, "penyesuaian", form))
    more = {"b2-barang": "25", "b2-jumlah": "7", "b2-arah": "tambah", "alasan": "Salah catat"}
    saved(client, "penyesuaian", {**form, **more})
    assert [views.balance(desk.store, gudang, item, "") for item in (21, 25)] == [95, 7]


def test_an_answer_to_nothing_is_refused(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    other = kept(
        desk,
        Movement(jenis="terima", gudang=gudang, barang=21, jumlah=1, asal="donasi", sumber_dana="donasi"),
    )
    form = {"gudang": str(gudang), "b1-stok": "21:", "b1-jumlah": "1"}
    assert post(client, "kembali", form).status_code == 422
    for name in (str(other), "99-1", "x"):
        assert "Tidak ada barang yang masih di luar" in client.get(f"/stok/kembali?surat={name}").text
