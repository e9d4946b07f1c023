"""The JSON form of a record: what the stores keep as its body and the pull feed gives out."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from field_node.records.kinds import (
    Amount,
    Choice,
    Count,
    Day,
    Degrees,
    Digest,
    Flag,
    InvalidValue,
    Item,
    Kind,
    Moment,
    Official,
    Person,
    Ref,
    Reference,
    Region,
    Several,
    Text,
    UnitNumber,
)
from field_node.records.record import InvalidRecord, Notice, Record, blocks, fields

R = TypeVar("R", bound=Record)
Change = Callable[[Any], Any]
Reading = tuple[Change | None, Callable[[Any], None]]


class UnknownKind(TypeError):
    """A kind of field that this form does not know: register it in WRITE and READ."""

    permanent = True


def _same(value: Any) -> Any:
    return value


def _text_of(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _bytes_of(text: Any) -> bytes:
    if not isinstance(text, str) or len(text) % 4 == 1:
        raise InvalidValue("bentuk_salah")
    try:
        data = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise InvalidValue("bentuk_salah") from error
    if _text_of(data) != text:
        raise InvalidValue("bentuk_salah")
    return data


def _ref_of(text: Any) -> Ref:
    if not isinstance(text, str):
        raise InvalidValue("rujukan_rusak")
    ref = Ref.parse(text)
    if str(ref) != text:
        raise InvalidValue("rujukan_rusak")
    return ref


def _degrees_of(value: Any) -> Any:
    return float(value) if type(value) is int else value


PLAIN = (Flag, Count, Amount, Moment, Day, Item, UnitNumber, Choice, Text, Region, Official)
WRITE: dict[type[Kind], Change] = {
    **dict.fromkeys(PLAIN, _same),
    Degrees: _same,
    Reference: str,
    Digest: _text_of,
    Person: _text_of,
}
"""How a value of each kind is written. Several is written one by one."""
READ: dict[type[Kind], Change] = {
    **dict.fromkeys(PLAIN, _same),
    Degrees: _degrees_of,
    Reference: _ref_of,
    Digest: _bytes_of,
    Person: _bytes_of,
}
"""How it is read back; raises InvalidValue. What a kind may hold is checked after it."""

_WRITERS: dict[type[Record], tuple[tuple[str, Change | None], ...]] = {}
_READERS: dict[type[Record], dict[str, Reading]] = {}


def writer(kind: Kind) -> Change:
    """The change of one value of that kind into JSON. Raises UnknownKind."""
    if isinstance(kind, Several):
        one = writer(kind.kind)
        return lambda values: [one(value) for value in values]
    return _of(kind, WRITE)


def reader(kind: Kind) -> Change:
    """The change back. Raises UnknownKind; its result raises InvalidValue."""
    if isinstance(kind, Several):
        one = reader(kind.kind)
        return lambda values: _tuple_of(values, one)
    return _of(kind, READ)


def _tuple_of(values: Any, one: Change) -> tuple[Any, ...]:
    if not isinstance(values, list):
        raise InvalidValue("bentuk_salah")
    return tuple(one(value) for value in values)


def _of(kind: Kind, changes: dict[type[Kind], Change]) -> Change:
    try:
        return changes[type(kind)]
    except KeyError as error:
        raise UnknownKind(type(kind).__name__) from error


def to_plain(record: Record) -> dict[str, Any]:
    """Every field that is not None, in declared order: Ref "3-17", bytes base64url without padding."""
    record_type = type(record)
    if record_type not in _WRITERS:
        _WRITERS[record_type] = tuple(
            (one.name, _unless_same(writer(one.kind))) for one in fields(record_type)
        )
    found = {}
    for name, change in _WRITERS[record_type]:
        value = getattr(record, name)
        if value is not None:
            found[name] = value if change is None else change(value)
    return found


def _unless_same(change: Change) -> Change | None:
    return None if change is _same else change


def from_plain(record_type: type[R], plain: Mapping[str, Any]) -> R:
    """The record, whatever the mapping holds. Raises InvalidRecord: unknown field, wrong shape or value.

    Required fields may lack, as in any record that did not come from a form.
    """
    readers = _readers(record_type)
    values: dict[str, Any] = {}
    wrong: list[Notice] = []
    for name, value in plain.items():
        try:
            change, check = readers.get(name, _UNKNOWN)
            found = value if change is None else change(value)
            check(found)
            values[name] = found
        except InvalidValue as error:
            wrong.append(blocks(error.code, str(name), **error.values))
    if wrong:
        raise InvalidRecord(tuple(wrong))
    return record_type(**values)


def _readers(record_type: type[Record]) -> dict[str, Reading]:
    if record_type not in _READERS:
        known = ((one.name, one.kind) for one in fields(record_type))
        _READERS[record_type] = {name: (_unless_same(reader(kind)), kind.check) for name, kind in known}
    return _READERS[record_type]


def _unknown(value: Any) -> None:
    raise InvalidValue("isian_tidak_dikenal")


_UNKNOWN: Reading = (None, _unknown)
