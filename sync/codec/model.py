"""What was learnt from many records: tables by the name of what they say, and facts about fields and types."""

from collections.abc import Mapping, Sequence
from itertools import product
from math import prod
from typing import Any, Protocol

from sync.codec.table import Table, named

Tables = tuple[Table, ...]


class Model(Protocol):
    """What the walks of a context ask when they are made."""

    def tables(self, name: str, size: int, *shape: int) -> Tables | None:
        """One table for each context, or None where nothing was learnt.

        size: symbols at most. shape: how many values each part of a context has; contexts are numbered with the last
        part running fastest. The first parts are the first to be left out where little was seen.
        """

    def fact(self, name: str, otherwise: Any) -> Any:
        """What was learnt beside tables."""


class Frozen:
    """A model out of its file: `facts`, and `tables`: name -> [shape, the number of each context's table, the tables]."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._facts: Mapping[str, Any] = data["facts"]
        self._rows: Mapping[str, Sequence[Any]] = data["tables"]
        self._made: dict[str, list[Table]] = {}

    def tables(self, name: str, size: int, *shape: int) -> Tables | None:
        found = self._rows.get(name)
        if found is None:
            return None
        known, numbers, rows = found
        made = self._made.setdefault(name, []) or [Table(named(row)) for row in rows]
        self._made[name] = made
        if not numbers:
            return (made[0],) * prod(shape)
        return tuple(made[numbers[_place(parts, known)]] for parts in product(*map(range, shape)))

    def fact(self, name: str, otherwise: Any) -> Any:
        return self._facts.get(name, otherwise)


def _place(parts: Sequence[int], known: Sequence[int]) -> int:
    """The number of a context in the file; what a declaration has gained since counts as its last value then."""
    found = 0
    for part, size in zip(parts, known, strict=True):
        found = found * size + min(part, size - 1)
    return found
