"""The center's entries as signed frames: sealed once for each size and epoch, and kept."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from field_node.records.record import Entry, may_radio
from sync.center.dialect import insert_many, unless_there, writing
from sync.center.issued import newest_issued
from sync.center.schema import BROADCAST, ISSUED
from sync.center.state import read_operation
from sync.center.store import Center
from sync.center.units import oldest_epoch
from sync.codec.contents import decode, encode, pack
from sync.frames import BROADCAST_OVERHEAD, CENTER, FULL_CONTENTS, INTERNET_MTU, LORA_MTU
from sync.seal import seal_broadcast

MTUS = (LORA_MTU, 512, INTERNET_MTU)
"""Frames are sealed once for each of these; who asks for another size gets the next smaller."""
BATCH = 500


class Series(NamedTuple):
    """Frames of one size, under one epoch."""

    mtu: int
    epoch: int

    @property
    def full(self) -> bool:
        """They carry what is withheld from radio."""
        return self.mtu == INTERNET_MTU


def sealed_series(center: Center, *, mtu: int, now: int) -> Series:
    """The frames to give out at that size; when this returns they say all that was issued."""
    with center.reader.connect() as conn:
        epoch = oldest_epoch(conn, read_operation(conn).epoch)
        series = Series(max(each for each in MTUS if each <= mtu), epoch)
        newest, done = newest_issued(conn), _sealed_to(conn, series)
    while done < newest:
        done = _seal_rest(center, series, done, now)
    return series


def issued_after(center: Center, conn: Connection, seq: int, limit: int) -> list[Entry]:
    """The center's own entries above that number, in order."""
    rows = select(ISSUED.c.contents).where(ISSUED.c.seq > seq).order_by(ISSUED.c.seq).limit(limit)
    said = [center.rest.unlock(bytes(contents)) for (contents,) in conn.execute(rows)]
    return [entry for each in said for entry in decode(CENTER, each, start=center.keys.start).entries]


def fits(entry: Entry, start: int, mtu: int) -> bool:
    """A frame of that size without withheld fields can carry it; else it waits for a link with more room."""
    if not may_radio(type(entry.record)):
        return False
    return len(encode([entry], start=start, full=False)) <= mtu - BROADCAST_OVERHEAD


def _sealed_to(conn: Connection, series: Series) -> int:
    of = BROADCAST.c.mtu == series.mtu, BROADCAST.c.epoch == series.epoch
    found: int = conn.execute(
        select(func.coalesce(func.max(BROADCAST.c.last_seq), 0)).where(*of)
    ).scalar_one()
    return found


def _seal_rest(center: Center, series: Series, after: int, now: int) -> int:
    """Seals some of what no kept frame says yet; up to which seq. Two processes that do it at once keep the same frames."""
    with center.reader.connect() as conn:
        entries = issued_after(center, conn, after, BATCH)
    packed = _packed(entries, series, center.keys.start)
    counters = center.counters.draw(len(packed), now)
    rows = [
        _row(
            series,
            (said[0].seq, said[-1].seq),
            seal_broadcast(center.keys, epoch=series.epoch, counter=counter, contents=contents),
        )
        for (contents, said), counter in zip(packed, counters, strict=True)
    ]
    last = entries[-1].seq
    if not packed or packed[-1][1][-1].seq < last:
        rows.append(_row(series, (last, last), b""))  # fits no such frame: looked at, never again
    with center.lock, writing(center.writer) as conn:
        if _sealed_to(conn, series) == after:
            insert_many(conn, unless_there(conn, BROADCAST), rows)
        return _sealed_to(conn, series)


def _packed(entries: Sequence[Entry], series: Series, start: int) -> list[tuple[bytes, tuple[Entry, ...]]]:
    room = FULL_CONTENTS if series.full else series.mtu - BROADCAST_OVERHEAD
    fitting = [one for one in entries if series.full or fits(one, start, series.mtu)]
    return pack(fitting, start=start, full=series.full, room=room)


def _row(series: Series, seqs: tuple[int, int], sealed: bytes) -> dict[str, Any]:
    first, last = seqs
    return {
        "mtu": series.mtu,
        "epoch": series.epoch,
        "first_seq": first,
        "last_seq": last,
        "sealed": sealed,
    }
