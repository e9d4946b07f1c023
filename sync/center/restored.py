"""A store that was put back: a new incarnation that gives no number again, and lost numbers filled."""

import logging
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, update

from field_node.records.message import Message
from field_node.records.record import Entry, TimeQuality
from sync.center import feed
from sync.center.alarms import sound
from sync.center.at_rest import AtRest
from sync.center.dialect import writing
from sync.center.drawn import Drawn, drawn_in, note_drawn, read_drawn
from sync.center.issued import keep_issued
from sync.center.schema import ENTRY, INCARNATION, OPERATION, UNIT
from sync.center.state import head
from sync.frames import CENTER

MARGIN = 4_096
"""Counters left out after a restore: the file beside the key may lag behind by what a power cut took."""
RESTORED = "dipulihkan"
LOST = "Hilang saat pusat dipulihkan"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pen:
    """What the center's own entries are written with. `start`: of the operation, UTC s."""

    rest: AtRest
    start: int


def mend(file: Path, engines: tuple[Engine, Engine], pen: Pen) -> range | None:
    """The own numbers that were lost, when the store is older than that file says; None when it is not."""
    drawn = read_drawn(file)
    writer, reader = engines
    with writing(writer) as conn:
        if drawn is None or not drawn.is_ahead_of(drawn_in(conn)):
            return None
        noted_at = int(file.stat().st_mtime)
        lost = begin_anew(conn, drawn, pen, now=noted_at)
        sound(conn, RESTORED, CENTER, drawn_in(conn).incarnation, noted_at)
        feed.number_in_writer(conn)
    note_drawn(file, reader, anew=True)
    return lost


def begin_anew(conn: Connection, drawn: Drawn, pen: Pen, *, now: int) -> range:
    """A new incarnation that gives no number again which `drawn` says was given; the own numbers that were lost."""
    here = drawn_in(conn)
    renewed(conn, here, drawn)
    forgotten = UNIT.c.number.in_(drawn.revoked), UNIT.c.revoked_at.is_(None)
    conn.execute(update(UNIT).where(*forgotten).values(revoked_at=now))
    lost = range(here.issued + 1, drawn.issued + 1)
    if lost:
        made_at, said = _last_made(conn, pen), Message(isi=LOST)
        filled = [Entry(CENTER, seq, made_at, TimeQuality.NONE, said) for seq in lost]
        keep_issued(conn, filled, rest=pen.rest, start=pen.start, now=now)
    _log.warning("the store was restored: %d own entries are lost, from %d on", len(lost), lost.start)
    return lost


def renewed(conn: Connection, here: Drawn, drawn: Drawn) -> None:
    """Another incarnation, its numbers above all that were given; the old one ended where the feed is."""
    last = max(here.incarnation, drawn.incarnation)
    ended = head(conn)
    for number in range(here.incarnation, last + 1):
        if conn.execute(select(INCARNATION.c.number).filter_by(number=number)).first() is None:
            conn.execute(insert(INCARNATION).values(number=number, ended=ended))
    conn.execute(
        update(OPERATION).values(
            incarnation=(last + 1) % 256,
            reserved=max(here.counter, drawn.counter) + MARGIN,
            next_unit=max(here.next_unit, drawn.next_unit),
            epoch=max(here.epoch, drawn.epoch),
        )
    )


def _last_made(conn: Connection, pen: Pen) -> int:
    """When the newest own entry that is here was made; the start of the operation when there is none."""
    newest = select(func.max(ENTRY.c.made_at)).where(ENTRY.c.unit == CENTER)
    made: int | None = conn.execute(newest).scalar_one()
    return (pen.start if made is None else made) // 60 * 60
