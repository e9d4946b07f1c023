"""Opening the store, and `writing()`: the one write transaction (storage rules S1 to S5 and S7)."""

import fcntl
import os
import shutil
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from sqlite_utils import Database

from field_node.store.errors import SecondWriter, StoreBroken, StoreFull, StoreReadOnly, named, named_errors
from field_node.store.locker import Locker
from field_node.store.schema import is_current, migrate

BUSY_S = 5.0
WAL_PAGES = 1024  # 4.2 MB: a little more than the automatic checkpoint (1000 pages) lets the WAL grow
_WRITERS: set[tuple[int, Path]] = set()
"""(process, file) of the open writing connections: a process has one per file."""


@dataclass(slots=True)
class _Turn:
    """The thread that writes just now, the lock file held open, and whether the disk has failed."""

    holder: int = 0
    broken: bool = False
    lock: int = -1
    gate: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class Store:
    """One connection to a unit's file; `lock_path` None means that it only reads."""

    path: Path
    conn: sqlite3.Connection
    db: Database
    locker: Locker
    lock_path: Path | None = None
    turn: _Turn = field(default_factory=_Turn)

    def run(self, sql: str, params: Mapping[str, Any] | Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """One statement; its rows. Writes belong inside `writing()`."""
        return self.conn.execute(sql, params).fetchall()

    def run_many(self, sql: str, rows: Sequence[Any]) -> None:
        """One statement for each row, in order."""
        if rows:
            self.conn.executemany(sql, rows)

    def close(self) -> None:
        """Closes; what a last writer still moves into the file it moves while it holds the lock."""
        if self.lock_path is None:
            self.conn.close()
            return
        with _locked(self.lock_path):
            self.conn.close()
        os.close(self.turn.lock)
        _WRITERS.discard((os.getpid(), self.path))


def open_store(
    path: Path, lock_path: Path, *, locker: Locker, factory: type[sqlite3.Connection] = sqlite3.Connection
) -> Store:
    """The one writing connection of this process, its tables up to date. Raises StoreError by name.

    A process that serves several threads shares it for writing; each thread that reads opens a reader of its own.
    """
    path = path.absolute()
    if (os.getpid(), path) in _WRITERS:
        raise SecondWriter(f"{path} is open for writing in this process")
    with named_errors(), _locked(lock_path):
        _make_private(path)
        conn = _connected(path, factory)
        conn.create_function("receipt_proof", 4, locker.receipt_proof, deterministic=True)
        try:
            store = Store(path, conn, _database(conn), locker, lock_path)
            _prepare(store)
        except BaseException:
            conn.close()
            raise
    store.turn.lock = _open_lock(lock_path)
    _WRITERS.add((os.getpid(), path))
    return store


def _make_private(path: Path) -> None:
    """A new file is the owner's alone, and so are the files that SQLite lays beside it."""
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _connected(path: Path, factory: type[sqlite3.Connection]) -> sqlite3.Connection:
    return sqlite3.connect(
        path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, factory=factory
    )


def _database(conn: sqlite3.Connection) -> Database:
    return Database(conn, execute_plugins=False)


def _prepare(store: Store) -> None:
    conn = store.conn
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        conn.execute(f"PRAGMA {pragma}")
    if not is_current(store.db):
        with _transaction(store):
            migrate(store.db)
    try:
        _grow_wal(conn)
    except sqlite3.OperationalError as error:
        if not isinstance(named(error), StoreFull):
            raise  # on a full card the unit is read, and what still fits is saved


def _grow_wal(conn: sqlite3.Connection) -> None:
    """Gives the WAL its full length now, so that no later commit has to make the file longer; the database stays as it is."""
    conn.execute("PRAGMA cache_size=10")
    conn.execute("BEGIN IMMEDIATE")
    try:
        conn.execute("CREATE TABLE wal_fill (x)")
        conn.execute(
            "INSERT INTO wal_fill WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
            " SELECT zeroblob(4000) FROM n",
            (WAL_PAGES,),
        )
    finally:
        if conn.in_transaction:  # SQLite rolls back by itself when the disk is full
            conn.execute("ROLLBACK")
        conn.execute("PRAGMA cache_size=-2000")


@contextmanager
def writing(store: Store) -> Iterator[sqlite3.Connection]:
    """The one write transaction: committed and durable when it ends without an error, else nothing of it happened.

    Nobody else writes or checkpoints this file meanwhile. Inside itself, in the same thread, it joins.
    Raises StoreFull, StoreReadOnly, StoreBusy, StoreCorrupt, StoreBroken.
    """
    if store.turn.holder == threading.get_ident():
        yield store.conn
        return
    if store.turn.broken:
        raise StoreBroken("the disk failed earlier; this process must end")
    if store.lock_path is None:
        raise StoreReadOnly(f"{store.path} is open for reading only")
    with store.turn.gate, _flocked(store.turn.lock), _transaction(store) as conn:
        yield conn


@contextmanager
def _flocked(lock: int) -> Iterator[None]:
    """Alone among all processes."""
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(lock, fcntl.LOCK_UN)


def _open_lock(lock_path: Path) -> int:
    """The lock file. Opened once it excludes other processes, opened anew other threads of this one too."""
    return os.open(lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def _locked(lock_path: Path) -> Iterator[None]:
    """Alone among all processes and threads."""
    lock = _open_lock(lock_path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextmanager
def _transaction(store: Store) -> Iterator[sqlite3.Connection]:
    conn = store.conn
    try:
        conn.execute("BEGIN IMMEDIATE")
        store.turn.holder = threading.get_ident()
        yield conn
        conn.execute("COMMIT")
    except sqlite3.Error as error:
        _fail(store, error)
    finally:
        store.turn.holder = 0
        if conn.in_transaction:
            conn.execute("ROLLBACK")


def _fail(store: Store, error: sqlite3.Error) -> NoReturn:
    ours = named(error)
    if ours is None:
        raise error
    store.turn.broken = isinstance(ours, StoreBroken)
    raise ours from error


def open_reader(path: Path, *, locker: Locker) -> Store:
    """A connection that only reads, for one thread. Raises StoreError by name."""
    path = path.absolute()
    with named_errors():
        conn = sqlite3.connect(
            f"{path.as_uri()}?mode=ro",
            uri=True,
            timeout=BUSY_S,
            isolation_level=None,
            check_same_thread=False,
        )
        store = Store(path, conn, _database(conn), locker)
        for pragma in ("query_only=ON", "wal_autocheckpoint=0"):
            conn.execute(f"PRAGMA {pragma}")
        conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return store


def open_rescue(path: Path, runtime_dir: Path, *, locker: Locker) -> Store:
    """The store of a disk that became read-only: a copy in the runtime directory, for reading. Raises StoreError, OSError.

    A WAL database on a read-only disk does not open where it lies, not even for reading.
    """
    copy = runtime_dir / path.name
    for end in ("", "-wal"):
        source = path.with_name(path.name + end)
        if source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + end))
    return open_reader(copy, locker=locker)
