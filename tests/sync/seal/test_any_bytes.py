"""Any bytes into bundle reader, header and openers give BadFrame and nothing else, soon."""

from collections.abc import Callable
from contextlib import suppress
from random import Random
from time import process_time

import pytest

from sync.bundle import MAGIC, read_bundle, write_bundle
from sync.errors import BadFrame
from sync.frames import Kind, parse_header
from sync.seal import (
    Checks,
    Slip,
    Window,
    open_at_center,
    open_at_peer,
    open_broadcast,
    open_slip,
    pack_slip,
    seal_broadcast,
    seal_frame,
    seal_receipt,
    slips_in,
    unpack_slip,
)
from tests.golden.wire_inputs import KEYS

INPUTS = 200_000  # in all
FLOOR = 90 * 86_400 // 4  # the operation is 90 days old, with weekly epochs
SEVEN, EIGHT = KEYS.for_unit(7, range(10, 14)), KEYS.for_unit(8, range(10, 14))
GOOD = [
    seal_frame(SEVEN, Kind.RECORDS, counter=FLOOR, contents=bytes(183)),
    seal_frame(SEVEN, Kind.SOS, counter=FLOOR, contents=b"tolong"),
    seal_broadcast(KEYS, epoch=13, counter=FLOOR, contents=bytes(60)),
    seal_receipt(
        KEYS, {number: pack_slip(Slip(incarnation=0, upto=9)) for number in (7, 8, 9)}, epoch=13, counter=4
    ),
]
BUNDLE = write_bundle(GOOD)
BODY = pack_slip(
    Slip(incarnation=0, upto=9, has=((11, 40),), complete=3, highest=77, checks=Checks(((1, 3),)))
)
DOORS: dict[str, tuple[Callable[[bytes], object], int]] = {
    "bundle": (read_bundle, 50_000),
    "header": (parse_header, 50_000),
    "slip body": (unpack_slip, 20_000),
    "slips": (slips_in, 20_000),
    "peer": (lambda frame: open_at_peer(EIGHT, frame, window=Window(FLOOR - 9), floor=FLOOR), 25_000),
    "broadcast": (lambda frame: open_broadcast(EIGHT, frame, highest=FLOOR, floor=FLOOR), 15_000),
    "slip": (lambda frame: open_slip(EIGHT, frame, window=Window(), floor=FLOOR), 15_000),
    "center": (lambda frame: open_at_center(KEYS, frame, highest=FLOOR, floor=FLOOR, epoch=13), 5_000),
}


def test_all_doors_together_see_two_hundred_thousand_inputs() -> None:
    assert sum(count for _, count in DOORS.values()) == INPUTS


@pytest.mark.parametrize("door", DOORS)
def test_any_bytes_are_refused_soon_and_in_one_way(door: str) -> None:
    call, count = DOORS[door]
    chance = Random(f"any bytes into {door}")
    inputs = [_input(chance, door) for _ in range(count)]
    longest = total = 0.0
    for data in inputs:
        spent = _spent(call, data)
        total += spent
        longest = max(longest, spent)
    assert total / count < 0.001
    assert longest < 0.25


def _spent(call: Callable[[bytes], object], data: bytes) -> float:
    began = process_time()
    with suppress(BadFrame):
        call(data)
    return process_time() - began


def _input(chance: Random, door: str) -> bytes:
    if chance.random() < 0.25:
        start = MAGIC if door == "bundle" else b""
        return start + chance.randbytes(chance.randrange(260))
    whole = {"bundle": BUNDLE, "slip body": BODY}.get(door) or chance.choice(GOOD)
    return _mutated(chance, whole)


def _mutated(chance: Random, whole: bytes) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data))
        data[at] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
    cut = chance.randrange(len(data)) if chance.random() < 0.2 else len(data)
    return bytes(data[:cut]) + chance.randbytes(chance.choice((0, 0, 0, 1, 900)))


def test_a_body_of_ones_and_a_frame_of_length_bytes_end() -> None:
    for junk in (b"\xff" * 247, b"\x02\0\1\xfe" + b"\1" * 243, b"\x08\0\1" + b"\x80" * 244):
        with pytest.raises(BadFrame):
            unpack_slip(junk)
    with pytest.raises(BadFrame):
        slips_in(b"\x44\0\0\0\0" + b"\0\1\xff" * 80)
