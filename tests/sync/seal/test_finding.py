"""The counter and the epoch are found again from 16 and 2 bits; what was taken is not taken twice."""

from hypothesis import given
from hypothesis import strategies as st

from sync.seal import Window
from sync.seal.candidates import (
    LISTEN_STEPS,
    STEP,
    at_center,
    at_unit,
    at_unit_late,
    epochs_ahead,
    epochs_back,
    near,
    nearest,
    pairs,
)
from sync.seal.window import WINDOW

COUNTERS = st.integers(0, 2**40)


@given(COUNTERS, st.integers(-STEP // 2 + 1, STEP // 2 - 1))
def test_the_nearest_counter_is_found_within_half_a_wrap(counter: int, off: int) -> None:
    assert nearest(counter & 0xFFFF, max(counter + off, 0)) == counter


@given(st.integers(0, 2**22), st.integers(0, 2**22), st.integers(-1, 2**22))
def test_the_center_finds_every_counter_up_to_its_floor(counter: int, floor: int, highest: int) -> None:
    tries = list(at_center(counter & 0xFFFF, highest=highest, floor=floor))
    assert len(tries) == len(set(tries))
    assert all(each & 0xFFFF == counter & 0xFFFF for each in tries)
    if counter <= max(floor, highest) + 30 * 86_400 // 4:
        assert counter in tries


@given(st.integers(0, 2**24), st.integers(0, 28 * STEP))
def test_a_unit_without_a_clock_finds_the_center_after_three_months(highest: int, ahead: int) -> None:
    assert highest + ahead in at_unit((highest + ahead) & 0xFFFF, highest=highest, floor=None)
    assert len(list(at_unit(5, highest=highest, floor=highest))) <= 2


@given(st.integers(0, 2**21), st.integers(0, 29 * STEP), st.integers(-1, 2**22), st.booleans())
def test_a_unit_finds_what_the_center_sealed_weeks_before(
    counter: int, age: int, highest: int, knows_time: bool
) -> None:
    """Whether it heard the center since, before, or never."""
    low, heard = counter & 0xFFFF, min(highest, counter + age)
    floor = counter + age if knows_time else None
    tries = list(at_unit_late(low, highest=heard, floor=floor))
    assert len(tries) == len(set(tries)) <= 2 + 2 * LISTEN_STEPS
    likely = near(low, highest=heard, floor=floor)
    assert tuple(tries[: len(likely)]) == likely, "the likely ones come first"
    assert set(at_unit(low, highest=heard, floor=floor)) <= set(tries)
    if knows_time or counter <= heard:
        assert counter in tries


@given(st.integers(0, 300), st.integers(0, 300))
def test_epochs_are_found_back_to_the_first_and_ahead(newest: int, epoch: int) -> None:
    assert (epoch in epochs_back(epoch & 3, newest=newest, first=0)) == (epoch <= newest)
    assert (epoch in epochs_ahead(epoch & 3, held=newest)) == (newest - 1 <= epoch <= newest + 12)


def test_likely_counters_come_first_under_the_newest_epoch() -> None:
    tries = list(pairs(at_center(9, highest=70_000, floor=300_000), epochs_back(1, newest=6, first=0)))
    assert tries[:4] == [(65_545, 5), (65_545, 1), (262_153, 5), (262_153, 1)] or tries[0][1] == 5
    assert near(9, highest=-1, floor=None) == (9,)


@given(st.lists(st.integers(0, 200), max_size=60))
def test_a_window_takes_each_counter_once_and_none_that_is_too_old(counters: list[int]) -> None:
    window, taken = Window(), set[int]()
    for counter in counters:
        too_old = bool(taken) and max(taken) - counter >= WINDOW
        assert window.has(counter) == (counter in taken or too_old)
        if not window.has(counter):
            taken.add(counter)
            window = window.with_taken(counter)
    assert 0 <= window.taken < 1 << WINDOW
