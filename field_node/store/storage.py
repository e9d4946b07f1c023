"""How each kind of field is STORED: its columns in the table of its type, and its value there."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from field_node.records import TYPES, number_of
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
from field_node.records.record import Entry, Record, fields
from field_node.store.locker import Locker

_NUMBERS: dict[object, int] = {}
T = TypeVar("T")
Cells = Callable[[Any, Locker], tuple[Any, ...]]
NAME = ("entry_unit", "entry_seq")
"""The entry's name in the table of its type; no field of a record can be called so."""


class Storage(NamedTuple):
    """`columns`: (end of the name, type of Python) of each; `cells`: a value that is not None -> one cell a column."""

    columns: tuple[tuple[str, type], ...]
    cells: Cells


class UnknownKind(LookupError):
    """A kind of field that nobody taught the store."""

    permanent = True


def _as_is(value: Any, _locker: Locker) -> tuple[Any, ...]:
    return (value,)


def _text_list(value: Any, _locker: Locker) -> tuple[Any, ...]:
    return (msgspec.json.encode(value).decode(),)


_WHOLE = Storage((("", int),), _as_is)
_TEXT = Storage((("", str),), _as_is)
_BYTES = Storage((("", bytes),), _as_is)
STORED: dict[type[Kind], Storage] = {
    **dict.fromkeys((Count, Amount, Moment, Day, Item, UnitNumber), _WHOLE),
    **dict.fromkeys((Choice, Text, Region), _TEXT),
    **dict.fromkeys((Digest, Person), _BYTES),
    Flag: Storage((("", int),), lambda value, _: (int(value),)),
    Degrees: Storage((("", float),), _as_is),
    Reference: Storage((("_unit", int), ("_seq", int)), lambda value, _: tuple(value)),
    Official: Storage((("", bytes),), lambda value, locker: (locker.lock(value),)),
    Several: Storage((("", str),), _text_list),
}


def storage(kind: Kind) -> Storage:
    """How that kind is stored. Raises UnknownKind."""
    try:
        return STORED[type(kind)]
    except KeyError as error:
        raise UnknownKind(type(kind).__name__) from error


def per_type(make: Callable[[type[Record]], T]) -> Callable[[type[Record]], T]:
    """Remembers what is made for each record type."""
    made: dict[object, T] = {}

    def remembered(record_type: type[Record]) -> T:
        if record_type not in made:
            made[record_type] = make(record_type)
        return made[record_type]

    return remembered


def wire_number(record_type: type[Record]) -> int:
    """The type's number on the wire, remembered while the register agrees. Raises KeyError."""
    known: object = record_type
    number = _NUMBERS.get(known, 0)
    if TYPES.get(number) is not record_type:
        number = _NUMBERS[known] = number_of(record_type)
    return number


@per_type
def columns(record_type: type[Record]) -> dict[str, type]:
    """The columns of the type's table in their order, the entry's name first."""
    found: dict[str, type] = dict.fromkeys(NAME, int)
    for one in fields(record_type):
        found |= {one.name + end: of for end, of in storage(one.kind).columns}
    return found


@per_type
def insertion(record_type: type[Record]) -> str:
    """The statement that keeps one row; a completed copy of the entry replaces the row."""
    names = columns(record_type)
    return (
        f"INSERT OR REPLACE INTO {record_type.about.slug} ({', '.join(names)})"
        f" VALUES ({', '.join('?' * len(names))})"
    )


@per_type
def _cutters(record_type: type[Record]) -> tuple[tuple[str, Cells, tuple[None, ...]], ...]:
    stored = ((one.name, storage(one.kind)) for one in fields(record_type))
    return tuple((name, each.cells, (None,) * len(each.columns)) for name, each in stored)


def typed_row(entry: Entry, locker: Locker) -> Sequence[Any]:
    """The entry's row in the table of its type."""
    row: list[Any] = [entry.unit, entry.seq]
    for name, cells, nothing in _cutters(type(entry.record)):
        value = getattr(entry.record, name)
        row += nothing if value is None else cells(value, locker)
    return row
