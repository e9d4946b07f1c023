"""The words of both doors for photos."""

import pytest

from field_node.store.photos.pieces import Place, digest_named, place_in


def test_a_file_is_named_by_its_digest() -> None:
    assert digest_named("0a" * 32) == b"\n" * 32


@pytest.mark.parametrize("text", ["", "0" * 63, "0" * 65, "A" * 64, "٠" * 64, "0" * 64 + "\n"])
def test_nothing_else_is_a_name(text: str) -> None:
    assert digest_named(text) is None


def test_a_piece_says_where_it_belongs() -> None:
    assert place_in("bytes 5-9/20", 5) == Place(5, 20)
    assert place_in("bytes 0-0/1", 1) == Place(0, 1)


@pytest.mark.parametrize(
    "text", ["", "bytes 5-9/9", "bytes 5-8/20", "bytes 9-5/20", "items 5-9/20", "bytes 5-9/*", "bytes */20"]
)
def test_a_place_that_is_not_of_the_piece_is_none(text: str) -> None:
    assert place_in(text, 5) is None
