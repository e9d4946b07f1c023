"""Lines of surat jalan whose arrivals changed: they wait here, committed with the change, until `tell` has looked at them."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Connection, Index, bindparam, delete, insert, inspect, literal, select

from field_node.records.correction import Void
from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.store.folds import taken_out
from sync.center.dialect import insert_many, or_replace
from sync.center.schema import DUE_NEWS
from sync.center.typed import table_of

AT_ONCE = 500
"""Names in one question."""
MOVE, NEWS = table_of(Movement).c, table_of(DeliveryNews).c
ARRIVED = MOVE.jenis == "terima_kiriman", MOVE.merujuk_unit.is_not(None)
_NAMES_ONE = MOVE.merujuk_unit.is_not(None)
INDEXES = (
    Index(
        "mutasi_by_reference",
        MOVE.merujuk_unit,
        MOVE.merujuk_seq,
        sqlite_where=_NAMES_ONE,
        postgresql_where=_NAMES_ONE,
    ),
    Index("kabar_kiriman_by_arrival", NEWS.terima_unit, NEWS.of_made_at),
)
_D = DUE_NEWS.c


def begin(conn: Connection) -> None:
    """The table and the indexes. A store of before has all its arrivals looked at."""
    is_there = inspect(conn).has_table(DUE_NEWS.name)
    for index in INDEXES:
        index.create(conn, checkfirst=True)
    if is_there:
        return
    DUE_NEWS.create(conn)
    waiting = select(MOVE.merujuk_unit, MOVE.merujuk_seq, literal(0)).distinct().where(*ARRIVED)
    conn.execute(insert(DUE_NEWS).from_select(["unit", "seq", "at"], waiting))


def note_due(conn: Connection, entries: Iterable[Entry], now: int) -> None:
    """In the transaction that keeps entries, after they have taken effect: the lines of which there may be news."""
    moves = [entry for entry in entries if isinstance(entry.record, Movement | Void)]
    lines = sorted(set(_lines(conn, moves))) if moves else ()
    rows = [{"unit": unit, "seq": seq, "at": now} for unit, seq in lines]
    insert_many(conn, or_replace(conn, DUE_NEWS), rows)


def due(conn: Connection, now: int, limit: int) -> list[Ref]:
    """Those that have waited longest."""
    rows = select(_D.unit, _D.seq).where(_D.at <= now).order_by(_D.at, _D.unit, _D.seq).limit(limit)
    return [Ref(*row) for row in conn.execute(rows)]


def done(conn: Connection, lines: Iterable[Ref]) -> None:
    """They will be looked at in this transaction: forgotten first, so that what another receiver keeps meanwhile is due again."""
    forgotten = delete(DUE_NEWS).where(_D.unit == bindparam("of_unit"), _D.seq == bindparam("of_seq"))
    if rows := [{"of_unit": line.unit, "of_seq": line.seq} for line in lines]:
        conn.execute(forgotten, rows)


def put_off(conn: Connection, line: Ref, at: int) -> None:
    """It is not looked at again before that moment, UTC seconds, unless something changes."""
    conn.execute(insert(DUE_NEWS).values(unit=line.unit, seq=line.seq, at=at))


def _lines(conn: Connection, entries: Sequence[Entry]) -> Iterator[Ref]:
    gone = {ref for entry in entries for ref in taken_out(entry)}
    sent = set[Ref]()
    for entry in entries:
        move = entry.record
        if isinstance(move, Movement) and move.jenis == "terima_kiriman" and move.merujuk is not None:
            yield move.merujuk
        elif isinstance(move, Movement) and move.jenis == "kirim":
            sent.add(entry.ref)
    yield from _named(conn, gone, MOVE.of_unit, MOVE.of_seq)
    yield from _named(conn, sent, MOVE.merujuk_unit, MOVE.merujuk_seq)


def _named(
    conn: Connection, refs: Iterable[Ref], unit: ColumnElement[int], seq: ColumnElement[int]
) -> Iterator[Ref]:
    """What arrivals name, of those that have one of these names in that column."""
    by_unit: dict[int, list[int]] = {}
    for ref in refs:
        by_unit.setdefault(ref.unit, []).append(ref.seq)
    named = select(MOVE.merujuk_unit, MOVE.merujuk_seq).distinct().where(*ARRIVED)
    for of, seqs in by_unit.items():
        for at in range(0, len(seqs), AT_ONCE):
            rows = conn.execute(named.where(unit == of, seq.in_(seqs[at : at + AT_ONCE])))
            yield from (Ref(*row) for row in rows)
