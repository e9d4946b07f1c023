"""The center's word of an arrival: one kabar_kiriman for each line whose sums changed, to whoever sent the goods."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from field_node.records import number_of
from field_node.records.delivery_news import MOST, DeliveryNews
from field_node.records.kinds import Ref
from field_node.records.record import InvalidRecord, Record
from field_node.store.folds import key_text
from sync.center import feed
from sync.center.alarms import DAY_S, sound
from sync.center.dialect import writing
from sync.center.due_news import ARRIVED, MOVE, NEWS, done, due, put_off
from sync.center.fold_tables import TABLES
from sync.center.issue import allowed, issue_all_within
from sync.center.known import KnownHere
from sync.center.schema import OPERATION
from sync.center.store import Center

AT_ONCE = 40
"""Lines that are looked at after one bundle, one full paper: the rest is looked at after the next."""
MOST_A_DAY = 400
"""What one unit may make the center say in a day: ten papers of forty lines. What is more waits."""
LATER_S = 3_600
FULL = "kabar_penuh"
_ENDED, _NEWEST = TABLES["replaced"].c, TABLES["newest"].c
_IN_FORCE = ~select(1).where(_ENDED.unit == MOVE.of_unit, _ENDED.seq == MOVE.of_seq).exists()
_SUMS = [func.coalesce(func.sum(column), 0) for column in (MOVE.diterima, MOVE.rusak, MOVE.kurang)]
_log = logging.getLogger(__name__)


class Before(NamedTuple):
    """What was said last of a line. `at`: UTC seconds."""

    news: DeliveryNews
    at: int


def tell(center: Center, *, now: int) -> int:
    """Looks at some of the lines that wait; how many were looked at. Raises DBAPIError when the store cannot."""
    with center.reader.connect() as conn:
        if not due(conn, now, 1):
            return 0
    with center.lock, writing(center.writer) as conn:
        conn.execute(select(OPERATION.c.id).with_for_update()).all()
        lines = due(conn, now, AT_ONCE)
        done(conn, lines)
        issue_all_within(center, conn, _words(conn, lines, now), now=now)
        feed.number_in_writer(conn)
    center.committed()
    return len(lines)


def _words(conn: Connection, lines: Iterable[Ref], now: int) -> Iterator[tuple[Record, int]]:
    """What there is to say of those lines, each with its instant; of a unit that has said enough nothing now."""
    room: dict[int, int] = {}
    for line in lines:
        word, at = _word(conn, line, now)
        if word is None:
            continue
        if word.terima is not None and not _has_room(conn, room, word.terima.unit, now):
            put_off(conn, line, now + LATER_S)
        elif (kept := _allowed(word)) is not None:
            yield kept, at


def _word(conn: Connection, line: Ref, now: int) -> tuple[DeliveryNews | None, int]:
    """News of the line, None when nothing else is to be said than before; and its instant, not before that of the last one."""
    news, before = _news(conn, line), _before(conn, line, now)
    is_said = news is None or _says(news) == _says(before.news if before else None)
    return None if is_said else news, max(now, before.at if before else 0)


def _allowed(news: DeliveryNews) -> Record | None:
    try:
        return allowed(news)
    except InvalidRecord:
        _log.exception("no news can be made of %s", news.kirim)
        return None


def _says(news: DeliveryNews | None) -> tuple[object, ...]:
    return (news.diterima, news.rusak, news.kurang, news.gudang) if news else (0, 0, 0, None)


def _news(conn: Connection, line: Ref) -> DeliveryNews | None:
    """What the arrivals in force amount to; None while the center holds no such kirim.

    Those of the sender's own unit are not counted, which it knows, nor those of other goods.
    """
    by_name = MOVE.of_unit == line.unit, MOVE.of_seq == line.seq
    item = conn.execute(select(MOVE.barang).where(*by_name, MOVE.jenis == "kirim")).scalar()
    if item is None:
        return None
    named = MOVE.merujuk_unit == line.unit, MOVE.merujuk_seq == line.seq, MOVE.of_unit != line.unit
    of = *ARRIVED, *named, MOVE.barang == item, _IN_FORCE
    last = _last(conn, of)
    came, broken, missing = (min(int(each), MOST) for each in conn.execute(select(*_SUMS).where(*of)).one())
    return DeliveryNews(
        kirim=line,
        barang=item,
        terima=Ref(last.of_unit, last.of_seq) if last else None,
        gudang=Ref(last.gudang_unit, last.gudang_seq) if last else None,
        diterima=came,
        rusak=broken,
        kurang=missing,
        waktu=last.of_made_at if last else None,
    )


def _last(conn: Connection, of: Sequence[ColumnElement[bool]]) -> Any:
    """The newest of those arrivals, None without any."""
    columns = MOVE.of_unit, MOVE.of_seq, MOVE.of_made_at, MOVE.gudang_unit, MOVE.gudang_seq
    newest = MOVE.of_made_at.desc(), MOVE.of_unit.desc(), MOVE.of_seq.desc()
    return conn.execute(select(*columns).where(*of).order_by(*newest).limit(1)).first()


def _before(conn: Connection, line: Ref, now: int) -> Before | None:
    said = KnownHere(conn, now).newest(DeliveryNews, line)
    if not isinstance(said, DeliveryNews):
        return None
    of = _NEWEST.type == number_of(DeliveryNews), _NEWEST.key == key_text(line)
    return Before(said, int(conn.execute(select(_NEWEST.at).where(*of)).scalar_one()))


def _has_room(conn: Connection, room: dict[int, int], unit: int, now: int) -> bool:
    """Whether that unit may make the center say one more word today, which `room` then counts."""
    if unit not in room:
        of = NEWS.terima_unit == unit, NEWS.of_made_at > now - DAY_S
        room[unit] = MOST_A_DAY - int(conn.execute(select(func.count()).where(*of)).scalar_one())
    room[unit] -= 1
    if room[unit] < 0:
        sound(conn, FULL, unit, now // DAY_S, now)
    return room[unit] >= 0
