"""The operation's own row: incarnation, epoch, counters reserved ahead, unit numbers."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, func, insert, select, update

from sync.center.dialect import writing
from sync.center.drawn import note_drawn
from sync.center.schema import FEED, OPERATION
from sync.seal import OperationKeys, floor_at

RESERVE = 32
_READ = select(OPERATION.c.incarnation, OPERATION.c.epoch, OPERATION.c.reserved)


@dataclass(frozen=True, slots=True)
class Operation:
    """incarnation: 0..255, another one after each restore; epoch: the newest; reserved: counters below it are given out."""

    incarnation: int
    epoch: int
    reserved: int


def read_operation(conn: Connection) -> Operation:
    return Operation(*conn.execute(_READ).one())


def begin(conn: Connection) -> None:
    """The row of a new operation, unless it is there."""
    if conn.execute(select(OPERATION.c.id)).first() is None:
        conn.execute(insert(OPERATION).values(id=1, incarnation=0, epoch=0, reserved=1, next_unit=1))


def next_epoch(conn: Connection) -> int:
    """The number of the epoch that begins now."""
    conn.execute(update(OPERATION).values(epoch=OPERATION.c.epoch + 1))
    return read_operation(conn).epoch


def next_unit(conn: Connection) -> int:
    """A unit number that was never given before."""
    conn.execute(update(OPERATION).values(next_unit=OPERATION.c.next_unit + 1))
    number: int = conn.execute(select(OPERATION.c.next_unit)).scalar_one()
    return number - 1


def unit_to_come(reader: Engine) -> int:
    """The number that the next unit will get, if nobody enrolls one meanwhile."""
    with reader.connect() as conn:
        number: int = conn.execute(select(OPERATION.c.next_unit)).scalar_one()
    return number


def head(conn: Connection) -> int:
    """The last position of the feed, 0 when it is empty."""
    found: int = conn.execute(select(func.coalesce(func.max(FEED.c.pos), 0))).scalar_one()
    return found


class Counters:
    """The center's counters: reserved in blocks by a commit of their own, then given out one by one.

    No two processes share a block, so none is ever used twice; and a block is left as soon as another process has
    taken a later one, so that what is drawn later is higher: of two slips a unit believes the higher one.
    """

    def __init__(self, keys: OperationKeys, file: Path, engines: tuple[Engine, Engine]) -> None:
        self._keys, self._file = keys, file
        self._writer, self._reader = engines
        self._next = self._stop = 0
        self._lock = Lock()

    def draw(self, count: int, now: int) -> list[int]:
        """Counters for `count` frames, each for one. Call it outside any transaction: it may commit a reserve."""
        floor = floor_at(now, start=self._keys.start) or 0
        with self._lock:
            self._next = max(self._next, floor)
            if self._stop - self._next < count or self._is_overtaken():
                self._reserve(count + RESERVE, floor)
            first, self._next = self._next, self._next + count
        return list(range(first, first + count))

    def _is_overtaken(self) -> bool:
        with self._reader.connect() as conn:
            return read_operation(conn).reserved != self._stop

    def _reserve(self, count: int, floor: int) -> None:
        with writing(self._writer) as conn:
            first = max(read_operation(conn).reserved, floor)
            conn.execute(update(OPERATION).values(reserved=first + count))
        self._next, self._stop = first, first + count
        note_drawn(self._file, self._reader)
