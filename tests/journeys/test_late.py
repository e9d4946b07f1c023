"""What the center said days ago reaches a unit that joins today: its frames were sealed once, long before."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.records.message import Message
from field_node.store import journal
from sync.center.founding import init
from sync.center.issue import issue
from sync.center.sealed import sealed_series
from sync.frames import INTERNET_MTU
from tests.factories import a_posko
from tests.journeys.fleet import Hand, at_work, enrolled
from tests.journeys.pusat import DAY_S, Pusat


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Pusat]:
    """A center whose operation began ten days ago."""
    init(tmp_path / "pusat", "Pusat Gladi", host="127.0.0.1", at=int(time.time()) - 10 * DAY_S)
    made = Pusat(tmp_path / "pusat")
    made.open()
    yield made
    made.close()


@pytest.mark.parametrize("days", [0, 2, 3, 9])
def test_a_unit_that_joins_later_gets_what_was_said_before(
    old: Pusat, blank: Path, tmp_path: Path, days: int
) -> None:
    then = int(time.time()) - days * DAY_S
    said = [issue(old.center, one, now=then) for one in (a_posko(nama="Posko lama"), Message(isi="Siaga"))]
    sealed_series(old.center, mtu=INTERNET_MTU, now=then)
    with at_work(enrolled(old, blank, tmp_path / "unit"), Hand(wall=time.time())) as unit:
        unit.sync(old)
        assert [journal.entry(unit.store, one.ref) is not None for one in said] == [True, True]
