"""The five header bytes, and what a carrier without keys may pass on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import REASONS, BadFrame
from sync.frames import (
    CENTER_KINDS,
    HEADER_SIZE,
    LORA_MTU,
    MAX_BROADCAST,
    MAX_FRAME,
    SEAL_OVERHEAD,
    Kind,
    header_for,
    may_carry,
    parse_header,
)


@given(st.sampled_from(Kind), st.integers(1, 65_535), st.integers(0, 2**32), st.integers(0, 2**64 - 1))
def test_a_header_is_read_as_it_was_written(kind: Kind, unit: int, epoch: int, counter: int) -> None:
    header = header_for(kind, unit=0 if kind in CENTER_KINDS else unit, epoch=epoch, counter=counter)
    assert parse_header(header.to_bytes() + bytes(100)) == header
    assert len(header.to_bytes()) == HEADER_SIZE


@given(st.binary(max_size=MAX_BROADCAST + 9))
def test_any_bytes_have_a_header_or_a_reason(data: bytes) -> None:
    try:
        assert parse_header(data).to_bytes() == data[:HEADER_SIZE]
    except BadFrame as bad:
        assert bad.reason in REASONS


@pytest.mark.parametrize("kind", range(16))
def test_carriers_pass_on_every_kind_but_zero_and_test(kind: int) -> None:
    unit = 0 if kind in CENTER_KINDS else 9
    assert may_carry(bytes((0x40 | kind, 0, unit)) + bytes(100)) == (kind not in {0, Kind.TEST})


def test_sizes_are_those_of_the_wire() -> None:
    assert (SEAL_OVERHEAD, LORA_MTU - SEAL_OVERHEAD, MAX_FRAME, MAX_BROADCAST) == (17, 183, 6_161, 6_217)
    assert may_carry(b"\x41\0\7" + bytes(6_158))
    assert not may_carry(b"\x41\0\7" + bytes(6_159))
    assert may_carry(b"\x45\0\0" + bytes(6_214))
    assert not may_carry(b"\x45\0\0" + bytes(71))


@pytest.mark.parametrize(("kind", "unit"), [(Kind.RECORDS, 0), (Kind.RECEIPT, 3), (Kind.SOS, 65_536)])
def test_nobody_makes_a_frame_in_anothers_place(kind: Kind, unit: int) -> None:
    with pytest.raises(ValueError, match="sends no"):
        header_for(kind, unit=unit, epoch=0, counter=0)
