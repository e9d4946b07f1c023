"""What a unit hears of the center in one bundle: old words too, but forgeries buy no long search each."""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from field_node.records.message import Message
from field_node.records.record import Entry, TimeQuality
from sync.codec.contents import encode
from sync.frames import CENTER
from sync.hearing import IN_VAIN, Hearing, Learnt
from sync.seal import OperationKeys, UnitKeys, seal_broadcast, seal_receipt
from sync.seal.candidates import STEP
from sync.seal.slip import Slip, pack_slip
from sync.unit_end import UnitEnd
from tests.sync.parts import a_center, a_unit

WEEKS = 20 * STEP  # 60 days
NOW = WEEKS + 30_000


class Air:
    """A unit that hears, and who seals for it."""

    def __init__(self, center: OperationKeys, end: UnitEnd) -> None:
        self._center, self._end = center, end
        self.keys: UnitKeys = end.enrolled.keys

    def hear(self, *frames: bytes, clock: bool = True) -> Learnt:
        return Hearing(self._end.ledger).hear(self.keys, frames, floor=NOW if clock else None)

    def word(self, seq: int, counter: int) -> bytes:
        """An entry of the center, sealed at that counter."""
        entry = Entry(
            CENTER, seq, self.keys.start // 60 * 60 + 60, TimeQuality.NTP, Message(isi=f"Kata {seq}")
        )
        contents = encode([entry], start=self.keys.start, full=True)
        return seal_broadcast(self._center, epoch=0, counter=counter, contents=contents)

    def slip(self, counter: int) -> bytes:
        body = pack_slip(Slip(incarnation=0, upto=3))
        return seal_receipt(self._center, {self.keys.unit: body}, epoch=0, counter=counter)

    def beside(self, slip: bytes, unit: int) -> bytes:
        """The same slip and one for somebody else: another frame that says the same."""
        return slip + unit.to_bytes(2, "big") + bytes((20,)) + secrets.token_bytes(20)


@pytest.fixture
def air(tmp_path: Path) -> Iterator[Air]:
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
        yield Air(center.keys, unit.end)


def bent(frames: Iterable[bytes]) -> list[bytes]:
    """Frames whose seal opens nowhere."""
    return [frame[:-1] + bytes((frame[-1] ^ 1,)) for frame in frames]


def seqs(learnt: Learnt) -> list[int]:
    return [entry.seq for entry in learnt.entries]


@pytest.mark.parametrize("clock", [True, False])
def test_after_many_forged_frames_only_the_likely_counters_are_tried(air: Air, clock: bool) -> None:
    air.hear(air.slip(NOW - 90))
    junk = bent(air.slip(at) for at in range(IN_VAIN))
    learnt = air.hear(*junk, air.word(1, 77), air.word(2, NOW - 50), clock=clock)
    assert (seqs(learnt), learnt.bad) == ([2], IN_VAIN + 1)


def test_one_forged_frame_less_leaves_a_word_of_weeks_before(air: Air) -> None:
    junk = bent(air.slip(at) for at in range(IN_VAIN - 1))
    assert seqs(air.hear(*junk, air.word(1, 77))) == [1]


def test_the_next_bundle_begins_with_all_its_searches(air: Air) -> None:
    air.hear(*bent(air.slip(at) for at in range(IN_VAIN)))
    assert seqs(air.hear(air.word(1, 77))) == [1]


def test_an_honest_stick_with_old_words_is_read_to_its_end(air: Air) -> None:
    words = [air.word(seq, seq) for seq in range(1, 3 * IN_VAIN)]
    stale = [air.word(seq, seq)[:1] for seq in range(1, 9)]  # cut short: costs no search
    assert seqs(air.hear(*stale, *words)) == list(range(1, 3 * IN_VAIN))


def test_a_fresh_receipt_is_heard_behind_forgeries(air: Air) -> None:
    learnt = air.hear(*bent(air.slip(at) for at in range(3 * IN_VAIN)), air.slip(NOW - 9))
    assert learnt.slip and learnt.slip.upto == 3


def test_an_old_slip_in_many_clothes_buys_no_more_searches_than_a_forgery(air: Air) -> None:
    air.hear(air.slip(NOW - 9))
    old = air.slip(5)
    clothed = [air.beside(old, 900 + n) for n in range(IN_VAIN)]
    assert seqs(air.hear(*clothed, air.word(1, 77), air.word(2, NOW - 50))) == [2]


def test_the_same_frame_again_in_one_bundle_is_looked_at_once(air: Air) -> None:
    learnt = air.hear(*bent([air.slip(1)]) * 500, *[air.word(1, 77)] * 500)
    assert (seqs(learnt), learnt.bad) == ([1], 1)
