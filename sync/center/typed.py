"""How each kind is STORED at the center: one table beside `entry` for each record type, for queries."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from field_node.records import kinds
from field_node.records.kinds import PRIVATE, Kind
from field_node.records.record import Entry, Field, Record, fields
from sync.center.schema import Long

_STORED: Mapping[type[Kind], TypeEngine[Any]] = {
    kinds.Flag: Boolean(),
    kinds.Count: Long,
    kinds.Amount: Long,
    kinds.Moment: Long,
    kinds.Day: Long,
    kinds.Item: Integer(),
    kinds.UnitNumber: Integer(),
    kinds.Degrees: Float(),
    kinds.Choice: Text(),
    kinds.Text: Text(),
    kinds.Region: Text(),
    kinds.Digest: LargeBinary(),
    kinds.Several: Text(),
}
_TABLES: dict[type[Record], Table] = {}
_ROWS: dict[type[Record], Callable[[Entry], dict[str, Any]]] = {}


def table_of(record_type: type[Record]) -> Table:
    """The table of a type. What concerns persons or officials has no column: it is only in `entry`, encrypted."""
    if record_type not in _TABLES:
        name = Column("of_unit", Integer, primary_key=True), Column("of_seq", Long, primary_key=True)
        own = (column for one in fields(record_type) for column in _columns(one))
        made_at = Column("of_made_at", Long, nullable=False)
        _TABLES[record_type] = Table(record_type.about.slug, MetaData(), *name, made_at, *own)
    return _TABLES[record_type]


def row_of(entry: Entry) -> dict[str, Any]:
    """The row of its record in the table of its type."""
    record_type = type(entry.record)
    if record_type not in _ROWS:
        _ROWS[record_type] = _row_builder(record_type)
    return _ROWS[record_type](entry)


def _columns(one: Field) -> Iterator[Column[Any]]:
    if isinstance(one.kind, kinds.Reference):
        yield Column(f"{one.name}_unit", Integer)
        yield Column(f"{one.name}_seq", Long)
    elif not isinstance(one.kind, PRIVATE):
        yield Column(one.name, _STORED[type(one.kind)])


def _row_builder(record_type: type[Record]) -> Callable[[Entry], dict[str, Any]]:
    told = [one for one in fields(record_type) if not isinstance(one.kind, PRIVATE)]
    refs = [
        (one.name, f"{one.name}_unit", f"{one.name}_seq") for one in told if type(one.kind) is kinds.Reference
    ]
    lists = [one.name for one in told if type(one.kind) is kinds.Several]
    plain = [one.name for one in told if type(one.kind) not in {kinds.Reference, kinds.Several}]

    def build(entry: Entry) -> dict[str, Any]:
        record = entry.record
        row: dict[str, Any] = {"of_unit": entry.unit, "of_seq": entry.seq, "of_made_at": entry.made_at}
        for name in plain:
            row[name] = getattr(record, name)
        for name, unit, seq in refs:
            row[unit], row[seq] = getattr(record, name) or (None, None)
        for name in lists:
            value = getattr(record, name)
            row[name] = None if value is None else msgspec.json.encode(value).decode()
        return row

    return build
