"""What a receipt says to one unit: the body of a slip."""

from dataclasses import dataclass, field, replace

from sync.errors import BadFrame
from sync.seal.checks import TRACK_FROM, Checks, named_checks, read_checks, write_checks
from sync.seal.keys import EPOCHS
from sync.seal.spans import Spans, below, bitmap, reach, read_bitmap, read_runs, runs
from sync.seal.varint import SEQS, Cursor, varint

MAX_BODY = 255 - 8  # the length of a sealed slip is one byte, its tag takes eight
GROUP_KEY_SIZE = 16
_HIGHEST = range(1 << 48)

BITMAP, RUNS, COMPLETE, TRACK, EPOCH, COUNTER, CHECK, REVOKED = (1 << bit for bit in range(8))
_NOTHING_ASIDE = Checks()


@dataclass(frozen=True, slots=True)
class Track:
    """The line of track points: as `upto` and `has` of a slip, in seqs from 2^31."""

    upto: int
    has: Spans = ()


@dataclass(frozen=True, slots=True)
class NewEpoch:
    """The group key of an epoch, given to one unit."""

    epoch: int
    key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """The center's state for one unit; of two slips the one with the higher counter counts.

    Every seq below `upto` is at the center or was announced as not coming by radio; `has`: those above it that
    are there; below `complete` everything is there with all its fields. `check`: arrived, but set aside.
    """

    incarnation: int
    upto: int
    has: Spans = ()
    complete: int | None = None
    track: Track | None = None
    epoch: NewEpoch | None = None
    highest: int | None = None
    checks: Checks = _NOTHING_ASIDE
    revoked: bool = False

    def names_more_than(self, *, counter: int, seq: int, track_seq: int = TRACK_FROM - 1) -> bool:
        """It names a counter or seq above those this card ever used: the card is a restored copy."""
        tracks = self.track or Track(TRACK_FROM)
        highest = counter if self.highest is None else self.highest
        seqs_end = max(_end(self.upto, self.has), self.complete or 0)
        return highest > counter or seqs_end > seq + 1 or _end(tracks.upto, tracks.has) > track_seq + 1


def pack_slip(slip: Slip, *, room: int = MAX_BODY) -> bytes:
    """The body of a slip in at most `room` bytes; ValueError if its fixed parts do not fit or are out of range.

    What does not fit goes unsaid, which a later slip mends: first the track line, then the far end of the
    window, then the end of `checks`, and then all that would cover what is set aside and not named.
    """
    left = min(room, MAX_BODY) - 1 - len(_head(slip)) - sum(map(len, _fixed(slip).values()))
    if left < 0:
        raise ValueError(f"a slip does not fit {room} bytes")
    checks, unnamed = named_checks(slip.checks, room=left)
    slip = replace(short_of(slip, unnamed), checks=checks)
    head, parts = _head(slip), _fixed(slip)
    parts[CHECK] = write_checks(checks)
    left -= len(parts[CHECK])
    form, said = _window(slip, left)
    parts[form] = said
    parts[TRACK] = _track(slip.track, left - len(said))
    flags = sum(flag for flag, part in parts.items() if part) + (REVOKED if slip.revoked else 0)
    return bytes((flags,)) + head + b"".join(parts[flag] for flag in sorted(parts))


def short_of(slip: Slip, unnamed: tuple[int, ...]) -> Slip:
    """The slip that covers none of `unnamed`, nor anything above them on their line."""
    form = min((seq for seq in unnamed if seq < TRACK_FROM), default=None)
    track = min((seq for seq in unnamed if seq >= TRACK_FROM), default=None)
    if form is not None:
        complete = None if slip.complete is None else min(slip.complete, form)
        slip = replace(slip, upto=min(slip.upto, form), has=below(form, slip.has), complete=complete)
    if track is not None and slip.track is not None:
        line = Track(min(slip.track.upto, track), below(track, slip.track.has))
        slip = replace(slip, track=line)
    return slip


def unpack_slip(body: bytes) -> Slip:
    """What the body says; BadFrame("slip_body") for anything that `pack_slip` would not write."""
    cursor = Cursor(body)
    flags, incarnation, upto = cursor.byte(), cursor.byte(), cursor.varint()
    slip = Slip(
        incarnation=incarnation,
        upto=upto,
        has=_read_window(cursor, flags, upto),
        complete=cursor.varint() if flags & COMPLETE else None,
        track=_read_track(cursor) if flags & TRACK else None,
        epoch=_read_epoch(cursor) if flags & EPOCH else None,
        highest=int.from_bytes(cursor.take(6), "big") if flags & COUNTER else None,
        checks=read_checks(cursor) if flags & CHECK else Checks(),
        revoked=bool(flags & REVOKED),
    )
    cursor.finish()
    return slip


def _end(upto: int, has: Spans) -> int:
    return max(upto, has[-1][1]) if has else upto


def _head(slip: Slip) -> bytes:
    return bytes((slip.incarnation,)) + varint(slip.upto)


def _fixed(slip: Slip) -> dict[int, bytes]:
    parts = {}
    if slip.complete is not None:
        parts[COMPLETE] = varint(slip.complete)
    if slip.epoch is not None:
        parts[EPOCH] = _epoch(slip.epoch)
    if slip.highest is not None:
        parts[COUNTER] = slip.highest.to_bytes(6, "big")
    return parts


def _epoch(new: NewEpoch) -> bytes:
    if new.epoch not in EPOCHS or len(new.key) != GROUP_KEY_SIZE:
        raise ValueError("no epoch has such a key")
    return new.epoch.to_bytes(4, "big") + new.key


def _window(slip: Slip, room: int) -> tuple[int, bytes]:
    """The form that says more; of two that say the same the shorter, of two as short the bitmap."""
    forms = (BITMAP, bitmap, read_bitmap), (RUNS, runs, read_runs)
    said = [(flag, write(slip.upto, slip.has, room=room), read) for flag, write, read in forms]
    flag, form, _ = min(said, key=lambda each: (-reach(slip.upto, each[1], each[2]), len(each[1])))
    return flag, form


def _track(track: Track | None, room: int) -> bytes:
    if track is None:
        return b""
    upto = varint(track.upto - TRACK_FROM)
    line = runs(track.upto, track.has, room=room - len(upto)) or b"\0"
    return upto + line if len(upto) + len(line) <= room else b""


def _read_window(cursor: Cursor, flags: int, upto: int) -> Spans:
    if flags & BITMAP and flags & RUNS:
        raise BadFrame("slip_body")
    if flags & BITMAP:
        return read_bitmap(cursor, upto)
    return read_runs(cursor, upto) if flags & RUNS else ()


def _read_track(cursor: Cursor) -> Track:
    upto = TRACK_FROM + cursor.varint()
    if upto not in SEQS:
        raise BadFrame("slip_body")
    return Track(upto, read_runs(cursor, upto, may_be_none=True))


def _read_epoch(cursor: Cursor) -> NewEpoch:
    return NewEpoch(int.from_bytes(cursor.take(4), "big"), cursor.take(GROUP_KEY_SIZE))
