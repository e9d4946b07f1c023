"""Permintaan: many lines of one number in one go or none, the list of own ones, and the letter that is printed."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.incident import Incident, IncidentStatus
from field_node.records.request import Request
from field_node.store import journal
from field_node.web.desk import Desk
from tests.field_node.store.heard import issued
from tests.field_node.web.stock.stock_made import LUMBUNG, MEALS, OTHER, move, own, places

FORM = {
    **{"kunci": "k1", "dari": str(LUMBUNG), "kepada": str(OTHER), "kk": "112", "jiwa": "1.488"},
    **{"b1-barang": "4", "b1-jumlah": "485,6", "b3-barang": "21", "b3-jumlah": "976"},
}


@pytest.fixture(autouse=True)
def _places(desk: Desk) -> None:
    places(desk)


def kept(desk: Desk) -> list[Request]:
    found = [one.record for _, one in journal.entries(desk.store, Request, limit=100)]
    return [one for one in reversed(found) if isinstance(one, Request)]


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


def test_every_line_is_kept_under_one_number(client: FlaskClient, desk: Desk) -> None:
    answer = client.post("/stok/permintaan/baru", data=FORM)
    assert answer.status_code == 303
    assert [(one.barang, one.jumlah, one.baris) for one in kept(desk)] == [(4, 4_856, 1), (21, 976, 2)]
    (nomor,) = {one.nomor for one in kept(desk)}
    assert nomor is not None and re.fullmatch(r"SP/[\w.-]+/\d{4}/0001", nomor)
    client.post("/stok/permintaan/baru", data={**FORM, "kunci": "k2"})
    assert kept(desk)[-1].nomor == nomor.replace("0001", "0002")


def test_the_same_form_again_is_the_same_letter(client: FlaskClient, desk: Desk) -> None:
    first, second = (client.post("/stok/permintaan/baru", data=FORM) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] and len(kept(desk)) == 2


@pytest.mark.parametrize(
    "change, said",
    [
        ({"b1-jumlah": "x"}, "Isi angka"),
        ({"b1-jumlah": "0,25"}, "Isi angka"),
        ({"b1-jumlah": "0"}, "Jumlah tidak boleh nol."),
        ({"b1-jumlah": "-2"}, "Jumlah harus lebih dari nol."),
        ({"b3-jumlah": ""}, "Jumlah tidak boleh nol."),
        ({"b1-barang": ""}, "Pilih dari daftar."),
        ({"b1-barang": "999"}, "Pilih dari daftar."),
        ({"dari": ""}, "Wajib diisi."),
        ({"kepada": ""}, "Pilih kepada siapa"),
        ({"kepada": str(LUMBUNG)}, "harus berbeda"),
        ({"jiwa": "banyak"}, "Isi angka"),
        ({"alasan": "hubungi 081234567890"}, "nomor telepon"),
    ],
)
def test_one_wrong_line_keeps_none_and_every_word_stays(
    client: FlaskClient, desk: Desk, change: dict[str, str], said: str
) -> None:
    answer = client.post("/stok/permintaan/baru", data=FORM | change)
    assert answer.status_code == 422 and said in answer.text and kept(desk) == []
    assert 'value="976"' in answer.text or change == {"b3-jumlah": ""}


def test_a_letter_without_goods_is_none(client: FlaskClient, desk: Desk) -> None:
    bare = {name: text for name, text in FORM.items() if not name.startswith("b")}
    assert "Isi paling sedikit satu barang." in client.post("/stok/permintaan/baru", data=bare).text


def test_a_number_is_given_once(client: FlaskClient, desk: Desk) -> None:
    client.post("/stok/permintaan/baru", data={**FORM, "nomor": "7/DINSOS"})
    again = client.post("/stok/permintaan/baru", data={**FORM, "nomor": "7/DINSOS", "kunci": "k2"})
    assert again.status_code == 422 and "Nomor 7/DINSOS sudah dipakai" in again.text and len(kept(desk)) == 2


def test_a_letter_has_room_for_forty_lines_the_last_ones_folded(client: FlaskClient, desk: Desk) -> None:
    page = client.get("/stok/permintaan/baru").text
    assert page.index('name="b5-barang"') < page.index("<details") < page.index('name="b6-barang"')
    assert 'name="b40-barang"' in page and 'name="b41-barang"' not in page
    full = FORM | {f"b{n}-barang": "21" for n in range(1, 41)} | {f"b{n}-jumlah": "1" for n in range(1, 41)}
    client.post("/stok/permintaan/baru", data=full)
    assert len(kept(desk)) == 40


def test_an_outbox_brings_a_letter_that_was_written_away_from_the_unit(
    client: FlaskClient, desk: Desk
) -> None:
    typed = [(name, text) for name, text in FORM.items() if name != "kunci"]
    brought = {"kunci": "t1", "alamat": "/stok/permintaan/baru", "isian": typed, "pada": 0, "dikirim": 0}
    first, again = (client.post("/tablet/kirim", json=brought) for _ in range(2))
    assert first.status_code == 200 and first.get_json() == again.get_json() and len(kept(desk)) == 2
    assert first.get_json()["alamat"].startswith("/stok/permintaan/")
    wrong = {
        **brought,
        "kunci": "t2",
        "isian": [("dari", str(LUMBUNG)), ("b7-barang", "21"), ("b7-jumlah", "x")],
    }
    told = client.post("/tablet/kirim", json=wrong)
    assert told.status_code == 422
    assert {one["id"]: one["label"] for one in told.get_json()["masalah"]} == {
        "b7-jumlah": "Baris 7",
        "kepada": "Kepada",
    }


def test_what_is_below_its_minimum_is_asked_for(client: FlaskClient, desk: Desk) -> None:
    assert "Di bawah minimum" not in client.get("/stok/permintaan").text
    at = desk.now // 60 * 60
    own(
        desk,
        move("saldo_awal", 30),
        Balance(gudang=LUMBUNG, barang=5, batch="A", jumlah=30, per_waktu=at, minimum=100),
    )
    page = client.get("/stok/permintaan").text
    assert "Lumbung Indramayu: 1 barang" in page
    address = f"/stok/permintaan/baru?minimum={LUMBUNG}"
    assert f'href="{address}"' in page
    form = client.get(address).text
    assert '<option value="5" selected>' in form and 'value="70"' in form


def test_the_letter_says_who_asks_whom_for_what_under_which_decree(client: FlaskClient, desk: Desk) -> None:
    incident = Incident(nama="Banjir Cimanuk", jenis="banjir", mulai=desk.now // 60 * 60)
    day = desk.now // 86_400
    issued(desk.door.writer, incident, first=40)
    own(desk, IncidentStatus(kejadian=(0, 40), status="tanggap_darurat", sk_nomor="300/12", sk_tanggal=day))  # type: ignore[arg-type]
    client.set_cookie("bahasa", "en")
    address = client.post("/stok/permintaan/baru", data={**FORM, "pemohon": "Ibu Ratna"}).headers["Location"]
    told = text_of(client.get(address).text)
    for part in (
        "Surat permohonan",
        "Dari Lumbung Indramayu",
        "Kepada Gudang Sentra",
        "Kejadian Banjir Cimanuk",
    ):
        assert part in told
    assert "Tanggap darurat, SK 300/12 tanggal" in told and "Untuk 112 KK / 1.488 jiwa" in told
    assert (
        "1 beras reguler BRS 485,6 kg" in told and "2 selimut SLM 976 lembar" in told and "Ibu Ratna" in told
    )


def test_what_the_letter_does_not_know_it_says(client: FlaskClient, desk: Desk) -> None:
    bare = {name: text for name, text in FORM.items() if name not in ("kk", "jiwa")}
    told = text_of(client.get(client.post("/stok/permintaan/baru", data=bare).headers["Location"]).text)
    assert (
        "Kejadian belum didata" in told
        and "Status darurat belum didata" in told
        and "Untuk belum didata" in told
    )


def test_the_list_has_one_row_for_each_letter_and_voided_lines_leave_it(
    client: FlaskClient, desk: Desk
) -> None:
    assert "Belum ada permintaan." in client.get("/stok/permintaan").text
    address = client.post("/stok/permintaan/baru", data=FORM).headers["Location"]
    own(desk, Request(dari=LUMBUNG, barang=MEALS, jumlah=3, kepada_nama="Dinas Sosial"))
    page = text_of(client.get("/stok/permintaan").text)
    assert page.count("Kepada Gudang Sentra") == 1 and "beras reguler 485,6 kg, selimut 976 lembar" in page
    assert "tanpa nomor Kepada Dinas Sosial makanan siap saji 3 paket" in page
    refs = [one.ref for _, one in journal.entries(desk.store, Request, limit=9)]
    own(desk, *(Void(entri=ref, alasan="salah") for ref in refs))
    assert "Belum ada permintaan." in client.get("/stok/permintaan").text
    assert client.get(address).status_code == 404
