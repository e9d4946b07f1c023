"""How each kind of field is exported: the columns of a record type for CSV, HXL, GeoJSON and their schema."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from field_node.records.kamus import Goods, kamus
from field_node.records.kinds import (
    Amount,
    Choice,
    Count,
    Day,
    Degrees,
    Digest,
    Flag,
    Item,
    Kind,
    Moment,
    Official,
    Person,
    Reference,
    Region,
    Several,
    Text,
    UnitNumber,
)
from field_node.records.plain import UnknownKind
from field_node.records.record import Field, Record, fields

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LIST_MARK = ";"
"""Between the values of a list in one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `json_schema` is that of its cell, which may always be null."""

    name: str
    label: str
    hxl: str
    json_schema: dict[str, Any]


Catalogue = Callable[[int], Goods | None]


def iso(moment: int) -> str:
    """`2026-11-22T10:00:00Z` of UTC seconds."""
    return (EPOCH + timedelta(seconds=moment)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso_day(day: int) -> str:
    return (EPOCH + timedelta(days=day)).strftime("%Y-%m-%d")


def _same(value: Any) -> Any:
    return value


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


WRITE: dict[type[Kind], Callable[[Any], Any]] = {
    **dict.fromkeys((Flag, Count, Amount, UnitNumber, Degrees, Choice, Text, Region, Official), _same),
    Moment: iso,
    Day: _iso_day,
    Reference: str,
    Digest: bytes.hex,
    Person: _base64,
}
"""The cell of one value. Item has columns of its own, Several is joined."""

SCHEMA: dict[type[Kind], Callable[[Any], dict[str, Any]]] = {
    Flag: lambda kind: {"type": "boolean"},
    Count: lambda kind: {"type": "integer", "minimum": 0, "maximum": kind.most},
    Amount: lambda kind: {"type": "integer", "minimum": kind.least, "maximum": kind.most},
    UnitNumber: lambda kind: {"type": "integer", "minimum": 0, "maximum": 65_535},
    Degrees: lambda kind: {"type": "number", "minimum": -kind.limit, "maximum": kind.limit},
    Choice: lambda kind: {"type": "string", "enum": list(kind.codes())},
    Text: lambda kind: {"type": "string", "maxLength": kind.most},
    Official: lambda kind: {"type": "string", "maxLength": kind.most},
    Region: lambda kind: {"type": "string", "pattern": r"^[1-9]\d(\.\d\d(\.\d\d(\.\d{4})?)?)?$"},
    Moment: lambda kind: {"type": "string", "format": "date-time"},
    Day: lambda kind: {"type": "string", "format": "date"},
    Reference: lambda kind: {"type": "string", "pattern": r"^\d{1,5}-\d{1,10}$"},
    Digest: lambda kind: {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    Person: lambda kind: {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"},
    Several: lambda kind: {"type": "string"},
}

_COLUMNS: dict[type[Record], tuple[Column, ...]] = {}


def columns(record_type: type[Record]) -> tuple[Column, ...]:
    """The columns of a type, in order of its fields; goods have four. Raises UnknownKind."""
    if record_type not in _COLUMNS:
        found = (column for one in fields(record_type) for column in _columns_of(one))
        _COLUMNS[record_type] = tuple(found)
    return _COLUMNS[record_type]


def _columns_of(one: Field) -> tuple[Column, ...]:
    if isinstance(one.kind, Item):
        return _goods_columns(one)
    return (Column(one.name, one.label, one.hxl, _nullable(_rule(SCHEMA, one.kind)(one.kind))),)


def _goods_columns(one: Field) -> tuple[Column, ...]:
    text, number = _nullable({"type": "string"}), _nullable({"type": "integer"})
    tag = one.hxl or "#item"
    return (
        Column(one.name, one.label, f"{tag}+code", text),
        Column(f"{one.name}_nama", f"{one.label}, nama", f"{tag}+name", text),
        Column(f"{one.name}_satuan", f"{one.label}, satuan", f"{tag}+unit", text),
        Column(f"{one.name}_skala", f"{one.label}, angka di belakang koma", f"{tag}+scale", number),
    )


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = {**schema, "type": [schema["type"], "null"]}
    return {**kinds, "enum": [*schema["enum"], None]} if "enum" in schema else kinds


def _rule(table: dict[type[Kind], Any], kind: Kind) -> Any:
    try:
        return table[type(kind)]
    except KeyError as error:
        raise UnknownKind(type(kind).__name__) from error


def cells(record: Record, goods: Catalogue | None = None) -> list[Any]:
    """The cells under `columns`; None stays None. `goods` knows the lines that the center added."""
    look_up = goods if goods is not None else kamus().goods.get
    found: list[Any] = []
    for one in fields(type(record)):
        value = getattr(record, one.name)
        if isinstance(one.kind, Item):
            found.extend(_goods_cells(value, look_up))
        else:
            found.append(None if value is None else _cell(one.kind, value))
    return found


def _goods_cells(number: int | None, look_up: Catalogue) -> tuple[Any, ...]:
    if number is None:
        return (None, None, None, None)
    goods = look_up(number)
    return (
        (str(number), None, None, None)
        if goods is None
        else (goods.code, goods.name, goods.unit, goods.scale)
    )


def _cell(kind: Kind, value: Any) -> Any:
    if isinstance(kind, Several):
        return LIST_MARK.join(str(_cell(kind.kind, one)) for one in value)
    return _rule(WRITE, kind)(value)
