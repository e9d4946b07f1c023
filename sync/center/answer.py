"""What goes back: a slip for each unit heard, then what the center says to all and the carrier does not have yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from sync.center.aside import checks_of
from sync.center.schema import BROADCAST
from sync.center.sealed import sealed_series
from sync.center.state import Operation, read_operation
from sync.center.store import Center
from sync.center.units import Unit, read_units
from sync.frames import HEADER_SIZE, LORA_MTU
from sync.seal import Checks, NewEpoch, Slip, pack_slip, seal_receipt, share_out, short_of
from sync.seal.receipt import SLIP_OVERHEAD
from sync.seal.slip import MAX_BODY

MOST_BYTES = 64 * 1024
MOST_FRAMES = MOST_BYTES // LORA_MTU


@dataclass(frozen=True, slots=True)
class Answer:
    """Frames to carry back. `more`: there is more of the center's than fits one answer."""

    frames: tuple[bytes, ...]
    more: bool


def receipts(center: Center, numbers: tuple[int, ...], *, mtu: int, now: int) -> tuple[bytes, ...]:
    """One slip for each of those units, in as few frames as hold them; a revoked one hears just that.

    None for a unit in quarantine: a slip names seqs, and under a number that two cards share those of one would receipt
    the other's.
    """
    with center.reader.connect() as conn:
        operation = read_operation(conn)
        heard = [unit for unit in read_units(conn, numbers).values() if unit.is_live or unit.revoked]
        aside = {unit.number: checks_of(conn, unit) for unit in heard if unit.is_live}
    room = min(MAX_BODY, mtu - HEADER_SIZE - SLIP_OVERHEAD)
    slips = {
        unit.number: _slip(center, unit, operation, aside[unit.number])
        if unit.is_live
        else _last_word(unit, operation.incarnation)
        for unit in heard
    }
    bodies = {number: pack_slip(slip, room=room) for number, slip in slips.items()}
    groups = share_out(bodies, mtu=mtu)
    counters = center.counters.draw(len(groups), now) if groups else []
    return tuple(
        seal_receipt(center.keys, group, epoch=operation.epoch, counter=counter)
        for group, counter in zip(groups, counters, strict=True)
    )


def _slip(center: Center, unit: Unit, operation: Operation, aside: tuple[Checks, tuple[int, ...]]) -> Slip:
    upto, has = unit.received.line()
    checks, unnamed = aside
    slip = Slip(
        incarnation=operation.incarnation,
        upto=upto,
        has=has,
        complete=unit.received.complete(),
        track=unit.received.track_line(),
        epoch=_next_epoch(center, unit.epoch) if unit.epoch < operation.epoch else None,
        highest=max(unit.highest, 0),
        checks=checks,
    )
    return short_of(slip, unnamed)


def _next_epoch(center: Center, held: int) -> NewEpoch:
    """One after the other: broadcasts are sealed under the oldest one in use, so none may be left out."""
    return NewEpoch(held + 1, center.keys.group_key(held + 1))


def _last_word(unit: Unit, incarnation: int) -> Slip:
    """For a revoked unit: no key, no new receipt; `upto` as it was when it was revoked, unless two cards share it."""
    upto = 1 if unit.quarantined else unit.received.line()[0]
    return Slip(incarnation=incarnation, upto=upto, revoked=True)


def broadcasts(center: Center, upto: int, *, mtu: int, now: int) -> Answer:
    """Frames of the center's entries from seq `upto` on, in their order, at most 64 kB."""
    series = sealed_series(center, mtu=mtu, now=now)
    rows = (
        select(BROADCAST.c.sealed)
        .where(
            BROADCAST.c.mtu == series.mtu,
            BROADCAST.c.epoch == series.epoch,
            BROADCAST.c.last_seq >= upto,
            func.length(BROADCAST.c.sealed) > 0,
        )
        .order_by(BROADCAST.c.first_seq)
        .limit(MOST_FRAMES + 1)
    )
    with center.reader.connect() as conn:
        found = [bytes(sealed) for (sealed,) in conn.execute(rows)]
    frames = tuple(_within(found[:MOST_FRAMES]))
    return Answer(frames, len(frames) < len(found))


def _within(found: list[bytes]) -> Iterator[bytes]:
    """As many as an answer may hold."""
    size = 0
    for frame in found:
        size += len(frame) + 2
        if size > MOST_BYTES:
            return
        yield frame
