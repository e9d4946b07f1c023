"""The words of both doors for photos: a file's name, the place of a piece in it, and what an opened file may do."""

import re
from typing import NamedTuple

SEALED = "default-src 'none'; sandbox"
"""The policy of a picture that somebody brought: it never runs anything, opened by itself either."""
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)
_RANGE = re.compile(r"bytes (\d{1,10})-(\d{1,10})/(\d{1,10})", re.ASCII)  # RFC 9110 14.4


class Place(NamedTuple):
    """Where a piece begins in its file, and how long the whole file is; bytes."""

    first: int
    total: int


def digest_named(text: str) -> bytes | None:
    """The SHA-256 of that name, hexadecimal in lower case; None for anything else."""
    return bytes.fromhex(text) if _NAME.fullmatch(text) else None


def place_in(content_range: str, size: int) -> Place | None:
    """What the header says of a piece of `size` bytes; None when it does not fit the piece or is none."""
    found = _RANGE.fullmatch(content_range)
    if found is None:
        return None
    first, last, total = (int(part) for part in found.groups())
    return Place(first, total) if first <= last < total and last - first + 1 == size else None
