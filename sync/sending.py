"""From entries to sealed frames: packed, numbered by reserved counters, sealed once."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from field_node.records.record import Entry, Urgency
from sync.codec.contents import pack
from sync.codec.digest import Digest, encode_digest
from sync.frames import SEAL_OVERHEAD, Kind
from sync.ledger import Ledger
from sync.seal.counter import CounterLine
from sync.seal.frame import seal_frame
from sync.seal.keys import UnitKeys
from sync.session import Sealed

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Packed:
    """Contents that wait for their seal."""

    kind: Kind
    contents: bytes
    seqs: frozenset[int]

    @property
    def size(self) -> int:
        """Bytes in a bundle."""
        return len(self.contents) + SEAL_OVERHEAD + 2


@dataclass(frozen=True, slots=True)
class Lost:
    """Numbers that no entry bears: a full frame that leaves them out says so, and the center counts on beyond them."""

    spans: Sequence[range]

    def __contains__(self, seq: object) -> bool:
        return any(seq in span for span in self.spans)

    @property
    def beside(self) -> frozenset[int]:
        """The numbers on both sides: only a frame with both can say it."""
        return frozenset(seq for span in self.spans for seq in (span.start - 1, span.stop))


NONE_LOST = Lost(())


class Sender:
    """One unit's counter line and keys: the only place of a process that seals."""

    def __init__(self, keys: UnitKeys, ledger: Ledger, *, floor: int | None) -> None:
        self.keys = keys
        self._ledger = ledger
        self._line: CounterLine = ledger.begin(floor)
        self._digest: tuple[Digest, int, bytes] | None = None

    @property
    def highest_used(self) -> int:
        """No counter above this one was ever used by this card."""
        return self._ledger.highest_used(self._line)

    @property
    def last(self) -> int:
        """The counter of the frame that was sealed last."""
        return self._line.last

    def room(self, floor: int | None) -> int:
        """How many frames may be sealed now."""
        return self._line.room(floor)

    def seal(self, packed: Sequence[Packed], *, floor: int | None) -> list[Sealed]:
        """Each under a counter that is committed as reserved before its use. Raises CannotSend."""
        if packed:
            self._line = self._ledger.reserve(self._line, floor, len(packed))
        return [self._sealed(one, floor) for one in packed]

    def digest(self, digest: Digest, *, floor: int | None) -> bytes:
        """What we hold, sealed; the same bytes as long as it says the same. Raises CannotSend."""
        if self._digest is None or self._digest[:2] != (digest, self.keys.epoch):
            packed = Packed(Kind.DIGEST, encode_digest(digest), frozenset())
            self._digest = (digest, self.keys.epoch, self.seal([packed], floor=floor)[0].frame)
        return self._digest[2]

    def _sealed(self, one: Packed, floor: int | None) -> Sealed:
        counter, self._line = self._line.take(floor)
        return Sealed(seal_frame(self.keys, one.kind, counter=counter, contents=one.contents), one.seqs)


def packed_up(
    entries: Iterable[Entry], *, start: int, mtu: int, full: bool, closed: Lost = NONE_LOST
) -> list[Packed]:
    """Entries in their order in as few frames as fit; each SOS in one of its own. What cannot be coded is left out.

    `closed`: numbers that never come.
    """
    alone, rest = list[Entry](), list[Entry]()
    for entry in entries:
        (alone if type(entry.record).about.urgency == Urgency.SOS else rest).append(entry)
    groups = [(Kind.SOS, [entry]) for entry in alone] + [(Kind.RECORDS, rest)]
    return [
        Packed(kind, contents, frozenset(entry.seq for entry in held))
        for kind, group in groups
        for contents, held in _contents(group, (start, mtu - SEAL_OVERHEAD, full), closed)
    ]


def _contents(
    entries: list[Entry], way: tuple[int, int, bool], closed: Lost
) -> list[tuple[bytes, tuple[Entry, ...]]]:
    """`way`: start of the operation, room, whether everything goes."""
    start, room, full = way
    say = partial(pack, start=start, full=full, room=room, closed=closed, together=closed.beside)
    try:
        return say(entries)
    except ValueError:
        sound = [entry for entry in entries if _fits(entry, start=start, room=room, full=full)]
        return say(sound)


def _fits(entry: Entry, *, start: int, room: int, full: bool) -> bool:
    """Whether an entry can be coded alone: one that cannot must not stop the others."""
    try:
        pack([entry], start=start, full=full, room=room)
    except ValueError as error:
        _log.error("entry %s of type %s cannot be coded: %s", entry.ref, type(entry.record).about.slug, error)
        return False
    return True
