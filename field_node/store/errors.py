"""What can be wrong with the store, by name; `permanent` says whether trying again can help."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar


class StoreError(Exception):
    """The store cannot do what was asked; nothing of it happened."""

    permanent: ClassVar[bool] = True


class StoreFull(StoreError):
    """No room on the disk. Room may come back."""

    permanent = False


class StoreBusy(StoreError):
    """Another process held the store for too long."""

    permanent = False


class StoreReadOnly(StoreError):
    """The disk, or this connection, cannot be written to; reading goes on from a copy (`open_rescue`)."""


class StoreCorrupt(StoreError):
    """The file is torn or no database. It is set aside, never deleted."""


class StoreBroken(StoreError):
    """The disk failed to write or to flush: this process must end, a second flush may lie about lost data."""


class SecondWriter(StoreError):
    """This process has a writing connection to that file already."""


class NotEnrolled(StoreError):
    """The unit has no number yet, so nothing can be named."""


_NAMED: tuple[tuple[str, type[StoreError]], ...] = (
    ("SQLITE_FULL", StoreFull),
    ("SQLITE_BUSY", StoreBusy),
    ("SQLITE_LOCKED", StoreBusy),
    ("SQLITE_READONLY", StoreReadOnly),
    ("SQLITE_CANTOPEN", StoreReadOnly),
    ("SQLITE_CORRUPT", StoreCorrupt),
    ("SQLITE_NOTADB", StoreCorrupt),
    ("SQLITE_IOERR_SHMSIZE", StoreFull),  # no room for the index beside a WAL
    ("SQLITE_IOERR", StoreBroken),
)
_FULL_SENTENCE = "database or disk is full"  # errstr(SQLITE_FULL), for errors that carry no name


def named(error: sqlite3.Error) -> StoreError | None:
    """The error of ours for SQLite's, by `sqlite_errorname`; None for faults of the caller (constraints, wrong SQL)."""
    name = getattr(error, "sqlite_errorname", "") or ("SQLITE_FULL" if _FULL_SENTENCE in str(error) else "")
    for start, ours in _NAMED:
        if name.startswith(start):
            return ours(f"{name}: {error}")
    return None


@contextmanager
def named_errors() -> Iterator[None]:
    """Errors of SQLite leave by their name here. For whoever reads; `writing()` does it by itself."""
    try:
        yield
    except sqlite3.Error as error:
        ours = named(error)
        if ours is None:
            raise
        raise ours from error
    except UnicodeDecodeError as error:  # SQLite quotes a damaged schema in its message
        raise StoreCorrupt("the file holds text that is no text") from error
