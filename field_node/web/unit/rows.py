"""Reads a row of a background process, which another version of that process may have written."""

from collections.abc import Mapping, Sequence
from typing import Any

Said = Mapping[str, Any] | None
"""A row, None when nobody said one."""


def number_of(said: Said, name: str) -> float | None:
    """A number of the row; None when it holds none."""
    value = said.get(name) if said else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def whole_of(said: Said, name: str) -> int:
    """A count of the row; 0 when it holds none."""
    return int(number_of(said, name) or 0)


def time_of(said: Said, name: str) -> int | None:
    """UTC seconds; None when the row holds none."""
    value = number_of(said, name)
    return None if value is None else int(value)


def list_of(said: Said, name: str) -> Sequence[Any]:
    """A list of the row; empty when it holds none."""
    value = said.get(name) if said else None
    return value if isinstance(value, list) else ()


def rows_of(said: Said, name: str) -> list[Mapping[str, Any]]:
    """The rows in a list of the row."""
    return [one for one in list_of(said, name) if isinstance(one, Mapping)]
