"""Contents of a RECORDS, SOS or BROADCAST frame: a context, one big integer, two lists of entries."""

from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import Protocol

from field_node.records.kinds import TRACK_START
from field_node.records.record import Entry
from sync.codec.coder import Coder, flag
from sync.codec.contexts import CONTEXTS, PLAIN, dialect, offered
from sync.codec.plain_lists import PlainLists
from sync.codec.reader import Reader
from sync.codec.since import least_context, parted
from sync.codec.taught_lists import TaughtLists
from sync.codec.writer import Writer
from sync.errors import BadFrame
from sync.frames import MAX_CONTENTS

LISTS = (0, TRACK_START)
_SEQ = attrgetter("seq")
SPARE, SPARE_SHARE = 6, 32
"""Room that is not worth another try to fill: so many bytes, or that part of the whole; the next frame takes it."""
A_BYTE, BESIDE = 1, 32
"""At most so many entries for each byte, and so many beside: what costs nothing must not go on for ever. The shortest of a trail take two bytes."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a frame says. closed: (first, last) seqs that do not come by radio, because merged or private."""

    entries: tuple[Entry, ...]
    closed: tuple[tuple[int, int], ...]
    full: bool


class TooMany(ValueError):
    """More entries than so few bytes may hold, or more bytes than contents may have."""


class TooNew(ValueError):
    """Fields that came after the context."""


class Lists(Protocol):
    """The two lists of a frame in some context."""

    closed: list[tuple[int, int]]

    def entries(
        self, origin: int, given: tuple[Entry, ...], count: int, closed: Container[int]
    ) -> Iterator[Entry]: ...


def encode(
    entries: Iterable[Entry],
    *,
    start: int,
    full: bool,
    closed: Container[int] = frozenset(),
    context: int | None = None,
) -> bytes:
    """Entries of one unit as contents. `start`: begin of the operation, UTC s. full: False leaves out what may not travel by radio.

    context: by default the first of those offered for these entries. Raises ValueError for a value outside its kind's
    range, for two entries of one name, for a type none of whose fields may travel by radio, TooNew for an entry with
    fields that the context does not know, TooMany for more entries than so few bytes, or more bytes than contents, may hold.
    """
    given = tuple(entries)
    least = least_context(given, full=full)
    if context is None:
        context = next(iter(offered(least)), PLAIN)
    if context < least:
        raise TooNew
    return _said(given, (start, full, context), closed)


def _said(entries: Sequence[Entry], about: tuple[int, bool, int], closed: Container[int]) -> bytes:
    """In a context that knows all their fields. about: start, full, context."""
    lines = _lines(entries)
    writer = Writer()
    unit = next((line[0].unit for line in lines if line), 0)
    try:
        _walk(writer, lines, (unit, *about), closed)
    except BadFrame as error:
        raise ValueError("a value outside the range of its kind") from error
    contents = bytes((about[2],)) + writer.finish()
    if sum(map(len, lines)) > most_entries(len(contents)) or len(contents) > MAX_CONTENTS:
        raise TooMany
    return contents


def decode(unit: int, contents: bytes, *, start: int) -> Contents:
    """The entries of `unit`. Total and bounded: raises BadFrame for anything that encode would not write."""
    if not 0 < len(contents) <= MAX_CONTENTS:
        raise BadFrame("contents")
    if contents[0] != PLAIN and contents[0] not in CONTEXTS:
        raise BadFrame("context")
    reader = Reader(contents[1:])
    full, entries, closed = _walk(
        reader, ((), ()), (unit, start, False, contents[0]), frozenset(), len(contents)
    )
    reader.finish()
    return Contents(tuple(entries), tuple(closed), full)


def most_entries(size: int) -> int:
    """How many entries contents of so many bytes may hold."""
    return A_BYTE * size + BESIDE


def _lines(entries: Iterable[Entry]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    ordered = sorted(entries, key=_SEQ)
    seqs = list(map(_SEQ, ordered))
    if len(set(seqs)) != len(seqs):
        raise ValueError("two entries of one name")
    track = bisect_left(seqs, TRACK_START)
    return tuple(ordered[:track]), tuple(ordered[track:])


def _walk(
    coder: Coder,
    lines: tuple[tuple[Entry, ...], ...],
    frame: tuple[int, int, bool, int],
    closed: Container[int],
    size: int = 0,
) -> tuple[bool, list[Entry], list[tuple[int, int]]]:
    unit, start, full, context = frame
    if flag(coder, False):
        raise BadFrame("context")
    full = flag(coder, full)
    counts = [coder.golomb(order, len(line)) for order, line in zip((5, 6), lines, strict=True)]
    if coder.reads and sum(counts) > most_entries(size):
        raise BadFrame("contents")
    lists = _lists(context, coder, (unit, start, full))
    found: list[Entry] = []
    for line, count, origin in zip(lines, counts, LISTS, strict=True):
        if count:
            found.extend(lists.entries(origin, line, count, closed))
    return full, found, lists.closed


def _lists(context: int, coder: Coder, about: tuple[int, int, bool]) -> Lists:
    if context == PLAIN:
        return PlainLists(coder, *about)
    return TaughtLists(dialect(context), coder, *about)


@dataclass(frozen=True, slots=True)
class Draft:
    """A frame to be: the first of these entries, as many as will go into it."""

    entries: Sequence[Entry]
    start: int
    full: bool
    closed: Container[int]

    def contexts(self, count: int) -> tuple[int, ...]:
        """Those to choose from for the first so many. Raises TooNew."""
        known = offered(least_context(self.entries[:count], full=self.full))
        if not known:
            raise TooNew
        return known

    def said(self, count: int, context: int) -> bytes:
        """Their contents in that context, or in the first that can say them. Raises ValueError as `encode` does."""
        known = self.contexts(count)
        about = self.start, self.full, context if context in known else known[0]
        return _said(self.entries[:count], about, self.closed)


def pack(
    entries: list[Entry],
    *,
    start: int,
    full: bool,
    room: int,
    alone: int | None = None,
    closed: Container[int] = frozenset(),
    together: Container[int] = frozenset(),
) -> list[tuple[bytes, tuple[Entry, ...]]]:
    """Entries in the order given into as few contents of at most `room` bytes as galloping finds; none is dropped.

    Each begins with the first entry that is left and goes on with those of the same least context; `together`: as `parted` says.
    alone: an entry larger than `room` travels by itself up to this; by default only full copies have such frames.
    Raises ValueError when one is larger still, or may not travel.
    """
    largest = alone if alone is not None else MAX_CONTENTS if full else room
    parts = parted(entries, full=full, together=together)
    packed = [one for part in parts for one in _packed(Draft(part, start, full, closed), room, largest)]
    if len(parts) > 1:
        turns = {entry.seq: turn for turn, entry in enumerate(entries)}
        packed.sort(key=lambda one: turns[one[1][0].seq])
    return packed


def _packed(whole: Draft, room: int, largest: int) -> list[tuple[bytes, tuple[Entry, ...]]]:
    left, packed, guess = list(whole.entries), [], 32
    while left:
        draft = replace(whole, entries=left)
        count, contents = _frame(draft, min(guess, len(left)), room)
        if not count:
            count, contents = 1, draft.said(1, shortest(draft, 1))
            _demand(len(contents) <= largest)
        packed.append((contents, tuple(left[:count])))
        left, guess = left[count:], count
    return packed


def fill(
    entries: Sequence[Entry],
    *,
    start: int,
    room: int,
    closed: Container[int] = frozenset(),
    together: Container[int] = frozenset(),
) -> tuple[bytes, tuple[Entry, ...]]:
    """One contents for the radio of at most `room` bytes with as many entries, from the first on, as fit; none when it does not.

    Only those of the first one's least context; `together`: as `parted` says. Raises ValueError as `encode` does.
    """
    alike = parted(entries, full=False, together=together)[0]
    draft = Draft(alike, start, False, closed)
    count, contents = _frame(draft, min(32, len(alike)), room)
    if alike and not count:
        return _first(draft, room)
    return contents, tuple(alike[:count])


def _first(draft: Draft, room: int) -> tuple[bytes, tuple[Entry, ...]]:
    """The first entry in the context that says it alone shortest; none when it does not fit."""
    contents = _tried(partial(draft.said, context=shortest(draft, 1)), 1)
    fits = contents is not None and len(contents) <= room
    return (contents, tuple(draft.entries[:1])) if contents and fits else (b"", ())


def shortest(draft: Draft, count: int) -> int:
    """The context that says so many entries in the fewest bytes: the one place where a frame's context is chosen."""
    known = draft.contexts(count)
    if len(known) == 1:
        return known[0]
    sizes = [
        (len(tried), context)
        for context in known
        if (tried := _tried(partial(draft.said, context=context), count)) is not None
    ]
    return min(sizes, default=(0, known[0]))[1]


def _frame(draft: Draft, guess: int, room: int) -> tuple[int, bytes]:
    """The largest count that fits in the context that says about as many shortest."""
    said = partial(draft.said, context=shortest(draft, guess))
    return _most(said, guess, len(draft.entries), room)


def _demand(fits: bool) -> None:
    if not fits:
        raise ValueError("an entry does not fit")


def _most(encoded: Callable[[int], bytes], guess: int, limit: int, room: int) -> tuple[int, bytes]:
    """The largest count that fits, 0 when not even one does; found by growing or shrinking in proportion to the size."""
    best, contents, above = 0, b"", limit + 1
    count, spare = guess, max(SPARE, room // SPARE_SHARE)
    while best + 1 < above and room - len(contents) >= spare:
        tried = _tried(encoded, count)
        if tried is not None and len(tried) <= room:
            best, contents = count, tried
        else:
            above = count
        share = room / len(tried) if tried is not None else 0.5
        count = min(max(int(count * share), best + 1), above - 1)
    return best, contents


def _tried(encoded: Callable[[int], bytes], count: int) -> bytes | None:
    """The contents; None when they would hold too many entries."""
    try:
        return encoded(count)
    except TooMany:
        return None
