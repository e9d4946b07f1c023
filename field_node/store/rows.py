"""A row of the journal: an entry, how it came here, and its link in the chain (storage rule S8)."""

import hmac
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from field_node.records.kinds import Ref
from field_node.records.record import Entry, TimeQuality
from field_node.store.body import chained, record_of
from field_node.store.locker import Locker

LINK_SIZE = 16
ENTRY_COLUMNS = (
    "unit, seq, type, made_at, quality, incident_unit, incident_seq, author,"
    " corrects_unit, corrects_seq, reason, complete, body"
)
"""What `entry_of` reads, in its order."""


class Row(NamedTuple):
    """One row of table `entry`, in the order of its columns, without its link."""

    pos: int
    unit: int
    seq: int
    version: int
    type: int
    made_at: int
    quality: int
    boot: int | None
    uptime_ms: int | None
    incident_unit: int | None
    incident_seq: int | None
    author: int
    corrects_unit: int | None
    corrects_seq: int | None
    reason: str | None
    complete: int
    carrier: str | None
    received_at: int | None
    body: str


ROW_COLUMNS = ", ".join(Row._fields)
INSERT_ROW = f"INSERT INTO entry ({ROW_COLUMNS}, chain) VALUES ({', '.join('?' * (len(Row._fields) + 1))})"
_encode = msgspec.msgpack.Encoder().encode


def link(key: bytes, previous: bytes, row: Sequence[Any]) -> bytes:
    """MAC of a row after the link `previous`.

    The row as MessagePack: every column with its type and length, each number in its shortest form.
    """
    body = chained(row[4], row[18])
    mac = _keyed(key).copy()
    mac.update(previous + _encode((*row[:18], body)))
    return mac.digest()[:LINK_SIZE]


@lru_cache(maxsize=4)
def _keyed(key: bytes) -> hmac.HMAC:
    """The MAC with its key taken in: every link starts from a copy."""
    return hmac.new(key, digestmod="sha256")


def entry_of(row: Sequence[Any], locker: Locker) -> Entry:
    """The entry of a row of ENTRY_COLUMNS."""
    unit, seq, number, made_at, quality, in_unit, in_seq, author, *rest = row
    fix_unit, fix_seq, reason, complete, body = rest
    record, incident, corrects = (
        record_of(number, body, locker),
        _ref(in_unit, in_seq),
        _ref(fix_unit, fix_seq),
    )
    name = (unit, seq, made_at, TimeQuality(quality))
    return Entry(*name, record, incident, author, corrects, reason, bool(complete))


def _ref(unit: int | None, seq: int | None) -> Ref | None:
    return None if unit is None or seq is None else Ref(unit, seq)
