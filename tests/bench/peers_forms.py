"""How the records of the bench look to peers that post or publish them: JSON lines with gzip, or rows with zstd."""

import gzip
import json
from collections.abc import Iterator, Sequence
from typing import Any

LEVEL = 19
"""Of zstd; gzip is at the library's default, 9."""


def ndjson(lines: Sequence[str]) -> bytes:
    """JSON lines, compressed."""
    return gzip.compress("".join(f"{line}\n" for line in lines).encode())


def from_ndjson(body: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(body).splitlines()]


def rows(lines: Sequence[str]) -> bytes:
    """MessagePack: the names of each shape of record once, then a row of values a record; compressed together."""
    import msgpack
    import zstandard

    shapes: dict[tuple[str, ...], int] = {}
    told = [json.loads(line) for line in lines]
    values = [[shapes.setdefault(tuple(one), len(shapes)), *one.values()] for one in told]
    packed = msgpack.packb([list(map(list, shapes)), values])
    return bytes(zstandard.ZstdCompressor(level=LEVEL).compress(packed))


def from_rows(body: bytes) -> list[dict[str, Any]]:
    import msgpack
    import zstandard

    shapes, values = msgpack.unpackb(zstandard.ZstdDecompressor().decompress(body))
    return [dict(zip(shapes[shape], row, strict=True)) for shape, *row in values]


def batches(lines: Sequence[str], each: int) -> Iterator[Sequence[str]]:
    """Runs of `each` lines; 0: all at once."""
    step = each or len(lines)
    return (lines[first : first + step] for first in range(0, len(lines), step))
