"""A large lumbung: what its pages look up grows with what they show, not with what ever moved."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient

from field_node.web.desk import Desk
from tests import lumbung
from tests.field_node.web.stock.stock_made import LUMBUNG, OTHER, places

MOVES = 2_000
STOK = "/stok"
CARD = f"/stok/kartu/{LUMBUNG}/{lumbung.ITEMS[0]}"


@pytest.fixture(autouse=True)
def filled(desk: Desk) -> None:
    places(desk)
    lumbung.fill(desk.door.writer, LUMBUNG, OTHER, moves=MOVES, stamp=desk.clock.stamp())


@contextmanager
def asked(desk: Desk) -> Iterator[list[str]]:
    """The statements that a page runs."""
    found: list[str] = []
    desk.store.conn.set_trace_callback(found.append)
    yield found
    desk.store.conn.set_trace_callback(None)


def statements(client: FlaskClient, desk: Desk, address: str) -> list[str]:
    assert client.get(address).status_code == 200
    with asked(desk) as found:
        client.get(address)
    return found


@pytest.mark.parametrize(
    ("address", "most"), [(STOK, 250), (f"{STOK}?saring=semua&halaman=4", 250), (CARD, 200), ("/", 150)]
)
def test_a_page_runs_as_many_statements_as_before_after_twice_as_many_movements(
    client: FlaskClient, desk: Desk, address: str, most: int
) -> None:
    before = len(statements(client, desk, address))
    lumbung.fill(desk.door.writer, LUMBUNG, OTHER, moves=MOVES, stamp=desk.clock.stamp(), seed=2)
    after = len(statements(client, desk, address))
    assert after <= before + 40 and after < most, (before, after)


def test_a_card_opens_only_the_entries_that_it_shows(client: FlaskClient, desk: Desk) -> None:
    found = statements(client, desk, CARD)
    opened = [sql for sql in found if "body" in sql and "WHERE unit = " in sql]
    assert 0 < len(opened) <= 60
    assert client.get(CARD).text.count("<tr") <= 42
