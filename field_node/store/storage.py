"""How each kind of field is STORED: its columns in the table of its type, and its value there."""

from collections.abc import Callable, Sequence
from operator import attrgetter
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


class _Cut(NamedTuple):
    """`values`: a record -> the values of its fields. `cells`: for each, how it is cut, None as it is; `nothing` for None."""

    values: Callable[[Record], tuple[Any, ...]]
    cells: tuple[tuple[Cells | None, tuple[None, ...]], ...]


@per_type
def _cut(record_type: type[Record]) -> _Cut:
    stored = [storage(one.kind) for one in fields(record_type)]
    cells = tuple(
        (None if each.cells is _as_is else each.cells, (None,) * len(each.columns)) for each in stored
    )
    return _Cut(values_of(record_type), cells)


@per_type
def values_of(record_type: type[Record]) -> Callable[[Record], tuple[Any, ...]]:
    """A record -> the values of its fields, in their order."""
    names = [one.name for one in fields(record_type)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def typed_row(entry: Entry, locker: Locker) -> Sequence[Any]:
    """The entry's row in the table of its type."""
    row: list[Any] = [entry.unit, entry.seq]
    cut = _cut(type(entry.record))
    for value, (cells, nothing) in zip(cut.values(entry.record), cut.cells, strict=True):
        if cells is None:
            row.append(value)
        else:
            row += nothing if value is None else cells(value, locker)
    return row
