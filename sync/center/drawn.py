"""The file beside the master key: how far this store has come, so that an older copy of it is known as one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine, func, select

from sync.center.schema import ENTRY, ISSUED, OPERATION, UNIT

_FAR = select(
    OPERATION.c.reserved,
    OPERATION.c.incarnation,
    select(func.coalesce(func.max(ISSUED.c.seq), 0)).scalar_subquery(),
    select(func.coalesce(func.max(ENTRY.c.arrival), 0)).scalar_subquery(),
    OPERATION.c.next_unit,
    OPERATION.c.epoch,
)
_REVOKED = select(UNIT.c.number).where(UNIT.c.revoked_at.is_not(None)).order_by(UNIT.c.number)


class Drawn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The highest of each number given out: counters reserved, incarnation, own entries, bundles with entries, units, epoch.

    `revoked`: units that must not come back to life with an older store.
    """

    counter: int
    incarnation: int
    issued: int = 0
    arrival: int = 0
    next_unit: int = 0
    epoch: int = 0
    revoked: tuple[int, ...] = ()

    def is_ahead_of(self, store: "Drawn") -> bool:
        """True when that store has forgotten something."""
        return (
            self.counter > store.counter
            or self.issued > store.issued
            or self.arrival > store.arrival
            or self.next_unit > store.next_unit
            or self.epoch > store.epoch
            or not set(self.revoked) <= set(store.revoked)
        )


def drawn_in(conn: Connection) -> Drawn:
    """How far the store is."""
    return Drawn(*conn.execute(_FAR).one(), revoked=tuple(conn.execute(_REVOKED).scalars()))


def note_drawn(file: Path, reader: Engine, *, anew: bool = False) -> None:
    """Writes down how far the store is. Call it after each commit, outside any transaction; any process may.

    A store that was put back under a running process is not noted: the next start must see it. `anew`: it was seen.
    """
    with _alone(file):
        with reader.connect() as conn:
            drawn = drawn_in(conn)
        known = read_drawn(file)
        if known is None or anew or (known != drawn and not known.is_ahead_of(drawn)):
            _write(file, drawn)


def read_drawn(file: Path) -> Drawn | None:
    """None when there is no such file yet, or it is torn."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Drawn)
    except (FileNotFoundError, msgspec.MsgspecError, ValueError):
        return None


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """One writer at a time: else an earlier state could be written over a later one."""
    handle = os.open(file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(file: Path, drawn: Drawn) -> None:
    beside = file.with_suffix(".tmp")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(msgspec.json.encode(drawn))
    beside.replace(file)
