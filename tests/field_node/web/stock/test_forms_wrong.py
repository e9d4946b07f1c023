"""Forms that a hurried or hostile hand filled: nothing is made, nothing is lost, and the page says what is wrong."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import imports, journal, papers, views
from field_node.store.arrival import Arrival, Journal
from field_node.store.connection import writing
from field_node.web.capture.keeping import then
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

GENSET, BLANKET = 72, 21


def lent(client: FlaskClient, desk: Desk, gudang: Ref, key: str = "pj") -> Ref:
    """Two gensets of three."""
    stocked(desk, gudang, GENSET, 3)
    due = {"peminjam": "Posko Timur", "batas_kembali": day_typed(today(desk) + 3)}
    form = {"gudang": str(gudang), **due, "b1-stok": f"{GENSET}:", "b1-jumlah": "2"}
    return saved(client, "pinjam", form, key)


def back(gudang: Ref, ref: Ref, stok: str = f"{GENSET}:", jumlah: str = "2") -> dict[str, str]:
    return {"gudang": str(gudang), "b1-stok": stok, "b1-merujuk": str(ref), "b1-jumlah": jumlah}


def corrected(desk: Desk, ref: Ref, **fields: Any) -> Ref:
    """The name of what stands for that movement from now on."""
    entry = journal.entry(desk.store, ref)
    assert entry and isinstance(entry.record, Movement)
    return kept(desk, replace(entry.record, **fields), corrects=ref, reason="Salah tulis")


def sent(client: FlaskClient, gudang: Ref, other: Ref) -> Ref:
    form = {"gudang": str(gudang), "tujuan": str(other), "b1-stok": f"{BLANKET}:", "b1-jumlah": "30"}
    return saved(client, "kirim", form, "kirim")


def arrived(client: FlaskClient, place: Ref, key: str, **lines: str) -> int:
    form = {name.replace("_", "-"): text for name, text in lines.items()}
    address = "/stok/terima-kiriman"
    return client.post(address, data={"kunci": key, "gudang": str(place), **form}).status_code


def test_only_what_went_out_comes_back(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Lumbung Lain")
    bought, ref = stocked(desk, gudang, BLANKET, 100), lent(client, desk, gudang)
    for n, form in enumerate(
        (
            back(gudang, bought, f"{BLANKET}:"),
            back(gudang, ref, "5:X"),
            back(other, ref),
            {name: text for name, text in back(gudang, ref).items() if name != "b1-merujuk"},
        )
    ):
        for kind in ("kembali", "retur"):
            answer = post(client, kind, form, f"k{n}{kind}")
            assert answer.status_code == 422 and "Pilih surat jalan" in problems(answer), form
    assert views.balance(desk.store, gudang, BLANKET, "") == 100
    assert views.balance(desk.store, gudang, GENSET, "") == 1


def test_a_voided_loan_does_not_come_back(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    assert client.post(f"/stok/batalkan/{ref}", data={"kunci": "v", "alasan": "Salah"}).status_code == 303
    assert post(client, "kembali", back(gudang, ref)).status_code == 422
    assert views.balance(desk.store, gudang, GENSET, "") == 3


def test_two_lines_of_one_loan_count_together(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    form = back(gudang, ref) | {
        name.replace("b1", "b2"): text for name, text in back(gudang, ref).items() if name[0] == "b"
    }
    told = client.post("/stok/kembali/periksa", data={"kunci": "k", **form}).get_json()
    assert told["masalah"][0]["sentence"] == "Barang dari surat ini sudah kembali semua."


def test_what_came_back_stays_back_when_the_loan_is_corrected(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    saved(client, "kembali", back(gudang, ref), "kb")
    corrected(desk, ref, peminjam="Posko Barat")
    assert "Posko Barat" not in client.get("/stok/pinjaman").text
    answer = client.post(f"/stok/batalkan/{ref}", data={"kunci": "v", "alasan": "Salah"})
    assert answer.status_code == 422 and "Sudah ada barang yang kembali" in answer.text
    assert views.balance(desk.store, gudang, GENSET, "") == 3


def test_a_corrected_kirim_that_arrived_is_not_voided(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Lumbung Tujuan")
    stocked(desk, gudang, BLANKET, 100)
    ref = sent(client, gudang, other)
    assert arrived(client, other, "tk", b1_merujuk=str(ref), b1_diterima="30") == 303
    corrected(desk, ref, kendaraan="E 1 AB")
    answer = client.post(f"/stok/batalkan/{ref}", data={"kunci": "v", "alasan": "Salah"})
    assert answer.status_code == 422 and "sudah diterima" in answer.text
    assert [views.balance(desk.store, one, BLANKET, "") for one in (gudang, other)] == [70, 30]


def test_goods_arrive_once_in_a_form_and_only_what_was_sent(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Lumbung Tujuan")
    bought, ref = stocked(desk, gudang, BLANKET, 100), None
    ref = str(sent(client, gudang, other))
    twice = {"b1_merujuk": ref, "b1_diterima": "30", "b2_merujuk": ref, "b2_diterima": "30"}
    assert arrived(client, other, "a", **twice) == 422
    bare = {"b1_merujuk": str(bought), "b1_barang": str(BLANKET), "b1_diterima": "30"}
    assert arrived(client, other, "b", **bare) == 422
    assert views.balance(desk.store, other, BLANKET, "") == 0


def test_goods_are_counted_in_one_line(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, BLANKET, 100)
    one = {"b1-stok": f"{BLANKET}:", "b1-jumlah": "60", "b1-alasan": "Rusak"}
    other = {"b2-barang": str(BLANKET), "b2-jumlah": "40", "b2-alasan": "Rusak"}
    answer = post(client, "opname", {"gudang": str(gudang), **one, **other})
    assert answer.status_code == 422 and "Jumlahkan dalam satu baris" in problems(answer)
    assert views.balance(desk.store, gudang, BLANKET, "") == 100


@pytest.mark.parametrize(
    ("kind", "name", "text", "label"),
    [
        ("salur", "kk", "abc", "KK"),
        ("salur", "jiwa", "9" * 30, "Jiwa"),
        ("salur", "b1-stok", "9" * 5_000 + ":", "Barang 1"),
        ("terima", "b1-isi", "dua", "Barang 1, isi per kemasan"),
        ("terima", "b1-isi", "999.999", "Barang 1, isi per kemasan"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_input(
    client: FlaskClient, desk: Desk, kind: str, name: str, text: str, label: str
) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    stocked(desk, gudang, BLANKET, 100)
    goods = {"b1-barang": str(BLANKET)} if kind == "terima" else {"b1-stok": f"{BLANKET}:"}
    form = {"gudang": str(gudang), "asal": "donasi", "sumber_dana": "apbn", **goods, "b1-jumlah": "1"}
    answer = post(client, kind, {**form, name: text})
    assert answer.status_code == 422 and label in problems(answer)


def test_a_high_number_that_was_typed_is_never_given_again(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    form = {
        "gudang": str(gudang),
        "asal": "donasi",
        "sumber_dana": "apbn",
        "b1-barang": "21",
        "b1-jumlah": "1",
    }
    year = desk.zone.typed(desk.now)[:4]
    for key, typed in (("a", "999999"), ("b", "9999999999"), ("c", ""), ("d", "")):
        number = f"TR/LBS/{year}/{typed}" if typed else ""
        saved(client, "terima", {**form, "nomor": number}, key)
    every = [one for _, one in papers.papers(desk.store)]
    assert len({one.nomor for one in every}) == 4 and {len(one.lines) for one in every} == {1}


def test_a_card_of_an_impossible_item_is_not_there(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    assert client.get(f"/stok/kartu/{gudang}/{'9' * 30}").status_code == 404
    assert client.get(f"/stok/kartu/{gudang}/{'9' * 30}.csv").status_code == 404


def test_a_count_that_comes_late_is_held_against_the_book_of_its_time(
    client: FlaskClient, desk: Desk
) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    early = then(desk, 3 * 3_600).clock.stamp()
    bought = Movement(jenis="terima", gudang=gudang, barang=BLANKET, jumlah=100)
    journal.append(desk.door.writer, bought, stamp=early)
    out = {"gudang": str(gudang), "penerima": "RT 1", "b1-stok": f"{BLANKET}:", "b1-jumlah": "20"}
    saved(client, "salur", out)
    counted = {"gudang": str(gudang), "b1-stok": f"{BLANKET}:", "b1-jumlah": "97", "b1-alasan": "Hilang"}
    carried = {"kunci": "o", "alamat": "/stok/opname", "isian": [*map(list, counted.items())]}
    answer = client.post("/tablet/kirim", json={**carried, "pada": 10_000, "dikirim": 7_210_000})
    assert answer.status_code == 200
    (line,) = moves(desk, Ref.parse(answer.get_json()["entri"]))
    assert (line.jumlah, line.fisik) == (-3, 97)
    assert views.balance(desk.store, gudang, BLANKET, "") == 77


def test_a_kit_is_made_of_other_goods(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, BLANKET, 100)
    form = {"gudang": str(gudang), "b1-stok": f"{BLANKET}:", "b1-jumlah": "10"}
    answer = post(client, "rakit", {**form, "h1-barang": str(BLANKET), "h1-jumlah": "50"})
    assert answer.status_code == 422 and "barang yang sama" in problems(answer)


def test_a_return_takes_no_other_paper_with_it(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    lost = {**back(gudang, ref, jumlah="1"), "b1-kondisi": "hilang", "nomor": "X/1"}
    broken = {"gudang": str(gudang), "alasan": "Rusak", "nomor": "X/1", "b1-stok": f"{GENSET}:"}
    broken |= {"b1-jumlah": "1", "b1-kondisi": "rusak"}
    saved(client, "hapus", broken, "h")
    answer = post(client, "kembali", lost, "k")
    assert answer.status_code == 422 and "sudah dipakai" in problems(answer)
    back_ref = saved(client, "kembali", {**back(gudang, ref), "nomor": "X/2"}, "k2")
    saved(client, "hapus", {**broken, "nomor": "X/2"}, "h2")
    client.post(f"/stok/batalkan/{back_ref}", data={"kunci": "v", "alasan": "Salah"})
    assert len(papers.papers(desk.store, jenis="hapus")) == 2


def test_no_form_passes_for_an_import(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    form = {"dari": str(gudang), "kepada_nama": "Dinsos", "b1-barang": str(BLANKET), "b1-jumlah": "3"}
    answer = client.post("/stok/permintaan/baru", data={"kunci": "impor-0123456789abcdef-000", **form})
    assert answer.status_code == 303
    assert client.get("/stok/impor").status_code == 200 and not imports.imports(desk.store)


def test_names_stay_out_of_the_table_of_a_card(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    lent(client, desk, gudang)
    assert "Posko Timur" in client.get(f"/stok/kartu/{gudang}/{GENSET}").text
    assert "Posko Timur" not in client.get(f"/stok/kartu/{gudang}/{GENSET}.csv").text


def test_papers_of_two_units_with_one_number_stay_two(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk, unit=None)
    an_emergency(desk)
    stocked(desk, gudang, BLANKET, 100)
    form = {"gudang": str(gudang), "penerima": "RT 1", "nomor": "BAST/1", "b1-stok": f"{BLANKET}:"}
    ref = saved(client, "salur", {**form, "b1-jumlah": "20"})
    ours = journal.entry(desk.store, ref)
    assert ours and isinstance(ours.record, Movement)
    theirs = replace(ours, unit=7, seq=50, record=replace(ours.record, jumlah=5))
    lines = Journal(desk.door.writer)
    with writing(desk.door.writer):
        lines.write([Arrival(theirs, carrier="lan", received_at=ours.made_at)])
        lines.close()
    assert {one.ref: len(one.lines) for _, one in papers.papers(desk.store, jenis="salur")} == {
        ref: 1,
        theirs.ref: 1,
    }
    assert client.post(f"/stok/batalkan/{ref}", data={"kunci": "v", "alasan": "Salah"}).status_code == 303
    assert views.balance(desk.store, gudang, BLANKET, "") == 95


def test_a_long_list_of_people_stays_on_the_page(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    people = {f"p{n}-rt": f"RT {n}" for n in range(1, 131)}
    answer = post(
        client, "salur", {"gudang": str(gudang), "b1-stok": f"{BLANKET}:", "b1-jumlah": "x", **people}
    )
    assert answer.status_code == 422 and 'value="RT 130"' in answer.text


def test_a_long_opname_lists_every_line(client: FlaskClient, desk: Desk) -> None:
    gudang, form = a_store(desk), dict[str, str]()
    for n in range(1, 46):
        stocked(desk, gudang, BLANKET, 10, f"BATCH-{n}")
        form |= {f"b{n}-stok": f"{BLANKET}:BATCH-{n}", f"b{n}-jumlah": "10"}
    form |= {"b1-jumlah": "9", "b1-alasan": "Hilang"}
    ref = saved(client, "opname", {"gudang": str(gudang), **form})
    text = client.get(f"/stok/surat/{ref}").text
    assert all(f"BATCH-{n}<" in text for n in range(1, 46))


def test_what_arrived_elsewhere_comes_back_by_a_waybill_alone(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Lumbung Lain")
    stocked(desk, gudang, 21, 100)
    sent = saved(
        client, "kirim", {"gudang": str(gudang), "tujuan": str(other), "b1-stok": "21:", "b1-jumlah": "30"}
    )
    got = Movement(jenis="terima_kiriman", gudang=other, barang=21, merujuk=sent, diterima=30)
    journal.append(desk.door.writer, got, stamp=desk.clock.stamp())
    back = {"gudang": str(gudang), "surat": str(sent), "b1-stok": "21:", "b1-merujuk": str(sent)}
    answer = client.post("/stok/retur", data={"kunci": "rt", **back, "b1-jumlah": "30"})
    assert answer.status_code == 422 and "Minta tujuan mengirimnya kembali" in answer.text
    assert [views.balance(desk.store, each, 21, "") for each in (gudang, other)] == [70, 30]
