"""Goods go from one lumbung to another unit's: the sender learns from the center what arrived, also of corrections and voids."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store.delivery_news import words
from field_node.store.under_way import coming, under_way
from tests.journeys.trade import Trade, founded

RICE = 4


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("kabar"))


@pytest.fixture
def trade(template: Path, tmp_path: Path) -> Iterator[Trade]:
    made = Trade.copied(template, tmp_path / "operasi")
    yield made
    made.close()


class Ways:
    """Unit 1 sends 50 to the lumbung of unit 2."""

    def __init__(self, trade: Trade) -> None:
        self.trade = trade
        self.sender, self.receiver, self.other = trade.units
        here, there = (
            trade.issue(Place(nama=f"Lumbung {unit}", jenis="lumbung", unit=unit)) for unit in (1, 2)
        )
        self.there = there
        kirim = Movement(jenis="kirim", gudang=here, barang=RICE, jumlah=50, tujuan=there, nomor="SJ/1")
        (self.line,) = self.sender.save(kirim)

    def arrival(self, *parts: int) -> Movement:
        came, broken, missing = (*parts, 0, 0, 0)[:3]
        said: dict[str, Any] = {"diterima": came, "rusak": broken, "kurang": missing, "merujuk": self.line}
        return Movement(jenis="terima_kiriman", gudang=self.there, barang=RICE, nomor="1", **said)

    def everybody_syncs(self) -> None:
        for unit in (self.receiver, self.sender, self.other, self.sender, self.receiver):
            self.trade.bring(unit)

    def left(self) -> list[int]:
        return [one.left for one in under_way(self.sender.store)]

    def told(self) -> list[tuple[int, int, int, int]]:
        """diterima, rusak, kurang, who recorded it."""
        found = words(self.sender.store, self.line)
        return [(one.news.diterima, one.news.rusak, one.news.kurang, one.unit) for one in found]


def test_the_sender_learns_part_by_part_what_arrived(trade: Trade) -> None:
    ways = Ways(trade)
    ways.receiver.save(ways.arrival(20, 1))
    ways.everybody_syncs()
    assert ways.left() == [29] and coming(ways.sender.store, ways.there) == {RICE: 29}
    ways.receiver.save(ways.arrival(27, 0, 2))
    ways.everybody_syncs()
    assert ways.left() == [] and ways.told() == [(47, 1, 2, 2)]


def test_a_correction_and_a_void_reach_the_sender(trade: Trade) -> None:
    ways = Ways(trade)
    (came,) = ways.receiver.save(ways.arrival(50))
    ways.everybody_syncs()
    assert ways.left() == []
    (again,) = ways.receiver.save(ways.arrival(40, 4), corrects=came)
    ways.everybody_syncs()
    assert ways.left() == [6] and ways.told() == [(40, 4, 0, 2)]
    ways.receiver.save(Void(entri=again, alasan="truk belum tiba"))
    ways.everybody_syncs()
    assert ways.left() == [50] and ways.told() == []


def test_the_center_says_it_once_through_restarts_of_all(trade: Trade) -> None:
    ways = Ways(trade)
    ways.receiver.save(ways.arrival(50))
    ways.everybody_syncs()
    made = trade.issued()
    trade.restart_center()
    for number in (1, 2, 3):
        trade.restart(number)
    ways.sender, ways.receiver, ways.other = trade.units
    ways.everybody_syncs()
    assert trade.issued() == made and ways.left() == []


def test_an_arrival_that_the_center_has_before_the_kirim_is_told_when_that_comes(trade: Trade) -> None:
    ways = Ways(trade)
    ways.receiver.save(ways.arrival(45, 0, 5))
    trade.bring(ways.receiver)
    assert ways.left() == [50]
    trade.bring(ways.sender)
    trade.bring(ways.sender)
    assert ways.left() == [] and ways.told() == [(45, 0, 5, 2)]


def test_a_third_unit_that_claims_the_goods_is_named(trade: Trade) -> None:
    ways = Ways(trade)
    ways.other.save(ways.arrival(50))
    ways.everybody_syncs()
    assert ways.told() == [(50, 0, 0, 3)] and ways.line == Ref(1, ways.line.seq)
