"""One entry by internet, by a stick twice and by another unit, in any order: one entry, one effect, one receipt."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from field_node.config import Config
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.store import views
from sync.links.file import CARRIER, export_bundle, import_command, read_file, write_file
from tests.journeys.fleet import FieldUnit, at_work, enrolled, names
from tests.journeys.pusat import Pusat

WAYS = ("internet", "stick", "stick again", "another unit")


@dataclass
class Stage:
    """`moved`: how much was entered so far, `count`: in how many entries."""

    folder: Path
    pusat: Pusat
    unit: FieldUnit
    other: Config
    lumbung: Ref
    moved: int = 0
    count: int = 0
    receipts: list[Path] = field(default_factory=list)

    def enter(self) -> Ref:
        """A new movement of goods, written to a stick before anything was sent."""
        self.count += 1
        self.moved += self.count
        movement = Movement(
            jenis="saldo_awal",
            gudang=self.lumbung,
            barang=31,
            jumlah=self.count,
            batch=f"UJI-{self.count}",
            sumber_dana="apbn",
            nomor="UJI/1",
        )
        ref = self.unit.post(movement)
        write_file(self.stick, export_bundle(self.unit.end).data)
        self.receipts.clear()
        return ref

    @property
    def stick(self) -> Path:
        return self.folder / f"stick-{self.count}.tgn"

    def bring(self, way: str) -> None:
        if way == "internet":
            self.unit.sync(self.pusat)
        elif way == "another unit":
            self._through_the_other()
        else:
            self._to_the_center()

    def _to_the_center(self) -> None:
        path = self.folder / f"receipt-{self.count}-{len(self.receipts)}.tgn"
        self.pusat.command("import", self.stick, "--out", path)
        self.receipts.append(path)

    def _through_the_other(self) -> None:
        path = self.folder / f"receipt-{self.count}-{len(self.receipts)}.tgn"
        words = [str(self.stick), "--balasan", str(path)]
        done = CliRunner().invoke(import_command, words, obj=self.other)
        assert done.exit_code == 0, done.output
        self.receipts.append(path)

    def carry_back(self) -> None:
        """The receipts on the stick, read at the unit, the newest first."""
        for path in reversed(self.receipts):
            self.unit.end.take(read_file(path).down, carrier=CARRIER)

    def on_the_shelf(self) -> int:
        """The stock of the lumbung as the center tells it."""
        rows = self.pusat.get("/v1/views/stok").json()["rows"]
        return sum(row["amount"] for row in rows if row["account"] == "saldo")


@pytest.fixture(scope="module")
def stage(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("sekali")
    pusat = Pusat.founded(folder / "pusat")
    try:
        other = enrolled(pusat, blank, folder / "other", "Unit pembawa")
        with at_work(enrolled(pusat, blank, folder / "unit")) as unit:
            lumbung = pusat.issue("lokasi", nama="Lumbung Uji", jenis="lumbung", unit=unit.number)
            unit.sync(pusat)
            yield Stage(folder, pusat, unit, other, lumbung)
    finally:
        pusat.close()


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(WAYS), taken=st.integers(1, len(WAYS)))
def test_whatever_carries_it_and_however_often_it_is_one_entry(
    stage: Stage, order: list[str], taken: int
) -> None:
    ref = stage.enter()
    for way in order[:taken]:
        stage.bring(way)
    there = [name for name in names(stage.pusat.of(stage.unit)) if name == ref]
    assert there == [ref]
    assert stage.on_the_shelf() == stage.moved
    stage.carry_back()
    assert stage.unit.state(ref) == "diterima"
    assert "Diterima pusat" in stage.unit.page(ref)


def test_receipts_come_back_on_the_stick_alone(stage: Stage) -> None:
    ref = stage.enter()
    stage.bring("stick")
    assert stage.unit.state(ref) == "di_unit"
    stage.carry_back()
    assert stage.unit.state(ref) == "diterima"
    assert stage.unit.counts().waiting == 0


def test_receipts_come_back_through_another_unit_alone(stage: Stage) -> None:
    ref = stage.enter()
    stage.bring("another unit")
    stage.carry_back()
    assert stage.unit.state(ref) == "diterima"


def test_a_torn_stick_brings_what_is_whole_on_it(stage: Stage) -> None:
    first = stage.enter()
    whole = stage.stick.read_bytes()
    stage.stick.write_bytes(whole[:-7])
    stage.bring("stick")
    there = [name for name in names(stage.pusat.of(stage.unit)) if name == first]
    assert there == [first], "the entry lies before the digest that was torn"
    stage.stick.write_bytes(whole)
    stage.bring("stick again")
    stage.carry_back()
    assert stage.unit.state(first) == "diterima"
    assert views.balance(stage.unit.store, stage.lumbung, 31, f"UJI-{stage.count}") == stage.count
