"""What is refused, what is flagged, and what passes the one judge of fixes."""

import math
import random
from typing import Any

import pytest

from hardware.errors import NoFix
from hardware.gps import Clock, Fix
from hardware.gps.plausible import Plausibility

START = 1_790_000_000.0


class Bench:
    """A judge with a clock that a test turns."""

    def __init__(self, *, trusted: bool = True) -> None:
        self.now = 0.0
        self.clock = Clock(utc=lambda: START + self.now, monotonic=lambda: self.now, trusted=lambda: trusted)
        self.judge = Plausibility(self.clock)

    def see(self, **changes: Any) -> Fix:
        good: dict[str, Any] = {
            "lat": -6.33,
            "lon": 108.32,
            "time": START + self.now,
            "mode": 3,
            "source": "sim",
        }
        return self.judge.admit(Fix(**(good | changes)))

    def refusal(self, **changes: Any) -> str:
        with pytest.raises(NoFix) as told:
            self.see(**changes)
        return told.value.reason


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": 0.0, "lon": 0.0}, {"lat": 0.00001, "lon": -0.00001}, {"lat": math.nan}, {"lon": math.inf}, {"time": math.nan},
        {"lat": 90.01}, {"lon": -180.5}, {"mode": 1}, {"time": START - 1024 * 7 * 86_400},
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused(changes: dict[str, Any]) -> None:
    assert Bench().refusal(**changes) == "unplausible"


def test_the_equator_is_a_place() -> None:
    assert Bench().see(lat=0.0, lon=109.33).flags == frozenset()


def test_older_than_ten_seconds_is_stale_under_a_trusted_clock() -> None:
    bench = Bench()
    assert bench.see(time=START - 9.9).lat == -6.33
    assert bench.refusal(time=START - 10.1) == "stale"


def test_the_same_time_again_is_not_yet_and_then_stale() -> None:
    bench = Bench(trusted=False)
    assert bench.refusal() == "not_yet"
    bench.now = 1
    assert bench.see().time == START + 1
    bench.now = 5
    assert bench.refusal(time=START + 1) == "not_yet"
    bench.now = 12
    assert bench.refusal(time=START + 1) == "stale"


def test_without_a_trusted_clock_a_fix_must_keep_pace_with_the_receiver_itself() -> None:
    bench = Bench(trusted=False)
    bench.refusal(time=START - 1e6)
    bench.now = 1
    assert bench.see(time=START - 1e6 + 1).time == START - 1e6 + 1
    bench.now = 60
    assert bench.refusal(time=START - 1e6 + 2) == "stale"
    bench.now = 61
    assert bench.see(time=START - 1e6 + 3).lat == -6.33


def test_a_receiver_whose_time_goes_back_must_prove_itself_again() -> None:
    bench = Bench(trusted=False)
    bench.refusal()
    bench.now = 1
    bench.see()
    bench.now = 2
    assert bench.refusal(time=START - 16) == "not_yet"
    bench.now = 3
    assert bench.see(time=START - 15).time == START - 15


def test_a_jump_is_flagged_and_kept() -> None:
    bench = Bench()
    bench.see()
    bench.now = 1
    assert bench.see(lat=-6.32).flags == {"jump"}
    bench.now = 2
    assert bench.see(lat=-6.32).flags == frozenset()


def test_a_step_of_satellite_time_is_flagged() -> None:
    bench = Bench()
    bench.see()
    bench.now = 1
    assert bench.see(time=START + 4).flags == {"clock"}


@pytest.mark.parametrize(
    ("changes", "flag"),
    [({"lat": 51.5, "lon": -0.12}, "outside"), ({"satellites": 3}, "few_satellites"), ({"satellites": 0, "mode": 2}, "few_satellites")],
)  # fmt: skip
def test_a_doubt_is_flagged(changes: dict[str, Any], flag: str) -> None:
    assert Bench().see(**changes).flags == {flag}


def test_a_receiver_that_says_it_moves_but_stays_is_frozen() -> None:
    bench = Bench()
    seen = []
    for bench.now in range(8):
        seen.append("frozen" in bench.see(speed_mps=9.0).flags)
    assert seen == [False] * 5 + [True] * 3


def test_a_day_of_an_honest_receiver_raises_at_most_one_flag() -> None:
    bench, chance = Bench(), random.Random(7)
    flagged = 0
    lat = -6.33
    for second in range(0, 86_400, 5):
        bench.now = float(second)
        lat += math.sin(second / 3000) * 100 / 111_195
        noise = chance.gauss(0, 4) / 111_195
        flagged += bool(bench.see(lat=lat + noise, accuracy_m=8.0, satellites=9, speed_mps=20.0).flags)
    assert flagged <= 1
