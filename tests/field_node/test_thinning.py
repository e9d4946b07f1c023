"""Which fixes of recorded and seeded walks become points of the trail."""

import random
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_node.thinning import Thinning
from hardware.gps import Fix
from hardware.gps.jumps import distance_m
from hardware.gps.sim import SHIPPED
from hardware.gps.track import read_track

EVERY_S, MOVED_M, ACCURACY_M = 30.0, 25.0, 50.0
START = 1_790_000_000.0


@dataclass(frozen=True)
class Spot:
    time: float
    lat: float = -6.33
    lon: float = 108.32
    accuracy_m: float | None = 8.0


def thinning() -> Thinning:
    return Thinning(EVERY_S, MOVED_M, ACCURACY_M)


def kept(spots: list[Spot]) -> list[Spot]:
    sieve = thinning()
    return [spot for spot in spots if sieve.keep(spot)]


def east(metres: float) -> float:
    return 108.32 + metres / 110_520


def test_a_fix_of_a_driver_can_be_judged() -> None:
    assert thinning().keep(Fix(lat=-6.33, lon=108.32, time=START, mode=3, source="sim", accuracy_m=5.0))


def test_the_first_good_fix_is_kept() -> None:
    assert [spot.time for spot in kept([Spot(START), Spot(START + 1)])] == [START]


def test_a_car_leaves_one_point_a_tick() -> None:
    points = kept([Spot(START + i, lon=east(10.0 * i)) for i in range(601)])
    assert len(points) == 21
    assert all(b.time - a.time == EVERY_S for a, b in pairwise(points))


def test_slow_steps_wait_until_they_are_far_enough() -> None:
    points = kept([Spot(START + i, lon=east(0.5 * i)) for i in range(301)])
    assert all(distance_m(a, b) > MOVED_M for a, b in pairwise(points))
    assert len(points) == 6


def test_standing_leaves_a_sign_of_life_every_ten_minutes() -> None:
    points = kept([Spot(START + i) for i in range(3601)])
    assert [point.time - START for point in points] == [0, 600, 1200, 1800, 2400, 3000, 3600]


def test_a_poor_fix_waits_for_a_better_one() -> None:
    poor = [Spot(START + i, lon=east(10.0 * i), accuracy_m=80.0) for i in range(100)]
    assert kept(poor) == []
    assert kept([*poor, Spot(START + 100)]) == [Spot(START + 100)]


@pytest.mark.parametrize("accuracy_m", [80.0, None])
def test_a_poor_fix_is_kept_when_nothing_better_came_for_ten_minutes(accuracy_m: float | None) -> None:
    points = kept([Spot(START), *(Spot(START + i, accuracy_m=accuracy_m) for i in range(1, 1250))])
    assert [point.time - START for point in points][:2] == [0, 600]
    assert len(points) == 3


def test_from_the_start_a_poor_fix_waits_ten_minutes_too() -> None:
    points = kept([Spot(START + i, accuracy_m=80.0) for i in range(700)])
    assert [point.time - START for point in points] == [600]


def test_a_jump_is_kept_and_marked() -> None:
    sieve = thinning()
    verdicts = [sieve.judge(Spot(START + 30 * i, lon=east(0 if i < 3 else 9_000))) for i in range(5)]
    assert [verdict.jump for verdict in verdicts] == [False, False, False, True, False]
    assert verdicts[3].keep


def test_a_jump_between_two_ticks_marks_the_next_point() -> None:
    sieve = thinning()
    sieve.keep(Spot(START))
    assert not sieve.judge(Spot(START + 1, lon=east(3000))).keep
    verdicts = [sieve.judge(Spot(START + i, lon=east(3000))) for i in range(2, 40)]
    assert [(v.keep, v.jump) for v in verdicts if v.keep] == [(True, True)]


def test_five_kilometres_in_a_minute_are_a_jump_even_in_small_steps() -> None:
    sieve = Thinning(1.0, 1.0, 50.0)
    verdicts = [sieve.judge(Spot(START + i, lon=east(100.0 * i), accuracy_m=25.0)) for i in range(60)]
    assert any(verdict.jump for verdict in verdicts)


def test_a_train_is_no_jump_and_noise_of_a_bad_fix_neither() -> None:
    chance = random.Random(4)
    sieve = thinning()
    train = [Spot(START + i, lon=east(40.0 * i + chance.gauss(0, 8)), accuracy_m=20.0) for i in range(600)]
    assert not any(sieve.judge(spot).jump for spot in train)


def test_satellite_time_that_goes_back_far_begins_anew() -> None:
    sieve = thinning()
    assert sieve.keep(Spot(START + 30_000_000))
    assert sieve.keep(Spot(START))
    assert not sieve.keep(Spot(START - 18))


def test_the_shipped_walk_becomes_a_short_trail_near_itself() -> None:
    walk = [Spot(START + p.at_s, p.lat, p.lon) for p in read_track(SHIPPED / "gladi-banjir.gpx")]
    points = kept(walk)
    assert 30 <= len(points) <= 41
    assert all(min(distance_m(spot, point) for point in points) < 400 for spot in walk)
    sieve = thinning()
    assert not any(sieve.judge(spot).jump for spot in walk)


steps = st.tuples(st.floats(0.1, 700), st.floats(-500, 500), st.one_of(st.none(), st.floats(1, 200)))


@given(st.lists(steps, max_size=60))
def test_any_walk_keeps_the_promises(walk: list[tuple[float, float, float | None]]) -> None:
    now, metres, spots = START, 0.0, []
    for after_s, moved_m, accuracy_m in walk:
        now, metres = now + after_s, metres + moved_m
        spots.append(Spot(now, lon=east(metres), accuracy_m=accuracy_m))
    for earlier, later in pairwise(kept(spots)):
        assert later.time - earlier.time >= EVERY_S
        slow = later.time - earlier.time >= 600
        assert slow or (later.accuracy_m or 999) <= ACCURACY_M
        assert slow or distance_m(earlier, later) > MOVED_M
