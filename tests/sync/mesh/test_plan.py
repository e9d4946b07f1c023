"""What goes on air next: pure decisions over what waits, what was tried and what slips said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.mesh.plan import (
    A_LOAD,
    BUSY,
    FIRST_PAUSE_S,
    FREE,
    FULL,
    HOLD_S,
    LATE_S,
    LONGEST_PAUSE_S,
    PAUSE_LONGER,
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
    *items: Item,
    air: Air | None = None,
    now: float = NOW,
    channel_use: float = 0.0,
    paced: bool = True,
    spare: bool = True,
) -> Choice | None:
    return next_choice(items, air or Air(), now=now, channel_use=channel_use, paced=paced, spare=spare)


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
    item = Item(1, COUNT, 0.0, Tried(NOW - 50, 7, 1))
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


def test_into_silence_goes_one_probe_and_then_each_pause_is_longer() -> None:
    item, at = Item(1, COUNT, 0.0, Tried(0.0, 1, 1)), 0.0
    air = after_sent(Air(), at, probe=False)
    for times in range(24):
        pause_s = min(FIRST_PAUSE_S * PAUSE_LONGER**times, LONGEST_PAUSE_S)
        assert chosen(item, air=air, now=at + pause_s - 1) is None
        at += pause_s
        assert chosen(item, air=air, now=at) == Choice((1,), background=True, probe=True)
        air = after_sent(air, at, probe=True)


def test_the_pause_is_longer_where_answers_are_rarer() -> None:
    item, air = Item(1, COUNT, 0.0, Tried(0.0, 1, 1)), after_sent(Air(), 0.0, probe=False)
    assert chosen(item, air=air, now=FIRST_PAUSE_S, channel_use=FREE) is not None
    assert chosen(item, air=air, now=5 * FIRST_PAUSE_S, channel_use=20.0) is None
    assert chosen(item, air=air, now=10 * FIRST_PAUSE_S, channel_use=20.0) is not None
    assert chosen(item, air=replace(air, pause_s=LONGEST_PAUSE_S), now=LONGEST_PAUSE_S, channel_use=24.0)


def test_who_has_spent_his_hour_is_more_patient() -> None:
    item, air = Item(1, COUNT, 0.0, Tried(0.0, 1, 1)), after_sent(Air(), 0.0, probe=False)
    assert chosen(item, air=air, now=2 * FIRST_PAUSE_S - 1, spare=False) is None
    assert chosen(item, air=air, now=2 * FIRST_PAUSE_S, spare=False) is not None
    assert chosen(item, air=air, now=5 * FIRST_PAUSE_S, channel_use=FREE, spare=False) is None


def test_what_a_slip_knew_too_little_of_is_tried_again_after_a_pause() -> None:
    """The last frame of all may have come too late for the slip, or never."""
    air = after_slip(after_sent(Air(), 0.0, probe=False), NOW, highest=0, chance=no_chance)
    item = Item(1, COUNT, 0.0, Tried(NOW - 1, 1, 1))
    assert chosen(item, air=air, now=NOW + FIRST_PAUSE_S - 1) is None
    assert chosen(item, air=air, now=NOW + FIRST_PAUSE_S) == Choice((1,), background=True, probe=True)


def test_a_try_into_the_silence_begins_with_what_was_tried_least() -> None:
    items = [Item(seq, COUNT, 0.0, Tried(0.0, seq, 3 - seq)) for seq in (1, 2)]
    choice = chosen(*items, air=after_sent(Air(), 0.0, probe=False), now=FIRST_PAUSE_S)
    assert choice is not None and choice.seqs == (2, 1)


def test_more_than_a_frame_of_trails_does_not_wait_a_minute_for_each() -> None:
    items = [Item(seq, CHATTER, 0.0) for seq in range(1, A_LOAD + 1)]
    air = Air(sent_at=NOW - 1)
    assert chosen(*items, air=air, now=NOW) is not None
    assert chosen(*items[1:], air=air, now=NOW) is None


def test_a_slip_ends_the_silence() -> None:
    air = after_sent(after_sent(Air(), 0.0, probe=False), FIRST_PAUSE_S, probe=True)
    air = after_slip(air, NOW, highest=3, chance=no_chance)
    assert (air.silent_since, air.pause_s) == (None, FIRST_PAUSE_S)


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
    items: list[Item], channel_use: float, paced: bool, silent_since: float | None
) -> None:
    choice = chosen(*items, air=Air(silent_since=silent_since), channel_use=channel_use, paced=paced)
    if choice is None:
        return
    assert len(set(choice.seqs)) == len(choice.seqs) > 0
    assert set(choice.seqs) <= {item.seq for item in items}
    calls = {item.seq for item in items if item.urgency == SOS}
    assert set(choice.seqs) <= calls if choice.sos else not set(choice.seqs) & calls


def test_a_spent_budget_leaves_the_trail_at_home_and_not_the_newest_position() -> None:
    trail = [Item(TRACK + tick, POSITION, NOW - 100) for tick in range(3)]
    choice = chosen(*trail, Item(1, CHATTER, 0.0), spare=False)
    assert choice is not None and choice.seqs == (TRACK + 2, 1)
    choice = chosen(*trail, Item(1, CHATTER, 0.0))
    assert choice is not None and set(choice.seqs) == {1, TRACK, TRACK + 1, TRACK + 2}
