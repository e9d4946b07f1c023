"""Frames that somebody made up, repeated, bent or brought from elsewhere: how many have an effect, and what they cost."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from sync.errors import BadFrame
from sync.frames import Kind
from sync.seal import OperationKeys, UnitKeys, Window, open_at_center, open_at_peer, seal_frame
from tests.workload import OPERATION_START

SEED, UNITS, EPOCH, HIGHEST = 77_001, range(1, 21), 3, 40_000
HELD, TOGETHER = 60, 1_000
"""Counters of sound frames that the peer and the center have seen; a forger has heard them all."""


@dataclass
class Tried:
    """What became of the tries. effects: taken by the center as new, or shown by a peer."""

    tries: int = 0
    effects: int = 0
    took_s: float = 0.0  # of this process
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def each_us(self) -> float:
        return self.took_s / self.tries * 1e6


def operation(chance: Random, start: int = OPERATION_START) -> OperationKeys:
    """Keys that this chance makes."""
    made = [chance.randbytes(32) for _ in range(3)]
    return OperationKeys(
        operation=chance.randbytes(8), start=start, master=made[0], sign_private=made[1], box_private=made[2]
    )


def tried(count: int, contents: list[bytes]) -> tuple[Tried, Tried]:
    """`count` frames that nobody enrolled has just made, at a peer and at the center of their operation."""
    chance = Random(SEED)
    keys = operation(chance)
    peer, senders = keys.for_unit(99, (EPOCH,)), [keys.for_unit(unit, (EPOCH,)) for unit in UNITS]
    sound = [_sealed(one, HIGHEST - at, chance.choice(contents)) for one in senders for at in range(HELD)]
    window = Window(HIGHEST, (1 << 64) - 1)
    known = {frame[-8:] for frame in sound}
    at_peer, at_center = Tried(), Tried()
    made = _forged(count, chance, sound)
    while some := list(islice(made, TOGETHER)):
        _timed(
            at_peer, some, lambda frame: open_at_peer(peer, frame, window=window, floor=HIGHEST) is not None
        )
        _timed(at_center, some, lambda frame: _taken(keys, frame, known))
    return at_peer, at_center


def _taken(keys: OperationKeys, frame: bytes, known: set[bytes]) -> bool:
    """Whether the center takes it as new; a frame that it has is known by its tag and changes nothing."""
    return open_at_center(keys, frame, highest=HIGHEST, floor=HIGHEST, epoch=EPOCH).tag not in known


def _sealed(keys: UnitKeys, counter: int, contents: bytes) -> bytes:
    return seal_frame(keys, Kind.RECORDS, counter=counter, contents=contents)


def _forged(count: int, chance: Random, sound: list[bytes]) -> Iterator[tuple[str, bytes]]:
    other = operation(chance)
    foreign = [_sealed(other.for_unit(unit, (EPOCH,)), HIGHEST + 1, bytes(40)) for unit in UNITS]
    for at in range(count):
        frame = chance.choice(sound)
        yield (
            ("diulang", frame),
            ("satu bit dibalik", _flipped(frame, chance.randrange(8 * len(frame)))),
            ("karangan", frame[:3] + chance.randbytes(len(frame) - 3)),
            ("operasi lain", foreign[at % len(foreign)]),
        )[at % 4]


def _flipped(frame: bytes, bit: int) -> bytes:
    return (int.from_bytes(frame, "big") ^ 1 << bit).to_bytes(len(frame), "big")


def _timed(tally: Tried, forged: list[tuple[str, bytes]], opens: Callable[[bytes], bool]) -> None:
    began = time.process_time()
    told = [_opened(opens, frame) for _, frame in forged]
    tally.took_s += time.process_time() - began
    tally.tries += len(forged)
    tally.effects += sum(told)
    tally.kinds.update(kind for (kind, _), effect in zip(forged, told, strict=True) if effect)


def _opened(opens: Callable[[bytes], bool], frame: bytes) -> bool:
    try:
        return opens(frame)
    except BadFrame:
        return False
