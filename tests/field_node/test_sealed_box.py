"""Personal data is readable by the center alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_node.sealed_box import OVERHEAD, BadBox, open_box, public_of, seal_box

KEY = st.binary(min_size=32, max_size=32)


@given(KEY, KEY, st.binary(max_size=300))
def test_a_box_opens_for_the_center(private: bytes, ephemeral: bytes, text: bytes) -> None:
    sealed = seal_box(public_of(private), text, ephemeral)
    assert open_box(private, sealed) == text
    assert len(sealed) == len(text) + OVERHEAD == len(text) + 48


@given(KEY, st.integers(0, 53 * 8 - 1))
def test_any_flipped_bit_is_refused(private: bytes, bit: int) -> None:
    sealed = bytearray(seal_box(public_of(private), b"Nama.", bytes(range(32))))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadBox):
        open_box(private, bytes(sealed))


@given(KEY, st.binary(max_size=120))
def test_any_bytes_are_no_box(private: bytes, junk: bytes) -> None:
    with pytest.raises(BadBox) as refused:
        open_box(private, junk)
    assert refused.value.permanent


def test_a_key_of_low_order_is_refused() -> None:
    with pytest.raises(BadBox):
        open_box(bytes(range(32)), bytes(32) + bytes(20))


def test_another_unit_or_thief_cannot_open_it() -> None:
    sealed = seal_box(public_of(b"c" * 32), b"Nama Contoh", b"e" * 32)
    with pytest.raises(BadBox):
        open_box(b"t" * 32, sealed)
    assert b"Nama" not in sealed
