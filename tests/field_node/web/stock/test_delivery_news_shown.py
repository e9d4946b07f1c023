"""What the center says of our shipments stands on the pages: where, when, how much, who says so; what was lost stays."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import journal, views
from field_node.store.under_way import under_way
from field_node.web.desk import Desk
from tests.field_node.store.heard import issued
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.stock.goods_here import Stores, page, sent, stocked, stores
from tests.field_node.web.stock.moves import post

RICE = 4


@pytest.fixture
def places(desk: Desk) -> Stores:
    made = stores(desk.door.writer, owner=UNIT, other=9)
    stocked(desk, made.gudang)
    return made


def told(desk: Desk, line: Ref, *parts: int, item: int = 1, seq: int = 900, ago_s: int = 300) -> None:
    came, broken, missing = (*parts, 0, 0, 0)[:3]
    word = DeliveryNews(
        kirim=line,
        barang=item,
        terima=Ref(9, 4),
        gudang=Ref(UNIT, 2),
        diterima=came,
        rusak=broken,
        kurang=missing,
        waktu=desk.now - 3_600,
    )
    issued(desk.door.writer, word, first=seq, at=desk.now - ago_s)


def test_part_of_a_shipment_is_told_and_the_rest_is_still_under_way(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    line = sent(desk, places, lines=1).entries[0].ref
    told(desk, line, 600, 1, 0)
    text = page(client, "/stok/perjalanan").replace("\u00a0", " ")
    time = desk.zone.short(desk.now - 3_600)
    assert f"Diterima di Lumbung Sindang {time}: 600 paket diterima, 1 paket rusak, menurut pusat" in text
    assert "99 paket" in text and "dicatat Unit 9" in text and "kabar 5 menit lalu" in text


def test_a_shipment_that_all_arrived_leaves_the_list_and_its_loss_stays_on_the_paper(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    first, second = (one.ref for one in sent(desk, places, lines=2).entries[:2])
    told(desk, first, 690, 4, 6)
    told(desk, second, 400, item=2, seq=901)
    assert "Tidak ada kiriman kita yang masih di jalan, menurut catatan unit ini." in page(
        client, "/stok/perjalanan"
    )
    paper = page(client, f"/stok/surat/{first}").replace("\u00a0", " ")
    assert "690 paket diterima, 4 paket rusak, 6 paket kurang, menurut pusat, dicatat Unit 9" in paper
    assert "D2026</strong>: Diterima di Lumbung Sindang" in paper and "Kabar 5 menit lalu" in paper
    assert '<section class="kabar layar"' in paper, "what is signed stays as it was signed"


def test_a_paper_without_a_word_of_the_center_says_nothing(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    line = sent(desk, places, lines=1).entries[0].ref
    assert "menurut pusat" not in page(client, f"/stok/surat/{line}")
    assert "menurut pusat" not in page(client, "/stok/perjalanan")


def test_amounts_are_told_in_the_unit_of_the_goods(client: FlaskClient, desk: Desk, places: Stores) -> None:
    line = sent(desk, places).entries[3].ref
    told(desk, line, 2_500, item=RICE)
    text = page(client, "/stok/perjalanan").replace("\u00a0", " ")
    assert "250 kg diterima, menurut pusat" in text and "0,5 kg" in text


def test_a_paper_of_which_goods_arrived_is_not_voided(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    line = sent(desk, places, lines=1).entries[0].ref
    told(desk, line, 700)
    answer = client.post(f"/stok/batalkan/{line}", data={"kunci": "v", "alasan": "salah tulis"})
    assert answer.status_code == 422, answer.status_code


def returned(client: FlaskClient, places: Stores, line: Ref, amount: int, key: str) -> TestResponse:
    goods = {"b1-stok": "1:D2026", "b1-merujuk": str(line), "b1-jumlah": str(amount)}
    return post(client, "retur", {"gudang": str(places.gudang), "surat": str(line), **goods}, key)


def corrected(client: FlaskClient, places: Stores, old: Ref, line: Ref, amount: int) -> TestResponse:
    said = {
        "jenis": "retur",
        "gudang": str(places.gudang),
        "tujuan": str(places.lumbung),
        "merujuk": str(line),
    }
    more = {"barang": "1", "batch": "D2026", "jumlah": str(amount), "alasan_koreksi": "salah hitung"}
    return client.post(f"/entri/{old}/koreksi", data={"kunci": f"k{amount}", **said, **more})


def test_only_what_did_not_arrive_comes_back(client: FlaskClient, desk: Desk, places: Stores) -> None:
    line = sent(desk, places, lines=1).entries[0].ref
    told(desk, line, 600)
    refused = returned(client, places, line, 101, "a")
    assert refused.status_code == 422 and "Minta tujuan mengirimnya kembali" in refused.text
    assert returned(client, places, line, 100, "b").status_code == 303
    assert views.balance(desk.store, places.gudang, 1, "D2026") == 800
    assert under_way(desk.store) == []


def test_a_return_is_not_corrected_into_goods_that_arrived(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    line = sent(desk, places, lines=1).entries[0].ref
    back = Ref.parse(returned(client, places, line, 150, "a").location.partition("?")[0].split("/")[-1])
    told(desk, line, 600)
    refused = corrected(client, places, back, line, 700)
    assert refused.status_code == 422 and "Minta tujuan mengirimnya kembali" in refused.text
    assert corrected(client, places, back, line, 140).status_code == 303, (
        "what was said before may be lowered"
    )
    assert views.balance(desk.store, places.gudang, 1, "D2026") == 840


TWICE = "Tercatat di dua buku"


@pytest.mark.parametrize(("how", "both"), [("void", 690), ("return", 90), ("lower", 590)])
def test_what_was_taken_back_here_and_arrived_all_the_same_is_told(
    client: FlaskClient, desk: Desk, places: Stores, how: str, both: int
) -> None:
    """The news was on its way when somebody thought that the truck would not go."""
    line = sent(desk, places, lines=1).entries[0].ref
    if how == "void":
        client.post(f"/stok/batalkan/{line}", data={"kunci": "v", "alasan": "truk tidak jadi"})
    elif how == "return":
        returned(client, places, line, 100, "a")
    else:
        there: dict[str, Any] = {"tujuan": places.lumbung, "barang": 1, "batch": "D2026", "jumlah": 100}
        less, stamp = Movement(jenis="kirim", gudang=places.gudang, **there), desk.clock.stamp()
        journal.append(desk.door.writer, less, stamp=stamp, corrects=line, reason="x")
    assert TWICE not in page(client, "/stok/perjalanan")
    told(desk, line, 680, 10)
    for address in ("/stok", "/stok/perjalanan"):
        text = page(client, address).replace("\u00a0", " ")
        assert (
            TWICE in text and f"D2026: {both} paket" in text and "680 paket diterima, 10 paket rusak" in text
        )
    told(desk, line, seq=901, ago_s=10)
    assert TWICE not in page(client, "/stok/perjalanan"), "the arrival was taken back there"
    told(desk, line, 700, seq=902, ago_s=5)
    assert TWICE in page(client, "/stok/perjalanan")
    out = {"b1-stok": "1:D2026", "b1-arah": "kurang", "b1-jumlah": "100", "alasan": "Memang tiba"}
    fixed = post(client, "penyesuaian", {"gudang": str(places.gudang), **out}, "p")
    assert fixed.status_code == 303, fixed.text
    assert TWICE not in page(client, "/stok/perjalanan"), "the book was put right"


def test_what_arrived_as_it_was_sent_stands_in_one_book(
    client: FlaskClient, desk: Desk, places: Stores
) -> None:
    line = sent(desk, places, lines=1).entries[0].ref
    returned(client, places, line, 100, "a")
    told(desk, line, 600)
    assert TWICE not in page(client, "/stok/perjalanan") + page(client, "/stok")
