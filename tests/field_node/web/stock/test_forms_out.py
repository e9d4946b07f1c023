"""Goods out: kirim and salur with the gate, FEFO, expired goods, who was served; voiding a whole paper."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from field_node.records.handover import Recipient, Signature
from field_node.records.incident import Incident, IncidentStatus
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import TimeQuality
from field_node.store import journal, papers, views
from field_node.web.app import create_app
from field_node.web.desk import Desk
from tests.field_node.web.stock.moves import (
    DRAWN,
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


def test_a_waybill_between_stores_passes_without_an_emergency(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Gudang Tujuan", unit=9)
    stocked(desk, gudang, 21, 100)
    form = {
        "gudang": str(gudang),
        "tujuan": str(other),
        "kendaraan": "E 1234 AB",
        "b1-stok": "21:",
        "b1-jumlah": "30",
    }
    (line,) = moves(desk, saved(client, "kirim", {**form, "pengemudi": "Pak Sopir"}))
    assert (line.jenis, line.jumlah, line.tujuan, line.kendaraan, line.pengemudi) == (
        "kirim",
        30,
        other,
        "E 1234 AB",
        "Pak Sopir",
    )
    assert line.sumber_dana == "apbn"
    assert views.balance(desk.store, gudang, 21, "") == 70
    (way,) = views.stock(desk.store, other, account="jalan")
    assert way.amount == 30


def test_a_waybill_offers_every_place_but_the_store_itself(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    gudang, other = a_store(desk), a_store(desk, "Gudang Tujuan", unit=9)
    text = client.get(f"/stok/kirim?gudang={gudang}").text
    offered = set(re.findall(r'(?:<option|name="tujuan") value="(\d+-\d+)"', text))
    assert {str(other), str(posko)} <= offered and str(gudang) not in offered


def test_goods_for_people_wait_for_the_decree(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 100)
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-stok": "21:", "b1-jumlah": "30"}
    for kind in ("salur", "kirim"):
        answer = post(client, kind, form)
        assert answer.status_code == 422 and "belum ada SK tanggap darurat" in problems(answer)
    assert papers.papers(desk.store, jenis="salur") == []
    an_emergency(desk)
    (line,) = moves(desk, saved(client, "salur", form))
    assert (line.jumlah, line.darurat) == (30, None)
    assert str(line.nomor).startswith("BAST/LBS/")


def test_the_gate_is_shut_again_once_the_emergency_ended(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang, incident = a_store(desk), an_emergency(desk)
    kept(desk, IncidentStatus(kejadian=incident, status="selesai"))
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-stok": "21:", "b1-jumlah": "30"}
    assert "belum ada SK" in problems(post(client, "salur", form))


def test_an_emergency_issue_names_its_reason_and_who_decided(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    gudang = a_store(desk)
    stocked(desk, gudang, 21, 100)
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-stok": "21:", "b1-jumlah": "5", "darurat": "ya"}
    assert "isi alasan dan nama yang memutuskan" in problems(post(client, "salur", form))
    whole = {**form, "alasan": "Longsor malam ini", "darurat_oleh": "Kepala Dinas"}
    ref = saved(client, "salur", whole)
    (line,) = moves(desk, ref)
    assert (line.darurat, line.alasan, line.darurat_oleh) == (True, "Longsor malam ini", "Kepala Dinas")


def test_expired_goods_are_marked_and_refused(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    desk.clock.learn(desk.now, TimeQuality.GPS)
    stocked(desk, gudang, 5, 100, "LAMA", kedaluwarsa=today(desk) - 30)
    page = client.get("/stok/salur").text
    assert re.search(r'value="5:LAMA"[^>]* data-habis="ya"[^>]*>[^<]*Sudah kedaluwarsa', page)
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-stok": "5:LAMA", "b1-jumlah": "5"}
    answer = post(client, "salur", form)
    assert answer.status_code == 422 and "sudah kedaluwarsa, tidak boleh dikeluarkan" in problems(answer)
    assert 'href="#f-b1-stok"' in answer.text


def test_batches_are_offered_first_expired_first_and_overtaking_one_is_asked(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    stocked(desk, gudang, 5, 100, "B", kedaluwarsa=today(desk) + 400)
    stocked(desk, gudang, 5, 100, "A", kedaluwarsa=today(desk) + 100)
    page = client.get("/stok/salur").text
    assert page.index('value="5:A"') < page.index('value="5:B"')
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-stok": "5:B", "b1-jumlah": "5"}
    told = client.post("/stok/salur/periksa", data={"kunci": "k", **form}).get_json()
    assert "Batch A lebih dulu kedaluwarsa dan masih ada. Benar?" in [
        one["sentence"] for one in told["peringatan"]
    ]
    both = {**form, "b2-stok": "5:A", "b2-jumlah": "100"}
    told = client.post("/stok/salur/periksa", data={"kunci": "k", **both}).get_json()
    assert not [one for one in told["peringatan"] if "lebih dulu" in one["sentence"]]


def test_packages_of_the_batch_are_counted_by_its_own_size(
    client: FlaskClient, desk: Desk, posko: Ref
) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    stocked(desk, gudang, 5, 400, "D", isi_per_kemasan=40)
    page = client.get("/stok/salur").text
    assert "10\xa0dus (400\xa0bungkus)" in page and 'data-isi="40"' in page
    form = {
        "gudang": str(gudang),
        "tujuan": str(posko),
        "b1-stok": "5:D",
        "b1-kemasan": "5",
        "b1-jumlah": "12",
    }
    (line,) = moves(desk, saved(client, "salur", form))
    assert (line.jumlah, line.isi_per_kemasan) == (212, None)


def test_below_zero_warns_and_never_stops_a_truck(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Gudang Tujuan", unit=9)
    stocked(desk, gudang, 21, 10)
    form = {"gudang": str(gudang), "tujuan": str(other), "b1-stok": "21:", "b1-jumlah": "30"}
    answer = post(client, "kirim", {**form, "b2-barang": "25", "b2-jumlah": "4"})
    page = client.get(answer.headers["Location"]).text
    assert "perlu opname" in page
    assert views.balance(desk.store, gudang, 21, "") == -20
    assert views.balance(desk.store, gudang, 25, "") == -4


def test_who_got_it_is_kept_and_counted_once(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    form = {
        "gudang": str(gudang),
        "tujuan": str(posko),
        "b1-barang": "21",
        "b1-jumlah": "30",
        "b2-barang": "25",
        "b2-jumlah": "30",
        "p1-rt": "RT 03/RW 01",
        "p1-kk": "12",
        "p1-jiwa": "40",
        "p1-nama": "Pak RT",
        "p2-rt": "RT 04/RW 01",
        "p2-kk": "8",
        "p2-orang": "Warga Contoh",
        "ttd-pihak_kedua": DRAWN,
        "ttd-pihak_kedua-nama": "Pak RT",
        "ttd-saksi-nama": "Bu Lurah",
    }
    ref = saved(client, "salur", form)
    first, second = moves(desk, ref)
    assert ((first.kk, first.jiwa), (second.kk, second.jiwa)) == ((20, 40), (None, None))
    found = papers.paper(desk.store, ref)
    assert found
    got = [one.record for one in papers.recipients(desk.store, found)]
    assert [(one.rt, one.kk, one.jiwa, one.nama) for one in got if isinstance(one, Recipient)] == [
        ("RT 03/RW 01", 12, 40, "Pak RT"),
        ("RT 04/RW 01", 8, None, None),
    ]
    assert b"Warga Contoh" not in getattr(got[1], "orang", b"")
    signed = [one.record for one in papers.signatures(desk.store, found)]
    assert [(one.peran, one.nama, one.goresan) for one in signed if isinstance(one, Signature)] == [
        ("pihak_kedua", "Pak RT", DRAWN),
        ("saksi", "Bu Lurah", None),
    ]


def test_without_a_list_the_numbers_are_typed(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    form = {
        "gudang": str(gudang),
        "tujuan": str(posko),
        "b1-barang": "21",
        "b1-jumlah": "3",
        "kk": "5",
        "jiwa": "17",
    }
    (line,) = moves(desk, saved(client, "salur", form))
    assert (line.kk, line.jiwa) == (5, 17)


def test_a_whole_paper_is_voided_with_its_reason(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    stocked(desk, gudang, 21, 100)
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-stok": "21:", "b1-jumlah": "30", "p1-kk": "3"}
    ref = saved(client, "salur", {**form, "b2-barang": "25", "b2-jumlah": "1"})
    assert client.post(f"/stok/batalkan/{ref}", data={"kunci": "v", "alasan": " "}).status_code == 422
    assert len(moves(desk, ref)) == 2
    answer = client.post(f"/stok/batalkan/{ref}", data={"kunci": "v2", "alasan": "Salah gudang"})
    assert answer.status_code == 303 and "sudah dibatalkan" in client.get(answer.headers["Location"]).text
    found = papers.paper(desk.store, ref)
    assert found and found.entries == () and papers.recipients(desk.store, found) == []
    assert views.balance(desk.store, gudang, 21, "") == 100


def test_what_arrived_elsewhere_is_not_voided(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Gudang Tujuan")
    stocked(desk, gudang, 21, 100)
    form = {
        "gudang": str(gudang),
        "tujuan": str(other),
        "b1-stok": "21:",
        "b1-jumlah": "30",
        "b2-barang": "25",
        "b2-jumlah": "1",
    }
    ref = saved(client, "kirim", form)
    kept(desk, Movement(jenis="terima_kiriman", gudang=other, barang=21, diterima=30, merujuk=ref))
    answer = client.post(f"/stok/batalkan/{ref}", data={"kunci": "v", "alasan": "Salah"})
    assert answer.status_code == 422 and "Minta tujuan mengirimnya kembali" in answer.text
    assert len(moves(desk, ref)) == 2


def test_undo_takes_the_whole_paper_back(client: FlaskClient, desk: Desk) -> None:
    gudang, other = a_store(desk), a_store(desk, "Gudang Tujuan", unit=9)
    form = {
        "gudang": str(gudang),
        "tujuan": str(other),
        "b1-barang": "21",
        "b1-jumlah": "3",
        "b2-barang": "25",
        "b2-jumlah": "1",
    }
    answer = post(client, "kirim", form)
    page = client.get(answer.headers["Location"]).text
    card = re.search(r'name="kartu" value="([^"]+)"', page)
    ref = re.search(r"tersimpan/(\d+-\d+)", answer.headers["Location"])
    assert card and ref
    client.post(f"/stok/tersimpan/{ref[1]}/urungkan", data={"kartu": card[1]})
    assert papers.papers(desk.store) == []
    assert journal.entry(desk.store, Ref.parse(ref[1]))


def test_the_daily_report_says_how_many_were_served_once(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    gudang = a_store(desk)
    an_emergency(desk)
    form = {
        "gudang": str(gudang),
        "tujuan": str(posko),
        "b1-barang": "21",
        "b1-jumlah": "30",
        "b2-barang": "25",
    }
    saved(client, "salur", {**form, "b2-jumlah": "30", "p1-rt": "RT 1", "p1-kk": "12", "p1-jiwa": "40"})
    saved(client, "salur", {**form, "b2-jumlah": "30", "kk": "3", "jiwa": "9"}, "k2")
    page = re.sub(r"<[^>]+>|\s+", " ", client.get("/laporan", follow_redirects=True).text)
    assert re.search(r"Terlayani penyaluran.{0,80}15 KK / 49 jiwa", page)


@pytest.mark.parametrize("opens", [False, True])
def test_whether_siaga_opens_the_gate_is_a_setting(desk: Desk, posko: Ref, opens: bool) -> None:
    app = create_app(
        replace(desk, stok=replace(desk.stok, siaga_opens_gate=opens)), allowed_hosts=("localhost",)
    )
    client, gudang = app.test_client(), a_store(desk)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    incident = kept(desk, Incident(nama="Kekeringan", jenis="kekeringan", mulai=desk.now // 60 * 60 - 86_400))
    status = IncidentStatus(kejadian=incident, status="siaga_darurat", sk_nomor="1", sk_tanggal=today(desk))
    kept(desk, status)
    assert ("belum ada SK" not in client.get("/stok/salur").text) is opens
    form = {"gudang": str(gudang), "tujuan": str(posko), "b1-barang": "21", "b1-jumlah": "1"}
    assert post(client, "salur", form).status_code == (303 if opens else 422)
