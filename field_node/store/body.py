"""The text of a record in the journal: its plain JSON, names in office locked."""

import base64
import hashlib
from collections.abc import Callable
from typing import Any

import msgspec

from field_node.records import TYPES
from field_node.records.kinds import Kind, Official, Person, Several
from field_node.records.plain import from_plain, to_plain
from field_node.records.record import Record, fields
from field_node.store.locker import Locker
from field_node.store.storage import per_type

PURGED = "sha256:"
"""A sealed value in the chain's view of a body, and in the body itself once it was purged."""


def body_of(record: Record, locker: Locker) -> str:
    """The body of a new row."""
    plain = to_plain(record)
    for name in _locked_names(type(record)):
        if name in plain:
            plain[name] = _each(plain[name], lambda text: _text(locker.lock(text)))
    return msgspec.json.encode(plain).decode()


def record_of(number: int, body: str | bytes, locker: Locker) -> Record:
    """The record of a body. Raises KeyError for a type that is not registered, InvalidRecord, StoreCorrupt."""
    record_type, plain = TYPES[number], msgspec.json.decode(body)
    for name in _locked_names(record_type):
        if name in plain:
            plain[name] = _each(plain[name], lambda text: locker.unlock(_bytes(text)))
    return from_plain(record_type, plain)


def chained(number: int, body: str) -> str:
    """The body as the chain sees it: sealed personal values as their SHA-256, so that they can be purged."""
    record_type = TYPES.get(number)
    names = _sealed_names(record_type) if record_type else ()
    if not names:
        return body
    plain = msgspec.json.decode(body)
    for name in names:
        if name in plain:
            plain[name] = _each(plain[name], _digest)
    return msgspec.json.encode(plain).decode()


def _digest(text: str) -> str:
    return text if text.startswith(PURGED) else PURGED + hashlib.sha256(_bytes(text)).hexdigest()


def _each(value: Any, change: Callable[[str], str]) -> Any:
    return [change(one) for one in value] if isinstance(value, list) else change(value)


def _of_kind(record_type: type[Record], kind: type[Kind]) -> tuple[str, ...]:
    inner = (
        (one.name, one.kind.kind if isinstance(one.kind, Several) else one.kind)
        for one in fields(record_type)
    )
    return tuple(name for name, held in inner if isinstance(held, kind))


@per_type
def _locked_names(record_type: type[Record]) -> tuple[str, ...]:
    return _of_kind(record_type, Official)


@per_type
def _sealed_names(record_type: type[Record]) -> tuple[str, ...]:
    return _of_kind(record_type, Person)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
