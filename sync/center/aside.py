"""What was set aside of one unit, as its slips name it."""

from sqlalchemy import Connection, bindparam, select

from field_node.records.kinds import TRACK_START
from sync.center.keep import FORK
from sync.center.schema import ENTRY
from sync.center.units import Unit
from sync.seal import Checks, spans_of

MOST = 2_000
"""Seqs looked at for one slip on each line; it names what fits, lowest first."""
LATE = 8
_C = ENTRY.c
_ASIDE = select(_C.seq).where(_C.unit == bindparam("unit"), _C.held.is_not(None)).limit(1)


def checks_of(conn: Connection, unit: Unit) -> tuple[Checks, tuple[int, ...]]:
    """What to name to a unit that knows the fate of all it told us; and the first of each line not looked at any more."""
    if conn.execute(_ASIDE, {"unit": unit.number}).first() is None:
        return Checks(), ()
    form, track = unit.received.told
    forms, tracks = _ahead(conn, unit, form, TRACK_START), _ahead(conn, unit, track, None)
    named = [*_late(conn, unit), *forms[:MOST], *tracks[:MOST]]
    checks = Checks(
        spans_of(named),
        form_from=form if _is_any(conn, unit, 0, form) else 0,
        track_from=track if _is_any(conn, unit, TRACK_START, track) else TRACK_START,
    )
    return checks, (*forms[MOST:], *tracks[MOST:])


def _ahead(conn: Connection, unit: Unit, first: int, stop: int | None) -> list[int]:
    rows = select(_C.seq).distinct().where(_C.unit == unit.number, _C.held.is_not(None), _C.seq >= first)
    rows = rows if stop is None else rows.where(_C.seq < stop)
    return list(conn.execute(rows.order_by(_C.seq).limit(MOST + 1)).scalars())


def _late(conn: Connection, unit: Unit) -> list[int]:
    """The newest forks of what the unit takes for received."""
    form, track = unit.received.told
    passed = (_C.seq < form) | ((_C.seq >= TRACK_START) & (_C.seq < track))
    rows = select(_C.seq).distinct().where(_C.unit == unit.number, _C.held == FORK, passed)
    return list(conn.execute(rows.order_by(_C.seq.desc()).limit(LATE)).scalars())


def _is_any(conn: Connection, unit: Unit, first: int, stop: int) -> bool:
    rows = select(_C.seq).where(_C.unit == unit.number, _C.held.is_not(None), _C.seq >= first, _C.seq < stop)
    return conn.execute(rows.limit(1)).first() is not None
