"""What a person must look at: forged frames, cloned cards, forks."""

import logging

from sqlalchemy import Connection, insert, select

from sync.center.schema import ALARM

DAY_S = 86_400
_log = logging.getLogger(__name__)


def sound(conn: Connection, kind: str, unit: int, number: int, now: int) -> None:
    """Writes it down once for each (kind, unit, number)."""
    same = select(ALARM.c.id).where(ALARM.c.kind == kind, ALARM.c.unit == unit, ALARM.c.number == number)
    if conn.execute(same.limit(1)).first() is None:
        conn.execute(insert(ALARM).values(at=now, kind=kind, unit=unit, number=number))
        _log.warning("alarm %s: unit %d, %d", kind, unit, number)
