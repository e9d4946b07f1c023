"""The unit's file as a whole: a consistent copy beside running processes, and the file alone when nobody else holds it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from field_node.records.kinds import TRACK_START
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


class Lacking(NamedTuple):
    """Own entries that are here and not there: all, those that the center has not received, and those of forms."""

    entries: int = 0
    unsent: int = 0
    forms: int = 0


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


def lacking(path: Path, copy: Path) -> Lacking:
    """Own entries at `path` that `copy` lacks. Raises StoreError."""
    with _beside(path, copy) as conn:
        row = conn.execute(_LACKING, (TRACK_START,)).fetchone()
    return Lacking(*map(int, row))


def overtakes(path: Path, copy: Path) -> bool:
    """Whether the store at `path` has given numbers that `copy` would give again. Raises StoreError."""
    with _beside(path, copy) as conn:
        return conn.execute(_OVERTAKES).fetchone() is not None


@contextmanager
def _beside(path: Path, copy: Path) -> Iterator[sqlite3.Connection]:
    """The store at `path`, and as `other` the copy; for reading."""
    with named_errors(), closing(_connected(path, "ro")) as conn:
        conn.execute("ATTACH ? AS other", (f"{copy.absolute().as_uri()}?mode=ro",))
        yield conn


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


_LACKING = """
SELECT count(*), total(EXISTS (SELECT 1 FROM waiting w WHERE w.unit = e.unit AND w.seq = e.seq AND w.state < 3)), total(e.seq < ?)
FROM entry e WHERE e.carrier IS NULL AND e.version = 0
AND NOT EXISTS (SELECT 1 FROM other.entry o WHERE o.unit = e.unit AND o.seq = e.seq)
"""
_OVERTAKES = """
SELECT 1 FROM self s JOIN other.self o ON o.unit = s.unit
WHERE s.next_form > o.next_form OR s.next_track > o.next_track
"""
