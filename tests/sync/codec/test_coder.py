"""The big integer: what a Writer puts in, a Reader takes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.codec.coder import zigzag
from sync.codec.reader import Reader
from sync.codec.writer import Writer
from sync.errors import BadFrame

SYMBOLS = st.one_of(
    st.tuples(st.just("uniform"), st.integers(1, 1 << 40), st.integers(0)).map(
        lambda s: (s[0], s[1], s[2] % s[1])
    ),
    st.tuples(st.just("golomb"), st.integers(0, 14), st.integers(0, (1 << 32) - 2)),
)


@given(st.lists(SYMBOLS, max_size=60))
def test_symbols_come_back_in_order(symbols: list[tuple[str, int, int]]) -> None:
    writer = Writer()
    for name, size, value in symbols:
        getattr(writer, name)(size, value)
    reader = Reader(writer.finish())
    assert [getattr(reader, name)(size, 0) for name, size, _ in symbols] == [value for _, _, value in symbols]
    reader.finish()


@given(st.integers(-(1 << 31), (1 << 31) - 1), st.integers(0, 12))
def test_signed_numbers_come_back(value: int, order: int) -> None:
    writer = Writer()
    zigzag(writer, order, value)
    assert zigzag(Reader(writer.finish()), order, 0) == value


def test_zigzag_counts_outwards_from_zero() -> None:
    def width(value: int) -> int:
        writer = Writer()
        zigzag(writer, 0, value)
        return int.from_bytes(writer.finish(), "big").bit_length()

    assert [width(value) for value in (0, 1, -1, 2, -2, 3)] == [2, 4, 4, 6, 6, 6]


@pytest.mark.parametrize(
    ("name", "size", "value"),
    [("uniform", 4, 4), ("uniform", 4, -1), ("golomb", 0, -1), ("golomb", 0, 1 << 33)],
)
def test_a_writer_refuses_what_its_symbol_cannot_say(name: str, size: int, value: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        getattr(Writer(), name)(size, value)


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\1"])
def test_a_reader_refuses_an_empty_or_padded_integer(data: bytes) -> None:
    with pytest.raises(BadFrame):
        Reader(data)


def test_one_alone_says_nothing_for_ever() -> None:
    reader = Reader(b"\1")
    with pytest.raises(BadFrame):
        reader.uniform(2, 0)
    with pytest.raises(BadFrame):
        Reader(b"\1").golomb(0, 0)


def test_a_prefix_has_at_most_thirty_two_ones() -> None:
    with pytest.raises(BadFrame):
        Reader(b"\xff" * 12).golomb(0, 0)


def test_what_is_left_over_is_no_frame() -> None:
    reader = Reader(b"\5")
    reader.uniform(2, 0)
    with pytest.raises(BadFrame):
        reader.finish()
