"""A bundle: many frames in, the same frames out, a torn tail loses the torn frame only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.bundle import MAGIC, BundleReader, read_bundle, write_bundle
from sync.errors import BadFrame
from sync.frames import MAX_BROADCAST, MIN_FRAME

FRAMES = st.lists(st.binary(min_size=MIN_FRAME, max_size=60), max_size=6)


@given(FRAMES)
def test_what_was_written_is_read(frames: list[bytes]) -> None:
    bundle = read_bundle(write_bundle(frames))
    assert bundle.frames == tuple(frames)
    assert bundle.left == 0


@given(FRAMES, st.integers(0, 400))
def test_a_torn_tail_loses_the_torn_frame_only(frames: list[bytes], cut: int) -> None:
    whole = write_bundle(frames)
    torn = whole[: max(len(MAGIC), len(whole) - cut)]
    bundle = read_bundle(torn)
    assert bundle.frames == tuple(frames[: len(bundle.frames)])
    assert len(write_bundle(bundle.frames)) + bundle.left == len(torn)


@given(st.one_of(st.binary(max_size=300), FRAMES.map(write_bundle)), st.lists(st.integers(1, 40)))
def test_pieces_of_any_size_give_what_the_whole_gives(data: bytes, sizes: list[int]) -> None:
    assert _in_pieces(data, sizes) == _at_once(data)


def test_a_zeroed_tail_is_left_and_is_no_half_million_frames() -> None:
    bundle = read_bundle(write_bundle([bytes(19)]) + bytes(1 << 20))
    assert bundle.frames == (bytes(19),)
    assert bundle.left == 1 << 20


def test_the_reader_holds_back_one_unfinished_frame_at_most() -> None:
    reader = BundleReader()
    reader.feed(MAGIC)
    for _ in range(100):
        reader.feed(b"\xff" * 5_000)
        assert len(reader._kept) < 2 + (1 << 16)


@pytest.mark.parametrize("size", [0, MIN_FRAME - 1, MAX_BROADCAST + 1])
def test_no_bundle_is_written_with_a_length_that_no_frame_has(size: int) -> None:
    with pytest.raises(ValueError, match=f"{size} bytes"):
        write_bundle([bytes(size)])


def _at_once(data: bytes) -> tuple[tuple[bytes, ...], int] | str:
    try:
        bundle = read_bundle(data)
    except BadFrame as bad:
        return bad.reason
    return bundle.frames, bundle.left


def _in_pieces(data: bytes, sizes: list[int]) -> tuple[tuple[bytes, ...], int] | str:
    reader, frames, at = BundleReader(), [], 0
    try:
        for size in [*sizes, len(data)]:
            frames += reader.feed(data[at : at + size])
            at += size
        return tuple(frames), reader.finish()
    except BadFrame as bad:
        return bad.reason
