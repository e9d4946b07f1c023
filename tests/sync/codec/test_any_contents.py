"""Any bytes into the decoder of every context: entries that write the same bytes, or BadFrame, and soon."""

import random
import time
from collections.abc import Iterator

import pytest

from sync.codec.contents import decode, encode
from sync.codec.contexts import CONTEXTS, PLAIN
from sync.errors import BadFrame
from sync.frames import MAX_CONTENTS
from tests.bench.rows import percentile
from tests.sync.codec.test_contents import ON_RADIO, START, some_entries
from tests.workload import Setting, entries

INPUTS, TIMED_EACH = 8_000, 4
AIR = 200
"""Bytes of a frame on the air."""
EACH_CONTEXT = pytest.mark.parametrize("context", [PLAIN, *CONTEXTS])


def good_frames(context: int) -> list[bytes]:
    """Frames as a unit sends them, up to full ones, then such with everything unusual, full copies among them."""
    chance = random.Random(20261122)
    made = entries(31, Setting.MATCHED, 300, unit=7, notes=0.12)
    usual = [encode(made[at : at + 12], start=START, full=False, context=context) for at in range(0, 300, 12)]
    odd = [
        encode(some_entries(chance, ON_RADIO, context=context)[:6], start=START, full=False, context=context)
        for _ in range(20)
    ]
    whole = [
        encode(some_entries(chance, context=context)[:6], start=START, full=True, context=context)
        for _ in range(10)
    ]
    full = [
        encode(made[at : at + size], start=START, full=False, context=context)
        for at in range(0, 270, 30)
        for size in range(12, 40, 3)
    ]
    return [frame for frame in (*usual, *odd, *whole, *full) if len(frame) <= AIR]


@EACH_CONTEXT
def test_any_bytes_give_entries_that_write_the_same_bytes_or_a_bad_frame(context: int) -> None:
    bases = good_frames(context)
    assert sum(_reads_canonically(one) for one in inputs(bases, context)) > INPUTS // 400


@EACH_CONTEXT
def test_any_bytes_take_no_longer_than_a_good_frame(context: int) -> None:
    """Tables, and places of texts, are loaded when they are first met: each input is read once before its time counts.

    Measured against the slowest good frame of the same run, so that a slow or busy machine is no excuse.
    """
    bases = good_frames(context)
    good_s = max(_spent_s(one) for one in bases)
    spent = [_spent_s(one) for at, one in enumerate(inputs(bases, context)) if at % TIMED_EACH == 0]
    assert percentile(spent, 0.5) < 0.001
    assert percentile(spent, 0.99) < good_s
    assert percentile(spent, 0.999) < 1.5 * good_s


@EACH_CONTEXT
def test_contents_longer_than_any_frame_are_refused_unread(context: int) -> None:
    with pytest.raises(BadFrame) as caught:
        decode(7, bytes((context,)) + b"\x7f" * MAX_CONTENTS, start=START)
    assert caught.value.reason == "contents"


def inputs(bases: list[bytes], context: int) -> Iterator[bytes]:
    """Chance alone, a torn frame, or one flipped bit in a short frame: that often still reads."""
    chance = random.Random(7 + context)
    for number in range(INPUTS):
        if number % 2 == 0:
            yield bytes((context,)) + chance.randbytes(chance.randrange(1, AIR))
            continue
        data = bytearray(min(chance.choices(bases, k=3), key=len))
        data[chance.randrange(1, len(data))] ^= 1 << chance.randrange(8)
        yield bytes(data[: chance.randrange(2, len(data))] if number % 7 == 0 else data)


def _spent_s(contents: bytes) -> float:
    """Processor time of the best of three readings, after a first one."""
    times = []
    for _ in range(4):
        began = time.process_time()
        _read(contents)
        times.append(time.process_time() - began)
    return min(times[1:])


def _read(contents: bytes) -> None:
    try:
        decode(7, contents, start=START)
    except BadFrame:
        return


def _reads_canonically(contents: bytes) -> bool:
    try:
        found = decode(7, contents, start=START)
    except BadFrame:
        return False
    closed = frozenset(seq for first, last in found.closed for seq in range(first, min(last, first + 99) + 1))
    if all(last - first < 99 for first, last in found.closed):
        again = encode(found.entries, start=START, full=found.full, closed=closed, context=contents[0])
        assert again == contents
    return True
