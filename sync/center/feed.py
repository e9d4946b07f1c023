"""The order of arrival: positions given after the commit, and the cursor that follows them."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from struct import Struct
from struct import error as WrongSize
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select

from sync.center.dialect import has_one_writer
from sync.center.schema import FEED, INBOX, INCARNATION, OPERATION
from sync.center.state import read_operation

_PACKED = Struct(">BQHIB")
LAST = (0xFFFF, 0xFFFF_FFFF, 0xFF)
"""Behind every entry of a position."""


class Cursor(NamedTuple):
    """A place in the feed, behind one entry. Readers may not look inside its text."""

    incarnation: int
    pos: int
    unit: int = LAST[0]
    seq: int = LAST[1]
    version: int = LAST[2]

    def __str__(self) -> str:
        return urlsafe_b64encode(_PACKED.pack(*self)).rstrip(b"=").decode()

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises ValueError for anything that `str` would not give."""
        try:
            cursor = cls(*_PACKED.unpack(urlsafe_b64decode(text + "=" * (-len(text) % 4))))
        except (ValueError, WrongSize) as wrong:
            raise ValueError("no cursor") from wrong
        if str(cursor) != text or cursor.pos >= 1 << 63:
            raise ValueError("no cursor")
        return cursor


def arrive(conn: Connection) -> int:
    """The number of a bundle that is being committed; its entries carry it."""
    number = conn.execute(insert(INBOX).values({})).inserted_primary_key
    return int(number[0])  # type: ignore[index]


def forget(conn: Connection, arrival: int) -> None:
    """A bundle that brought no entry has no place in the feed."""
    conn.execute(delete(INBOX).where(INBOX.c.arrival == arrival))


def number_in_writer(conn: Connection) -> None:
    """As the last statement of a write transaction: on a store with one writer the feed has no delay."""
    if has_one_writer(conn):
        number(conn)


def number(conn: Connection) -> None:
    """Gives positions to what has been committed (or is being committed here). One at a time, whoever does it."""
    conn.execute(select(OPERATION.c.id).with_for_update()).all()
    arrived = conn.execute(delete(INBOX).returning(INBOX.c.arrival)).scalars().all()
    for arrival in sorted(arrived):
        conn.execute(insert(FEED).values(arrival=arrival))


def settle(conn: Connection, cursor: Cursor | None) -> Cursor:
    """The cursor to go on from: of an older incarnation, where that one ended; none, the beginning."""
    incarnation = read_operation(conn).incarnation
    if cursor is None:
        return Cursor(incarnation, 0)
    if cursor.incarnation == incarnation:
        return cursor
    ended = conn.execute(select(INCARNATION.c.ended).filter_by(number=cursor.incarnation)).scalar()
    end = 0 if ended is None else ended
    return Cursor(incarnation, end) if cursor.pos > end else cursor._replace(incarnation=incarnation)
