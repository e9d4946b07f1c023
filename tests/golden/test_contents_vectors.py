"""Contents that were written once open for ever, to the same values."""

import json
from typing import Any

import pytest

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.plain import from_plain
from field_node.records.record import Entry, TimeQuality
from sync.codec.contents import decode, encode
from sync.codec.envelope import radio_copy
from tests.golden.contents_vectors import FILES

VECTORS: list[dict[str, Any]] = [
    {**one, "context": context} for context, file in FILES.items() for one in json.loads(file.read_text())
]


def named(vector: dict[str, Any]) -> str:
    return f"{vector['context']}: {vector['name']}"


def _entry(unit: int, given: dict[str, Any]) -> Entry:
    return Entry(
        unit,
        given["seq"],
        given["made_at"],
        TimeQuality(given["quality"]),
        from_plain(type_by_slug(given["type"]), given["record"]),
        incident=given["incident"] and Ref.parse(given["incident"]),
        author=given["author"],
        corrects=given["corrects"] and Ref.parse(given["corrects"]),
        reason=given["reason"],
        complete=given["complete"],
    )


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_golden_contents_open_to_the_same_entries(vector: dict[str, Any]) -> None:
    given = sorted((_entry(vector["unit"], one) for one in vector["entries"]), key=lambda entry: entry.seq)
    expected = given if vector["full"] else [radio_copy(entry) for entry in given]
    found = decode(vector["unit"], bytes.fromhex(vector["contents"]), start=vector["start"])
    assert list(found.entries) == expected
    assert [seq for first, last in found.closed for seq in range(first, last + 1)] == vector["closed"]


@pytest.mark.parametrize("vector", VECTORS, ids=named)
def test_golden_contents_are_written_the_same_today(vector: dict[str, Any]) -> None:
    entries = [_entry(vector["unit"], one) for one in vector["entries"]]
    closed = frozenset(vector["closed"])
    written = encode(
        entries, start=vector["start"], full=vector["full"], closed=closed, context=vector["context"]
    )
    assert written.hex() == vector["contents"]


@pytest.mark.parametrize("context", FILES)
def test_there_are_enough_of_each_context(context: int) -> None:
    given = [one for one in VECTORS if one["context"] == context]
    assert len(given) >= 50
    assert {bytes.fromhex(one["contents"])[0] for one in given} == {context}
