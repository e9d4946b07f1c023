"""What was sealed opens for those who may, and any changed bit is refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import BadFrame
from sync.frames import SEAL_OVERHEAD, Kind
from sync.seal import (
    OperationKeys,
    UnitKeys,
    Window,
    open_at_center,
    open_at_peer,
    open_broadcast,
    open_slip,
    pack_slip,
    seal_broadcast,
    seal_frame,
    seal_receipt,
    share_out,
    slips_in,
    standing,
)
from sync.seal.slip import Slip
from tests.golden.wire_inputs import KEYS

SEVEN, EIGHT = KEYS.for_unit(7, [2, 3]), KEYS.for_unit(8, [2, 3])
CONTENTS = st.binary(min_size=2, max_size=1_024)
COUNTERS = st.integers(0, 2**20)
UNIT_KINDS = st.sampled_from([Kind.RECORDS, Kind.SOS, Kind.DIGEST])


def at_center(frame: bytes, keys: OperationKeys = KEYS, highest: int = 0) -> bytes:
    return open_at_center(keys, frame, highest=highest, floor=2**20, epoch=3).contents


def at_peer(frame: bytes, keys: UnitKeys = EIGHT, highest: int = 0) -> bytes:
    return open_at_peer(keys, frame, window=Window(highest), floor=None)[0].contents


@given(UNIT_KINDS, COUNTERS, CONTENTS, st.integers(-1, 2**20))
def test_a_frame_opens_at_the_center_whatever_it_heard_before(
    kind: Kind, counter: int, contents: bytes, highest: int
) -> None:
    frame = seal_frame(SEVEN, kind, counter=counter, contents=contents)
    assert len(frame) == len(contents) + SEAL_OVERHEAD
    opened = open_at_center(KEYS, frame, highest=highest, floor=2**20, epoch=5)
    assert (opened.contents, opened.counter, opened.epoch) == (contents, counter, 3)
    assert (opened.header.unit, opened.header.kind, opened.tag) == (7, kind, frame[-8:])


@given(COUNTERS, CONTENTS, st.data())
def test_any_flipped_bit_is_refused_at_the_center(counter: int, contents: bytes, data: st.DataObject) -> None:
    frame = seal_frame(SEVEN, Kind.RECORDS, counter=counter, contents=contents)
    with pytest.raises(BadFrame):
        at_center(_flip(frame, data, len(frame)))


@given(st.integers(1, 30_000), CONTENTS, st.data())
def test_any_flipped_bit_that_the_group_seals_is_refused_at_a_peer(
    counter: int, contents: bytes, data: st.DataObject
) -> None:
    frame = seal_frame(SEVEN, Kind.RECORDS, counter=counter, contents=contents)
    assert at_peer(frame) == contents
    with pytest.raises(BadFrame):
        at_peer(_flip(frame, data, len(frame) - 8))


@given(COUNTERS, CONTENTS, st.data())
def test_any_flipped_bit_of_a_broadcast_is_refused(
    counter: int, contents: bytes, data: st.DataObject
) -> None:
    frame = seal_broadcast(KEYS, epoch=3, counter=counter, contents=contents)
    assert open_broadcast(SEVEN, frame, highest=counter, floor=None).contents == contents
    with pytest.raises(BadFrame):
        open_broadcast(SEVEN, _flip(frame, data, len(frame)), highest=counter, floor=None)


@given(COUNTERS, st.integers(0, 2**31), st.data())
def test_any_flipped_bit_of_a_lone_slip_is_refused_or_names_another(
    counter: int, upto: int, data: st.DataObject
) -> None:
    frame = seal_receipt(KEYS, {7: pack_slip(Slip(incarnation=0, upto=upto))}, epoch=3, counter=counter)
    found = open_slip(SEVEN, frame, window=Window(counter - 1), floor=counter)
    assert found is not None
    assert found[0].slip.upto == upto
    with suppress(BadFrame):
        assert open_slip(SEVEN, _flip(frame, data, len(frame)), window=Window(), floor=counter) is None


def _flip(frame: bytes, data: st.DataObject, size: int) -> bytes:
    bit = data.draw(st.integers(0, size * 8 - 1))
    changed = bytearray(frame)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_the_unsent_counter_bits_the_epoch_and_the_operation_are_bound() -> None:
    frame = seal_frame(SEVEN, Kind.RECORDS, counter=5, contents=b"same")
    for other in (5 + (1 << 16), 5 + (1 << 40)):
        again = seal_frame(SEVEN, Kind.RECORDS, counter=other, contents=b"same")
        assert again[:5] == frame[:5]
        assert again[5:9] != frame[5:9]
        assert again[-8:] != frame[-8:]
    later = KEYS.for_unit(7, [7])
    assert seal_frame(later, Kind.RECORDS, counter=5, contents=b"same")[:5] == frame[:5]
    with pytest.raises(BadFrame, match="unit_tag"):
        open_at_center(KEYS, frame, highest=5, floor=5, epoch=7, first_epoch=7)
    foreign = OperationKeys.from_dict({**KEYS.to_dict(), "operation": "Zm9yZWlnbi4="[:12]})
    with pytest.raises(BadFrame, match="unit_tag"):
        at_center(frame, foreign)


def test_another_unit_cannot_speak_for_seven() -> None:
    frame = seal_frame(EIGHT, Kind.RECORDS, counter=5, contents=b"lies")
    claimed = seal_frame(
        UnitKeys.from_dict({**EIGHT.to_dict(), "unit": 7}), Kind.RECORDS, counter=5, contents=b"lies"
    )
    assert at_center(frame) == b"lies"
    with pytest.raises(BadFrame, match="forged"):
        at_center(claimed)


def test_a_peer_takes_a_frame_once_and_an_older_epoch_only_for_a_while() -> None:
    frame = seal_frame(KEYS.for_unit(7, [2]), Kind.SOS, counter=40, contents=b"tolong")
    opened, window = open_at_peer(EIGHT, frame, window=Window(), floor=None)
    assert opened.epoch == 2
    with pytest.raises(BadFrame, match="replayed"):
        open_at_peer(EIGHT, frame, window=window, floor=None)
    with pytest.raises(BadFrame, match="replayed"):
        open_at_peer(EIGHT, frame, window=Window(40 + 64), floor=None)
    with pytest.raises(BadFrame, match="epoch"):
        open_at_peer(EIGHT, frame, window=Window(), floor=None, previous=False)


def test_the_center_tells_a_repeat_from_a_cloned_card() -> None:
    frame = open_at_center(
        KEYS, seal_frame(SEVEN, Kind.SOS, counter=1, contents=b"one"), highest=0, floor=9, epoch=3
    )
    clone = open_at_center(
        KEYS, seal_frame(SEVEN, Kind.SOS, counter=1, contents=b"two"), highest=0, floor=9, epoch=3
    )
    stands = standing(frame.tag, None), standing(frame.tag, frame.tag), standing(clone.tag, frame.tag)
    assert stands == ("new", "known", "fork")


def test_a_unit_that_missed_ten_rotations_reads_its_slip_and_takes_the_new_key() -> None:
    frame = seal_receipt(KEYS, {7: pack_slip(Slip(incarnation=0, upto=3))}, epoch=13, counter=900_000)
    found = open_slip(SEVEN, frame, window=Window(5), floor=None)
    assert found is not None
    assert (found[0].epoch, found[0].counter) == (13, 900_000)
    keys = SEVEN.with_epoch(13, KEYS.group_key(13))
    assert (keys.epoch, set(keys.groups)) == (13, {13})
    assert set(keys.with_epoch(12, KEYS.group_key(12)).groups) == {12, 13}


def test_slips_of_many_units_share_frames_and_each_opens_its_own_only() -> None:
    bodies = {unit: pack_slip(Slip(incarnation=0, upto=unit)) for unit in range(1, 41)}
    groups = share_out(bodies, mtu=200)
    frames = [seal_receipt(KEYS, group, epoch=3, counter=at) for at, group in enumerate(groups)]
    assert all(len(frame) <= 200 for frame in frames)
    assert [unit for frame in frames for unit in slips_in(frame)] == list(bodies)
    for keys in (SEVEN, EIGHT):
        opened = [open_slip(keys, frame, window=Window(), floor=0) for frame in frames]
        assert [found[0].slip.upto for found in opened if found] == [keys.unit]


def test_a_slip_is_taken_once() -> None:
    frame = seal_receipt(KEYS, {7: pack_slip(Slip(incarnation=0, upto=1))}, epoch=3, counter=4)
    found = open_slip(SEVEN, frame, window=Window(), floor=None)
    assert found is not None
    with pytest.raises(BadFrame, match="replayed"):
        open_slip(SEVEN, frame, window=found[1], floor=None)


@pytest.mark.parametrize("contents", [b"", b"1", bytes(6_145)])
def test_contents_of_a_size_that_no_frame_has_are_not_sealed(contents: bytes) -> None:
    with pytest.raises(ValueError, match="holds no"):
        seal_frame(SEVEN, Kind.RECORDS, counter=1, contents=contents)
