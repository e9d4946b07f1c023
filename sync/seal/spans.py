"""Which seqs are there above a point: as spans here, as a bitmap or as runs in a slip."""

from collections.abc import Callable, Iterable
from itertools import pairwise

from sync.errors import BadFrame
from sync.seal.varint import SEQS, Cursor, varint

Spans = tuple[tuple[int, int], ...]  # (first, one past the last), ascending, apart from each other

_BITMAP_BITS = 255 * 8
_MOST_SPANS = 127  # as runs: the count is one byte, a span takes two numbers


def spans_of(seqs: Iterable[int]) -> Spans:
    """The spans that hold exactly `seqs`."""
    ordered = sorted(set(seqs))
    edges = [at for at, (one, two) in enumerate(pairwise(ordered), 1) if two != one + 1]
    starts, stops = [0, *edges], [*edges, len(ordered)]
    return tuple((ordered[a], ordered[b - 1] + 1) for a, b in zip(starts, stops, strict=True) if a < b)


def above(start: int, spans: Spans) -> Spans:
    """The part of `spans` from `start` on."""
    return tuple((max(first, start), stop) for first, stop in spans if stop > start)


def below(stop: int, spans: Spans) -> Spans:
    """The part of `spans` under `stop`."""
    return tuple((first, min(end, stop)) for first, end in spans if first < stop)


def bitmap(start: int, spans: Spans, *, room: int) -> bytes:
    """A byte of length, then a bit for each seq from `start`, lowest first; the nearest that fit."""
    limit = start + min((room - 1) * 8, _BITMAP_BITS)
    near = above(start, below(limit, spans))
    if not near:
        return b""
    bits = sum((1 << stop - start) - (1 << first - start) for first, stop in near)
    size = (near[-1][1] - start + 7) // 8
    return bytes((size,)) + bits.to_bytes(size, "little")


def runs(start: int, spans: Spans, *, room: int) -> bytes:
    """A byte of count, then how many from `start` are missing, there, missing, there ...; the nearest that fit."""
    parts, at, left = [], start, room - 1
    for first, stop in above(start, spans)[:_MOST_SPANS]:
        part = varint(first - at) + varint(stop - first)
        left -= len(part)
        if left < 0:
            break
        parts.append(part)
        at = stop
    return bytes((2 * len(parts),)) + b"".join(parts) if parts else b""


def reach(start: int, form: bytes, read: Callable[[Cursor, int], Spans]) -> int:
    """How many seqs a written form names."""
    return sum(stop - first for first, stop in read(Cursor(form), start)) if form else 0


def read_bitmap(cursor: Cursor, start: int) -> Spans:
    """The spans of a bitmap; BadFrame for an empty one or one that could be shorter."""
    bits = cursor.take(cursor.byte())
    if not bits or not bits[-1] or start + 8 * len(bits) > SEQS[-1]:
        raise BadFrame("slip_body")
    value = int.from_bytes(bits, "little")
    return spans_of(start + at for at in range(8 * len(bits)) if value >> at & 1)


def read_runs(cursor: Cursor, start: int, *, may_be_none: bool = False) -> Spans:
    """The spans of runs; BadFrame for none, half a pair, an empty run (but the first) or a seq too high."""
    count = cursor.byte()
    if count == 0 and may_be_none:
        return ()
    if not count or count % 2:
        raise BadFrame("slip_body")
    spans: list[tuple[int, int]] = []
    for _ in range(count // 2):
        first = (spans[-1][1] if spans else start) + cursor.varint()
        spans.append((first, first + cursor.varint()))
    if not _ascending(spans):
        raise BadFrame("slip_body")
    return tuple(spans)


def _ascending(spans: list[tuple[int, int]]) -> bool:
    apart = all(one[1] < two[0] for one, two in pairwise(spans))
    return apart and all(first < stop for first, stop in spans) and spans[-1][1] in SEQS
