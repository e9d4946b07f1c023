"""Contents of a DIGEST frame: what a unit holds, and of whom."""

from dataclasses import dataclass

from field_node.records.kinds import SEQ_LIMIT, UNIT_LIMIT
from sync.codec.coder import Coder
from sync.codec.contexts import PLAIN
from sync.codec.reader import Reader
from sync.codec.writer import Writer
from sync.errors import BadFrame


@dataclass(frozen=True, slots=True)
class Holding:
    """Of one unit: every seq below `upto`, then runs of missing, held, missing, ... counted from there."""

    unit: int
    upto: int
    runs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """center_upto: every entry of the center below this seq is here; 1 = none. holdings: of other units."""

    center_upto: int = 1
    holdings: tuple[Holding, ...] = ()


def encode_digest(digest: Digest) -> bytes:
    """Raises ValueError for numbers outside their range."""
    writer = Writer()
    _walk(writer, digest)
    return bytes((PLAIN,)) + writer.finish()


def decode_digest(contents: bytes) -> Digest:
    """Total and bounded: raises BadFrame for anything that encode_digest would not write."""
    if not contents:
        raise BadFrame("contents")
    if contents[0] != PLAIN:
        raise BadFrame("context")
    reader = Reader(contents[1:])
    digest = _walk(reader, Digest())
    reader.finish()
    return digest


def _walk(coder: Coder, given: Digest) -> Digest:
    center_upto = _seq(coder.golomb(6, given.center_upto))
    count = coder.golomb(3, len(given.holdings))
    holdings = given.holdings if not coder.reads else (Holding(0, 1),) * min(count, UNIT_LIMIT)
    return Digest(center_upto, tuple(_holding(coder, one) for one in holdings))


def _holding(coder: Coder, given: Holding) -> Holding:
    unit = coder.uniform(UNIT_LIMIT, given.unit)
    upto = _seq(coder.golomb(12, given.upto))
    count = coder.golomb(2, len(given.runs))
    if count > 256:
        raise BadFrame("range")
    runs = given.runs if not coder.reads else (0,) * count
    return Holding(unit, upto, tuple(coder.golomb(3, run) for run in runs))


def _seq(seq: int) -> int:
    if seq > SEQ_LIMIT:
        raise BadFrame("range")
    return seq
