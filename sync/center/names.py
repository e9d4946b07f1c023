"""Lines with what concerns persons and officials, for a reader who may see it."""

from collections.abc import Sequence
from typing import Any

import msgspec

from field_node.records import TYPES
from field_node.sealed_box import BadBox, open_box
from sync.center.at_rest import box_of, is_person
from sync.center.store import Center


def open_lines(center: Center, rows: Sequence[Any]) -> tuple[list[str], int]:
    """The lines of feed rows (with type and private), names included; and how many records had any."""
    lines = [_opened(center, row) if row.private is not None else row.line for row in rows]
    return lines, sum(row.private is not None for row in rows)


def _opened(center: Center, row: Any) -> str:
    record = msgspec.json.decode(row.line)
    record_type = TYPES[row.type]
    for name, text in center.rest.unlock_values(bytes(row.private)).items():
        record["fields"][name] = _person(center, text) if is_person(record_type, name) else text
    return msgspec.json.encode(record).decode()


def _person(center: Center, text: str) -> str | None:
    """What the sealed box says; None when it was not sealed to this center."""
    try:
        return open_box(center.keys.box_private, box_of(text)).decode("utf-8", "replace")
    except BadBox:
        return None
