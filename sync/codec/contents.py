"""Contents of a RECORDS, SOS or BROADCAST frame: context 0, one big integer, two lists of entries."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from field_node.records.kinds import SEQ_LIMIT, TRACK_START
from field_node.records.record import Entry, may_radio
from sync.codec.coder import Coder, Reader, Writer, flag
from sync.codec.envelope import Last, Line
from sync.errors import BadFrame
from sync.frames import MAX_CONTENTS

CONTEXT = 0
SPAN_MIN = 1 << 18
"""The first time of a list is a minute of the operation: 182 days; later ones take 40 bits of seconds."""
LISTS = (0, TRACK_START)
SPARE, SPARE_SHARE = 6, 32
"""Room that is not worth another try to fill: so many bytes, or that part of the whole; the next frame takes it."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a frame says. closed: (first, last) seqs that do not come by radio, because merged or private."""

    entries: tuple[Entry, ...]
    closed: tuple[tuple[int, int], ...]
    full: bool


def encode(
    entries: Iterable[Entry], *, start: int, full: bool, closed: frozenset[int] = frozenset()
) -> bytes:
    """Entries of one unit as contents. `start`: begin of the operation, UTC s. full: False leaves out what may not travel by radio.

    Raises ValueError for a value outside its kind's range, for two entries of one name, and for a type none
    of whose fields may travel by radio.
    """
    lines = _lines(entries)
    writer = Writer()
    try:
        _walk(writer, lines, (0, start, full), closed)
    except BadFrame as error:
        raise ValueError("a value outside the range of its kind") from error
    return bytes((CONTEXT,)) + writer.finish()


def decode(unit: int, contents: bytes, *, start: int) -> Contents:
    """The entries of `unit`. Total and bounded: raises BadFrame for anything that encode would not write."""
    if not contents:
        raise BadFrame("contents")
    if contents[0] != CONTEXT:
        raise BadFrame("context")
    reader = Reader(contents[1:])
    full, entries, closed = _walk(reader, ((), ()), (unit, start, False), frozenset())
    reader.finish()
    return Contents(tuple(entries), tuple(closed), full)


def _lines(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    ordered = sorted(entries, key=lambda entry: entry.seq)
    if len({entry.seq for entry in ordered}) != len(ordered):
        raise ValueError("two entries of one name")
    return tuple(one for one in ordered if not one.on_track), tuple(one for one in ordered if one.on_track)


def _walk(
    coder: Coder, lines: tuple[tuple[Entry, ...], ...], frame: tuple[int, int, bool], closed: frozenset[int]
) -> tuple[bool, list[Entry], list[tuple[int, int]]]:
    unit, start, full = frame
    if flag(coder, False):
        raise BadFrame("context")
    full = flag(coder, full)
    counts = [coder.golomb(order, len(line)) for order, line in zip((5, 6), lines, strict=True)]
    memory: dict[int, Last] = {}
    found: list[Entry] = []
    gaps: list[tuple[int, int]] = []
    for line, count, origin in zip(lines, counts, LISTS, strict=True):
        if count:
            walked = _List(coder, unit, full, origin)
            found.extend(walked.entries(line or None, count, (start, memory, closed)))
            gaps.extend(walked.closed)
    return full, found, gaps


class _List:
    """One number line in a frame."""

    def __init__(self, coder: Coder, unit: int, full: bool, origin: int) -> None:
        self.coder = coder
        self.origin = origin
        self.closed: list[tuple[int, int]] = []
        self.line = Line(unit, full, 0, 0)

    def entries(
        self,
        given: tuple[Entry, ...] | None,
        count: int,
        about: tuple[int, dict[int, Last], frozenset[int]],
    ) -> Iterator[Entry]:
        start, memory, closed = about
        first = None if given is None else given[0]
        self.line.seq = self._seq(
            self.origin + self.coder.golomb(12, 0 if first is None else first.seq - self.origin)
        )
        self.line.made_at = base = _first_time(self.coder, first, start)
        for place in range(count):
            entry = None if given is None else given[place]
            if place:
                self._gap(entry, closed)
            if entry is not None and not self.line.full and not may_radio(type(entry.record)):
                raise ValueError("may not travel by radio")
            found = self.line.step(self.coder, entry, memory)
            if not place and found.made_at // 60 * 60 != base:
                raise BadFrame("contents")
            yield found

    def _gap(self, entry: Entry | None, closed: frozenset[int]) -> None:
        before = self.line.seq
        gap = self.coder.golomb(0, 0 if entry is None else entry.seq - before - 1)
        self.line.seq = self._seq(before + gap + 1)
        if gap and flag(
            self.coder, all(seq in closed for seq in range(before + 1, before + gap + 1)) if entry else False
        ):
            self.closed.append((before + 1, before + gap))

    def _seq(self, seq: int) -> int:
        most = TRACK_START if self.origin == 0 else SEQ_LIMIT
        if not self.origin < seq + (self.origin > 0) or seq >= most:
            raise BadFrame("range")
        return seq


def _first_time(coder: Coder, first: Entry | None, start: int) -> int:
    """The minute that the first entry's time is counted from."""
    base = start // 60
    minute = base if first is None else first.made_at // 60
    if flag(coder, 0 <= minute - base < SPAN_MIN):
        return (base + coder.uniform(SPAN_MIN, max(0, minute - base))) * 60
    found = coder.uniform(1 << 40, minute * 60)
    if found % 60 or 0 <= found // 60 - base < SPAN_MIN:
        raise BadFrame("contents")
    return found


def pack(
    entries: list[Entry],
    *,
    start: int,
    full: bool,
    room: int,
    alone: int | None = None,
    closed: frozenset[int] = frozenset(),
) -> list[tuple[bytes, tuple[Entry, ...]]]:
    """Entries in the order given into as few contents of at most `room` bytes as galloping finds; none is dropped.

    alone: an entry larger than `room` travels by itself up to this; by default only full copies have such frames.
    Raises ValueError when one is larger still, or may not travel.
    """

    def encoded(count: int) -> bytes:
        return encode(left[:count], start=start, full=full, closed=closed)

    largest = alone if alone is not None else MAX_CONTENTS if full else room
    left, packed, guess = list(entries), [], 32
    while left:
        count, contents = _most(encoded, min(guess, len(left)), len(left), room)
        if not count:
            count, contents = 1, encoded(1)
            _demand(len(contents) <= largest)
        packed.append((contents, tuple(left[:count])))
        left, guess = left[count:], count
    return packed


def _demand(fits: bool) -> None:
    if not fits:
        raise ValueError("an entry does not fit")


def _most(encoded: Callable[[int], bytes], guess: int, limit: int, room: int) -> tuple[int, bytes]:
    """The largest count that fits, 0 when not even one does; found by growing or shrinking in proportion to the size."""
    best, contents, above = 0, b"", limit + 1
    count, spare = guess, max(SPARE, room // SPARE_SHARE)
    while best + 1 < above and room - len(contents) >= spare:
        tried = encoded(count)
        if len(tried) <= room:
            best, contents = count, tried
        else:
            above = count
        count = min(max(int(count * room / len(tried)), best + 1), above - 1)
    return best, contents
