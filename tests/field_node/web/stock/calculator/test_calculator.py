"""The page Kalkulator kebutuhan: every number with its source, every gap with why, and on to a request."""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from field_node.records.headcount import Headcount
from field_node.records.incident import Incident
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.records.record import Record
from field_node.store import journal
from field_node.web.desk import Desk
from tests.field_node.store.heard import heard, issued, saldo
from tests.field_node.web.stock.stock_made import LUMBUNG, OTHER, RICE, move, own, places

HOUR = 3_600


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").split())


def card(client: FlaskClient, label: str, **asked: Any) -> str:
    """What the page says of one standard."""
    given = {name: str(value) for name, value in asked.items()}
    page = client.get("/stok/kalkulator", query_string=given).text
    return text_of(
        next(part for part in page.split('<section class="card butuh">') if f"<h3>{label}</h3>" in part)
    )


@pytest.fixture
def counted(desk: Desk, posko: Ref) -> Ref:
    """488 people at the one posko, two hours ago; the lumbung of this unit holds 100 kg of rice."""
    places(desk)
    own(desk, count(desk, posko, kk=112, jiwa=488), move("saldo_awal", 1_000, None, barang=RICE))
    return posko


def count(desk: Desk, place: Ref, ago_s: int = 2 * HOUR, **said: Any) -> Record:
    return Headcount(lokasi=place, per_waktu=(desk.now - ago_s) // 60 * 60, sumber="Ketua RT", **said)


def test_a_need_says_its_base_rule_balance_and_what_is_missing(client: FlaskClient, counted: Ref) -> None:
    told = card(client, "Beras", hari=3)
    assert "400 g per orang per hari · Perka BNPB 7/2008" in told
    assert "Kurang 485,6 kg" in told and "Dasar 488 jiwa" in told and "Kebutuhan 585,6 kg" in told
    assert "100 kg, menurut buku stok unit ini" in told
    page = text_of(client.get("/stok/kalkulator").text)
    assert "Balai Desa Contoh: 112 KK / 488 jiwa 2 jam lalu · Ketua RT" in page


def test_goods_under_way_are_taken_off(client: FlaskClient, desk: Desk, counted: Ref) -> None:
    own(
        desk,
        move(
            "kirim",
            400,
            None,
            barang=RICE,
            tujuan=counted,
            nomor="SJ/1",
            darurat=True,
            alasan="x",
            darurat_oleh="y",
        ),
    )
    told = card(client, "Beras", hari=3, lokasi=counted)
    assert "Kurang 485,6 kg" in told and "60 kg, menurut" in told and "Dalam perjalanan 40 kg" in told


def test_nobody_counted_is_said_and_not_calculated(client: FlaskClient, desk: Desk, posko: Ref) -> None:
    told = card(client, "Beras")
    assert "Belum bisa dihitung. Belum ada hitungannya di lokasi ini." in told and "Kurang" not in told


def test_a_place_without_a_count_makes_the_sum_a_least(client: FlaskClient, desk: Desk, counted: Ref) -> None:
    own(desk, Place(nama="SDN 2", jenis="pos_pengungsian"))
    told = card(client, "Beras", hari=1)
    assert "≥ 488 jiwa (1 lokasi belum didata)" in told and "Kurang ≥ 95,2 kg" in told
    assert "Paling sedikit segini" in told
    assert "≥" not in card(client, "Beras", hari=1, lokasi=counted)


def test_a_place_that_nobody_counted_leads_to_its_count(
    client: FlaskClient, desk: Desk, counted: Ref
) -> None:
    [school] = own(desk, Place(nama="SDN 2", jenis="pos_pengungsian"))
    address = f"/catat/hitung_pengungsi?lokasi={school}"
    assert f'href="{address}"><span class="main">SDN 2: belum didata' in client.get("/stok/kalkulator").text
    assert re.search(rf'value="{school}"[^>]* (checked|selected)', client.get(address).text)


def test_an_unknown_balance_is_not_nought(client: FlaskClient, counted: Ref) -> None:
    told = card(client, "Beras", hari=1, lumbung=OTHER)
    assert "Kurang ≤ 195,2 kg" in told and "belum didata" in told and "Paling banyak segini" in told


def test_another_store_speaks_by_its_statement_with_its_age(
    client: FlaskClient, desk: Desk, counted: Ref
) -> None:
    heard(desk.door.writer, 9, replace(saldo(500, place=OTHER, at=desk.now - 3 * HOUR), barang=RICE))
    told = card(client, "Beras", hari=1, lumbung=OTHER)
    assert (
        "50 kg, kata tetangga Unit 9, 3 jam lalu, belum diverifikasi pusat" in told
        and "Kurang 145,2 kg" in told
    )
    near = card(client, "Beras", hari=3)
    assert "Terdekat yang punya: Gudang Sentra, 50 kg, kata tetangga Unit 9, 3 jam lalu" in near


def test_what_is_not_decided_may_be_typed_for_this_calculation_only(
    client: FlaskClient, counted: Ref
) -> None:
    assert "Belum bisa dihitung. Standarnya belum ditetapkan." in card(client, "Selimut")
    told = card(client, "Selimut", **{"n-selimut": "2"})
    assert "Kurang 976 lembar" in told and "angka sendiri, hanya hitungan ini" in told
    assert "Standarnya belum ditetapkan." in card(client, "Selimut")


@pytest.mark.parametrize("typed", ["x", "0", "-1", "1,2345"])
def test_an_amount_that_is_none_is_told(client: FlaskClient, counted: Ref, typed: str) -> None:
    told = card(client, "Selimut", **{"n-selimut": typed})
    assert ("Isi angka" in told or "lebih dari nol" in told) and "Kurang" not in told


def test_children_nobody_counted_are_not_nought(client: FlaskClient, counted: Ref) -> None:
    assert "Belum ada hitungannya" in card(client, "Popok bayi", **{"n-popok": "3"})
    assert "tidak mencatat perempuan 12-50" in card(client, "Pembalut", **{"n-pembalut": "3"})


@pytest.mark.parametrize("days", ["0", "31", "x", "-1", "1000", "٣"])
def test_days_are_one_to_thirty(client: FlaskClient, counted: Ref, days: str) -> None:
    page = text_of(client.get("/stok/kalkulator", query_string={"hari": days}).text)
    assert "Isi hari dari 1 sampai 30." in page and "Kebutuhan barang, 3 hari" not in page.replace(days, "")


def test_a_count_of_another_kejadian_is_not_of_this_one(
    client: FlaskClient, desk: Desk, counted: Ref
) -> None:
    flood = Incident(nama="Banjir", jenis="banjir", mulai=desk.now // 60 * 60)
    issued(desk.door.writer, flood, replace(flood, nama="Gempa"), first=40)
    assert "Dasar 488 jiwa" in card(client, "Beras", kejadian="0-40")
    newer = count(desk, counted, ago_s=60, jiwa=99)
    journal.append(desk.door.writer, newer, stamp=desk.clock.stamp(), incident=Ref(0, 41))
    assert "Belum ada hitungannya" in card(client, "Beras", kejadian="0-40")
    assert "Dasar 99 jiwa" in card(client, "Beras", kejadian="0-41")
    assert "Dasar 99 jiwa" in card(client, "Beras", kejadian="semua")


def test_only_the_newest_count_of_a_place_counts(client: FlaskClient, desk: Desk, counted: Ref) -> None:
    own(desk, count(desk, counted, ago_s=HOUR, jiwa=100), count(desk, counted, ago_s=9 * HOUR, jiwa=900))
    assert "Dasar 100 jiwa" in card(client, "Beras")


def test_the_button_takes_what_is_missing_into_one_letter(
    client: FlaskClient, desk: Desk, counted: Ref
) -> None:
    page = client.get("/stok/kalkulator?hari=3").text
    form = page.split('action="/stok/permintaan/baru"')[1].split("</form>")[0]
    ticked = re.findall(r'name="baris" value="([\d:]+)" checked', form)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', form))
    assert ticked == ["4:4856"] and hidden == {"dari": str(LUMBUNG), "kk": "112", "jiwa": "488"}
    made = client.get("/stok/permintaan/baru", query_string={**hidden, "baris": ticked}).text
    assert (
        'value="485,6"' in made
        and '<option value="4" selected>' in made
        and 'name="jiwa" value="488"' in made
    )


def test_nothing_at_all_is_said_plainly(client: FlaskClient, desk: Desk) -> None:
    journal.entries(desk.store, limit=1)
    page = text_of(client.get("/stok/kalkulator").text)
    assert "Belum ada pos pengungsian atau posko untuk dihitung." in page and "Buat permintaan" not in page
