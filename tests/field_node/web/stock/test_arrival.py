"""Goods arrive: read from a surat jalan, known as a kirim, or typed; what is missing or broken is its own fact."""

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.store import journal, views
from field_node.web.desk import Desk
from field_node.web.stock.parts import parts_of
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.stock.goods_here import (
    STAMP,
    arrivals,
    arrived,
    page,
)

PAGE = "/stok/terima-kiriman"


@pytest.fixture
def lumbung(desk: Desk) -> Ref:
    """The only store of this unit."""
    place = Place(nama="Lumbung Sindang", jenis="lumbung", unit=UNIT, kode="LBS")
    return journal.append(desk.door.writer, place, stamp=STAMP).ref


def a_paper(lumbung: Ref, *, unit: int = 7, nomor: str = "SJ/GDR/2026/0008") -> str:
    """What the QR codes of another unit say: 700 MSS, 100 selimut, 250,5 kg beras."""
    goods = ("1\tD2026\t700\t20900\tapbn", "21\t\t100", "4\t\t2505")
    lines = [f"{unit}-{50 + n}\t{one}" for n, one in enumerate(goods)]
    head = f"{nomor}\t1795312800\t{unit}-2\tGudang Regional\t{lumbung}\tLumbung Sindang\tE 1234 AB\tDarsono"
    return "\n".join(parts_of("\n".join([head, *lines])))


def typed(lumbung: Ref, scan: str, **changed: str) -> dict[str, str]:
    """The form of that paper, everything as sent unless changed."""
    counts = {"b1-diterima": "700", "b2-diterima": "100", "b3-diterima": "250,5"}
    refs = {f"b{n + 1}-merujuk": f"7-{50 + n}" for n in range(3)}
    return {"kunci": "k1", "gudang": str(lumbung), "surat": scan, **refs, **counts, **changed}


def test_a_unit_that_never_had_a_network_receives_from_the_paper_alone(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    form = typed(lumbung, a_paper(lumbung), **{"b1-diterima": "698", "b2-diterima": "97", "b2-rusak": "1"})
    answer = client.post(PAGE, data=form)
    assert answer.status_code == 303
    moves = arrived(desk)
    assert [(one.merujuk, one.barang, one.batch, one.diterima, one.rusak, one.kurang) for one in moves] == [
        (Ref(7, 50), 1, "D2026", 698, None, 2),
        (Ref(7, 51), 21, None, 97, 1, 2),
        (Ref(7, 52), 4, None, 2505, None, 0),
    ]
    assert {one.tujuan for one in moves} == {None} and {one.gudang for one in moves} == {lumbung}
    assert (moves[0].kedaluwarsa, moves[0].sumber_dana) == (20_900, "apbn")
    assert moves[0].asal_nama == "SJ/GDR/2026/0008, Gudang Regional"
    assert (moves[0].pengemudi, moves[0].kendaraan) == ("Darsono", "E 1234 AB")
    assert moves[0].nomor and moves[0].nomor.startswith("TK/LBS/")
    assert views.balance(desk.store, lumbung, 21, "") == 97
    assert "rujukan" not in client.get(answer.location).text.lower()


def test_its_berita_acara_shows_what_was_missing(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    drawn = {
        "ttd-pihak_kedua": "0a1f0b20",
        "ttd-pihak_kedua-nama": "Siti",
        "ttd-pihak_kedua-jabatan": "Petugas",
    }
    client.post(
        PAGE, data=typed(lumbung, a_paper(lumbung), **{"b1-diterima": "690", "b1-rusak": "3"}, **drawn)
    )
    text = page(client, f"/stok/surat/{arrivals(desk)[0].ref}")
    for said in (
        "Berita Acara Penerimaan Kiriman",
        ">690<",
        ">3<",
        ">7<",
        "Siti",
        "Petugas",
        "Darsono",
        "M10 51L11 72",
    ):
        assert said in text, said


def test_the_page_reads_a_pasted_paper_without_a_script(client: FlaskClient, lumbung: Ref) -> None:
    text = client.post(
        PAGE, data={"kunci": "k", "baca": "ya", "gudang": str(lumbung), "surat": a_paper(lumbung)}
    ).text
    for said in (
        "makanan siap saji, batch D2026",
        'value="700"',
        'value="250,5"',
        "Dikirim 250,5",
        'value="7-52"',
        "Darsono",
    ):
        assert said in text, said


@pytest.mark.parametrize(
    ("scan", "told"),
    [
        ("https://example.org", "QR ini bukan surat jalan."),
        ("TSJ1 1/1 00000000\nx", "QR ini rusak atau terpotong. Pindai lagi."),
        ("TSJ2 1/1 00000000\nx", "bentuk yang lebih baru"),
        ("TSJ1 1/3 00000000\nx", "Baru 1 dari 3 QR surat jalan ini. Masih perlu QR nomor 2, 3."),
        ("TSJ1 1/2 00000000\nx\nTSJ1 2/2 00000001\ny", "Ada QR dari surat jalan lain."),
    ],
)
def test_what_is_no_surat_jalan_is_told_in_plain_words(
    client: FlaskClient, lumbung: Ref, scan: str, told: str
) -> None:
    for extra in ({"baca": "ya"}, {}):
        answer = client.post(PAGE, data={"kunci": "k", "gudang": str(lumbung), "surat": scan, **extra})
        assert answer.status_code == 422 and told in answer.text
        assert scan.splitlines()[0] in answer.text


def test_the_same_paper_again_is_told_with_when_and_under_which_number(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    scan = a_paper(lumbung)
    client.post(PAGE, data=typed(lumbung, scan))
    again = client.post(PAGE, data={**typed(lumbung, scan), "kunci": "k2"})
    number = arrived(desk)[0].nomor or "?"
    assert (
        again.status_code == 422 and "Surat jalan ini sudah diterima" in again.text and number in again.text
    )
    told = client.get(f"{PAGE}/riwayat?merujuk=7-50,7-51").json
    assert told and number in told["kalimat"] and told["alamat"] == f"/stok/surat/{arrivals(desk)[0].ref}"
    assert client.get(f"{PAGE}/riwayat?merujuk=7-99").json == {}
    assert len(arrivals(desk)) == 3


def test_goods_in_two_goes_are_received_in_two_goes(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    scan = a_paper(lumbung)
    client.post(PAGE, data=typed(lumbung, scan, **{"b1-diterima": "500", "b1-kurang": "0"}))
    assert arrived(desk)[0].arrived() == 500
    rest = {"b2-diterima": "", "b3-diterima": "", "b1-diterima": "200", "b1-kurang": "0"}
    answer = client.post(PAGE, data={**typed(lumbung, scan, **rest), "kunci": "k2", "lagi": "ya"})
    assert answer.status_code == 303
    assert views.balance(desk.store, lumbung, 1, "D2026") == 700


def test_a_later_part_counts_from_what_is_left(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    scan = a_paper(lumbung)
    client.post(PAGE, data=typed(lumbung, scan, **{"b1-diterima": "500", "b1-kurang": "0"}))
    assert (client.get(f"{PAGE}/riwayat?merujuk=7-50,7-99").json or {})["sudah"] == {"7-50": 500}
    text = client.post(PAGE, data={"kunci": "k2", "gudang": str(lumbung), "surat": scan, "baca": "ya"}).text
    assert 'name="b1-diterima" value="200"' in text and 'data-sudah="500"' in text
    for key, came, kurang in (("k2", "150", "0"), ("k3", "20", None)):
        rest = {"b2-diterima": "", "b3-diterima": "", "b1-diterima": came, "lagi": "ya"}
        rest |= {"b1-kurang": kurang} if kurang else {}
        assert client.post(PAGE, data={**typed(lumbung, scan, **rest), "kunci": key}).status_code == 303
    assert [one.kurang for one in arrived(desk) if one.barang == 1] == [0, 0, 30]


def test_a_later_part_of_what_nobody_here_saw_is_no_shortage(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    form = typed(lumbung, a_paper(lumbung), **{"b1-diterima": "200", "lagi": "ya"})
    assert client.post(PAGE, data=form).status_code == 303
    assert arrived(desk)[0].kurang is None


def test_the_same_form_twice_is_one_paper(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    form = typed(lumbung, a_paper(lumbung))
    assert client.post(PAGE, data=form).status_code == client.post(PAGE, data=form).status_code == 303
    assert len(arrivals(desk)) == 3


def test_a_paper_for_another_lumbung_is_asked_about_not_refused(
    client: FlaskClient, desk: Desk, lumbung: Ref
) -> None:
    scan = a_paper(Ref(0, 44))
    asked = client.post(PAGE, data=typed(lumbung, scan))
    assert asked.status_code == 422 and "untuk Lumbung Sindang, bukan Lumbung Sindang" in asked.text
    assert client.post(PAGE, data=typed(lumbung, scan, lain="ya")).status_code == 303
    assert {one.tujuan for one in arrived(desk)} == {Ref(0, 44)}
    assert {one.gudang for one in arrived(desk)} == {lumbung}


def test_a_line_that_nobody_counted_stays_on_its_way(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    answer = client.post(
        PAGE, data=typed(lumbung, a_paper(lumbung), **{"b3-diterima": ""}), follow_redirects=True
    )
    assert len(arrivals(desk)) == 2
    assert "250,5" in answer.text and "belum dihitung, jadi tetap dalam perjalanan" in answer.text


def test_more_than_was_sent_is_told_and_kept(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    answer = client.post(
        PAGE, data=typed(lumbung, a_paper(lumbung), **{"b2-diterima": "120"}), follow_redirects=True
    )
    assert "Selisihnya disimpan" in answer.text
    assert arrived(desk)[1].kurang == 0


def test_by_hand_the_code_of_the_paper_is_typed(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    line = {
        "b1-barang": "21",
        "b1-merujuk": "7-51",
        "b1-dikirim": "100",
        "b1-diterima": "97",
        "b1-rusak": "1",
    }
    form = {"kunci": "k", "gudang": str(lumbung), **line}
    refused = client.post(PAGE, data={**form, "b1-merujuk": ""})
    assert (
        refused.status_code == 422
        and 'id="f-b1-merujuk-salah"' in refused.text
        and 'value="97"' in refused.text
    )
    assert client.post(PAGE, data=form).status_code == 303
    kept = arrived(desk)[0]
    assert (kept.barang, kept.merujuk, kept.diterima, kept.rusak, kept.kurang) == (21, Ref(7, 51), 97, 1, 2)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("b1-diterima", "banyak"),
        ("b1-rusak", "-1"),
        ("b2-diterima", "1,5"),
        ("gudang", "x"),
        ("b1-kurang", "9" * 20),
    ],
)
def test_what_cannot_be_read_stands_beside_its_field(
    client: FlaskClient, desk: Desk, lumbung: Ref, name: str, text: str
) -> None:
    answer = client.post(PAGE, data=typed(lumbung, a_paper(lumbung), **{name: text}))
    assert answer.status_code == 422 and f'href="#f-{name}"' in answer.text
    assert arrivals(desk) == []


def test_nothing_at_all_is_refused(client: FlaskClient, lumbung: Ref) -> None:
    answer = client.post(PAGE, data={"kunci": "k", "gudang": str(lumbung)})
    assert answer.status_code == 422 and "Isi paling sedikit satu barang" in answer.text


def test_a_look_before_saving_keeps_nothing(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    told = client.post(f"{PAGE}/periksa", data=typed(lumbung, a_paper(lumbung), **{"b3-diterima": ""})).json
    assert told and told["masalah"] == [] and len(told["peringatan"]) == 1
    wrong = client.post(f"{PAGE}/periksa", data=typed(lumbung, a_paper(lumbung), **{"b1-diterima": "?"})).json
    assert wrong and wrong["masalah"][0]["label"] == "Barang 1, diterima"
    assert arrivals(desk) == []


def test_a_tablet_brings_it_later_once(client: FlaskClient, desk: Desk, lumbung: Ref) -> None:
    pairs = [[name, text] for name, text in typed(lumbung, a_paper(lumbung)).items() if name != "kunci"]
    carried = {"kunci": "t1", "alamat": PAGE, "isian": pairs, "label": "Terima kiriman"}
    first, second = (client.post("/tablet/kirim", json=carried) for _ in range(2))
    assert first.status_code == second.status_code == 200 and first.json == second.json
    assert first.json and first.json["alamat"].startswith("/stok/tersimpan/")
    assert len(arrivals(desk)) == 3
    again = client.post("/tablet/kirim", json={**carried, "kunci": "t2"})
    assert again.status_code == 422 and again.json and again.json["masalah"][0]["id"] == "f-lagi"


def test_only_its_pages_use_the_camera_and_run_what_reads_codes(client: FlaskClient, lumbung: Ref) -> None:
    for address in (PAGE, "/kerangka/stok/terima-kiriman"):
        headers = client.get(address).headers
        assert "'wasm-unsafe-eval'" in headers["Content-Security-Policy"]
        assert "camera=(self)" in headers["Permissions-Policy"]
    for address in ("/", "/stok", "/stok/surat", "/catat/lokasi"):
        headers = client.get(address).headers
        assert "wasm" not in headers["Content-Security-Policy"]
        assert "camera=()" in headers["Permissions-Policy"]


def test_a_refused_arrival_says_nothing_of_names_that_only_its_sender_knows(
    client: FlaskClient, lumbung: Ref
) -> None:
    line = {"b1-barang": "1", "b1-merujuk": "7-50", "b1-diterima": "0"}
    answer = client.post(PAGE, data={"kunci": "k", "gudang": str(lumbung), **line})
    assert answer.status_code == 422 and "Jumlah tidak boleh nol." in answer.text
    assert "belum ada di unit ini" not in answer.text
