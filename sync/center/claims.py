"""Units that hold more of the center's entries than it ever issued: its store was put back, or one of them lies."""

from collections.abc import Iterable

from msgspec.structs import replace
from sqlalchemy import Connection, select

from sync.center import feed
from sync.center.alarms import DAY_S, sound
from sync.center.asked import Asked
from sync.center.dialect import writing
from sync.center.drawn import drawn_in
from sync.center.issued import newest_issued
from sync.center.restored import RESTORED, Pen, begin_anew
from sync.center.schema import ALARM
from sync.center.store import Center

SPARE = 32
"""Own numbers left out beyond what a unit names: it may hold some above a hole, and another may hold more than it does."""
MOST_LOST = 1_024
"""A unit that names more than so many beyond the last is not believed: its word alone would empty the numbers."""
BELIEVED_S = 7 * DAY_S
"""Each unit is believed once in so long: a stolen one must not make all others send again and again."""
CLAIMED = "mengaku_lebih"


def heed(center: Center, asked: Iterable[Asked], *, now: int) -> range | None:
    """The own numbers that were lost, when a unit proves a restore that no file told; None when none does."""
    named = {one.unit: one.upto - 1 for one in asked}
    if not named:
        return None
    with center.reader.connect() as conn:
        newest = newest_issued(conn)
    if max(named.values(), default=0) <= newest:
        return None
    with center.lock, writing(center.writer) as conn:
        lost = _lost(center, conn, named, now)
        feed.number_in_writer(conn)
    center.committed()
    return lost


def _lost(center: Center, conn: Connection, named: dict[int, int], now: int) -> range | None:
    last = _believed(conn, named, now)
    if last is None:
        return None
    far = replace(drawn_in(conn), issued=last + SPARE)
    return begin_anew(conn, far, Pen(center.rest, center.keys.start), now=now)


def _believed(conn: Connection, named: dict[int, int], now: int) -> int | None:
    """The highest number that a unit names and that may be true."""
    newest = newest_issued(conn)
    found: list[int] = []
    for unit, last in sorted(named.items()):
        if last <= newest:
            continue
        is_possible = last <= newest + MOST_LOST and not _was_believed(conn, unit, now)
        sound(conn, RESTORED if is_possible else CLAIMED, unit, last, now)
        found += [last] if is_possible else []
    return max(found, default=None)


def _was_believed(conn: Connection, unit: int, now: int) -> bool:
    by = ALARM.c.kind == RESTORED, ALARM.c.unit == unit, ALARM.c.at > now - BELIEVED_S
    return conn.execute(select(ALARM.c.id).where(*by).limit(1)).first() is not None
