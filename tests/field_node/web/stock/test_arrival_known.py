"""Goods arrive from a kirim that this unit knows: offered until it was received, the same delivery also after a correction."""

from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import examined
from field_node.store import journal, papers, views
from field_node.store.known import known_now
from field_node.store.under_way import under_way
from field_node.web.desk import Desk
from field_node.web.stock.keeping import Kept
from field_node.web.stock.parts import joined, parts_in, parts_of
from field_node.web.stock.sent import waybill
from field_node.web.stock.waybill import text_of, waybill_of
from field_node.web.stock.written import written
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.stock.goods_here import STAMP, arrived, move_of, page, sent, stocked, stores

PAGE = "/stok/terima-kiriman"
CAME: dict[str, Any] = {"diterima": 695, "rusak": 3, "kurang": 2}


def test_a_kirim_that_is_known_here_is_offered_until_it_was_received(client: FlaskClient, desk: Desk) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=UNIT)
    stocked(desk, places.gudang)
    kirim = sent(desk, places)
    assert f"?kirim={kirim.entries[0].ref}" in page(client, PAGE)
    text = page(client, f"{PAGE}?kirim={kirim.entries[0].ref}")
    assert 'value="700"' in text and f'value="{places.lumbung}" selected' in text
    refs = {f"b{n}-merujuk": str(one.ref) for n, one in enumerate(kirim.entries[:4], 1)}
    counts = {"b1-diterima": "700", "b2-diterima": "399", "b3-diterima": "100", "b4-diterima": "250,5"}
    answer = client.post(PAGE, data={"kunci": "k", "gudang": str(places.lumbung), **refs, **counts})
    assert answer.status_code == 303
    assert f"?kirim={kirim.entries[0].ref}" not in page(client, PAGE)
    assert views.balance(desk.store, places.lumbung, 2, "D2026") == 399
    assert under_way(desk.store) == []


def test_a_kirim_that_is_older_than_many_others_is_awaited_until_it_came(
    client: FlaskClient, desk: Desk
) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=UNIT)
    said: dict[str, Any] = {"gudang": places.gudang, "tujuan": places.lumbung, "barang": 21, "jumlah": 1}
    kirim = [Movement(jenis="kirim", nomor=f"SJ/{number}", **said) for number in range(112)]
    refs = [one.ref for one in journal.append_all(desk.door.writer, kirim, stamp=STAMP)]
    said = {"gudang": places.lumbung, "barang": 21, "diterima": 1}
    came = [Movement(jenis="terima_kiriman", merujuk=ref, **said) for ref in refs[-60:]]
    journal.append_all(desk.door.writer, came, stamp=STAMP)
    first, second = page(client, PAGE), page(client, f"{PAGE}?halaman=2")
    assert first.count("?kirim=") == 50 and f"?kirim={refs[51]}" in first and "halaman=2" in first
    assert second.count("?kirim=") == 2 and f"?kirim={refs[0]}" in second and "halaman=3" not in second
    assert client.get(f"{PAGE}?halaman=x").status_code == 404


def test_what_a_second_truck_brings_is_awaited_until_it_came(client: FlaskClient, desk: Desk) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=UNIT)
    stocked(desk, places.gudang)
    kirim = sent(desk, places, lines=1).entries[0]
    form = {"gudang": str(places.lumbung), "b1-merujuk": str(kirim.ref), "b1-kurang": "0"}
    assert client.post(PAGE, data={"kunci": "k1", **form, "b1-diterima": "300"}).status_code == 303
    assert f"?kirim={kirim.ref}" in page(client, PAGE)
    again = {**form, "lagi": "ya", "b1-diterima": "390", "b1-rusak": "4", "b1-kurang": "6"}
    assert client.post(PAGE, data={"kunci": "k2", **again}).status_code == 303
    assert "?kirim=" not in page(client, PAGE) and under_way(desk.store) == []


def test_a_second_truck_brings_what_the_first_left_and_asks_nothing_of_what_had_come(
    client: FlaskClient, desk: Desk
) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=UNIT)
    stocked(desk, places.gudang)
    first, second = sent(desk, places, lines=2).entries[:2]
    form = {"gudang": str(places.lumbung), "b1-merujuk": str(first.ref), "b2-merujuk": str(second.ref)}
    form |= {"surat": "\n".join(_scans(desk, first.ref)), "lagi": "ya"}
    one = {**form, "b1-diterima": "700", "b2-diterima": "0", "b2-kurang": "0", "kunci": "k1"}
    told = client.post(f"{PAGE}/periksa", data=one).get_json()
    assert told["masalah"] == [] and "belum dihitung" in told["peringatan"][0]["sentence"]
    assert client.post(PAGE, data=one).status_code == 303
    two = {**form, "b1-diterima": "0", "b2-diterima": "400", "kunci": "k2"}
    assert client.post(f"{PAGE}/periksa", data=two).get_json() == {"masalah": [], "peringatan": []}
    assert client.post(PAGE, data=two).status_code == 303
    assert [one.diterima for one in arrived(desk)] == [700, 400] and under_way(desk.store) == []


def _scans(desk: Desk, ref: Ref) -> list[str]:
    found = papers.paper(desk.store, ref)
    assert found is not None
    return parts_of(text_of(waybill(desk, written(desk.store, found))))


def test_what_the_paper_says_is_what_was_sent(desk: Desk) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=9)
    stocked(desk, places.gudang)
    kirim: Kept = sent(desk, places, lines=40)
    found = papers.paper(desk.store, kirim.entries[0].ref)
    assert found is not None
    told = waybill(desk, written(desk.store, found))
    scans = parts_of(text_of(told))
    assert waybill_of(joined(part for one in reversed(scans) for part in parts_in(one))) == told
    assert [one.ref for one in told.lines] == [one.ref for one in kirim.entries[:40]]
    assert told.lines[0].amount == 700 and told.gudang_name == "Gudang Regional"


def test_a_paper_printed_before_a_correction_is_the_same_delivery(client: FlaskClient, desk: Desk) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=UNIT)
    stocked(desk, places.gudang)
    old = sent(desk, places, lines=1).entries[0]
    changed = replace(move_of(old), jumlah=690)
    journal.append(desk.door.writer, changed, stamp=STAMP, corrects=old.ref, reason="Salah hitung")
    line = {"b1-merujuk": str(old.ref), "b1-diterima": "690"}
    assert client.post(PAGE, data={"kunci": "k", "gudang": str(places.lumbung), **line}).status_code == 303
    assert "?kirim=" not in page(client, PAGE) and under_way(desk.store) == []
    assert arrived(desk)[0].kurang == 0


def test_a_kirim_that_is_corrected_to_less_than_what_came_is_asked_about(desk: Desk) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=UNIT)
    kirim = sent(desk, places, lines=1).entries[0]
    came = Movement(
        jenis="terima_kiriman", gudang=places.lumbung, barang=1, batch="D2026", merujuk=kirim.ref, **CAME
    )
    arrival = journal.append(desk.door.writer, came, stamp=STAMP)
    asked: list[bool] = []
    for jumlah in (10, 697, 698, 700):
        changed = replace(move_of(kirim), jumlah=jumlah)
        notices = examined(changed, known_now(desk.store, desk.clock, None, kirim.ref))[1]
        asked.append("kurang_dari_yang_tiba" in {one.code for one in notices})
    assert asked == [True, True, False, False]
    journal.append(desk.door.writer, Void(entri=arrival.ref, alasan="Salah"), stamp=STAMP)
    changed = replace(move_of(kirim), jumlah=10)
    notices = examined(changed, known_now(desk.store, desk.clock, None, kirim.ref))[1]
    assert "kurang_dari_yang_tiba" not in {one.code for one in notices}


@pytest.mark.parametrize("back", [True, False])
def test_goods_that_came_back_or_were_voided_are_not_awaited_and_asked_about(
    client: FlaskClient, desk: Desk, back: bool
) -> None:
    places = stores(desk.door.writer, owner=UNIT, other=UNIT)
    stocked(desk, places.gudang)
    kirim = sent(desk, places, lines=1).entries[0]
    form = {"kunci": "k", "gudang": str(places.lumbung), "b1-merujuk": str(kirim.ref), "b1-diterima": "700"}
    assert client.post(f"{PAGE}/periksa", data=form).get_json() == {"masalah": [], "peringatan": []}
    move = move_of(kirim)
    returned = Movement(
        jenis="retur",
        gudang=move.gudang,
        barang=move.barang,
        batch=move.batch,
        jumlah=move.jumlah,
        merujuk=kirim.ref,
        tujuan=move.tujuan,
    )
    undone = returned if back else Void(entri=kirim.ref, alasan="Batal berangkat")
    journal.append(desk.door.writer, undone, stamp=STAMP)
    assert "?kirim=" not in page(client, PAGE)
    told = client.post(f"{PAGE}/periksa", data=form).get_json()
    assert told["masalah"] == []
    assert [one["sentence"] for one in told["peringatan"]] == [
        "Kiriman ini sudah dibatalkan atau sudah kembali ke pengirimnya. Benar diterima?"
    ]


def test_a_posko_without_a_store_is_told_what_is_missing_and_where_to_record_it(
    client: FlaskClient, desk: Desk
) -> None:
    text = page(client, PAGE)
    assert f"jenis Gudang, Unit pemegang buku stok {desk.unit_name()}" in text
    link = f"/catat/lokasi?jenis=gudang&amp;unit={UNIT}"
    assert link in text
    asked = page(client, link.replace("&amp;", "&"))
    assert 'value="gudang" selected' in asked and f'name="unit" value="{UNIT}" checked' in asked
