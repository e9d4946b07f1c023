"""What comes back is never more than what went out, by any form; every loan that is out stands on the list, however old."""

from typing import Any

from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import journal, views
from field_node.web.desk import Desk
from field_node.web.said.times import day_typed
from tests.field_node.web.stock.moves import a_store, kept, post, problems, saved, stocked, today

GENSET = 72


def lent(client: FlaskClient, desk: Desk, gudang: Ref) -> Ref:
    stocked(desk, gudang, GENSET, 9)
    form = {"gudang": str(gudang), "peminjam": "Posko Timur", "batas_kembali": day_typed(today(desk) + 3)}
    return saved(client, "pinjam", {**form, "b1-stok": f"{GENSET}:", "b1-jumlah": "4"}, "pj")


def back(gudang: Ref, ref: Ref, much: str, *more: str) -> dict[str, str]:
    lines = {
        f"b{n}-{end}": text
        for n, one in enumerate((much, *more), 1)
        for end, text in (("stok", f"{GENSET}:"), ("merujuk", str(ref)), ("jumlah", one))
    }
    return {"gudang": str(gudang), "surat": str(ref), **lines}


def out(desk: Desk, gudang: Ref) -> int:
    return sum(one.amount for one in views.stock(desk.store, gudang, account="pinjam"))


def test_more_than_was_lent_cannot_come_back_on_a_paper(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    answer = post(client, "kembali", back(gudang, ref, "5"))
    assert answer.status_code == 422
    assert "Yang masih di luar hanya 4\xa0unit" in problems(answer)
    assert "Yang masih di luar hanya 1\xa0unit" in problems(
        post(client, "kembali", back(gudang, ref, "3", "2"))
    )
    saved(client, "kembali", back(gudang, ref, "3"), "kb")
    saved(client, "kembali", back(gudang, ref, "1"), "kb2")
    twice = post(client, "kembali", back(gudang, ref, "1"), "kb3")
    assert twice.status_code == 422 and "sudah kembali semua" in problems(twice)
    assert out(desk, gudang) == 0 and views.balance(desk.store, gudang, GENSET, "") == 9


def test_nor_by_the_form_of_one_movement(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    form = {"jenis": "kembali", "gudang": str(gudang), "barang": str(GENSET), "merujuk": str(ref)}
    for much, sentence in (("5", "Yang masih di luar hanya 4\xa0unit"), ("4", "")):
        answer = client.post("/catat/mutasi", data={"kunci": f"m{much}", **form, "jumlah": much})
        assert sentence in answer.text and answer.status_code == (422 if sentence else 303)
    answer = client.post("/catat/mutasi", data={"kunci": "m9", **form, "jumlah": "1"})
    assert answer.status_code == 422 and "sudah kembali semua" in answer.text
    assert out(desk, gudang) == 0


def test_a_return_is_corrected_up_to_what_went_out_and_a_loan_down_to_what_is_back(
    client: FlaskClient, desk: Desk
) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    came = saved(client, "kembali", back(gudang, ref, "2"), "kb")
    form = {"gudang": str(gudang), "barang": str(GENSET), "alasan": "Salah hitung"}
    returned = {**form, "jenis": "kembali", "merujuk": str(ref)}
    for much, status in (("5", 422), ("4", 303)):
        sent = {"kunci": f"k{much}", **returned, "jumlah": much}
        assert client.post(f"/entri/{came}/koreksi", data=sent).status_code == status
    loan = {**form, "jenis": "pinjam", "peminjam": "Posko", "batas_kembali": day_typed(today(desk) + 3)}
    answer = client.post(f"/entri/{ref}/koreksi", data={"kunci": "p3", **loan, "jumlah": "3"})
    assert answer.status_code == 422 and "sudah kembali 4\xa0unit" in answer.text
    assert out(desk, gudang) == 0


def test_a_line_of_which_something_came_back_is_not_voided(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    ref = lent(client, desk, gudang)
    came = saved(client, "kembali", back(gudang, ref, "2"), "kb")
    answer = client.post(f"/entri/{ref}/batalkan", data={"kunci": "v", "alasan": "Salah"})
    assert answer.status_code == 422 and "Sudah ada barang yang kembali" in answer.text
    assert client.post(f"/entri/{came}/batalkan", data={"kunci": "v2", "alasan": "Salah"}).status_code == 303
    assert client.post(f"/entri/{ref}/batalkan", data={"kunci": "v3", "alasan": "Salah"}).status_code == 303
    assert out(desk, gudang) == 0 and views.balance(desk.store, gudang, GENSET, "") == 9


def test_a_loan_that_is_older_than_many_others_stays_on_the_list(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    said: dict[str, Any] = {"gudang": gudang, "barang": GENSET, "peminjam": "Koramil"}
    old = kept(
        desk, Movement(jenis="pinjam", jumlah=1, nomor="PJ/LAMA", **said, batas_kembali=today(desk) - 9)
    )
    for number in range(1, 211):
        move = Movement(jenis="pinjam", jumlah=1, nomor=f"PJ/{number}", **said, batas_kembali=today(desk) + 9)
        ref = kept(desk, move)
        if number > 60:
            journal.append(
                desk.door.writer,
                Movement(jenis="kembali", gudang=gudang, barang=GENSET, jumlah=1, merujuk=ref),
                stamp=desk.clock.stamp(),
            )
    first = client.get("/stok/pinjaman").text
    assert f"surat={old}" in first and "Terlambat" in first
    assert first.count("surat=") == 50 and "halaman=2" in first
    second = client.get("/stok/pinjaman?halaman=2").text
    assert second.count("surat=") == 11 and "halaman=3" not in second
    assert client.get("/stok/pinjaman?halaman=x").status_code == 404
