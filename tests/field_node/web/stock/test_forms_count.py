"""An opname: blind until it is counted, then the differences; goods may move meanwhile."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.balance import Balance
from field_node.records.kinds import Ref
from field_node.store import journal, papers, views
from field_node.store.stocktaking import minimums
from field_node.web.desk import Desk
from tests.field_node.web.stock.moves import a_store, moves, post, problems, saved, stocked


def counted(gudang: Ref, *amounts: str) -> dict[str, str]:
    goods = ("21:", "5:A")
    lines = {
        f"b{n}-{end}": text
        for n, (one, much) in enumerate(zip(goods, amounts, strict=True), 1)
        for end, text in (("stok", one), ("jumlah", much))
    }
    return {"gudang": str(gudang), **lines}


def test_an_opname_is_blind_until_it_is_counted(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    stocked(desk, gudang, 5, 241, "A")
    page = client.get("/stok/opname").text
    assert "selimut" in page and "mi instan, batch A" in page
    assert "137" not in page and "241" not in page
    answer = post(client, "opname", counted(gudang, "130", "241"))
    assert answer.status_code == 422
    assert "Buku 137\xa0lembar, dihitung 130\xa0lembar: selisih -7\xa0lembar" in problems(answer)
    assert "241" not in problems(answer) and papers.papers(desk.store, jenis="penyesuaian") == []


def test_what_is_wrong_with_a_count_is_told_by_goods_and_batch(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    stocked(desk, gudang, 5, 241, "A")
    form = counted(gudang, "130", "240") | {"b9-barang": "25", "b9-jumlah": "1"}
    answer = post(client, "opname", form)
    assert re.findall(r'<a href="#f-b\d+-alasan">([^<]*)</a>', answer.text) == [
        "selimut, alasan",
        "mi instan, batch A, alasan",
        "Barang 9, alasan",
    ]
    looked = client.post("/stok/opname/periksa", data={"kunci": "k", **form}).json or {}
    assert next(one["label"] for one in looked["masalah"]) == "selimut, alasan"
    assert "Barang 1" in problems(
        post(client, "opname", {"gudang": str(gudang), "b1-stok": "x", "b1-jumlah": "1"})
    )


def test_an_opname_becomes_the_differences_and_states_what_agrees(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    stocked(desk, gudang, 5, 241, "A")
    form = {**counted(gudang, "130", "241"), "b1-alasan": "Rusak", "b1-kondisi": "rusak"}
    (line,) = moves(desk, saved(client, "opname", form))
    assert (line.jenis, line.jumlah, line.fisik, line.alasan, line.kondisi) == (
        "penyesuaian",
        -7,
        130,
        "Rusak",
        "rusak",
    )
    assert str(line.nomor).startswith("OP/LBS/")
    assert views.balance(desk.store, gudang, 21, "") == 130
    (stated,) = [entry.record for _, entry in journal.entries(desk.store, Balance)]
    assert isinstance(stated, Balance) and (stated.barang, stated.batch, stated.jumlah) == (5, "A", 241)


def test_a_line_that_nobody_counted_stays_as_it_is_and_zero_is_a_count(
    client: FlaskClient, desk: Desk
) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    stocked(desk, gudang, 5, 241, "A")
    form = {**counted(gudang, "0", ""), "b1-alasan": "Hilang"}
    (line,) = moves(desk, saved(client, "opname", form))
    assert (line.barang, line.jumlah, line.fisik) == (21, -137, 0)
    assert views.balance(desk.store, gudang, 5, "A") == 241


def opened(client: FlaskClient) -> dict[str, str]:
    """What the page says of how far the journal was when it was shown."""
    (told,) = re.findall(r'name="dibuka" value="(\d+)"', client.get("/stok/opname").text)
    return {"dibuka": told}


def test_goods_that_move_while_they_are_counted_are_told(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 5, 241, "A")
    before = opened(client)
    stocked(desk, gudang, 21, 137)  # within the minute that both are said to be made in
    assert client.post(
        "/stok/opname/periksa", data={"kunci": "k", **counted(gudang, "137", "241"), **opened(client)}
    ).get_json() == {"masalah": [], "peringatan": []}
    told = client.post("/stok/opname/periksa", data={"kunci": "k", **counted(gudang, "137", ""), **before})
    (odd,) = told.get_json()["peringatan"]
    assert odd["label"] == "selimut, jumlah"
    assert "buku waktu itu 0\xa0lembar, sekarang 137\xa0lembar" in odd["sentence"]
    answer = post(client, "opname", {**counted(gudang, "130", ""), **before})
    assert answer.status_code == 422 and f'name="dibuka" value="{before["dibuka"]}"' in answer.text
    saved = post(client, "opname", {**counted(gudang, "137", ""), **before})
    assert "selimut, jumlah: Barang ini bergerak" in client.get(saved.headers["Location"]).text


def test_an_opname_in_which_all_agrees_says_so(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    stocked(desk, gudang, 5, 241, "A")
    answer = post(client, "opname", counted(gudang, "137", "241"))
    assert answer.status_code == 303
    assert "cocok dengan buku" in client.get(answer.headers["Location"]).text
    found: list[Any] = [entry.record for _, entry in journal.entries(desk.store, Balance)]
    assert {one.jumlah for one in found} == {137, 241}


def test_a_count_that_agrees_leaves_the_minimum_as_it_was(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    assert client.post(f"/stok/minimum/{gudang}/21", data={"kunci": "m", "minimum": "300"}).status_code == 303
    post(client, "opname", {"gudang": str(gudang), "b1-stok": "21:", "b1-jumlah": "137"})
    assert len(journal.entries(desk.store, Balance)) == 2
    assert minimums(desk.store, gudang) == {21: 300}


def test_goods_that_the_book_does_not_know_are_counted_too(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    form = {"gudang": str(gudang), "b2-barang": "25", "b2-jumlah": "6", "b2-alasan": "Belum dicatat"}
    (line,) = moves(desk, saved(client, "opname", form))
    assert (line.barang, line.jumlah, line.fisik) == (25, 6, 6)


def test_a_count_stands_beside_its_goods_though_the_shelf_changed_meanwhile(
    client: FlaskClient, desk: Desk
) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    stocked(desk, gudang, 5, 241, "A")
    stocked(desk, gudang, 4, 500)
    page = post(client, "opname", counted(gudang, "130", "240")).text
    found = re.findall(
        r'<legend>([^<]+)</legend>\s*<input type="hidden" name="(b\d+)-stok" value="([^"]+)"', page
    )
    assert found == [
        ("selimut", "b1", "21:"),
        ("mi instan, batch A", "b2", "5:A"),
        ("beras reguler", "b3", "4:"),
    ]
    assert re.search(r'name="b1-jumlah" value="130"', page) and re.search(
        r'name="b2-jumlah" value="240"', page
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"fisik": "120"}, (120, -17, 120)),
        ({"jumlah": "-17"}, (120, -17, 120)),
        ({"fisik": "120", "jumlah": "-17"}, (120, -17, 120)),
        ({"fisik": "120", "jumlah": "-1"}, None),
        ({"fisik": "137"}, None),
        ({"jumlah": "-200"}, None),
    ],
)
def test_a_count_that_is_corrected_moves_its_difference_along(
    client: FlaskClient, desk: Desk, typed: dict[str, str], kept: tuple[int, int, int] | None
) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    form = {"gudang": str(gudang), "b1-stok": "21:", "b1-jumlah": "130", "b1-alasan": "Hilang"}
    line = saved(client, "opname", form)
    page = client.get(f"/entri/{line}/koreksi").text
    fields = {"jenis": "penyesuaian", "gudang": str(gudang), "barang": "21", "jumlah": "-7", "fisik": "130"}
    assert 'name="fisik" value="130"' in page
    more = {"nomor": str(moves(desk, line)[0].nomor), "baris": "1", "alasan": "Hilang", "sumber_dana": "apbn"}
    said = {**fields, **more, **typed, "kunci": "c", "alasan_koreksi": "Salah ketik"}
    answer = client.post(f"/entri/{line}/koreksi", data=said)
    assert answer.status_code == (303 if kept else 422), problems(answer)
    (move,) = moves(desk, line)
    assert (move.fisik, move.jumlah, views.balance(desk.store, gudang, 21, "")) == (kept or (130, -7, 130))
