"""The layout of a frame: its five header bytes, its kinds and its sizes."""

from dataclasses import dataclass
from enum import IntEnum

from sync.errors import BadFrame

VERSION = 1
CENTER = 0  # the center's unit number
HEADER_SIZE = 5
GROUP_TAG_SIZE = 4
UNIT_TAG_SIZE = 8
SIGNATURE_SIZE = 64
SEAL_OVERHEAD = HEADER_SIZE + GROUP_TAG_SIZE + UNIT_TAG_SIZE
BROADCAST_OVERHEAD = HEADER_SIZE + GROUP_TAG_SIZE + SIGNATURE_SIZE
MIN_CONTENTS, MAX_CONTENTS = 2, 6_144
FULL_CONTENTS = 1_024  # packers fill up to here; only an entry that is larger by itself goes beyond
MIN_FRAME = 19
MAX_FRAME = MAX_CONTENTS + SEAL_OVERHEAD
MAX_BROADCAST = MAX_CONTENTS + BROADCAST_OVERHEAD
LORA_MTU = 200
INTERNET_MTU = FULL_CONTENTS + SEAL_OVERHEAD
UNIT_NUMBERS = range(1, 1 << 16)


class Kind(IntEnum):
    """What a frame is. 0 is always bad; 6-14 are reserved."""

    RECORDS = 1
    SOS = 2
    DIGEST = 3
    RECEIPT = 4
    BROADCAST = 5
    TEST = 15


UNIT_KINDS = frozenset({Kind.RECORDS, Kind.SOS, Kind.DIGEST})
CENTER_KINDS = frozenset({Kind.RECEIPT, Kind.BROADCAST})
_SIZES: dict[Kind, tuple[int, int]] = dict.fromkeys(Kind, (MIN_FRAME, MAX_FRAME))
_SIZES[Kind.BROADCAST] = (MIN_CONTENTS + BROADCAST_OVERHEAD, MAX_BROADCAST)
_KINDS: dict[int, Kind] = {int(kind): kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Header:
    """The five bytes in the clear. `counter_low`: the low 16 bits of the sender's counter."""

    version: int
    epoch_low: int
    kind: Kind
    unit: int
    counter_low: int

    def to_bytes(self) -> bytes:
        first = self.version << 6 | self.epoch_low << 4 | self.kind
        return bytes((first,)) + self.unit.to_bytes(2, "big") + self.counter_low.to_bytes(2, "big")


def header_for(kind: Kind, *, unit: int, epoch: int, counter: int) -> Header:
    """The header of a frame that `unit` seals as its `counter`-th under `epoch`."""
    if (kind in CENTER_KINDS) != (unit == CENTER) or not 0 <= unit < 1 << 16:
        raise ValueError(f"unit {unit} sends no {kind.name}")
    return Header(VERSION, epoch & 3, kind, unit, counter & 0xFFFF)


def parse_header(frame: bytes) -> Header:
    """The header of a whole frame; BadFrame if length, version, kind or sender cannot be."""
    if len(frame) < MIN_FRAME:
        raise BadFrame("too_short")
    if len(frame) > MAX_BROADCAST:
        raise BadFrame("too_long")
    if frame[0] >> 6 != VERSION:
        raise BadFrame("version")
    kind = _kind(frame[0] & 15)
    _check_size(kind, len(frame))
    unit = frame[1] << 8 | frame[2]
    if kind is not Kind.TEST and (kind in CENTER_KINDS) != (unit == CENTER):
        raise BadFrame("sender")
    return Header(VERSION, frame[0] >> 4 & 3, kind, unit, frame[3] << 8 | frame[4])


def may_carry(frame: bytes) -> bool:
    """A carrier without keys may pass it on: a length, version and kind that a frame can have."""
    try:
        return parse_header(frame).kind is not Kind.TEST
    except BadFrame as bad:
        return bad.reason == "reserved_kind"


def _kind(number: int) -> Kind:
    kind = _KINDS.get(number)
    if kind is None:
        raise BadFrame("reserved_kind" if number else "kind")
    return kind


def _check_size(kind: Kind, size: int) -> None:
    least, most = _SIZES[kind]
    if size < least:
        raise BadFrame("too_short")
    if size > most:
        raise BadFrame("too_long")
