"""One entry by radio through one gateway or two at once, by internet and by file, in any order: one entry, one effect."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from field_node.records.movement import Movement
from field_node.records.record import Entry
from sync.bundle import MEDIA_TYPE, write_bundle
from sync.center.answer import receipts
from sync.center.app import create_app
from sync.center.fold_tables import TABLES
from sync.center.receive import take
from sync.center.schema import ALARM, ENTRY
from sync.center.store import Center, open_center
from sync.codec.envelope import radio_copy
from tests.factories import LUMBUNG, a_headcount, a_posko
from tests.sync.center.parts import NOW, SealingUnit

GATEWAYS = ("10.0.0.1", "10.0.0.2")


@dataclass
class Stage:
    """`moved`: what the movements so far amount to."""

    center: Center
    app: Flask
    unit: SealingUnit
    moved: int = 0
    count: int = 0
    frames: dict[str, bytes] = field(default_factory=dict)

    def enter(self) -> list[Entry]:
        """New entries, sealed once for the radio and once for each other way."""
        self.count += 1
        self.moved += self.count
        movement = Movement(
            jenis="saldo_awal",
            gudang=LUMBUNG,
            barang=31,
            jumlah=self.count,
            batch="UJI",
            sumber_dana="apbn",
            nomor="UJI/1",
        )
        records = (movement, a_posko(penanggung_jawab="Bu Siti"), a_headcount(jiwa=self.count))
        entries = [self.unit.entry(record) for record in records]
        self.frames = {
            "radio": self.unit.frame(*entries, full=False),
            "again": self.unit.frame(*entries[1:], full=False),
            "internet": self.unit.frame(*entries),
            "file": self.unit.frame(*entries),
        }
        return entries

    def post(self, address: str, frame: bytes, mtu: int) -> None:
        answer = self.app.test_client().post(
            f"/v1/frames?mtu={mtu}",
            data=write_bundle([frame, self.unit.digest()]),
            headers={"Content-Type": MEDIA_TYPE},
            environ_base={"REMOTE_ADDR": address},
        )
        assert answer.status_code == 200

    def at_once(self) -> None:
        """Two gateways heard the same."""
        with ThreadPoolExecutor(2) as pool:
            posted = [pool.submit(self.post, each, self.frames["radio"], 200) for each in GATEWAYS]
            for one in posted:
                one.result()

    def rows(self, entries: list[Entry]) -> list[tuple[int, int, bool]]:
        """(seq, version, complete) of what the center has of them."""
        of = ENTRY.c.unit == self.unit.keys.unit, ENTRY.c.seq.in_([each.seq for each in entries])
        columns = select(ENTRY.c.seq, ENTRY.c.version, ENTRY.c.complete)
        with self.center.reader.connect() as conn:
            return [
                tuple(row) for row in conn.execute(columns.where(*of).order_by(ENTRY.c.seq, ENTRY.c.version))
            ]

    def on_the_shelf(self) -> int:
        stock = TABLES["stock"]
        with self.center.reader.connect() as conn:
            of = stock.c.account == "saldo", stock.c.batch == "UJI"
            return sum(conn.execute(select(stock.c.amount).where(*of)).scalars())

    def alarms(self) -> list[str]:
        with self.center.reader.connect() as conn:
            return list(conn.execute(select(ALARM.c.kind)).scalars())


WAYS: Mapping[str, Callable[[Stage], object]] = {
    "radio": lambda stage: stage.post(GATEWAYS[0], stage.frames["radio"], 200),
    "another gateway": lambda stage: stage.post(GATEWAYS[1], stage.frames["radio"], 200),
    "two gateways at once": Stage.at_once,
    "repacked for the radio": lambda stage: stage.post(GATEWAYS[0], stage.frames["again"], 200),
    "internet": lambda stage: stage.post("10.0.0.3", stage.frames["internet"], 1041),
    "file": lambda stage: take(stage.center, [stage.frames["file"]], carrier="file", now=NOW),
}
FULL = {"internet", "file"}


@pytest.fixture(scope="module")
def stage(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("sekali")
    center = open_center(Path(shutil.copytree(founded, folder / "pusat")))
    app = create_app(center, clock=lambda: NOW, timer=lambda: 0.0, stop=Event())
    yield Stage(center, app, SealingUnit.enrolled(center))
    center.close()


@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(order=st.lists(st.sampled_from(sorted(WAYS)), max_size=8))
def test_whatever_carries_it_in_whatever_order_it_is_one_entry(stage: Stage, order: list[str]) -> None:
    """One store for all examples: what one leaves behind is there for the next, so none is shrunk."""
    entries = stage.enter()
    ways = ["radio", *order] if set(order) <= {"repacked for the radio"} else order
    for way in ways:
        WAYS[way](stage)
    rows = stage.rows(entries)
    assert [seq for seq, version, _ in rows if version == 0] == [each.seq for each in entries]
    assert max(version for _, version, _ in rows) <= 1
    by_now = entries if FULL & set(ways) else [each for each in entries if radio_copy(each).complete]
    assert {seq for seq, _, complete in rows if complete} == {each.seq for each in by_now}
    assert stage.on_the_shelf() == stage.moved
    assert stage.alarms() == []
    WAYS["file"](stage)
    slip = stage.unit.slip(receipts(stage.center, (stage.unit.keys.unit,), mtu=200, now=NOW))
    assert slip is not None
    assert slip.upto == slip.complete == entries[-1].seq + 1


def test_the_file_completes_what_came_by_radio(stage: Stage) -> None:
    place = stage.enter()[1]
    WAYS["radio"](stage)
    WAYS["file"](stage)
    assert stage.rows([place]) == [(place.seq, 0, False), (place.seq, 1, True)]
