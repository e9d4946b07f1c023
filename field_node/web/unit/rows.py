"""Reads a row of a background process, which another version of that process may have written."""

from collections.abc import Mapping, Sequence
from typing import Any


def number_of(said: Mapping[str, Any], name: str) -> float | None:
    """A number of the row; None when it holds none."""
    value = said.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def time_of(said: Mapping[str, Any], name: str) -> int | None:
    """UTC seconds; None when the row holds none."""
    value = number_of(said, name)
    return None if value is None else int(value)


def list_of(said: Mapping[str, Any], name: str) -> Sequence[Any]:
    """A list of the row; empty when it holds none."""
    value = said.get(name)
    return value if isinstance(value, list) else ()


def rows_of(said: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The rows in a list of the row."""
    return [one for one in list_of(said, name) if isinstance(one, Mapping)]
