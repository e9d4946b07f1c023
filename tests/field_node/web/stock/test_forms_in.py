"""Goods in: terima with packages, saldo awal, and what every form of goods shares."""

import re
from pathlib import Path

from flask.testing import FlaskClient

import field_node.web
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import papers, views
from field_node.web.desk import Desk
from tests.field_node.web.stock.moves import a_store, kept, moves, post, problems, saved, stocked

STATIC = Path(field_node.web.__file__).parent / "static"
HEAD = {"asal": "pengadaan", "sumber_dana": "apbn"}
NOODLES = {"b1-barang": "5", "b1-batch": "D2022", "b1-kemasan": "5", "b1-isi": "40", "b1-jumlah": "12"}


def test_packages_become_base_units_and_their_size_belongs_to_the_batch(
    client: FlaskClient, desk: Desk
) -> None:
    gudang = a_store(desk)
    form = {**HEAD, "gudang": str(gudang), **NOODLES, "b1-kedaluwarsa": "2027-06-30"}
    ref = saved(client, "terima", {**form, "b3-barang": "4", "b3-jumlah": "2,5"})
    noodles, rice = moves(desk, ref)
    assert (noodles.jumlah, noodles.isi_per_kemasan, noodles.batch) == (212, 40, "D2022")
    assert (rice.barang, rice.jumlah, rice.isi_per_kemasan) == (4, 25, None)
    assert {noodles.nomor, rice.nomor} == {f"TR/LBS/{desk.zone.typed(desk.now)[:4]}/0001"}
    assert [noodles.baris, rice.baris] == [1, 2]
    assert views.balance(desk.store, gudang, 5, "D2022") == 212


def test_the_form_of_the_only_store_opens_at_once_and_of_several_asks_which(
    client: FlaskClient, desk: Desk
) -> None:
    assert "belum punya gudang" in client.get("/stok/terima").text
    first = a_store(desk)
    page = client.get("/stok/terima").text
    assert f'name="gudang" value="{first}"' in page and 'name="b3-barang"' in page
    second = a_store(desk, "Gudang Dua")
    asked = client.get("/stok/terima").text
    assert f"/stok/terima?gudang={second}" in asked and 'name="b1-barang"' not in asked
    assert "Gudang Dua" in client.get(f"/stok/terima?gudang={second}").text


def test_no_part_of_a_line_that_the_script_paints_is_a_choice_of_its_list(
    client: FlaskClient, desk: Desk
) -> None:
    a_store(desk)
    page = client.get("/stok/terima").text
    line = page[page.index('data-baris="b1-"') :]
    line = line[: line.index("</fieldset>")]
    painted = re.findall(r"line\.querySelector\(\"\[(data-[a-z-]+)\]\"\)", (STATIC / "baris.js").read_text())
    assert len(painted) == 3
    assert {name: len(re.findall(rf"<[^>]* {name}[ =>]", line)) for name in painted} == dict.fromkeys(
        painted, 1
    )


def test_a_form_without_a_time_of_its_own_asks_nobody_to_check_one(client: FlaskClient, desk: Desk) -> None:
    a_store(desk)
    for address in ("/stok/terima", "/stok/terima-kiriman"):
        page = client.get(address).text
        assert 'type="datetime-local"' not in page and "Periksa waktu yang tertulis" not in page
        assert "Waktu yang tercatat bisa keliru." in page


def test_a_store_of_another_unit_is_not_offered(client: FlaskClient, desk: Desk) -> None:
    a_store(desk, "Milik Lain", unit=9)
    assert "Milik Lain" not in client.get("/stok/terima").text


def test_what_is_wrong_stands_beside_its_input_and_nothing_is_lost(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    form = {**HEAD, "gudang": str(gudang), **NOODLES, "b2-barang": "21", "b2-jumlah": "banyak"}
    answer = post(client, "terima", form)
    assert answer.status_code == 422
    assert 'href="#f-b2-jumlah">Barang 2, jumlah' in answer.text
    assert 'value="D2022"' in answer.text and 'value="banyak"' in answer.text
    assert papers.papers(desk.store) == []


def test_an_item_that_expires_needs_its_batch(client: FlaskClient, desk: Desk) -> None:
    form = {**HEAD, "gudang": str(a_store(desk)), "b1-barang": "5", "b1-jumlah": "10"}
    answer = post(client, "terima", form)
    assert answer.status_code == 422 and 'href="#f-b1-batch"' in answer.text


def test_a_form_without_goods_is_refused(client: FlaskClient, desk: Desk) -> None:
    answer = post(client, "terima", {**HEAD, "gudang": str(a_store(desk))})
    assert "Isi paling sedikit satu barang." in problems(answer)


def test_more_lines_come_by_a_button_without_any_script(client: FlaskClient, desk: Desk) -> None:
    form = {**HEAD, "gudang": str(a_store(desk)), **NOODLES, "tambah": "b"}
    answer = post(client, "terima", form)
    assert answer.status_code == 200
    assert 'name="b4-barang"' in answer.text and 'value="D2022"' in answer.text
    assert papers.papers(desk.store) == []


def many(count: int) -> dict[str, str]:
    return {
        f"b{n}-{end}": text
        for n in range(1, count + 1)
        for end, text in (("barang", "21"), ("jumlah", str(n)))
    }


def test_forty_lines_are_one_paper_and_forty_one_are_refused(client: FlaskClient, desk: Desk) -> None:
    head = {**HEAD, "gudang": str(a_store(desk))}
    answer = post(client, "terima", {**head, **many(41)})
    assert answer.status_code == 422 and "Paling banyak 40 baris" in answer.text
    assert len(moves(desk, saved(client, "terima", {**head, **many(40)}))) == 40


def test_the_same_form_twice_is_one_paper(client: FlaskClient, desk: Desk) -> None:
    form = {**HEAD, "gudang": str(a_store(desk)), **NOODLES}
    assert saved(client, "terima", form) == saved(client, "terima", form)
    assert len(papers.papers(desk.store)) == 1
    other = post(client, "terima", {**form, "b1-jumlah": "13"})
    assert other.status_code == 422 and "sudah tersimpan" in other.text


def test_saldo_awal_fills_a_store_line_by_line(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = saved(client, "saldo-awal", {"gudang": str(gudang), **NOODLES})
    assert [(one.jenis, one.jumlah) for one in moves(desk, ref)] == [("saldo_awal", 212)]


SHEETS = {"b1-barang": "21", "b1-jumlah": "40"}


def test_goods_are_opened_once_and_the_form_says_what_lies_there(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    saved(client, "saldo-awal", {"gudang": str(gudang), **SHEETS})
    form = {"gudang": str(gudang), **SHEETS, "b2-barang": "72", "b2-jumlah": "2"}
    answer = post(client, "saldo-awal", form, "k2")
    assert answer.status_code == 422
    assert "buku gudang ini: saldo 40\u00a0lembar, terakhir berubah baru saja." in answer.text
    assert "pakai Opname atau Penyesuaian; bila saldo awalnya keliru, koreksi catatan itu" in answer.text
    told = client.post("/stok/saldo-awal/periksa", data={"kunci": "k2", **form}).get_json()
    assert [one["label"] for one in told["masalah"]] == ["Barang 1, barang"]
    assert views.balance(desk.store, gudang, 21, "") == 40
    alone = {"gudang": str(gudang), "jenis": "saldo_awal", "barang": "21", "jumlah": "5", "kunci": "k3"}
    assert client.post("/catat/mutasi", data=alone).status_code == 422


def test_goods_that_came_before_their_opening_balance_are_not_opened(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 12)
    assert "buku gudang ini: saldo 12" in post(client, "saldo-awal", {"gudang": str(gudang), **SHEETS}).text


def test_an_opening_balance_is_put_right_also_after_goods_moved(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = saved(client, "saldo-awal", {"gudang": str(gudang), **SHEETS})
    stocked(desk, gudang, 21, 10)
    stocked(desk, gudang, 72, 1)
    form = {"gudang": str(gudang), "jenis": "saldo_awal", "jumlah": "30", "alasan": "salah hitung"}
    wrong = client.post(f"/entri/{ref}/koreksi", data={**form, "barang": "72", "kunci": "w"})
    assert wrong.status_code == 422 and "buku gudang ini: saldo 1" in wrong.text
    right = client.post(f"/entri/{ref}/koreksi", data={**form, "barang": "21", "kunci": "r"})
    assert right.status_code == 303 and views.balance(desk.store, gudang, 21, "") == 40


def test_what_went_is_not_corrected_to_what_came(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    gone = Movement(jenis="hapus", gudang=gudang, barang=21, jumlah=3, kondisi="rusak", nomor="BA/1")
    ref = kept(desk, gone)
    form = {"gudang": str(gudang), "barang": "21", "kondisi": "rusak", "nomor": "BA/1", "alasan_koreksi": "x"}
    wrong = {
        **form,
        "jenis": "terima",
        "jumlah": "3",
        "asal": "donasi",
        "sumber_dana": "donasi",
        "kunci": "w",
    }
    answer = client.post(f"/entri/{ref}/koreksi", data=wrong)
    assert answer.status_code == 422 and "Batalkan catatan ini, lalu catat yang benar." in answer.text, (
        problems(answer)
    )
    right = client.post(f"/entri/{ref}/koreksi", data={**form, "jenis": "hapus", "jumlah": "2", "kunci": "r"})
    assert right.status_code == 303, problems(right)
    assert views.balance(desk.store, gudang, 21, "") == -2


def test_two_heaps_of_goods_on_one_form_are_opened_with_a_word(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    form = {"gudang": str(gudang), **SHEETS, "b2-barang": "21", "b2-jumlah": "2"}
    told = client.post("/stok/saldo-awal/periksa", data={"kunci": "k1", **form}).get_json()
    assert told["masalah"] == [] and "sudah punya saldo" in str(told["peringatan"])
    saved(client, "saldo-awal", form)
    assert views.balance(desk.store, gudang, 21, "") == 42


def test_before_saving_the_unit_says_what_is_odd_and_keeps_nothing(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    form = {**HEAD, "gudang": str(gudang), **NOODLES, "b1-kedaluwarsa": "2020-01-01"}
    told = client.post("/stok/terima/periksa", data={"kunci": "k", **form}).get_json()
    assert told["masalah"] == []
    assert {one["label"] for one in told["peringatan"]} == {"Barang 1, kedaluwarsa"}
    assert papers.papers(desk.store) == []


def test_two_forms_get_two_numbers(client: FlaskClient, desk: Desk) -> None:
    form = {**HEAD, "gudang": str(a_store(desk)), **NOODLES}
    refs: list[Ref] = [saved(client, "terima", form, key) for key in ("a", "b", "c")]
    numbers = [moves(desk, ref)[0].nomor for ref in refs]
    assert [str(one)[-4:] for one in numbers] == ["0001", "0002", "0003"]
