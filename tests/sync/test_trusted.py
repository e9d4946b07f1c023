"""The time that counters go by: a leap needs two sources, and begins at the enrolment."""

import time
from pathlib import Path

from field_node.records.record import TimeQuality
from sync.center.store import Center
from sync.seal.counter import LEAP_S, floor_at
from tests.sync.parts import AUnit, a_unit, opened_unit

DAY_S = 86_400


def floor_in(unit: AUnit, days: float) -> int | None:
    return floor_at(int(time.time() + days * DAY_S), start=unit.end.enrolled.keys.start)


def near(one: int | None, two: int | None) -> bool:
    return one is not None and two is not None and abs(one - two) < 30


def test_a_clock_that_leapt_to_2040_gives_no_floor_and_the_center_sets_it_right(
    tmp_path: Path, center: Center
) -> None:
    with a_unit(tmp_path, center, wall=lambda: time.time() + 5_000 * DAY_S) as unit:
        assert unit.end.clock_trusted()
        assert unit.end.floor() is None
        unit.end.digest()
        assert unit.end.ledger.get("reserved") == 32
        unit.end.take([], carrier="internet", time=int(time.time()))
        assert near(unit.end.floor(), floor_in(unit, 0))


def test_two_sources_may_leap_together(tmp_path: Path, center: Center) -> None:
    away = LEAP_S // DAY_S + 10
    with a_unit(tmp_path, center, wall=lambda: time.time() + away * DAY_S) as unit:
        assert unit.end.floor() is None
        unit.end.take([], carrier="internet", time=int(time.time() + away * DAY_S))
        assert near(unit.end.floor(), floor_in(unit, away))
    assert unit.end.enrolled.at <= time.time()


def test_the_last_trusted_time_goes_on_and_is_remembered(tmp_path: Path, center: Center) -> None:
    with a_unit(tmp_path, center, wall=lambda: time.time() + 29 * DAY_S) as unit:
        assert near(unit.end.floor(), floor_in(unit, 29))
    with opened_unit(unit.config, wall=lambda: time.time() + 58 * DAY_S) as again:
        assert near(again.end.floor(), floor_in(unit, 58))


def test_the_center_twice_is_one_source(tmp_path: Path, center: Center) -> None:
    with a_unit(tmp_path, center, synchronised=False) as unit:
        unit.clock.learn(time.time() + 100 * DAY_S, TimeQuality.CENTER)
        unit.end.take([], carrier="internet", time=int(time.time() + 100 * DAY_S))
        assert unit.end.floor() is None
