"""A sender never uses a counter twice, whatever cuts, restores and clocks do."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sync.errors import CannotSend
from sync.seal import CounterLine, boot, floor_at, trusted_now
from sync.seal.counter import AHEAD, LEAP_S, RESERVE, TICK_S

START = 1_767_225_600
WINDOW_S = AHEAD * TICK_S  # after so long an old copy with a clock repeats nothing


@dataclass
class Card:
    """A unit's card: what is committed survives a cut, what is in memory does not."""

    committed: int = 0
    line: CounterLine | None = None
    used: list[int] = field(default_factory=list)

    def send(self, floor: int | None) -> None:
        try:
            line = self.line or boot(self.committed, floor=floor)
            commit = line.to_commit(floor)
            self.committed = commit or self.committed
            counter, self.line = line.committed(self.committed).take(floor)
        except CannotSend:
            return
        self.used.append(counter)

    def cut(self) -> None:
        self.line = None


class OneCard(RuleBasedStateMachine):
    """Any mix of frames, cuts between any two steps, clocks that come, go and fall back."""

    def __init__(self) -> None:
        super().__init__()
        self.card = Card()
        self.now = START
        self.last_trusted = START

    @rule(count=st.integers(1, 90), clock=st.sampled_from(["right", "none", "behind", "2040"]))
    def send(self, count: int, clock: str) -> None:
        for _ in range(count):
            self.card.send(self.floor(clock))

    def floor(self, clock: str) -> int | None:
        readings = {
            "right": {"gps": self.now},
            "none": {},
            "behind": {"gps": self.now - 90_000},
            "2040": {"gps": 2_208_988_800},
        }[clock]
        trusted = trusted_now(readings, last_trusted=self.last_trusted)
        self.last_trusted = trusted or self.last_trusted
        return floor_at(trusted, start=START)

    @rule(seconds=st.integers(0, 6 * 86_400))
    def pass_time(self, seconds: int) -> None:
        self.now += seconds

    @rule()
    def cut(self) -> None:
        self.card.cut()

    @rule()
    def cut_after_the_reserve_before_the_frame(self) -> None:
        line = self.card.line or boot(self.card.committed, floor=None)
        self.card.committed = line.to_commit(None) or self.card.committed
        self.card.cut()

    @rule()
    def lose_the_reserve_with_a_right_clock(self) -> None:
        floor = self.floor("right")
        if floor is not None and (not self.card.used or self.card.used[-1] <= floor + AHEAD):
            self.card.line = boot(None, floor=floor)
            self.card.committed = self.card.line.reserved

    @invariant()
    def no_counter_was_used_twice(self) -> None:
        assert len(set(self.card.used)) == len(self.card.used)
        assert self.card.used == sorted(self.card.used)


TestOneCard = OneCard.TestCase
TestOneCard.settings = settings(max_examples=60, stateful_step_count=30)


@given(
    st.lists(st.integers(1, 1_500), max_size=4),
    st.integers(1, 1_100),
    st.integers(0, 7 * 86_400),
    st.integers(1, 60),
)
def test_an_old_copy_with_a_right_clock_repeats_nothing_after_68_minutes(
    bursts: list[int], later: int, pause_s: int, after: int
) -> None:
    card, now = Card(), START + 40_000
    for burst in bursts:
        _send(card, now, burst)
        now += pause_s
    copy = Card(committed=card.committed)
    _send(card, now, later)
    _send(copy, now + WINDOW_S + TICK_S, after)
    assert not set(card.used) & set(copy.used)


def _send(card: Card, now: int, count: int) -> None:
    for _ in range(count):
        card.send(floor_at(now, start=START))


def test_a_counter_is_refused_before_its_reserve_is_committed() -> None:
    line = CounterLine(last=9, reserved=10)
    with pytest.raises(ValueError, match="reserve"):
        line.take(None)
    assert line.to_commit(None) == 10 + RESERVE
    counter, after = line.committed(10 + RESERVE).take(None)
    assert (counter, after.to_commit(None)) == (10, None)


@given(st.integers(-1, 5_000), st.integers(0, 5_000))
def test_room_is_what_can_be_taken(last: int, floor: int) -> None:
    line = CounterLine(last, 1 << 20)
    room = line.room(floor)
    assert room == 0 or line.next(floor, count=room) <= floor + AHEAD
    with pytest.raises(CannotSend) as stopped:
        line.next(floor, count=room + 1)
    assert not stopped.value.permanent
    if room == 0:
        assert line.next(floor + stopped.value.wait_s // TICK_S) == last + 1


def test_without_floor_and_reserve_nothing_is_sent() -> None:
    with pytest.raises(CannotSend) as stopped:
        boot(None, floor=None)
    assert (stopped.value.reason, stopped.value.permanent) == ("no_reserve", True)


def test_one_clock_that_leaps_is_not_believed_and_two_are() -> None:
    far = START + LEAP_S + 100
    assert trusted_now({"gps": far}, last_trusted=START) is None
    assert trusted_now({"gps": far, "network": far + 5}, last_trusted=START) == far
    assert trusted_now({"gps": far, "network": START + 9}, last_trusted=START) == START + 9
    assert trusted_now({"gps": START - 3}, last_trusted=START) == START
    assert floor_at(START - 1, start=START) is None


def test_a_line_is_a_plain_value() -> None:
    line = CounterLine(1, 2)
    assert replace(line, last=1) == line
