"""The next frame for the air: the entries of a choice, as many as fit one packet, with what never comes by radio said."""

import logging
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import partial

from field_node.records.record import Entry, Urgency, may_radio
from sync.codec.contents import fill
from sync.codec.since import parted
from sync.frames import LORA_MTU, SEAL_OVERHEAD, Kind
from sync.sending import Packed

ROOM = LORA_MTU - SEAL_OVERHEAD
MOST = 128  # entries that are tried for one packet
_log = logging.getLogger(__name__)
Say = Callable[[Sequence[Entry]], tuple[bytes, tuple[Entry, ...]]]
SPARE = 12  # bytes left that are worth another try


@dataclass(frozen=True, slots=True)
class NotComing:
    """Numbers of own entries that no radio frame will bring: merged into a newer one, private, too long, damaged.

    All of them are marked so in the store. What the center has received is not among them: a center that was put back
    would take the word for the entry, and its slip would show as received what it lost.
    """

    marked: frozenset[int] = frozenset()

    def __contains__(self, seq: object) -> bool:
        return seq in self.marked

    def and_(self, seqs: frozenset[int]) -> "NotComing":
        return NotComing(self.marked | seqs)

    def hole(self, upto: int, lowest: int) -> tuple[int, int] | None:
        """The numbers first .. stop - 1 with an entry on both sides: from `upto` on, else directly below `lowest`."""
        stop = upto
        while stop in self.marked:
            stop += 1
        if 1 < upto < stop:
            return upto, stop
        first = lowest
        while first - 1 in self.marked:
            first -= 1
        return (first, lowest) if 1 < first < lowest else None


def fits(entry: Entry, *, start: int) -> bool:
    """A packet can hold it; never so for types that do not travel by radio, and for what cannot be coded."""
    try:
        return may_radio(type(entry.record)) and bool(fill([entry], start=start, room=ROOM)[1])
    except ValueError as error:
        _log.error("entry %s of type %s cannot be coded: %s", entry.ref, type(entry.record).about.slug, error)
        return False


def one_frame(
    entries: Sequence[Entry],
    *,
    start: int,
    closed: Container[int],
    together: Container[int] = frozenset(),
    sos: bool = False,
) -> tuple[Packed | None, frozenset[int]]:
    """A frame with the first of `entries` and what else fits, in their order; and the seqs that no packet can hold.

    One that cannot be coded must not stop the others: it is among those. Others wait, of which a peer needs to know
    more to read them; `together`: seqs that share the frame for all that, to tell a hole between them.
    """
    say = partial(fill, start=start, room=ROOM, closed=closed, together=together)
    try:
        return _one_frame(entries, say, together, sos=sos)
    except ValueError:
        sound = [entry for entry in entries if fits(entry, start=start)]
        packed, misfits = _one_frame(sound, say, together, sos=sos)
        return packed, misfits | {entry.seq for entry in entries} - {entry.seq for entry in sound}


def _one_frame(
    entries: Sequence[Entry], say: Say, together: Container[int], *, sos: bool
) -> tuple[Packed | None, frozenset[int]]:
    misfits = {entry.seq for entry in entries if not may_radio(type(entry.record))}
    left = [entry for entry in entries if entry.seq not in misfits][:MOST]
    while left:
        alike = left[:1] if sos else parted(left, full=False, together=together)[0]
        contents, held = say(alike)
        if held:
            contents, held = _filled_up(held, alike[len(held) + 1 :], contents, say)
            kind = Kind.SOS if sos else Kind.RECORDS
            return Packed(kind, contents, frozenset(entry.seq for entry in held)), frozenset(misfits)
        misfits.add(left.pop(0).seq)
    return None, frozenset(misfits)


def _filled_up(
    held: tuple[Entry, ...], rest: Sequence[Entry], contents: bytes, say: Say
) -> tuple[bytes, tuple[Entry, ...]]:
    """The same and some that are smaller than the one that did not fit."""
    if not rest or ROOM - len(contents) < SPARE or held[0].record.about.urgency == Urgency.SOS:
        return contents, held
    more = say([*held, *rest])
    return more if len(more[1]) > len(held) else (contents, held)
