"""Frames looked at before any transaction: opened, decoded, range-checked. Every failure is of one frame."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from sqlalchemy import Connection, bindparam, select

from sync.center.schema import FRAME
from sync.center.state import read_operation
from sync.center.store import Center
from sync.center.units import Unit, read_units
from sync.codec.contents import Contents, decode
from sync.codec.digest import Digest, decode_digest
from sync.errors import BadFrame
from sync.frames import CENTER, UNIT_KINDS, Kind, parse_header
from sync.seal import Opened, floor_at, open_at_center, open_by_group

_ACCEPTED = select(FRAME.c.unit, FRAME.c.counter, FRAME.c.tag).where(
    FRAME.c.unit == bindparam("of"), FRAME.c.counter.in_(bindparam("counters", expanding=True))
)
Verdict = Literal["new", "known", "held", "refused"]
UNPROVEN = "unproven"
"""Held for this: the group's seal opens, the unit tag does not fit."""
UNFORESEEN = (ArithmeticError, LookupError, TypeError, ValueError)
"""What a value can do to code that did not expect it; the store's own errors are not among them."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One frame and what it says. `reason`: why it is held or refused. `unit`: who it says it is from, 0 unknown.

    `claimed`: what only the group's seal proves, as it would be if that unit had sealed it.

    `entries`, and the `positions` among them: how many it held, once its contents were kept and let go.
    """

    frame: bytes
    verdict: Verdict
    unit: int = 0
    reason: str = ""
    opened: Opened | None = None
    claimed: Opened | None = None
    contents: Contents | None = None
    digest: Digest | None = None
    entries: int = 0
    positions: int = 0


@dataclass(frozen=True, slots=True)
class Lookup:
    """What opening needs to know of the store: the enrolled units named, and the newest epoch."""

    units: Mapping[int, Unit]
    epoch: int
    floor: int


def examine(
    center: Center, frames: Iterable[bytes], now: int, *, junk: "Junk", again: bool = False
) -> list[Examined]:
    """Each frame in its order. `again`: they lie here already, held, and are looked at as if they came now."""
    kept = list(frames)
    with center.reader.connect() as conn:
        units = read_units(conn, {_sender(frame) for frame in kept})
        lookup = Lookup(units, read_operation(conn).epoch, floor_at(now, start=center.keys.start) or 0)
        opened = [_opened(center, frame, lookup, junk) for frame in kept]
        known = set() if again else _known(conn, opened)
    return [_decoded(center, one, known) for one in opened]


def _suspect(center: Center, refused: Examined, known: "Known") -> Examined:
    """The group's seal opens it: it waits for an explanation."""
    claimed = open_by_group(center.keys, refused.frame, **known)
    return replace(refused, verdict="held", reason=UNPROVEN, claimed=claimed) if claimed else refused


class Known(TypedDict):
    """What is known of a sender, for finding the counter and the epoch of its frame."""

    highest: int
    floor: int
    epoch: int
    first_epoch: int


class Junk:
    """How many frames of one carrier may still cost us a search for their counter. Counts down."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


def _sender(frame: bytes) -> int:
    return int.from_bytes(frame[1:3], "big")


def _opened(center: Center, frame: bytes, lookup: Lookup, junk: Junk) -> Examined:
    try:
        header = parse_header(frame)
    except BadFrame as bad:
        return Examined(frame, "refused", reason=bad.reason)
    unit = lookup.units.get(header.unit)
    if header.kind not in UNIT_KINDS or header.unit == CENTER or unit is None or junk.left <= 0:
        return Examined(frame, "refused", header.unit, "kind")
    known = Known(highest=unit.highest, floor=lookup.floor, epoch=lookup.epoch, first_epoch=unit.first_epoch)
    try:
        opened = open_at_center(center.keys, frame, **known)
    except BadFrame as bad:
        junk.spend()
        refused = Examined(frame, "refused", unit.number, bad.reason)
        return refused if bad.reason != "forged" else _suspect(center, refused, known)
    if not unit.is_live and header.kind is Kind.DIGEST:
        return Examined(frame, "known", unit.number, "question", opened)  # nothing of it is worth keeping
    if not unit.is_live:
        return Examined(frame, "held", unit.number, "revoked" if unit.revoked else "quarantined", opened)
    return Examined(frame, "new", unit.number, opened=opened)


def _known(conn: Connection, examined: Iterable[Examined]) -> set[tuple[int, int, bytes]]:
    """Names of frames that were accepted before."""
    counters: dict[int, list[int]] = {}
    for one in examined:
        if one.opened is not None:
            counters.setdefault(one.unit, []).append(one.opened.counter)
    return {name for unit, wanted in counters.items() for name in accepted(conn, unit, wanted)}


def accepted(conn: Connection, unit: int, counters: list[int]) -> set[tuple[int, int, bytes]]:
    """(unit, counter, tag) of that unit's frames kept under those counters."""
    asked = {"of": unit, "counters": sorted(set(counters))}
    return {(row.unit, row.counter, bytes(row.tag)) for row in conn.execute(_ACCEPTED, asked)}


def _decoded(center: Center, one: Examined, known: set[tuple[int, int, bytes]]) -> Examined:
    if one.opened is None or one.verdict != "new":
        return one
    is_known = name_of(one) in known
    if is_known and one.opened.header.kind is not Kind.DIGEST:
        return Examined(one.frame, "known", one.unit, opened=one.opened)
    try:
        digest, contents = _read(center, one.opened)
    except BadFrame as bad:
        return Examined(one.frame, "held", one.unit, bad.reason, one.opened)
    verdict: Verdict = "known" if is_known else "new"
    return Examined(one.frame, verdict, one.unit, opened=one.opened, contents=contents, digest=digest)


def _read(center: Center, opened: Opened) -> tuple[Digest | None, Contents | None]:
    if opened.header.kind is Kind.DIGEST:
        return decode_digest(opened.contents), None
    return None, decode(opened.header.unit, opened.contents, start=center.keys.start)


def name_of(one: Examined) -> tuple[int, int, bytes]:
    """(unit, counter, tag): what the center remembers of a frame for ever.

    One that only the group's seal proves has the name of the unit's own, its counter below zero: ~counter.
    """
    if one.opened is not None:
        return one.unit, one.opened.counter, one.opened.tag
    if one.claimed is not None:
        return one.unit, ~one.claimed.counter, one.claimed.tag
    raise ValueError("a frame that nothing proves has no name")
