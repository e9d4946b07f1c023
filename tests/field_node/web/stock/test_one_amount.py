"""Every page tells the same amount of the same goods, also after the unit stated its balances over the air."""

import html

import pytest
from flask.testing import FlaskClient

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import stocktaking
from field_node.web.desk import Desk
from tests.field_node.web.stock.moves import a_store, kept, stocked

BLANKETS = 21


@pytest.fixture
def gudang(desk: Desk) -> Ref:
    """100 of one batch and 1,000 of another, after some were written off; both stated twice."""
    place = a_store(desk)
    for amount, batch in ((137, "A"), (1_000, "B")):
        stocked(desk, place, BLANKETS, amount, batch)
    stated(desk, place)
    gone = Movement(
        jenis="hapus", gudang=place, barang=BLANKETS, jumlah=37, batch="A", kondisi="rusak", alasan="basah"
    )
    kept(desk, gone)
    stated(desk, place)
    return place


def stated(desk: Desk, place: Ref) -> None:
    for one in stocktaking.held(desk.store, place):
        kept(desk, stocktaking.statement(place, one, None, desk.now))


@pytest.mark.parametrize(
    "path",
    [
        "/stok",
        "/stok/kartu/{}/21",
        "/lumbung?barang=21",
        "/peta/data.json",
        "/tablet/daftar",
        "/stok/salur?gudang={}",
        "/laporan",
    ],
)
def test_the_same_amount_stands_on_every_page(client: FlaskClient, gudang: Ref, path: str) -> None:
    answer = client.get(path.format(gudang), follow_redirects=True)
    text = html.unescape(answer.text).replace("\u00a0", " ").replace("\\u00a0", " ")
    both = "1.100 lembar" in text or ("100 lembar" in text and "1.000 lembar" in text)
    assert both and "2.200" not in text and "2.000" not in text and "200 lembar" not in text
