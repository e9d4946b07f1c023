"""How much of one unit is kept sealed for a person to judge: enough for an honest one, never the whole disk."""

from sqlalchemy import Connection, delete, func, select

from sync.center.alarms import sound
from sync.center.examine import Examined, name_of
from sync.center.schema import FRAME

MOST_FRAMES, MOST_BYTES = 4_096, 4 << 20
FULL = "held_full"
CLONE = "clone"
"""Two cards speak under one number."""


class Room:
    """What may still be held of each unit in one transaction."""

    def __init__(self, conn: Connection, now: int) -> None:
        self._conn, self._now = conn, now
        self._left: dict[int, tuple[int, int]] = {}

    def takes(self, one: Examined) -> bool:
        """Whether this frame is held. Once it does not fit an alarm sounds; its sender keeps it, for it got no receipt."""
        frames, size = self._left[one.unit] if one.unit in self._left else self._free(one.unit)
        if frames < 1 or size < len(one.frame):
            sound(self._conn, FULL, one.unit, 0, self._now)
            return False
        self._left[one.unit] = frames - 1, size - len(one.frame)
        return True

    def _free(self, unit: int) -> tuple[int, int]:
        kept = select(func.count(), func.coalesce(func.sum(func.length(FRAME.c.sealed)), 0))
        frames, size = self._conn.execute(
            kept.where(FRAME.c.unit == unit, FRAME.c.counter >= 0, FRAME.c.held.is_not(None))
        ).one()
        return MOST_FRAMES - int(frames), MOST_BYTES - int(size)


def frames_held(conn: Connection, unit: int, reason: str) -> list[bytes]:
    """Those of one unit that are held for that reason, by counter; not those whose counter a clone used, too: a person knows of it."""
    cloned = select(FRAME.c.counter).where(FRAME.c.unit == unit, FRAME.c.held == CLONE)
    held = select(FRAME.c.sealed).where(FRAME.c.unit == unit, FRAME.c.held == reason)
    held = held.where(FRAME.c.counter.not_in(cloned))
    return [bytes(frame) for frame in conn.execute(held.order_by(FRAME.c.counter)).scalars() if frame]


def units_held(conn: Connection, reason: str) -> list[int]:
    """Units of which frames are held for that reason."""
    held = select(FRAME.c.unit).where(FRAME.c.held == reason)
    return sorted(conn.execute(held.distinct()).scalars())


def let_go(conn: Connection, examined: list[Examined]) -> None:
    """Forgets that these were held, in the transaction that keeps what they say."""
    for one in examined:
        unit, counter, tag = name_of(one)
        conn.execute(
            delete(FRAME).where(
                FRAME.c.unit == unit,
                FRAME.c.counter == counter,
                FRAME.c.tag == tag,
                FRAME.c.held.is_not(None),
            )
        )
