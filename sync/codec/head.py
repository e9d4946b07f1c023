"""What every list of a frame begins with, and what its numbers may be."""

from field_node.records.kinds import SEQ_LIMIT, TRACK_START
from sync.codec.coder import Coder, flag
from sync.errors import BadFrame

SPAN_MIN = 1 << 18
"""The first time of a list is a minute of the operation: 182 days; other ones take 40 bits of seconds."""


def on_line(seq: int, origin: int) -> int:
    """The number. Raises BadFrame when it is not one of the line that begins at `origin`."""
    most = TRACK_START if origin == 0 else SEQ_LIMIT
    if not origin < seq + (origin > 0) or seq >= most:
        raise BadFrame("range")
    return seq


def first_seq(coder: Coder, seq: int | None, origin: int) -> int:
    """The number of a list's first entry."""
    return on_line(origin + coder.golomb(12, 0 if seq is None else seq - origin), origin)


def first_time(coder: Coder, made_at: int | None, start: int) -> int:
    """The minute that the first entry's time is counted from, UTC s. start: begin of the operation, UTC s."""
    base = start // 60
    minute = base if made_at is None else made_at // 60
    if flag(coder, 0 <= minute - base < SPAN_MIN):
        return (base + coder.uniform(SPAN_MIN, max(0, minute - base))) * 60
    found = coder.uniform(1 << 40, minute * 60)
    if found % 60 or 0 <= found // 60 - base < SPAN_MIN:
        raise BadFrame("contents")
    return found
