"""Frames whose group seal opens and whose unit tag does not fit: explained by what the unit said, or proven to be forged.

Anybody can bend the tag of a frame that was overheard, and that the center may never get. Only a holder of the group's
key makes one that contradicts the unit: its counter used for other contents, or its number given to another entry.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from sync.center.alarms import DAY_S, sound
from sync.center.dialect import writing
from sync.center.examine import UNFORESEEN, UNPROVEN, Examined, accepted
from sync.center.keep import Keeper
from sync.center.render import Arrival
from sync.center.schema import FRAME
from sync.center.state import read_operation
from sync.center.store import Center
from sync.center.units import Unit, read_units
from sync.codec.contents import decode
from sync.errors import BadFrame
from sync.frames import Kind
from sync.seal import Opened, open_by_group

MOST = 64
"""Suspects kept of one unit, and as many that are proven: the newest."""
FORGED, EXPLAINED = "forged", "explained"
_C = FRAME.c
_log = logging.getLogger(__name__)


def judge(center: Center, kept: Iterable[Examined], *, now: int) -> None:
    """Looks again at what is suspected of the units that these are of; alarm from the second proof of a day on: one may be chance."""
    units = {one.unit for one in kept if one.verdict == "new" or (one.verdict == "held" and one.claimed)}
    with center.reader.connect() as conn:
        of = select(_C.unit).distinct().where(_C.unit.in_(sorted(units)), _C.counter < 0, _C.held == UNPROVEN)
        suspected = list(conn.execute(of).scalars())
    if not suspected:
        return
    with center.lock, writing(center.writer) as conn:
        for unit in read_units(conn, set(suspected)).values():
            _judge(center, conn, unit, now)


def _judge(center: Center, conn: Connection, unit: Unit, now: int) -> None:
    epoch = read_operation(conn).epoch
    for row in _held(conn, unit.number, UNPROVEN):
        verdict = _verdict(center, conn, unit, (row, epoch))
        if verdict == FORGED:
            conn.execute(update(FRAME).where(*_this(row)).values(held=FORGED, at=now))
        elif verdict == EXPLAINED:
            conn.execute(delete(FRAME).where(*_this(row)))
    forged = _held(conn, unit.number, FORGED)
    for row in (*forged[MOST:], *_held(conn, unit.number, UNPROVEN)[MOST:]):
        conn.execute(delete(FRAME).where(*_this(row)))
    if sum(row.at > now - DAY_S for row in forged) > 1:
        sound(conn, FORGED, unit.number, now // DAY_S, now)


def _held(conn: Connection, unit: int, reason: str) -> Sequence[Row[Any]]:
    """The newest first."""
    of = _C.unit == unit, _C.counter < 0, _C.held == reason
    return conn.execute(select(FRAME).where(*of).order_by(_C.at.desc(), _C.counter)).all()


def _this(row: Row[Any]) -> tuple[ColumnElement[bool], ...]:
    return _C.unit == row.unit, _C.counter == row.counter, _C.tag == row.tag


def _verdict(center: Center, conn: Connection, unit: Unit, suspect: tuple[Row[Any], int]) -> str:
    row, epoch = suspect
    counter = ~row.counter
    claimed = open_by_group(
        center.keys,
        bytes(row.sealed),
        highest=counter,
        floor=counter,
        epoch=epoch,
        first_epoch=unit.first_epoch,
    )
    if claimed is None:
        return UNPROVEN
    tags = {tag for _, _, tag in accepted(conn, unit.number, [counter])}
    if tags:
        return EXPLAINED if claimed.tag in tags else FORGED
    said = _agreements(center, conn, claimed)
    if False in said:
        return FORGED
    return EXPLAINED if said and None not in said else UNPROVEN


def _agreements(center: Center, conn: Connection, claimed: Opened) -> Sequence[bool | None]:
    """Of each entry in it whether the center has the same from the unit itself; empty where none can be read."""
    if claimed.header.kind is Kind.DIGEST:
        return ()
    try:
        entries = decode(claimed.header.unit, claimed.contents, start=center.keys.start).entries
        keeper = Keeper(conn, center.rest, Arrival(0, 0, ""))
        keeper.look_up(claimed.header.unit, {one.seq for one in entries})
        return [keeper.agreement(one) for one in entries]
    except BadFrame:
        return ()
    except UNFORESEEN:
        _log.exception("a suspect of unit %d could not be compared", claimed.header.unit)
        return ()
