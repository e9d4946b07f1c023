"""The unit's file as a whole: a consistent copy beside running processes, and the file alone when nobody else holds it."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from field_node.store.chain import bad_rows
from field_node.store.connection import Store, open_reader
from field_node.store.errors import StoreBusy, StoreCorrupt, StoreError, named_errors
from field_node.store.locker import Locker


class Content(NamedTuple):
    """How far a file is: `entries` of everybody, `own` of this unit, the next numbers, the end of the chain."""

    unit: int
    entries: int
    own: int
    next_form: int
    next_track: int
    head: bytes
    head_pos: int


def copy_to(path: Path, target: Path) -> None:
    """One file, as the store stood at one moment; writers go on meanwhile (storage rule S10). Raises StoreError."""
    with (
        named_errors(),
        closing(_connected(path, "ro")) as source,
        closing(_connected(target, "rwc")) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def content(store: Store) -> Content:
    """How far that store is. Raises StoreError by name when it belongs to no unit."""
    unit, *rest = store.run("SELECT unit, next_form, next_track, head, head_pos FROM self")[0]
    if unit is None:
        raise StoreError("a store of no unit")
    total, own = store.run("SELECT count(*), total(carrier IS NULL) FROM entry WHERE version = 0")[0]
    return Content(unit, total, int(own), *rest)


def sound_content(path: Path, locker: Locker) -> Content:
    """The same of a copy whose pages and whose chain were looked through wholly. Raises StoreError."""
    with closing(open_reader(path, locker=locker)) as store, named_errors():
        if [line for (line,) in store.run("PRAGMA integrity_check")] != ["ok"]:
            raise StoreCorrupt(f"{path}: pages are damaged")
        if next(bad_rows(store), None) is not None:
            raise StoreCorrupt(f"{path}: rows are damaged")
        return content(store)


def lacking(path: Path, copy: Path) -> tuple[int, int]:
    """Own entries at `path` that `copy` lacks: how many, and how many of them the center has not received. Raises StoreError."""
    with named_errors(), closing(_connected(path, "ro")) as conn:
        conn.execute("ATTACH ? AS other", (f"{copy.absolute().as_uri()}?mode=ro",))
        missing = (
            "FROM entry e WHERE e.carrier IS NULL AND e.version = 0 AND NOT EXISTS"
            " (SELECT 1 FROM other.entry o WHERE o.unit = e.unit AND o.seq = e.seq)"
        )
        total = conn.execute(f"SELECT count(*) {missing}").fetchone()[0]
        there = "SELECT 1 FROM waiting w WHERE w.unit = e.unit AND w.seq = e.seq AND w.state < 3"
        unsent = conn.execute(f"SELECT count(*) {missing} AND EXISTS ({there})").fetchone()[0]
    return int(total), int(unsent)


def next_numbers(path: Path, unit: int) -> tuple[int, int]:
    """What the store there would give next on its two lines; zeros when it is of another unit. Raises StoreError."""
    with named_errors(), closing(_connected(path, "ro")) as conn:
        row = conn.execute("SELECT next_form, next_track FROM self WHERE unit = ?", (unit,)).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def settle_alone(path: Path) -> None:
    """Brings everything into the one file. Raises StoreBusy while another connection is open."""
    with closing(_connected(path, "rw")) as conn:
        try:
            conn.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError as error:
            raise StoreBusy(f"{path} is open elsewhere") from error


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=1, isolation_level=None
    )
