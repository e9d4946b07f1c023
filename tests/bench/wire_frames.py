"""Entries into whole frames, for every format alike, and what comes of it: frames, bytes, and that all comes back."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from field_node.records.kinds import TRACK_START
from field_node.records.record import Entry
from sync.codec.coder import Coder, zigzag
from sync.codec.contents import decode, encode
from sync.codec.contexts import NEWEST, OFFERED, PLAIN
from sync.codec.envelope import radio_copy
from sync.codec.head import first_seq, first_time
from sync.codec.table import Row, Table
from sync.frames import LORA_MTU, SEAL_OVERHEAD
from tests.bench.wire_formats import Format
from tests.workload import OPERATION_START, Setting, bits

ROOM = LORA_MTU - SEAL_OVERHEAD
GUESS = 8


class Lost(AssertionError):
    """A format does not give back what it was given."""


@dataclass(frozen=True, slots=True)
class Load:
    """Bytes of contents of whole frames. `parts`: the entries of each frame; one too large for a frame takes several."""

    parts: tuple[tuple[Entry, ...], ...]
    sizes: tuple[int, ...]

    @property
    def records(self) -> int:
        return sum(map(len, self.parts))

    @property
    def frames(self) -> int:
        return sum(-(-size // ROOM) for size in self.sizes)

    @property
    def a_frame(self) -> float:
        """Records a frame."""
        return self.records / self.frames

    @property
    def a_record(self) -> float:
        """Bytes of contents a record."""
        return sum(self.sizes) / self.records


def joined(loads: Sequence[Load]) -> Load:
    return Load(
        tuple(one for load in loads for one in load.parts),
        tuple(size for load in loads for size in load.sizes),
    )


def of_format(form: Format, entries: Sequence[Entry]) -> Load:
    """Greedily to the mtu; every frame is decoded and compared. Raises Lost."""
    parts, sizes, guess, left = [], [], GUESS, list(entries)
    while left:
        count, data = _most(form.encode, left, guess)
        part = left[:count]
        if form.decode(data) != form.told(part):
            raise Lost(form.name)
        parts.append(tuple(part))
        sizes.append(len(data))
        left, guess = left[count:], count
    return Load(tuple(parts), tuple(sizes))


def ours(entries: Sequence[Entry], contexts: Sequence[int] = OFFERED) -> Load:
    """Our wire, the same way, each frame in the context that takes most; every frame is decoded and compared with the radio copies. Raises Lost."""
    closed = _closed(entries)

    def encoded(part: Sequence[Entry], context: int) -> bytes:
        return encode(part, start=OPERATION_START, full=False, closed=closed, context=context)

    parts, sizes, guess, left = [], [], GUESS, list(entries)
    while left:
        tries = [_most(partial(encoded, context=context), left, guess) for context in contexts]
        count, data = max(tries, key=lambda one: (one[0], -len(one[1])))
        _demand_same(left[:count], data)
        parts.append(tuple(left[:count]))
        sizes.append(len(data))
        left, guess = left[count:], count
    return Load(tuple(parts), tuple(sizes))


def _demand_same(part: Sequence[Entry], data: bytes) -> None:
    told = decode(part[0].unit, data, start=OPERATION_START).entries
    if list(told) != sorted(map(radio_copy, part), key=lambda one: one.seq):
        raise Lost("wire")


def _closed(entries: Sequence[Entry]) -> frozenset[int]:
    """Numbers that were given to what may not travel by radio."""
    seqs = {one.seq for one in entries if one.seq < TRACK_START}
    return frozenset(range(min(seqs), max(seqs))) - seqs if seqs else frozenset()


def _most(
    encoded: Callable[[Sequence[Entry]], bytes], left: Sequence[Entry], guess: int
) -> tuple[int, bytes]:
    """The largest count that fits, at least one, and its bytes: from the guess up or down, one by one."""
    count = min(guess, len(left))
    data = encoded(left[:count])
    while len(data) > ROOM and count > 1:
        count -= 1
        data = encoded(left[:count])
    while count < len(left):
        longer = encoded(left[: count + 1])
        if len(longer) > ROOM:
            break
        count, data = count + 1, longer
    return count, data


def head_bits(part: Sequence[Entry], context: int) -> float:
    """What the frame spends on its context, flags, counts, and the first seq and time of each list: what the bound has not."""
    paid = Paid()
    lines = [[one for one in part if one.on_track == track] for track in (False, True)]
    for order, line in zip((5, 6), lines, strict=True):
        paid.golomb(order, len(line))
    began: int | None = None
    for origin, line in zip((0, TRACK_START), lines, strict=True):
        if line:
            first_seq(paid, line[0].seq, origin)
            began = _first_time(paid, line[0].made_at, began if context != PLAIN else None)
            paid.bits += origin > 0 and context != PLAIN
    return 8 + 2 + paid.bits


def _first_time(paid: "Paid", made_at: int, began: int | None) -> int:
    if began is None:
        return first_time(paid, made_at, OPERATION_START)
    zigzag(paid, 6, (made_at - began) // 60)
    return began


class Paid(Coder):
    """An end of the wire that only counts bits."""

    def __init__(self) -> None:
        self.bits = 0.0

    def uniform(self, size: int, value: int) -> int:
        self.bits += math.log2(size)
        return value

    def golomb(self, order: int, value: int) -> int:
        self.bits += 2 * (((value >> order) + 1).bit_length() - 1) + 1 + order
        return value

    def symbol(self, table: Table, value: int) -> int:
        raise NotImplementedError("a head has no tables")

    def letter(self, row: Row, value: int) -> int:
        raise NotImplementedError("a head has no letters")


def against_bound(load: Load, setting: Setting, notes: float, context: int = NEWEST) -> tuple[float, float]:
    """(bits without heads, bits of the bound): both a record."""
    spent = sum(
        8 * size - head_bits(part, context) for part, size in zip(load.parts, load.sizes, strict=True)
    )
    least = sum(sum(bits(part, setting, notes=notes)) for part in load.parts)
    return spent / load.records, least / load.records
