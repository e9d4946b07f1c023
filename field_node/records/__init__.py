"""The register: number on the wire -> record type. The one place to add a type; numbers are never reused."""

from collections.abc import Iterator
from contextlib import contextmanager

from field_node.records.headcount import Headcount
from field_node.records.record import Record

TYPES: dict[int, type[Record]] = {
    3: Headcount,
}


def number_of(record_type: type[Record]) -> int:
    """The type's number on the wire. Raises KeyError for a type that is not registered."""
    return {kind: number for number, kind in TYPES.items()}[record_type]


def type_by_slug(slug: str) -> type[Record]:
    """The type of that name in tables, addresses and the API. Raises KeyError."""
    return {kind.about.slug: kind for kind in TYPES.values()}[slug]


@contextmanager
def registered(number: int, record_type: type[Record]) -> Iterator[None]:
    """Adds a type for a while: drills and tests declare their own. Raises KeyError when the number is taken."""
    if number in TYPES:
        raise KeyError(number)
    TYPES[number] = record_type
    try:
        yield
    finally:
        del TYPES[number]
