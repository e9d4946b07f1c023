"""Frames that somebody made up, repeated, bent or brought from elsewhere: how many have an effect, and what they cost."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from sync.errors import BadFrame
from sync.frames import Kind
from sync.seal import OperationKeys, UnitKeys, Window, open_at_center, open_at_peer, seal_frame
from tests.workload import OPERATION_START

SEED, UNITS, EPOCH, HIGHEST = 77_001, range(1, 21), 3, 40_000
HELD = 60
"""Counters of sound frames that the peer and the center have seen; a forger has heard them all."""


@dataclass
class Tried:
    """What became of the tries. effects: taken by the center as new, or shown by a peer."""

    tries: int = 0
    effects: int = 0
    took_s: float = 0.0
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
    for kind, frame in _forged(count, chance, sound):
        _at_peer(at_peer, peer, (kind, frame), window)
        _at_center(at_center, keys, (kind, frame), known)
    return at_peer, at_center


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


def _at_peer(tally: Tried, keys: UnitKeys, forged: tuple[str, bytes], window: Window) -> None:
    began = time.perf_counter()
    try:
        open_at_peer(keys, forged[1], window=window, floor=HIGHEST)
    except BadFrame:
        pass
    else:
        tally.effects += 1
        tally.kinds[forged[0]] += 1
    tally.took_s += time.perf_counter() - began
    tally.tries += 1


def _at_center(tally: Tried, keys: OperationKeys, forged: tuple[str, bytes], known: set[bytes]) -> None:
    """A frame that the center has already is known by its tag and changes nothing."""
    began = time.perf_counter()
    try:
        opened = open_at_center(keys, forged[1], highest=HIGHEST, floor=HIGHEST, epoch=EPOCH)
    except BadFrame:
        pass
    else:
        tally.effects += opened.tag not in known
        tally.kinds[forged[0]] += opened.tag not in known
    tally.took_s += time.perf_counter() - began
    tally.tries += 1
