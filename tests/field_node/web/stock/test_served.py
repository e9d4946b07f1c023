"""Goods for people: how many were served stays in the reports whatever line is voided, and a decree that ran out is said."""

import re

from flask.testing import FlaskClient

from field_node.records.incident import IncidentStatus
from field_node.records.kinds import Ref
from field_node.web.desk import Desk
from field_node.web.said.times import day_shown
from tests.field_node.web.stock.moves import a_store, an_emergency, kept, moves, saved, today


def told(client: FlaskClient) -> bool:
    page = re.sub(r"<[^>]+>|\s+", " ", client.get("/laporan", follow_redirects=True).text)
    return bool(re.search(r"Terlayani penyaluran.{0,80}12 KK / 40 jiwa", page))


def test_the_line_that_says_who_was_served_is_not_voided_alone(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    gudang = a_store(desk)
    incident = an_emergency(desk)
    form = {"gudang": str(gudang), "tujuan": str(posko), "kk": "12", "jiwa": "40"}
    lines = {"b1-barang": "21", "b1-jumlah": "30", "b2-barang": "25", "b2-jumlah": "30"}
    client.set_cookie("kejadian", str(incident))
    first = saved(client, "salur", {**form, **lines})
    second = Ref(first.unit, first.seq + 1)
    void = {"kunci": "v", "alasan": "Tidak jadi"}
    answer = client.post(f"/entri/{first}/batalkan", data=void)
    assert answer.status_code == 422 and "12\u00a0KK / 40\u00a0jiwa" in answer.text and told(client)
    typed = {"jenis": "salur", "gudang": str(gudang), "barang": "25", "jumlah": "30", "tujuan": str(posko)}
    more = {"nomor": str(moves(desk, first)[1].nomor), "baris": "2", "kk": "12", "jiwa": "40"}
    fixed = {**typed, **more, "kunci": "c", "alasan_koreksi": "Baris lain dibatalkan"}
    assert client.post(f"/entri/{second}/koreksi", data=fixed).status_code == 303
    assert client.post(f"/entri/{first}/batalkan", data=void).status_code == 303
    assert told(client)


def test_a_list_of_receivers_that_was_changed_stands_beside_what_the_paper_said(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    gudang, incident = a_store(desk), an_emergency(desk)
    client.set_cookie("kejadian", str(incident))
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-barang": "21", "b1-jumlah": "30"}
    people = {"p1-rt": "RT 1", "p1-kk": "12", "p1-jiwa": "40", "p2-rt": "RT 2", "p2-kk": "3", "p2-jiwa": "9"}
    paper = saved(client, "salur", {**form, **people})
    address = f"/stok/surat/{paper}"
    assert "15 KK / 49 jiwa" in client.get(address).text and "penerima: 12" not in client.get(address).text
    second = Ref(paper.unit, paper.seq + 2)
    assert client.post(f"/entri/{second}/batalkan", data={"kunci": "v", "alasan": "x"}).status_code == 303
    assert "15 KK / 49 jiwa (daftar penerima: 12 KK / 40 jiwa)" in client.get(address).text


def test_a_decree_that_ran_out_is_said_with_its_day(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang, incident = a_store(desk), an_emergency(desk)
    ended = IncidentStatus(
        kejadian=incident,
        status="tanggap_darurat",
        sk_nomor="300/12",
        sk_tanggal=today(desk) - 9,
        berlaku_sampai=today(desk) - 2,
    )
    kept(desk, ended)
    client.set_cookie("kejadian", str(incident))
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-barang": "21", "b1-jumlah": "30", "kunci": "k"}
    looked = client.post("/stok/salur/periksa", data=form).get_json()
    said = [one["sentence"] for one in looked["peringatan"]]
    assert f"SK kejadian ini berlaku sampai {day_shown(ended.berlaku_sampai or 0)}. " in " ".join(said)


def test_the_last_line_of_a_paper_goes_with_its_numbers(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang, incident = a_store(desk), an_emergency(desk)
    client.set_cookie("kejadian", str(incident))
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-barang": "21", "b1-jumlah": "30", "kk": "12"}
    only = saved(client, "salur", {**form, "jiwa": "40"})
    assert client.post(f"/entri/{only}/batalkan", data={"kunci": "v", "alasan": "x"}).status_code == 303
    assert not told(client)
