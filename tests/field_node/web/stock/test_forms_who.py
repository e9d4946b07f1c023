"""Who may move goods, and what tablets bring from afar: never one number for two papers."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from field_node.records.kinds import Ref
from field_node.store import papers, views
from field_node.store.lost import leave_out
from field_node.web.desk import Desk
from field_node.web.stock.sheets import ALL, ALONE
from tests.field_node.web.stock.moves import a_store, stocked
from tests.field_node.web.tablets_here import OTHER_PIN, another, first, person, sign_in


def brought(client: FlaskClient, gudang: Ref, kunci: str, *, kind: str = "penyesuaian") -> TestResponse:
    """A paper of two lines out of an outbox."""
    isian = [
        ["gudang", str(gudang)],
        ["alasan", "Dihitung ulang"],
        ["b1-stok", "21:"],
        ["b1-jumlah", "3"],
        ["b1-arah", "tambah"],
        ["b2-barang", "25"],
        ["b2-jumlah", "4"],
    ]
    told = {"kunci": kunci, "alamat": f"/stok/{kind}", "isian": isian}
    return client.post("/tablet/kirim", json=told, headers={"Accept": "application/json"})


def numbers(desk: Desk) -> list[str]:
    return sorted(str(one.nomor) for _, one in papers.papers(desk.store, jenis="penyesuaian"))


def test_two_tablets_that_were_away_never_share_a_number(client: FlaskClient, app: Flask, desk: Desk) -> None:
    gudang, other = a_store(desk), app.test_client()
    other.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    for kunci, tablet in (("a", client), ("b", other), ("a", client), ("c", other)):
        assert brought(tablet, gudang, kunci).status_code == 200
    assert [one[-4:] for one in numbers(desk)] == ["0001", "0002", "0003"]


def test_papers_saved_at_the_same_moment_get_numbers_of_their_own(app: Flask, desk: Desk) -> None:
    gudang = a_store(desk)

    def save(kunci: str) -> int:
        tablet = app.test_client()
        tablet.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return brought(tablet, gudang, kunci).status_code

    keys = [f"k{n % 12}" for n in range(24)]
    with ThreadPoolExecutor(6) as tablets:
        assert set(tablets.map(save, keys)) == {200}
    assert [one[-4:] for one in numbers(desk)] == [f"{n:04d}" for n in range(1, 13)]


def test_a_restored_unit_gives_no_number_again(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    brought(client, gudang, "a")
    given = numbers(desk)
    leave_out(desk.door.writer, forms=4096, tracks=4096)
    brought(client, gudang, "b")
    (fresh,) = set(numbers(desk)) - set(given)
    assert fresh.startswith(given[0].replace("0001", "0002-"))


def test_what_an_outbox_brings_wrong_is_told_beside_its_line(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    answer = brought(client, gudang, "a", kind="hapus")
    told: dict[str, Any] = answer.get_json()
    assert answer.status_code == 422 and told["kunci"] == "a"
    assert {one["id"] for one in told["masalah"]} == {"f-b1-kondisi", "f-b2-kondisi"}
    assert told["masalah"][0]["label"] == "Barang 1, kondisi"
    assert papers.papers(desk.store) == []


def test_an_outbox_counts_a_shelf_blind_and_hears_the_difference(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 137)
    isian = [["gudang", str(gudang)], ["b1-stok", "21:"], ["b1-jumlah", "130"]]
    told = {"kunci": "o", "alamat": "/stok/opname", "isian": isian}
    (wrong,) = client.post("/tablet/kirim", json=told).get_json()["masalah"]
    assert wrong["id"] == "f-b1-alasan" and "selisih -7" in wrong["sentence"]
    told["isian"] = [*isian, ["b1-alasan", "Rusak"]]
    assert client.post("/tablet/kirim", json=told).status_code == 200


def test_everybody_may_look_and_only_the_lumbung_and_coordinators_move_goods(app: Flask, desk: Desk) -> None:
    gudang = a_store(desk)
    officer = first(app)
    keeper, helper = (person(officer, *who) for who in (("Bu Gudang", "lumbung"), ("Pak Relawan", "relawan")))
    tablet = another(app, officer)
    sign_in(tablet, helper, OTHER_PIN)
    assert tablet.get("/stok/pinjaman").status_code == 200
    for kind in (one.kind for one in ALL):
        assert tablet.get(f"/stok/{kind}").status_code == 403
    refused = brought(tablet, gudang, "a")
    assert refused.status_code == 403
    assert "Petugas lumbung" in refused.get_json()["masalah"][0]["sentence"]
    assert numbers(desk) == []
    sign_in(tablet, keeper, OTHER_PIN)
    assert tablet.get("/stok/terima").status_code == 200
    assert brought(tablet, gudang, "a").status_code == 200
    assert officer.get("/stok/salur").status_code == 200


def test_the_forms_that_a_tablet_keeps_hold_nothing_of_the_unit(client: FlaskClient, desk: Desk) -> None:
    gudang = a_store(desk, "Lumbung Rahasia")
    stocked(desk, gudang, 5, 137, "BATCH-RAHASIA")
    for kind in ALONE:
        page = client.get(f"/kerangka/stok/{kind}")
        assert page.status_code == 200 and "RAHASIA" not in page.text.upper()
        assert 'id="f-gudang"' in page.text
    lists = client.get("/tablet/daftar").get_json()["isi"]
    assert lists["gudang"] == [[str(gudang), "Lumbung Rahasia", ""]]
    ((place, value, label, _, data),) = lists["stok"]
    assert (place, value) == (str(gudang), "5:BATCH-RAHASIA") and data["sisa"] == "137"
    assert "137\xa0bungkus" in label


def test_no_other_form_moves_goods_for_a_volunteer(app: Flask, desk: Desk) -> None:
    gudang = a_store(desk)
    bought = stocked(desk, gudang, 21, 100)
    officer = first(app)
    helper = person(officer, "Pak Relawan", "relawan")
    tablet = another(app, officer)
    sign_in(tablet, helper, OTHER_PIN)
    form = {"jenis": "hapus", "gudang": str(gudang), "barang": "21", "jumlah": "50", "kondisi": "rusak"}
    assert tablet.post("/catat/mutasi", data={"kunci": "a", **form}).status_code == 403
    told = {"kunci": "b", "alamat": "/catat/mutasi", "isian": [*map(list, form.items())]}
    assert tablet.post("/tablet/kirim", json=told).status_code == 403
    void = {"kunci": "c", "alasan": "Salah"}
    assert tablet.post(f"/entri/{bought}/batalkan", data=void).status_code == 403
    assert tablet.post(f"/entri/{bought}/koreksi", data={"kunci": "d", **form}).status_code == 403
    for step in ("koreksi", "batalkan"):
        assert tablet.get(f"/entri/{bought}/{step}").status_code == 403
        assert step not in tablet.get(f"/entri/{bought}").text, "no way that ends after all is typed"
        assert f"/entri/{bought}/{step}" in officer.get(f"/entri/{bought}").text
    assert views.balance(desk.store, gudang, 21, "") == 100
