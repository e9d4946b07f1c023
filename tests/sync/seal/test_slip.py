"""A slip says what the center has, in as few bytes as it can, and never more than is true."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.errors import BadFrame
from sync.seal import Checks, NewEpoch, Slip, Spans, Track, pack_slip, spans_of, unpack_slip
from sync.seal.checks import TRACK_FROM
from sync.seal.slip import BITMAP, MAX_BODY, RUNS

SEQS = st.integers(0, 2**32 - 1)


def spans_above(upto: int, limit: int) -> st.SearchStrategy[Spans]:
    seqs = st.integers(upto + 1, min(upto + limit, 2**32 - 1))
    return st.lists(seqs, max_size=40).map(spans_of) if upto < 2**32 - 1 else st.just(())


TRACKS = st.integers(TRACK_FROM, 2**32 - 1).flatmap(
    lambda upto: st.builds(Track, st.just(upto), spans_above(upto, 90))
)

CHECKS = st.builds(
    Checks,
    (st.lists(st.integers(0, 90), max_size=8) | st.lists(SEQS, max_size=8)).map(spans_of),
    st.just(0) | st.integers(0, TRACK_FROM - 1),
    st.just(TRACK_FROM) | st.integers(TRACK_FROM, 2**32 - 1),
)


@st.composite
def slips(draw: st.DrawFn) -> Slip:
    upto = draw(st.integers(0, TRACK_FROM))
    return Slip(
        incarnation=draw(st.integers(0, 255)),
        upto=upto,
        has=draw(spans_above(upto, 150)),
        complete=draw(st.none() | SEQS),
        track=draw(st.none() | TRACKS),
        epoch=draw(st.none() | st.builds(NewEpoch, SEQS, st.binary(min_size=16, max_size=16))),
        highest=draw(st.none() | st.integers(0, 2**48 - 1)),
        checks=draw(CHECKS),
        revoked=draw(st.booleans()),
    )


@given(slips())
@example(Slip(incarnation=0, upto=200, checks=Checks(((20, 140),))))
def test_a_slip_says_what_was_put_in(slip: Slip) -> None:
    body = pack_slip(slip)
    assert unpack_slip(body) == slip
    assert len(body) <= MAX_BODY


@given(slips(), st.integers(48, MAX_BODY))
def test_a_slip_without_room_says_less_and_nothing_false(slip: Slip, room: int) -> None:
    body = pack_slip(slip, room=room)
    said = unpack_slip(body)
    assert len(body) <= room
    assert (said.epoch, said.revoked) == (slip.epoch, slip.revoked)
    assert said.upto <= slip.upto
    assert _seqs(said.has) <= _seqs(slip.has)
    assert said.checks.spans == slip.checks.spans[: len(said.checks.spans)]
    if said.track:
        assert slip.track
        assert said.track.upto <= slip.track.upto
        assert _seqs(said.track.has) <= _seqs(slip.track.has)


@given(slips(), st.integers(48, MAX_BODY))
@example(Slip(incarnation=0, upto=400, complete=390, checks=Checks(spans_of(range(2, 400, 3)))), 48)
@example(Slip(incarnation=0, upto=1, has=((2, 400),), checks=Checks(spans_of(range(2, 400, 3)))), 60)
def test_a_slip_covers_nothing_set_aside_that_it_does_not_name(slip: Slip, room: int) -> None:
    said = unpack_slip(pack_slip(slip, room=room))
    begins = {0: said.checks.form_from, 1: said.checks.track_from}
    for first, stop in slip.checks.spans[len(said.checks.spans) :]:
        for seq in {first, stop - 1, *range(first, min(stop, first + 100))}:
            assert seq < begins[seq >= TRACK_FROM] or not covers(said, seq)


def covers(slip: Slip, seq: int) -> bool:
    if seq >= TRACK_FROM:
        line = slip.track or Track(TRACK_FROM)
        return seq < line.upto or seq in _seqs(line.has)
    return seq < max(slip.upto, slip.complete or 0) or seq in _seqs(slip.has)


def test_a_hundred_and_twenty_in_a_row_cost_three_bytes() -> None:
    plain = Slip(incarnation=0, upto=300)
    row = Slip(incarnation=0, upto=300, checks=Checks(((20, 140),)))
    assert len(pack_slip(row)) == len(pack_slip(plain)) + 3


def _seqs(spans: Spans) -> set[int]:
    return {seq for first, stop in spans for seq in range(first, stop)}


@given(st.binary(max_size=MAX_BODY))
def test_any_body_is_a_slip_or_is_refused(body: bytes) -> None:
    try:
        slip = unpack_slip(body)
    except BadFrame as bad:
        assert bad.reason == "slip_body"
    else:
        assert unpack_slip(pack_slip(slip)) == slip


@given(st.sets(st.integers(0, 300)))
def test_spans_hold_exactly_the_seqs(seqs: set[int]) -> None:
    spans = spans_of(seqs)
    assert _seqs(spans) == seqs
    assert all(one[1] < two[0] for one, two in pairwise(spans))


def test_the_shorter_form_is_taken_and_sizes_are_those_of_the_wire() -> None:
    scattered = pack_slip(Slip(incarnation=0, upto=1, has=spans_of(range(2, 60, 2))))
    one_run = pack_slip(Slip(incarnation=0, upto=1, has=((2, 2_000),)))
    assert (scattered[0], one_run[0]) == (BITMAP, RUNS)
    assert (len(scattered), len(one_run), len(pack_slip(Slip(incarnation=0, upto=1)))) == (3 + 1 + 8, 7, 3)
    assert len(pack_slip(Slip(incarnation=0, upto=1, epoch=NewEpoch(4, bytes(16))))) == 23


def test_a_window_of_ten_thousand_gaps_is_cut_where_the_slip_ends() -> None:
    wide = Slip(incarnation=0, upto=1, has=spans_of(range(3, 20_003, 2)), track=Track(TRACK_FROM))
    body = pack_slip(wide)
    assert len(body) <= MAX_BODY
    assert len(_seqs(unpack_slip(body).has)) > 900


def test_a_slip_that_names_more_than_was_used_shows_a_restored_card() -> None:
    slip = Slip(incarnation=0, upto=10, has=((12, 13),), highest=99, track=Track(TRACK_FROM + 4))
    assert not slip.names_more_than(counter=99, seq=12, track_seq=TRACK_FROM + 3)
    assert slip.names_more_than(counter=98, seq=12, track_seq=TRACK_FROM + 3)
    assert slip.names_more_than(counter=99, seq=11, track_seq=TRACK_FROM + 3)
    assert slip.names_more_than(counter=99, seq=12, track_seq=TRACK_FROM + 2)
    assert not Slip(incarnation=0, upto=1).names_more_than(counter=-1, seq=0)


@pytest.mark.parametrize(
    "slip",
    [
        Slip(incarnation=256, upto=1),
        Slip(incarnation=0, upto=-1),
        Slip(incarnation=0, upto=1, highest=1 << 48),
        Slip(incarnation=0, upto=1, epoch=NewEpoch(1, b"short")),
    ],
)
def test_what_a_slip_cannot_say_is_not_written(slip: Slip) -> None:
    with pytest.raises((ValueError, OverflowError)):
        pack_slip(slip)
