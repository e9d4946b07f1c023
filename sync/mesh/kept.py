"""What a gateway holds for the internet: bounded, junk apart, nobody's flood at the cost of others."""

from collections import Counter, deque
from collections.abc import Iterable
from typing import Protocol

from sync.frames import Kind

MOST_KEPT = 1_024  # frames that a holder of the group's key sealed: 200 kB, an hour of a full channel
MOST_DOUBTFUL = 64  # frames that this unit cannot open
DOUBTFUL_SHARE = 8  # one of so many in a bundle may be doubtful while others wait


class Shelf(Protocol):
    """Keeps frames over a restart."""

    @property
    def is_empty(self) -> bool: ...
    def match(self, frames: Iterable[bytes]) -> None: ...


class Kept:
    """SOS first, the newest of them; then the oldest. Too many: the oldest of the sender that has the most goes.

    `shelf`: where what is proven outlives a restart, once something did not arrive.
    """

    def __init__(self, shelf: Shelf | None = None) -> None:
        self._shelf = shelf
        self._proven = deque[bytes]()
        self._doubtful = deque[bytes](maxlen=MOST_DOUBTFUL)
        self._out: tuple[tuple[bytes, ...], tuple[bytes, ...]] = (), ()

    def __len__(self) -> int:
        return len(self._proven) + len(self._doubtful)

    @property
    def out(self) -> int:
        """Frames that were taken and are neither settled nor back."""
        return sum(map(len, self._out))

    def put(self, frame: bytes, *, proven: bool) -> None:
        """A frame from the air, `proven` by the group's key."""
        if not proven:
            self._doubtful.append(frame)
        elif is_sos(frame):
            self._proven.appendleft(frame)
        else:
            self._proven.append(frame)
        if len(self._proven) > MOST_KEPT:
            del self._proven[_least_missed(self._proven)]

    def take(self, count: int) -> tuple[bytes, ...]:
        """The next `count` for a bundle, until `settle` or `put_back`; SOS first, also one that this unit cannot open."""
        doubtful = min(len(self._doubtful), max(count // DOUBTFUL_SHARE, count - len(self._proven)))
        proven = min(len(self._proven), count - doubtful)
        self._out = _taken(self._proven, proven), _taken(self._doubtful, doubtful)
        return tuple(sorted((*self._out[0], *self._out[1]), key=lambda frame: not is_sos(frame)))

    def proven_out(self) -> frozenset[int]:
        """Who sent what was taken and is proven."""
        return frozenset(frame[1] << 8 | frame[2] for frame in self._out[0])

    def settle(self) -> None:
        """What was taken is at the center."""
        self._out = (), ()
        if self._shelf and not self._shelf.is_empty:
            self._shelf.match(self._proven)

    def put_back(self) -> None:
        """What was taken did not arrive; a call for help that came meanwhile stays before it."""
        proven, doubtful = self._out
        self._proven = deque(sorted((*proven, *self._proven), key=lambda frame: not is_sos(frame)))
        room = MOST_DOUBTFUL - len(self._doubtful)
        self._doubtful.extendleft(reversed(doubtful[len(doubtful) - min(room, len(doubtful)) :]))
        self._out = (), ()
        if self._shelf:
            self._shelf.match(self._proven)


def is_sos(frame: bytes) -> bool:
    return frame[0] & 15 == Kind.SOS


def _taken(frames: deque[bytes], count: int) -> tuple[bytes, ...]:
    return tuple(frames.popleft() for _ in range(count))


def _least_missed(frames: Iterable[bytes]) -> int:
    """The oldest of the sender that has the most, no SOS where there is another."""
    found = list(frames)
    most = Counter(frame[1:3] for frame in found if not is_sos(frame)).most_common(1)
    of = most[0][0] if most else found[-1][1:3]
    plain = (at for at, frame in enumerate(found) if frame[1:3] == of and not is_sos(frame))
    return next(plain, len(found) - 1)
