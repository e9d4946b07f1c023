"""What goes on air next: pure decisions over what waits, what was tried and what slips said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.mesh.plan import (
    BUSY,
    FIRST_PAUSE_S,
    FULL,
    HOLD_S,
    LATE_S,
    LONGEST_PAUSE_S,
    SOS_AGAIN_S,
    SOS_ASKED,
    Air,
    Choice,
    Item,
    Tried,
    after_sent,
    after_slip,
    missing,
    next_choice,
)
from sync.session import CHATTER, COUNT, POSITION, SOS, STOCK

NOW = 10_000.0
TRACK = 1 << 31


def chosen(
    *items: Item, air: Air | None = None, now: float = NOW, channel_use: float = 0.0, paced: bool = True
) -> Choice | None:
    return next_choice(items, air or Air(), now=now, channel_use=channel_use, paced=paced)


def no_chance(low: float, high: float) -> float:
    return low


@pytest.mark.parametrize("urgency", [COUNT, STOCK, CHATTER])
def test_each_class_waits_for_company_as_long_as_it_may(urgency: int) -> None:
    item = Item(1, urgency, NOW - HOLD_S[urgency] + 1)
    assert chosen(item) is None
    assert chosen(item, now=NOW + 2) is not None


def test_what_is_not_due_rides_along_with_what_is() -> None:
    due, young = Item(2, COUNT, NOW - 61), [Item(1, STOCK, NOW), Item(3, CHATTER, NOW)]
    choice = chosen(due, *young)
    assert choice == Choice((2, 1, 3))


def test_sos_goes_at_once_alone_and_before_all_else() -> None:
    assert chosen(Item(9, COUNT, 0.0), Item(10, SOS, NOW)) == Choice((10,), sos=True, ask=True)


def test_sos_goes_on_a_full_channel_in_a_pause_and_without_a_pace() -> None:
    air = Air(not_before=NOW + 9)
    assert chosen(Item(10, SOS, NOW), air=air, channel_use=99.0, paced=False) is not None


def test_sos_repeats_after_15_30_60_and_then_every_120_seconds() -> None:
    at = NOW
    for times, wait_s in enumerate((*SOS_AGAIN_S, SOS_AGAIN_S[-1], SOS_AGAIN_S[-1]), start=1):
        item = Item(10, SOS, NOW, Tried(at, 5, times))
        assert chosen(item, now=at + wait_s - 0.1) is None
        choice = chosen(item, now=at + wait_s)
        assert choice is not None and choice.sos and choice.ask == (times < SOS_ASKED)
        at += wait_s


def test_of_two_calls_the_one_that_waited_longer_goes_first() -> None:
    called, new = Item(1, SOS, 0.0, Tried(NOW - 500, 3, 2)), Item(2, SOS, NOW)
    assert chosen(called, new) == Choice((2,), sos=True, ask=True)


def test_what_was_tried_waits_for_a_slip_that_shows_it_missing() -> None:
    item = Item(1, COUNT, 0.0, Tried(NOW - 500, 7, 1))
    assert chosen(item) is None
    assert chosen(item, air=Air(slip_at=NOW - 1, slip_highest=8)) == Choice((1,))


@pytest.mark.parametrize(
    ("slip_at", "highest", "lost"),
    [
        (NOW - 1, 99, False),  # the slip is older than the frame
        (NOW + 5, 7, True),  # the center has that very frame, or a later one, and not the entry
        (NOW + 5, 6, False),  # the frame may still be on its way
        (NOW + LATE_S, 6, True),  # it would be there by now
    ],
)
def test_an_entry_is_missing_only_when_the_slip_should_know(
    slip_at: float, highest: int, *, lost: bool
) -> None:
    assert missing(Tried(NOW, 7, 1), Air(slip_at=slip_at, slip_highest=highest)) is lost


def test_trails_and_chatter_are_held_on_a_busy_channel() -> None:
    trail, note, count = Item(TRACK, POSITION, 0.0), Item(1, CHATTER, 0.0), Item(2, COUNT, 0.0)
    assert chosen(trail, note, channel_use=BUSY) is None
    assert chosen(trail, note, count, channel_use=BUSY) == Choice((2,))
    assert chosen(trail, note, count, channel_use=FULL) is None


def test_positions_keep_the_pace_of_the_budget_and_their_distance() -> None:
    trail = [Item(TRACK + 1, POSITION, NOW), Item(TRACK, POSITION, 0.0)]
    assert chosen(*trail, paced=False) is None
    assert chosen(*trail, air=Air(sent_at=NOW - 10)) is None
    assert chosen(*trail) == Choice((TRACK + 1, TRACK), background=True)


def test_the_newest_position_rides_before_stock_and_the_trail_behind_all() -> None:
    items = [
        Item(TRACK, POSITION, 0.0),
        Item(TRACK + 1, POSITION, 0.0),
        Item(1, STOCK, 0.0),
        Item(2, COUNT, 0.0),
    ]
    assert chosen(*items) == Choice((2, TRACK + 1, 1, TRACK))


def test_a_moment_passes_after_a_slip() -> None:
    air = after_slip(Air(), NOW, highest=9, chance=lambda low, high: high)
    lost = Item(1, COUNT, 0.0, Tried(NOW - 10, 9, 1))
    assert chosen(lost, air=air, now=NOW + 9) is None
    assert chosen(lost, air=air, now=NOW + 11) == Choice((1,))


def test_into_silence_goes_one_probe_and_then_each_pause_doubles() -> None:
    item, air, at = Item(1, COUNT, 0.0, Tried(0.0, 1, 1)), after_sent(Air(), 0.0), 0.0
    pauses = []
    for _ in range(6):
        assert air.probe_at is not None
        assert chosen(item, air=air, now=air.probe_at - 1) is None
        pauses.append(air.probe_at - at)
        at = air.probe_at
        assert chosen(item, air=air, now=at) == Choice((1,), background=True)
        air = after_sent(air, at)
    assert pauses[:4] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S, LONGEST_PAUSE_S]


def test_a_slip_ends_the_silence() -> None:
    air = after_sent(after_sent(Air(), 0.0), FIRST_PAUSE_S)
    air = after_slip(air, NOW, highest=3, chance=no_chance)
    assert (air.probe_at, air.pause_s) == (None, FIRST_PAUSE_S)


def test_a_slip_that_comes_late_lowers_nothing() -> None:
    air = after_slip(Air(slip_highest=9), NOW, highest=3, chance=no_chance)
    assert air.slip_highest == 9


ITEMS = st.lists(
    st.builds(
        Item,
        st.integers(1, 500),
        st.sampled_from([SOS, COUNT, STOCK, POSITION, CHATTER]),
        st.floats(0, NOW),
        st.none() | st.builds(Tried, st.floats(0, NOW), st.integers(0, 50), st.integers(1, 9)),
    ),
    unique_by=lambda item: item.seq,
    max_size=40,
)


@given(ITEMS, st.floats(0, 100), st.booleans(), st.none() | st.floats(0, 2 * NOW))
def test_a_choice_names_each_entry_once_and_none_that_does_not_wait(
    items: list[Item], channel_use: float, paced: bool, probe_at: float | None
) -> None:
    choice = chosen(*items, air=Air(probe_at=probe_at), channel_use=channel_use, paced=paced)
    if choice is None:
        return
    assert len(set(choice.seqs)) == len(choice.seqs) > 0
    assert set(choice.seqs) <= {item.seq for item in items}
    calls = {item.seq for item in items if item.urgency == SOS}
    assert set(choice.seqs) <= calls if choice.sos else not set(choice.seqs) & calls
