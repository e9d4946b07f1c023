"""Which entries the center set aside: the spans of seqs that a slip names, and from where on it names them all."""

from dataclasses import dataclass
from itertools import pairwise

from sync.errors import BadFrame
from sync.seal.spans import Spans
from sync.seal.varint import SEQS, Cursor, varint

TRACK_FROM = 1 << 31
_MOST_SPANS = 127
_BEGINS = 128
"""Bit of the count: the two beginnings come before the spans."""


@dataclass(frozen=True, slots=True)
class Checks:
    """`spans`: set aside, ascending. Below `form_from` and `track_from`, each on its line, others may be set aside too."""

    spans: Spans = ()
    form_from: int = 0
    track_from: int = TRACK_FROM

    def __bool__(self) -> bool:
        return self != Checks()


def named_checks(checks: Checks, *, room: int) -> tuple[Checks, tuple[int, ...]]:
    """What fits `room` bytes, lowest first, and the first seq on each line that goes unnamed.

    Where not even the beginnings fit, nothing is named, from the lowest seq of each line on.
    """
    left = room - 1 - len(_begins(checks))
    if left < 0:
        return Checks(), (0, TRACK_FROM)
    named, at = 0, 0
    for first, stop in checks.spans[:_MOST_SPANS]:
        left -= len(varint(first - at)) + len(varint(stop - first))
        if left < 0:
            break
        named, at = named + 1, stop
    rest = checks.spans[named:]
    unnamed = (
        *_first(rest, range(checks.form_from, TRACK_FROM)),
        *_first(rest, range(checks.track_from, SEQS[-1])),
    )
    return Checks(checks.spans[:named], checks.form_from, checks.track_from), unnamed


def write_checks(checks: Checks) -> bytes:
    """Count, the beginnings where one is not the lowest, then gap and length of each span; nothing for no checks."""
    if not checks:
        return b""
    begins = _begins(checks)
    parts = [bytes((len(checks.spans) | (_BEGINS if begins else 0),)), begins]
    at = 0
    for first, stop in checks.spans:
        parts += varint(first - at), varint(stop - first)
        at = stop
    return b"".join(parts)


def read_checks(cursor: Cursor) -> Checks:
    """What `write_checks` wrote; BadFrame for anything else."""
    count = cursor.byte()
    form_from, track_from = 0, TRACK_FROM
    if count & _BEGINS:
        form_from, track_from = cursor.varint(), TRACK_FROM + cursor.varint()
    spans: list[tuple[int, int]] = []
    for _ in range(count & ~_BEGINS):
        first = (spans[-1][1] if spans else 0) + cursor.varint()
        spans.append((first, first + cursor.varint()))
    checks = Checks(tuple(spans), form_from, track_from)
    if bool(count & _BEGINS) != bool(_begins(checks)) or not checks or not _is_sound(checks):
        raise BadFrame("slip_body")
    return checks


def _begins(checks: Checks) -> bytes:
    if (checks.form_from, checks.track_from) == (0, TRACK_FROM):
        return b""
    return varint(checks.form_from) + varint(checks.track_from - TRACK_FROM)


def _is_sound(checks: Checks) -> bool:
    ends = [checks.form_from, checks.track_from, *(stop for _, stop in checks.spans)]
    apart = all(one[1] < two[0] for one, two in pairwise(checks.spans))
    return apart and all(first < stop for first, stop in checks.spans) and all(end in SEQS for end in ends)


def _first(spans: Spans, line: range) -> tuple[int, ...]:
    found = (max(first, line.start) for first, stop in spans if stop > line.start and first < line.stop)
    return tuple(found)[:1]
