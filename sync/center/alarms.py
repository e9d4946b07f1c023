"""What a person must look at: forged frames, cloned cards, forks."""

import logging

from sqlalchemy import Connection, func, insert, select

from sync.center.schema import ALARM, FRAME

DAY_S = 86_400
_log = logging.getLogger(__name__)


def sound(conn: Connection, kind: str, unit: int, number: int, now: int) -> None:
    """Writes it down once for each (kind, unit, number)."""
    same = select(ALARM.c.id).where(ALARM.c.kind == kind, ALARM.c.unit == unit, ALARM.c.number == number)
    if conn.execute(same.limit(1)).first() is None:
        conn.execute(insert(ALARM).values(at=now, kind=kind, unit=unit, number=number))
        _log.warning("alarm %s: unit %d, %d", kind, unit, number)


def forged_today(conn: Connection, now: int) -> int:
    """How many frames somebody with the group key forged within a day; one alone may be chance."""
    found: int = conn.execute(
        select(func.count()).select_from(FRAME).where(FRAME.c.counter == -1, FRAME.c.at > now - DAY_S)
    ).scalar_one()
    return found
