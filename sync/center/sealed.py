"""The center's entries as signed frames: sealed once for each size and epoch, and kept."""

import logging
from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, delete, func, select

from field_node.records.record import Entry, may_radio
from sync.center.dialect import insert_many, unless_there, writing
from sync.center.issued import newest_issued
from sync.center.schema import BROADCAST, ISSUED, UNREAD
from sync.center.state import read_operation
from sync.center.store import Center
from sync.center.units import oldest_epoch
from sync.codec.contents import decode, encode, pack
from sync.codec.since import least_context
from sync.errors import BadFrame
from sync.frames import BROADCAST_OVERHEAD, CENTER, FULL_CONTENTS, INTERNET_MTU, LORA_MTU
from sync.seal import seal_broadcast

MTUS = (LORA_MTU, 512, INTERNET_MTU)
"""Frames are sealed once for each of these; who asks for another size gets the next smaller."""
BATCH = 500
_log = logging.getLogger(__name__)


class Series(NamedTuple):
    """Frames of one size, under one epoch."""

    mtu: int
    epoch: int

    @property
    def full(self) -> bool:
        """They carry what is withheld from radio."""
        return self.mtu == INTERNET_MTU


class Issued(NamedTuple):
    """The center's own entries of some numbers, in order; `unread`: those that only another release can read; `last`: of all."""

    entries: list[Entry]
    unread: tuple[int, ...]
    last: int


def sealed_series(center: Center, *, mtu: int, now: int) -> Series:
    """The frames to give out at that size; when this returns they say all that was issued and can be read here."""
    with center.reader.connect() as conn:
        epoch = oldest_epoch(conn, read_operation(conn).epoch)
        series = Series(max(each for each in MTUS if each <= mtu), epoch)
        unread = _unread(conn, series)
        newest, done = newest_issued(conn), _looked_to(conn, series)
    if unread:
        _seal_unread(center, series, unread, now)
    while done < newest:
        done = _seal_rest(center, series, done, now)
    return series


def issued_after(center: Center, conn: Connection, seq: int, limit: int) -> Issued:
    """The center's own entries above that number; a store may hold what a later release issued."""
    rows = select(ISSUED).where(ISSUED.c.seq > seq).order_by(ISSUED.c.seq).limit(limit)
    return _read(center, conn, rows, seq)


def _read(center: Center, conn: Connection, rows: Select[Any], after: int) -> Issued:
    entries, unread = list[Entry](), list[int]()
    last = after
    for seq, contents in conn.execute(rows):
        last = seq
        said = center.rest.unlock(bytes(contents))
        try:
            entries += decode(CENTER, said, start=center.keys.start).entries
        except BadFrame:
            unread.append(seq)
    return Issued(entries, tuple(unread), last)


def fits(entry: Entry, start: int, mtu: int) -> bool:
    """A frame of that size without withheld fields can carry it; else it waits for a link with more room."""
    if not may_radio(type(entry.record)):
        return False
    return len(encode([entry], start=start, full=False)) <= mtu - BROADCAST_OVERHEAD


def _looked_to(conn: Connection, series: Series) -> int:
    of = BROADCAST.c.mtu == series.mtu, BROADCAST.c.epoch == series.epoch
    sealed = conn.execute(select(func.max(BROADCAST.c.last_seq)).where(*of)).scalar()
    return max(sealed or 0, *_unread(conn, series), 0)


def _unread(conn: Connection, series: Series) -> list[int]:
    of = UNREAD.c.mtu == series.mtu, UNREAD.c.epoch == series.epoch
    return list(conn.execute(select(UNREAD.c.seq).where(*of).order_by(UNREAD.c.seq)).scalars())


def _seal_rest(center: Center, series: Series, after: int, now: int) -> int:
    """Seals some of what no kept frame says yet; up to which seq. Two processes that do it at once keep the same frames."""
    with center.reader.connect() as conn:
        issued = issued_after(center, conn, after, BATCH)
    rows = _sealed(center, series, issued, now)
    if issued.last not in issued.unread and (not rows or rows[-1]["last_seq"] < issued.last):
        rows.append(
            _row(series, (issued.last, issued.last), b"")
        )  # fits no such frame: looked at, never again
    marks = [{"mtu": series.mtu, "epoch": series.epoch, "seq": seq} for seq in issued.unread]
    with center.lock, writing(center.writer) as conn:
        if _looked_to(conn, series) == after:
            insert_many(conn, unless_there(conn, BROADCAST), rows)
            insert_many(conn, unless_there(conn, UNREAD), marks)
        done = _looked_to(conn, series)
    for seq in issued.unread:
        _log.warning("own entry %d cannot be read by this release", seq)
    return done


def _seal_unread(center: Center, series: Series, unread: Sequence[int], now: int) -> None:
    """Seals those of them that can be read here, in a release that knows more than the one that left them."""
    with center.reader.connect() as conn:
        rows = select(ISSUED).where(ISSUED.c.seq.in_(unread[:BATCH])).order_by(ISSUED.c.seq)
        issued = _read(center, conn, rows, 0)
    if not issued.entries:
        return
    read = [one.seq for one in issued.entries]
    others = tuple(sorted({*range(read[0], read[-1])} - {*read}))
    frames = _sealed(center, series, issued._replace(unread=others), now)
    of = UNREAD.c.mtu == series.mtu, UNREAD.c.epoch == series.epoch, UNREAD.c.seq.in_(read)
    with center.lock, writing(center.writer) as conn:
        if conn.execute(delete(UNREAD).where(*of)).rowcount:
            insert_many(conn, unless_there(conn, BROADCAST), frames)


def _sealed(center: Center, series: Series, issued: Issued, now: int) -> list[dict[str, Any]]:
    """A row for each frame; between its first and its last seq is nothing that another one says or that is unread."""
    start = center.keys.start
    packed = [one for run in _runs(issued, series, start) for one in _packed(run, series, start)]
    counters = center.counters.draw(len(packed), now) if packed else []
    return [
        _row(
            series,
            (said[0].seq, said[-1].seq),
            seal_broadcast(center.keys, epoch=series.epoch, counter=counter, contents=contents),
        )
        for (contents, said), counter in zip(packed, counters, strict=True)
    ]


def _runs(issued: Issued, series: Series, start: int) -> list[list[Entry]]:
    """What fits, cut where the least context changes and where one is unread."""
    fitting = [one for one in issued.entries if series.full or fits(one, start, series.mtu)]

    def run(one: Entry) -> tuple[int, int]:
        return least_context((one,), full=series.full), bisect_left(issued.unread, one.seq)

    return [list(each) for _, each in groupby(fitting, key=run)]


def _packed(entries: list[Entry], series: Series, start: int) -> list[tuple[bytes, tuple[Entry, ...]]]:
    room = FULL_CONTENTS if series.full else series.mtu - BROADCAST_OVERHEAD
    return pack(entries, start=start, full=series.full, room=room)


def _row(series: Series, seqs: tuple[int, int], sealed: bytes) -> dict[str, Any]:
    first, last = seqs
    return {
        "mtu": series.mtu,
        "epoch": series.epoch,
        "first_seq": first,
        "last_seq": last,
        "sealed": sealed,
    }
