"""The minimum of an item: set and taken away again by whoever keeps the store."""

import re

import pytest
from flask.testing import FlaskClient

from field_node.records.balance import Balance
from field_node.store import journal
from field_node.store.stocktaking import minimums
from field_node.web.desk import Desk
from tests.field_node.web.stock.stock_made import LUMBUNG, NOODLES, OTHER, RICE, move, own, places

FORM = f"/stok/minimum/{LUMBUNG}/{NOODLES}"


@pytest.fixture(autouse=True)
def lumbung(desk: Desk) -> None:
    places(desk)
    own(desk, move("terima", 60, "B"), move("terima", 30, "A", kedaluwarsa=21_000, sumber_dana="apbn"))


def send(client: FlaskClient, text: str, address: str = FORM, key: str = "k1") -> int:
    return client.post(address, data={"kunci": key, "minimum": text}).status_code


def test_a_minimum_is_a_true_statement_of_a_batch_that_is_there(client: FlaskClient, desk: Desk) -> None:
    assert "saldo sekarang 90\u00a0bungkus" in client.get(FORM).text
    assert send(client, "1.000") == 303
    ((_, entry),) = journal.entries(desk.store, Balance)
    said = entry.record
    assert isinstance(said, Balance)
    assert (said.batch, said.jumlah, said.minimum, said.kedaluwarsa) == ("A", 30, 1_000, 21_000)
    assert 'value="1.000"' in client.get(FORM).text


def test_the_same_form_twice_is_one_statement(client: FlaskClient, desk: Desk) -> None:
    assert [send(client, "10"), send(client, "10")] == [303, 303]
    assert len(journal.entries(desk.store, Balance)) == 1


def test_an_empty_field_wants_no_minimum(client: FlaskClient, desk: Desk) -> None:
    send(client, "500")
    assert send(client, "", key="k2") == 303
    assert minimums(desk.store, LUMBUNG) == {NOODLES: 0}
    assert "minimum" not in re.sub("Atur minimum|/stok/minimum", "", client.get("/stok").text)


def test_an_item_that_never_lay_there_may_have_one(client: FlaskClient, desk: Desk) -> None:
    assert send(client, "12,5", f"/stok/minimum/{LUMBUNG}/{RICE}") == 303
    page = client.get("/stok").text
    assert "beras reguler" in page and "di bawah minimum 12,5\u00a0kg" in page


@pytest.mark.parametrize("text", ["x", "-5", "2,5", "99.999.999.999"])
def test_what_is_no_amount_comes_back_with_its_sentence(client: FlaskClient, text: str) -> None:
    answer = client.post(FORM, data={"kunci": "k1", "minimum": text})
    assert answer.status_code == 422 and f'value="{text}"' in answer.text and "minimum-salah" in answer.text


def test_only_the_keeper_of_a_ledger_sets_its_minimum(client: FlaskClient) -> None:
    assert send(client, "5", f"/stok/minimum/{OTHER}/5") == 403
    assert send(client, "5", "/stok/minimum/0-999/5") == 404
    assert send(client, "5", f"/stok/minimum/{LUMBUNG}/999") == 404


def test_all_minimums_of_a_store_are_listed_and_any_item_may_be_chosen(client: FlaskClient) -> None:
    page = f"/stok/minimum/{LUMBUNG}"
    assert "Belum ada minimum." in client.get(page).text and page in client.get("/stok").text
    send(client, "1.000")
    listed = client.get(page).text.replace("\u00a0", " ")
    assert "mi instan: minimum 1.000 bungkus" in listed and "saldo sekarang 90 bungkus" in listed
    assert client.get(f"{page}?barang={RICE}").headers["Location"] == f"{page}/{RICE}"
    assert client.get(f"/stok/minimum/{OTHER}").status_code == 403


def test_a_key_that_was_used_for_something_else_is_told(client: FlaskClient, desk: Desk) -> None:
    assert [send(client, "10"), send(client, "20")] == [303, 422]
    assert minimums(desk.store, LUMBUNG) == {NOODLES: 10}
