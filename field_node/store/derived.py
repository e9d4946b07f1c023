"""What is derived from the journal, made anew: to mend it, or to compare it with what the tables hold."""

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import Any

from sqlite_utils import Database

from field_node.records.kinds import Official, Ref
from field_node.records.record import Entry, Record, fields
from field_node.store.connection import Store, writing
from field_node.store.fold_tables import FOLD_TABLES
from field_node.store.folds import rebuild
from field_node.store.journal import entry, since
from field_node.store.locker import KEY_SIZE, Locker
from field_node.store.schema import create_folds
from field_node.store.storage import NAME, columns, per_type, typed_row
from field_node.store.tracks import states

BATCH = 5_000


def entry_batches(store: Store) -> Iterator[list[Entry]]:
    """Every entry once, in order of arrival."""
    after = 0
    while page := since(store, after, BATCH):
        after = page[-1][0]
        copies = store.run(
            "SELECT pos FROM entry WHERE version > 0 AND pos BETWEEN ? AND ?", (page[0][0], after)
        )
        again = {row[0] for row in copies}
        yield [each for pos, each in page if pos not in again]


def _stating(store: Store) -> Iterator[list[Entry]]:
    return ([each for each in batch if states(each)] for batch in entry_batches(store))


def rebuild_folds(store: Store) -> None:
    """Makes the folds anew from the journal."""
    with writing(store):
        rebuild(store, _stating(store))


def wrong_tables(store: Store) -> Iterator[str]:
    """Names of fold tables that do not hold what follows from the journal."""
    bare = _Bare()
    rebuild(bare, _stating(store))
    for table in FOLD_TABLES:
        names = f"{', '.join(table.columns)} FROM {table.name} ORDER BY {', '.join(table.key)}"
        if not _same(store.conn.execute(f"SELECT {names}"), bare.conn.execute(f"SELECT {names}")):
            yield table.name
    bare.conn.close()


class _Bare:
    """The folds alone, in memory."""

    def __init__(self) -> None:
        self.conn = sqlite3.connect(":memory:", isolation_level=None)
        create_folds(Database(self.conn, execute_plugins=False))

    def run(self, sql: str, params: Any = ()) -> list[tuple[Any, ...]]:
        """One statement; its rows."""
        return self.conn.execute(sql, params).fetchall()

    def run_many(self, sql: str, rows: Sequence[Any]) -> None:
        """One statement for each row, in order."""
        self.conn.executemany(sql, rows)


def _same(ours: Iterator[Any], anew: Iterator[Any]) -> bool:
    return all(one == other for one, other in zip_longest(ours, anew))


class _InTheOpen(Locker):
    """Locks nothing, so that two rows can be compared."""

    def lock(self, text: str) -> bytes:
        return text.encode()


def wrong_rows(store: Store) -> Iterator[Ref]:
    """Entries whose row in the table of their type is missing or says something else."""
    completed = {Ref(*row) for row in store.run("SELECT unit, seq FROM entry WHERE version > 0")}
    for first in chain.from_iterable(entry_batches(store)):
        now = entry(store, first.ref) if first.ref in completed else first
        if now is None or not _is_right(store, now):
            yield first.ref


def _is_right(store: Store, now: Entry) -> bool:
    record_type = type(now.record)
    sql = f"SELECT {', '.join(columns(record_type))} FROM {record_type.about.slug} WHERE {NAME[0]} = ? AND {NAME[1]} = ?"
    rows = store.run(sql, now.ref)
    return bool(rows) and _opened(record_type, rows[0], store.locker) == list(typed_row(now, _OPEN))


def _opened(record_type: type[Record], row: Sequence[Any], locker: Locker) -> list[Any]:
    locked = _locked_columns(record_type)
    return [
        locker.unlock(cell).encode() if name in locked and cell is not None else cell
        for name, cell in zip(columns(record_type), row, strict=True)
    ]


@per_type
def _locked_columns(record_type: type[Record]) -> frozenset[str]:
    return frozenset(one.name for one in fields(record_type) if isinstance(one.kind, Official))


_OPEN = _InTheOpen(bytes(KEY_SIZE))
