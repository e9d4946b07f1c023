"""Where every peer of the bench keeps records: SQLite with WAL and FULL, a commit before anything is confirmed."""

import json
import sqlite3
import time
from collections.abc import Iterable
from typing import Any

PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL")
TABLE = "CREATE TABLE entry (unit INTEGER, seq INTEGER, body TEXT, PRIMARY KEY (unit, seq))"


class Kept:
    """Each record once, in a file of that name; prints "kept" with the time when `count` of them are durable."""

    def __init__(self, database: str, count: int) -> None:
        self._conn = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
        for statement in (*PRAGMAS, TABLE):
            self._conn.execute(statement)
        self._count, self._held = count, 0

    def keep(self, records: Iterable[dict[str, Any]]) -> int:
        """One transaction; how many of them were not there before."""
        rows = [(one["unit"], one["seq"], json.dumps(one)) for one in records]
        self._conn.execute("BEGIN IMMEDIATE")
        fresh = self._conn.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?)", rows).rowcount
        self._conn.execute("COMMIT")
        self._held += fresh
        if fresh and self._held == self._count:
            said(kept=time.time())
        return fresh


def said(**what: object) -> None:
    """A line of JSON for the bench."""
    print(json.dumps(what), flush=True)
