"""What is sent next and when."""

import random
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import session
from sync.session import LARGEST, SMALLEST, WIDEST, Sealed, State


@dataclass(frozen=True, slots=True)
class Due:
    seq: int
    urgency: int


def chance() -> session.Chance:
    return random.Random(7).uniform


def sealed(number: int, size: int = 1041) -> Sealed:
    return Sealed(number.to_bytes(2, "big") + bytes(size - 2), frozenset((number,)))


def nothing(seq: int) -> bool:
    return False


def everything(seq: int) -> bool:
    return True


def answered_in(took_s: float, state: State, *, share: float = 1.0) -> State:
    """After a bundle that was full to that share."""
    frames = tuple(sealed(number, 1024) for number in range(1, int(state.size * share / 1026) + 1))
    sent = session.sent(state, frames)
    return session.answered(sent, frames, received=everything, now=0, took_s=took_s, chance=chance())


def test_sos_then_counts_then_the_newest_position_then_stock_then_the_trail_newest_first() -> None:
    trail = [Due(2**31 + at, 3) for at in range(3)]
    given_ = [*trail, Due(9, 4), Due(4, 2), Due(7, 0), Due(3, 1), Due(1, 1)]
    order = [one.seq for one in session.in_order(given_)]
    assert order == [7, 1, 3, 2**31 + 2, 4, 9, 2**31 + 1, 2**31]
    assert session.opening(session.in_order(given_)) == 4


def test_a_bundle_grows_after_quick_rounds_and_shrinks_after_failures_within_its_bounds() -> None:
    state, sizes = State(), []
    for _ in range(6):
        state = answered_in(1, state)
        sizes.append(state.size)
    assert sizes == [16_384, 32_768, 65_536, 131_072, LARGEST, LARGEST]
    for _ in range(6):
        state = session.failed(state, now=0, size=state.size, chance=chance())
    assert state.size == SMALLEST


def test_a_slow_round_keeps_the_size() -> None:
    assert answered_in(6, State(size=32_768)).size == 32_768


def test_a_small_bundle_tells_nothing_of_how_long_a_large_one_takes() -> None:
    assert answered_in(1, State(size=32_768), share=0.4).size == 32_768


def test_one_bundle_goes_alone_until_the_center_has_answered_and_again_after_a_failure() -> None:
    state = State()
    assert state.width == 1
    state = answered_in(1, state)
    assert state.width == WIDEST
    assert session.failed(state, now=0, size=100, chance=chance()).width == 1
    frames = (sealed(1),)
    stalled = session.answered(
        session.sent(state, frames), frames, received=nothing, now=0, took_s=1, chance=chance()
    )
    assert stalled.width == 1


def test_what_is_out_on_another_way_is_left_to_it() -> None:
    frames = tuple(sealed(number) for number in range(1, 6))
    state = session.sent(State(), frames)
    out = frozenset(one.frame for one in frames[:2])
    assert session.next_round(state, out).again == frames[2:]
    assert session.due_again(state, frozenset(one.frame for one in frames)) == []


def test_an_answer_that_was_overtaken_settles_nothing_and_a_digest_asks() -> None:
    state = session.overtaken(session.sent(State(), (sealed(1),)))
    assert state.in_flight == (sealed(1),)
    assert session.next_round(state).digest_only


def test_frames_without_a_slip_go_again_as_the_same_bytes() -> None:
    frames = tuple(sealed(number) for number in range(1, 31))
    state = session.failed(session.sent(State(size=32_768), frames), now=0, size=32_000, chance=chance())
    state = replace(state, ask_first=False)
    assert session.next_round(state).again == frames[:15]


def test_after_a_cut_of_a_large_bundle_a_digest_goes_alone_and_only_what_is_missing_follows() -> None:
    frames = tuple(sealed(number) for number in range(1, 31))
    state = session.failed(session.sent(State(size=65_536), frames), now=0, size=31_000, chance=chance())
    asked = session.next_round(state)
    assert (asked.digest_only, asked.again, asked.room) == (True, (), 0)
    state = session.answered(state, (), received=lambda seq: seq <= 20, now=9, took_s=1, chance=chance())
    assert session.next_round(state).again == frames[20:]
    assert session.rest_s(state, 9) == 0


def test_what_was_answered_but_is_not_there_is_packed_anew() -> None:
    frames = (sealed(1), sealed(2))
    state = session.sent(State(), frames)
    state = session.answered(state, frames, received=lambda seq: seq == 1, now=0, took_s=1, chance=chance())
    assert state.in_flight == ()
    assert session.rest_s(state, 0) == 0


def test_a_center_that_takes_nothing_is_asked_ever_more_rarely() -> None:
    state, now = State(), 0.0
    for _ in range(40):
        frames = (sealed(1),)
        state = session.answered(
            session.sent(state, frames),
            frames,
            received=nothing,
            now=now,
            took_s=1,
            chance=lambda low, high: high,
        )
        now += session.rest_s(state, now)
    assert session.rest_s(state, now - 300) >= 290


def test_short_rests_for_two_minutes_then_up_to_five() -> None:
    state = session.failed(State(), now=0, size=0, chance=lambda low, high: high)
    assert session.rest_s(state, 0) == 8
    state = session.failed(state, now=119, size=0, chance=lambda low, high: high)
    assert session.rest_s(state, 119) == 8
    state = session.failed(state, now=3_000, size=0, chance=lambda low, high: high)
    assert session.rest_s(state, 3_000) == 300


def test_a_center_that_says_when_is_obeyed() -> None:
    state = session.failed(State(), now=0, size=0, chance=chance(), retry_after_s=60)
    assert session.rest_s(state, 0) == 60
    assert session.rest_s(session.woken(state), 0) == 0


@given(st.integers(0, 100_000), st.integers(0, 2**32))
def test_every_rest_is_between_two_seconds_and_five_minutes(since: int, seed: int) -> None:
    first = session.failed(State(), now=0, size=0, chance=random.Random(seed).uniform)
    state = session.failed(first, now=since, size=0, chance=random.Random(seed).uniform)
    assert 2 <= state.rest_until - since <= 300


@given(st.lists(st.tuples(st.booleans(), st.sets(st.integers(1, 60))), max_size=30), st.integers(0, 2**32))
def test_after_quiet_every_frame_is_covered_or_due_again(
    rounds: list[tuple[bool, set[int]]], seed: int
) -> None:
    """Whatever is lost on the way: each seq is at the center, in flight, or free to be packed."""
    rng = random.Random(seed)
    state, there, due = State(), set[int](), list(range(1, 61))
    for arrives, lost in rounds:
        plan = session.next_round(state)
        fresh = tuple(sealed(seq) for seq in due[:3]) if plan.room else ()
        due = due[len(fresh) :]
        state = session.sent(state, fresh)
        out = (*plan.again, *fresh)
        there |= {seq for one in out for seq in one.seqs} - lost
        if arrives:
            state = session.answered(
                state, out, received=there.__contains__, now=0, took_s=1, chance=rng.uniform
            )
        else:
            state = session.failed(state, now=0, size=20_000, chance=rng.uniform)
        flying = {seq for one in state.in_flight for seq in one.seqs}
        due = [seq for seq in range(1, 61) if seq not in flying | there]
        assert flying | there | set(due) == set(range(1, 61))
        assert not flying & set(due)


@pytest.mark.parametrize(("room", "count"), [(0, 1), (1042, 1), (1043, 1), (2086, 2), (10**6, 5)])
def test_a_bundle_takes_what_fits_and_at_least_one(room: int, count: int) -> None:
    assert session.how_many_fit([1043] * 5, room) == count
