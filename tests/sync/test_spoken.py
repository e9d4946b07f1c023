"""What is here in the words of a DIGEST."""

from hypothesis import given
from hypothesis import strategies as st

from sync.spoken import MOST_RUNS, runs_from


def held_of(upto: int, runs: tuple[int, ...]) -> list[int]:
    held, at = list[int](), upto
    for place, run in enumerate(runs):
        held += range(at, at + run) if place % 2 else ()
        at += run
    return held


@given(st.sets(st.integers(2, 60)))
def test_runs_say_what_lies_above_a_hole_as_far_as_there_is_room(above: set[int]) -> None:
    held = sorted(above)
    runs = runs_from(1, held)
    said = held_of(1, runs)
    assert said == held[: len(said)]
    assert len(runs) <= MOST_RUNS and len(runs) % 2 == 0
    assert said == held or len(runs) == MOST_RUNS


def test_an_example() -> None:
    assert runs_from(3, [4, 5, 9]) == (1, 2, 3, 1)
