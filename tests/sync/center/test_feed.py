"""The feed never skips: writers in processes of their own, readers that poll meanwhile, and one that is killed."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import OperationalError

from sync.center import feed
from sync.center.dialect import writing
from sync.center.feed import Cursor
from sync.center.pull import number_before_reading, read_page
from sync.center.query import Query
from sync.center.schema import ENTRY, FEED, INBOX
from sync.center.store import Center, open_center
from tests.sync.center.parts import NOW

WRITERS, BUNDLES, ENTRIES = 8, 15, 3
FORK = multiprocessing.get_context("fork")


def _row(unit: int, seq: int, arrival: int) -> dict[str, object]:
    plain = {"version": 0, "type": 14, "made_at": NOW, "quality": 2, "received_at": NOW, "carrier": "x"}
    return {
        **plain,
        "complete": True,
        "author": 0,
        "unit": unit,
        "seq": seq,
        "arrival": arrival,
        "line": f"{unit}-{seq}",
    }


def _write(conn: Connection, unit: int, bundle: int) -> int:
    arrival = feed.arrive(conn)
    seqs = range(bundle * ENTRIES + 1, (bundle + 1) * ENTRIES + 1)
    conn.execute(insert(ENTRY), [_row(unit, seq, arrival) for seq in seqs])
    return arrival


def write_rightly(folder: str, unit: int, go: Event) -> None:
    """Bundles as the center writes them."""
    center = open_center(Path(folder))
    go.wait(30)
    for bundle in range(BUNDLES):
        with writing(center.writer) as conn:
            _write(conn, unit, bundle)
            if bundle % 2:
                feed.number_in_writer(conn)
    center.close()


def write_with_a_plain_serial(folder: str, unit: int, go: Event) -> None:
    """The position is drawn before the commit: what must never be done."""
    center = open_center(Path(folder))
    go.wait(30)
    for bundle in range(BUNDLES):
        with writing(center.writer) as conn:
            arrival = feed.arrive(conn)
            feed.forget(conn, arrival)
            conn.execute(insert(FEED).values(arrival=arrival))
        time.sleep(0.002)
        with writing(center.writer) as conn:
            seqs = range(bundle * ENTRIES + 1, (bundle + 1) * ENTRIES + 1)
            conn.execute(insert(ENTRY), [_row(unit, seq, arrival) for seq in seqs])
    center.close()


class Reader:
    """Follows the cursor, as a puller does, in pages that end inside a bundle."""

    def __init__(self, center: Center, limit: int) -> None:
        self._center, self._limit = center, limit
        self._cursor: Cursor | None = None
        self.seen: list[str] = []

    def poll(self) -> int:
        """How many entries that page had."""
        number_before_reading(self._center)
        with self._center.reader.connect() as conn:
            page = read_page(conn, Query(after=self._cursor, limit=self._limit))
        self._cursor = Cursor.parse(str(page.next))
        self.seen += [row.line for row in page.rows]
        return len(page.rows)


def race(center: Center, write: Callable[..., None]) -> list[Reader]:
    """All that four readers saw while eight processes wrote."""
    go = FORK.Event()
    folder = str(center.secrets.parent)
    writers = [FORK.Process(target=write, args=(folder, unit, go)) for unit in range(1, WRITERS + 1)]
    for one in writers:
        one.start()
    go.set()
    readers = [Reader(center, limit) for limit in (2, 7, 50, 1_000)]
    deadline = time.monotonic() + 60
    while any(one.is_alive() for one in writers) and time.monotonic() < deadline:
        for reader in readers:
            reader.poll()
    for one in writers:
        one.join(30)
        assert one.exitcode == 0
    for reader in readers:
        while reader.poll():
            pass
    return readers


EVERYTHING = {f"{unit}-{seq}" for unit in range(1, WRITERS + 1) for seq in range(1, BUNDLES * ENTRIES + 1)}


def test_every_reader_sees_each_entry_once_while_others_write(center: Center) -> None:
    for reader in race(center, write_rightly):
        assert len(reader.seen) == len(EVERYTHING)
        assert set(reader.seen) == EVERYTHING


def test_a_plain_serial_would_skip(center: Center) -> None:
    """The race is real: numbers drawn before the commit lose entries in it."""
    readers = race(center, write_with_a_plain_serial)
    assert any(set(reader.seen) != EVERYTHING for reader in readers)


def die_in_a_transaction(folder: str, unit: int, go: Event) -> None:
    center = open_center(Path(folder))
    with writing(center.writer) as conn:
        _write(conn, unit, 0)
        go.set()
        os.kill(os.getpid(), signal.SIGSTOP)


def test_a_writer_killed_inside_its_transaction_leaves_no_hole(center: Center) -> None:
    go = FORK.Event()
    folder = str(center.secrets.parent)
    victim = FORK.Process(target=die_in_a_transaction, args=(folder, 9, go))
    victim.start()
    assert go.wait(30)
    reader = Reader(center, 10)
    reader.poll()
    victim.kill()
    victim.join(30)
    with center.lock, writing(center.writer) as conn:
        _write(conn, 1, 0)
    reader.poll()
    assert reader.seen == ["1-1", "1-2", "1-3"]


def test_positions_are_dense_and_never_given_again(center: Center) -> None:
    for bundle in range(3):
        with center.lock, writing(center.writer) as conn:
            _write(conn, 1, bundle)
    number_before_reading(center)
    with center.lock, writing(center.writer) as conn:
        conn.execute(FEED.delete().where(FEED.c.pos == 3))
        _write(conn, 1, 3)
    number_before_reading(center)
    with center.reader.connect() as conn:
        assert list(conn.execute(FEED.select().order_by(FEED.c.pos)).scalars()) == [1, 2, 4]
        assert conn.execute(INBOX.select()).all() == []


@pytest.fixture
def conn(center: Center) -> Iterator[Connection]:
    with center.reader.connect() as found:
        yield found


@pytest.mark.parametrize("text", ["", "A", "é", "====", "AAAA", "A" * 24 + "=", "//////////////////////8"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no cursor"):
        Cursor.parse(text)


def test_a_cursor_says_itself_and_comes_back() -> None:
    cursor = Cursor(3, 1 << 40, 7, 1 << 31, 1)
    assert Cursor.parse(str(cursor)) == cursor


def test_the_reading_connections_cannot_write(conn: Connection) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        conn.execute(INBOX.delete())
