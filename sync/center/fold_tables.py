"""The folds at the center: their tables in SQLAlchemy, and the way they speak to a connection."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text, TextClause, text

from field_node.records.record import Entry
from field_node.store.fold_tables import FOLD_TABLES, FoldTable
from field_node.store.folds import Row, fold
from sync.center.dialect import run_many
from sync.center.schema import Long

FOLDS = MetaData()


def _table(of: FoldTable) -> Table:
    columns = [
        Column(
            name,
            Text if kind is str else Long,
            primary_key=name in of.key,
            autoincrement=False,
            nullable=False,
        )
        for name, kind in of.columns.items()
    ]
    table = Table(of.name, FOLDS, *columns)
    for number, names in enumerate(of.indexes):
        Index(f"{of.name}_{number}", *(table.c[name] for name in names))
    return table


TABLES = {of.name: _table(of) for of in FOLD_TABLES}


class FoldSql:
    """The two callables that folds ask for, over one connection."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def run(self, sql: str, params: Row) -> Sequence[Sequence[Any]]:
        result = self._conn.execute(_text(sql), dict(params))
        return result.all() if result.returns_rows else ()

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        run_many(self._conn, sql, rows)


def take_effect(conn: Connection, entries: Iterable[Entry]) -> None:
    """Entries that never had an effect, in the transaction that keeps them."""
    fold(FoldSql(conn), entries)


@cache
def _text(sql: str) -> TextClause:
    return text(sql)
