"""All that differs between SQLite and PostgreSQL: opening, the write lock, insert-unless-there."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateColumn

BUSY_MS = 10_000
READERS = 24
"""Connections of one process that only read: one for each thread of the server, and some to spare."""


def open_writer(url: str) -> Engine:
    """For `writing`: transactions that take the write lock at once, durable when committed."""
    engine = create_engine(url, pool_size=1, max_overflow=4)
    if engine.dialect.name == "sqlite":
        _prepare(engine, "BEGIN IMMEDIATE", ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"))
    return engine


def open_reader(url: str) -> Engine:
    """Snapshots of what is committed; on SQLite it cannot write."""
    engine = create_engine(url, pool_size=READERS, max_overflow=READERS)
    if engine.dialect.name == "sqlite":
        _prepare(engine, "BEGIN", ("query_only=ON",))
    return engine


def _prepare(engine: Engine, begin: str, pragmas: Sequence[str]) -> None:
    def connected(raw: sqlite3.Connection, _record: object) -> None:
        raw.isolation_level = None  # the driver's own BEGIN is a deferred one: two writers would deadlock
        for pragma in (f"busy_timeout={BUSY_MS}", *pragmas):
            raw.execute(f"PRAGMA {pragma}")

    def begun(conn: Connection) -> None:
        conn.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)


def has_one_writer(conn: Connection) -> bool:
    """Commit order is the order of the write lock: a writer may number the feed in its own transaction."""
    return conn.dialect.name == "sqlite"


def unless_there(conn: Connection, table: Table) -> Insert:
    """INSERT that leaves rows alone whose key is taken."""
    if conn.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def or_replace(conn: Connection, table: Table) -> Insert:
    """INSERT that takes the place of the row with the same key."""
    make = sqlite.insert if conn.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    keys = [column.name for column in table.primary_key]
    others = {name: statement.excluded[name] for name in table.columns.keys() if name not in keys}  # noqa: SIM118
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def complete_columns(conn: Connection, table: Table) -> None:
    """Adds the columns that the table in the store lacks, at its end, empty. Several processes may do so at once."""
    here = {one["name"] for one in inspect(conn).get_columns(table.name)}
    name = conn.dialect.identifier_preparer.format_table(table)
    unless = "" if conn.dialect.name == "sqlite" else "IF NOT EXISTS "
    for column in table.columns:
        if column.name not in here:
            told = CreateColumn(column).compile(dialect=conn.dialect)
            conn.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {unless}{told}")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction; committed when the block ends, undone when it raises."""
    with engine.begin() as conn:
        yield conn


def insert_many(conn: Connection, statement: Insert, rows: Sequence[dict[str, Any]]) -> None:
    """Rows of the same columns in one go; on SQLite past the binding of each value, which costs as much as the insert."""
    if not rows:
        return
    if conn.dialect.name != "sqlite":
        conn.execute(statement, rows)
        return
    names = list(rows[0])
    compiled = statement.compile(conn.engine, column_keys=names)
    pick = itemgetter(*compiled.positiontup or names)
    conn.exec_driver_sql(str(compiled), [pick(row) for row in rows])


def run_many(conn: Connection, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """One statement with `:name` parameters for each row."""
    if rows and conn.dialect.name == "sqlite":
        conn.exec_driver_sql(sql, list(rows))
    elif rows:
        conn.execute(text(sql), [dict(row) for row in rows])
