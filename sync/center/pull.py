"""One page of the feed: entries in the order of arrival behind a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, select, tuple_

from sync.center import feed
from sync.center.dialect import writing
from sync.center.feed import Cursor
from sync.center.query import Box, Query
from sync.center.schema import ENTRY, FEED, INBOX
from sync.center.state import head
from sync.center.store import Center

_PLACE = (FEED.c.pos, ENTRY.c.unit, ENTRY.c.seq, ENTRY.c.version)
_NAMED = (*_PLACE, ENTRY.c.line, ENTRY.c.type, ENTRY.c.private)


@dataclass(frozen=True, slots=True)
class Page:
    """rows: (pos, unit, seq, version, line[, type, private]). next: where to go on, also when nothing matched."""

    rows: Sequence[Any]
    next: Cursor


def number_before_reading(center: Center) -> None:
    """A reader numbers what waits, so that it sees all that was committed."""
    with center.reader.connect() as conn:
        waits = conn.execute(select(INBOX.c.arrival).limit(1)).first()
    if waits is not None:
        with center.lock, writing(center.writer) as conn:
            feed.number(conn)


def read_page(conn: Connection, query: Query, *, with_private: bool = False) -> Page:
    """At most `query.limit` entries; `conn` must be in one read transaction."""
    after = feed.settle(conn, query.after)
    end = Cursor(after.incarnation, head(conn))
    columns = _NAMED if with_private else (*_PLACE, ENTRY.c.line)
    rows = list(conn.execute(_rest_of_position(columns, after, query)))
    if len(rows) < query.limit:
        rows += conn.execute(_later(columns, after, query).limit(query.limit - len(rows))).all()
    if len(rows) < query.limit:
        return Page(rows, max(end, after))
    pos, unit, seq, version = rows[-1][:4]
    return Page(rows, Cursor(after.incarnation, pos, unit, seq, version))


def _rest_of_position(columns: tuple[Any, ...], after: Cursor, query: Query) -> Select[Any]:
    """What the bundle has behind the cursor, in which the last page ended."""
    name = tuple_(ENTRY.c.unit, ENTRY.c.seq, ENTRY.c.version)
    rows = _joined(columns, query).where(
        FEED.c.pos == after.pos, name > tuple_(after.unit, after.seq, after.version)
    )
    return rows.limit(query.limit)


def _later(columns: tuple[Any, ...], after: Cursor, query: Query) -> Select[Any]:
    return _joined(columns, query).where(FEED.c.pos > after.pos)


def _joined(columns: tuple[Any, ...], query: Query) -> Select[Any]:
    both = FEED.join(ENTRY, ENTRY.c.arrival == FEED.c.arrival)
    return select(*columns).select_from(both).where(*_wanted(query)).order_by(*_PLACE)


def _wanted(query: Query) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.types:
        found.append(ENTRY.c.type.in_(query.types))
    if query.units:
        found.append(ENTRY.c.unit.in_(query.units))
    if query.incident:
        found += [ENTRY.c.incident_unit == query.incident.unit, ENTRY.c.incident_seq == query.incident.seq]
    if query.since is not None:
        found.append(ENTRY.c.made_at >= query.since)
    if query.until is not None:
        found.append(ENTRY.c.made_at < query.until)
    if query.bbox:
        found.append(_inside(query.bbox))
    return found


def _inside(box: Box) -> ColumnElement[bool]:
    return and_(ENTRY.c.lat.between(box.south, box.north), ENTRY.c.lon.between(box.west, box.east))
