"""The units of the operation, as the center knows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sync.center import scope, spans
from sync.center.schema import UNIT
from sync.center.scope import Scope
from sync.center.spans import Received
from sync.seal.keys import KEPT_EPOCHS


@dataclass(frozen=True, slots=True)
class Unit:
    """One row. `epoch`: the newest it has sealed under; `highest`: its highest counter accepted, -1 for none."""

    number: int
    name: str
    scope: Scope
    first_epoch: int
    epoch: int
    highest: int
    received: Received
    revoked: bool
    quarantined: bool

    @property
    def is_live(self) -> bool:
        return not (self.revoked or self.quarantined)


_COLUMNS = (
    UNIT.c.number,
    UNIT.c.name,
    UNIT.c.scope,
    UNIT.c.first_epoch,
    UNIT.c.epoch,
    UNIT.c.highest,
    UNIT.c.received,
    UNIT.c.revoked_at,
    UNIT.c.quarantined_at,
)
_READ = (
    select(*_COLUMNS).where(UNIT.c.number.in_(bindparam("numbers", expanding=True))).order_by(UNIT.c.number)
)
_READ_LOCKED = _READ.with_for_update()
_OLDEST = select(UNIT.c.epoch).where(UNIT.c.revoked_at.is_(None)).order_by(UNIT.c.epoch).limit(1)


def read_units(conn: Connection, numbers: Iterable[int], *, lock: bool = False) -> dict[int, Unit]:
    """Those of `numbers` that are enrolled; `lock`: nobody else changes them until this transaction ends."""
    wanted = {"numbers": sorted(set(numbers))}
    rows = conn.execute(_READ_LOCKED if lock else _READ, wanted)
    return {row.number: _unit(row) for row in rows}


def oldest_epoch(conn: Connection, newest: int) -> int:
    """The oldest epoch that a live unit still uses: broadcasts are sealed under it.

    Of no more than units keep: one that nobody hears of any more must not make all others deaf.
    """
    found = conn.execute(_OLDEST).scalar()
    return newest if found is None else max(min(found, newest), newest - KEPT_EPOCHS + 1, 0)


def save(conn: Connection, unit: Unit, now: int) -> None:
    """Writes what an arrival changes."""
    values = {
        "epoch": unit.epoch,
        "highest": unit.highest,
        "received": spans.to_text(unit.received),
        "heard_at": now,
    }
    conn.execute(update(UNIT).where(UNIT.c.number == unit.number).values(values))


def quarantine(conn: Connection, number: int, now: int) -> None:
    """Its frames are held from now on; a person decides."""
    conn.execute(
        update(UNIT)
        .where(UNIT.c.number == number, UNIT.c.quarantined_at.is_(None))
        .values(quarantined_at=now)
    )


def _unit(row: Any) -> Unit:
    return Unit(
        number=row.number,
        name=row.name,
        scope=scope.from_text(row.scope),
        first_epoch=row.first_epoch,
        epoch=row.epoch,
        highest=row.highest,
        received=spans.from_text(row.received),
        revoked=row.revoked_at is not None,
        quarantined=row.quarantined_at is not None,
    )
