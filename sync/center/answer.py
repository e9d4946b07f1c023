"""What goes back: a slip for each unit heard, then what the center says to all and the carrier does not have yet."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from field_node.records.record import Entry, may_radio
from sync.center.aside import checks_of
from sync.center.dialect import insert_many, unless_there, writing
from sync.center.issued import newest_issued
from sync.center.schema import BROADCAST, ISSUED
from sync.center.state import Operation, read_operation
from sync.center.store import Center
from sync.center.units import Unit, oldest_epoch, read_units
from sync.codec.contents import decode, encode, pack
from sync.frames import BROADCAST_OVERHEAD, CENTER, FULL_CONTENTS, HEADER_SIZE, INTERNET_MTU, LORA_MTU
from sync.seal import Checks, NewEpoch, Slip, pack_slip, seal_broadcast, seal_receipt, share_out, short_of
from sync.seal.receipt import SLIP_OVERHEAD
from sync.seal.slip import MAX_BODY

MOST_BYTES = 64 * 1024
MTUS = (LORA_MTU, 512, INTERNET_MTU)
"""Broadcasts are sealed once for each of these; who asks for another size gets the next smaller."""
BATCH = 500


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
    epoch = operation.epoch
    slip = Slip(
        incarnation=operation.incarnation,
        upto=upto,
        has=has,
        complete=unit.received.complete(),
        track=unit.received.track_line(),
        epoch=NewEpoch(epoch, center.keys.group_key(epoch)) if unit.epoch < epoch else None,
        highest=max(unit.highest, 0),
        checks=checks,
    )
    return short_of(slip, unnamed)


def _last_word(unit: Unit, incarnation: int) -> Slip:
    """For a revoked unit: no key, no new receipt; `upto` as it was when it was revoked, unless two cards share it."""
    upto = 1 if unit.quarantined else unit.received.line()[0]
    return Slip(incarnation=incarnation, upto=upto, revoked=True)


def broadcasts(center: Center, upto: int, *, mtu: int, now: int) -> Answer:
    """Frames of the center's entries from seq `upto` on, at most 64 kB; sealed once and kept."""
    size = max(each for each in MTUS if each <= mtu)
    with center.reader.connect() as conn:
        epoch = oldest_epoch(conn, read_operation(conn).epoch)
        newest = newest_issued(conn)
        sealed_to = _sealed_to(conn, size, epoch)
    if newest >= upto and sealed_to < newest:
        _seal_rest(center, (size, epoch), sealed_to, now)
    with center.reader.connect() as conn:
        return _from(conn, (size, epoch), upto)


def _packed(entries: list[Entry], mtu: int, start: int) -> list[tuple[bytes, tuple[Entry, ...]]]:
    """In frames of that size. What may not go by radio, or fits no such frame, waits for a link with more room."""
    full = mtu == INTERNET_MTU
    room = FULL_CONTENTS if full else mtu - BROADCAST_OVERHEAD
    fitting = [one for one in entries if full or _fits(one, start, room)]
    return pack(fitting, start=start, full=full, room=room)


def _fits(entry: Entry, start: int, room: int) -> bool:
    return may_radio(type(entry.record)) and len(encode([entry], start=start, full=False)) <= room


def _sealed_to(conn: Connection, mtu: int, epoch: int) -> int:
    of = select(func.coalesce(func.max(BROADCAST.c.last_seq), 0)).where(
        BROADCAST.c.mtu == mtu, BROADCAST.c.epoch == epoch
    )
    found: int = conn.execute(of).scalar_one()
    return found


def _from(conn: Connection, kept: tuple[int, int], upto: int) -> Answer:
    mtu, epoch = kept
    rows = (
        select(BROADCAST.c.sealed)
        .where(BROADCAST.c.mtu == mtu, BROADCAST.c.epoch == epoch, BROADCAST.c.last_seq >= upto)
        .order_by(BROADCAST.c.first_seq)
    )
    frames: list[bytes] = []
    size = 0
    for (sealed,) in conn.execute(rows.limit(MOST_BYTES // LORA_MTU)):
        size += len(sealed) + 2
        if size > MOST_BYTES:
            return Answer(tuple(frames), True)
        frames.append(bytes(sealed))
    return Answer(tuple(frames), False)


def _seal_rest(center: Center, kept: tuple[int, int], after: int, now: int) -> None:
    """Seals what no kept frame says yet. Two processes that do it at once keep the same frames."""
    mtu, epoch = kept
    with center.reader.connect() as conn:
        rows = select(ISSUED.c.contents).where(ISSUED.c.seq > after).order_by(ISSUED.c.seq).limit(BATCH)
        said = [center.rest.unlock(bytes(contents)) for (contents,) in conn.execute(rows)]
    entries = [entry for each in said for entry in decode(CENTER, each, start=center.keys.start).entries]
    packed = _packed(entries, mtu, center.keys.start)
    counters = center.counters.draw(len(packed), now)
    sealed = [
        {
            "mtu": mtu,
            "epoch": epoch,
            "first_seq": said[0].seq,
            "last_seq": said[-1].seq,
            "sealed": seal_broadcast(center.keys, epoch=epoch, counter=counter, contents=contents),
        }
        for (contents, said), counter in zip(packed, counters, strict=True)
    ]
    with center.lock, writing(center.writer) as conn:
        if _sealed_to(conn, mtu, epoch) == after:
            insert_many(conn, unless_there(conn, BROADCAST), sealed)
