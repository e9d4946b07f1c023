"""A reader that follows the cursor while units send: every entry once, once more when it was completed."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from field_node.records.message import Message
from tests.factories import a_posko
from tests.journeys.fleet import FieldUnit, at_work, enrolled
from tests.journeys.pusat import Pusat

UNITS, EACH = 3, 12


class Puller:
    """Reads small pages of random size in a thread of its own until it is told that nothing more comes."""

    def __init__(self, pusat: Pusat, seed: int) -> None:
        self._pusat, self._chance = pusat, random.Random(seed)
        self._last = threading.Event()
        self._thread = threading.Thread(target=self._pull)
        self.lines: list[dict[str, Any]] = []
        self.pages = 0

    def __enter__(self) -> "Puller":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._last.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def _pull(self) -> None:
        asked: dict[str, object] = {}
        while True:
            is_last = self._last.is_set()
            page = self._pusat.get("/v1/records.json", limit=self._chance.randrange(1, 9), **asked).json()
            self.lines += page["records"]
            self.pages += 1
            if is_last and not page["records"]:
                return
            asked = {"after": page["next"]}

    def seen(self) -> Counter[tuple[int, int, int]]:
        return Counter((line["unit"], line["seq"], line["version"]) for line in self.lines)


@pytest.fixture
def units(pusat: Pusat, blank: Path, tmp_path: Path) -> Iterator[list[FieldUnit]]:
    with ExitStack() as stack:
        folders = [tmp_path / f"unit-{number}" for number in range(UNITS)]
        yield [stack.enter_context(at_work(enrolled(pusat, blank, folder))) for folder in folders]


@pytest.mark.parametrize("seed", [1, 2])
def test_a_puller_sees_every_entry_once_while_units_send(
    pusat: Pusat, units: list[FieldUnit], seed: int
) -> None:
    chance = random.Random(seed)
    with Puller(pusat, seed) as early, Puller(pusat, seed + 100) as second:
        for number in range(EACH * UNITS):
            unit = chance.choice(units)
            unit.add(Message(isi=f"catatan {number}"))
            unit.step(chance.randrange(3))
            if number % 10 == 0:
                pusat.issue("catatan", isi=f"dari pusat {number}")
        for unit in units:
            unit.sync(pusat)
    saved = {(entry.unit, entry.seq) for unit in units for entry in unit.own()}
    for puller in (early, second):
        seen = puller.seen()
        assert set(seen.values()) == {1}, [name for name, times in seen.items() if times > 1]
        assert {(unit, seq) for unit, seq, _ in seen if unit} == saved
        assert sum(unit == 0 for unit, _, _ in seen) == UNITS + (EACH * UNITS + 9) // 10
        assert puller.pages > 10


def test_what_came_by_radio_is_seen_again_when_its_names_arrive(pusat: Pusat, units: list[FieldUnit]) -> None:
    unit = units[0]
    by_radio = unit.add(a_posko(penanggung_jawab="Bu Camat", kode_wilayah="32.12.15")).ref
    plain = unit.add(Message(isi="tanpa nama")).ref
    with Puller(pusat, 3) as puller:
        frames = [
            one.frame for one in unit.end.sealed(unit.end.waiting(999), room=9_999, mtu=200, full=False)
        ]
        answer = unit.link.exchange([*frames, unit.end.digest()], 0)
        unit.end.take(answer.frames, carrier="internet")
        assert unit.state(by_radio) == "angka_diterima"
        assert "Angka diterima pusat" in unit.page(by_radio)
        assert unit.state(plain) == "diterima"
        unit.sync(pusat)
    told = [(line["seq"], line["version"], line["complete"]) for line in puller.lines if line["unit"]]
    assert sorted(told) == [(by_radio.seq, 0, False), (by_radio.seq, 1, True), (plain.seq, 0, True)]
    assert told.index((by_radio.seq, 0, False)) < told.index((by_radio.seq, 1, True))
    upserted = {line["seq"]: line for line in puller.lines if line["unit"]}
    assert upserted[by_radio.seq]["complete"] is True
    assert "Diterima pusat" in unit.page(by_radio)
