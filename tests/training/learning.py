"""A model that learns: its tables count what the walks say."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from sync.codec.coder import Coder
from sync.codec.table import Table


class Tally(Table):
    """Counts of symbols instead of their frequencies."""

    __slots__ = ("seen",)

    def __init__(self, size: int) -> None:
        self.size, self.last, self.steps, self.cells, self.look = size, size - 1, {}, (), ()
        self.seen = [0] * size


class Learning:
    """Every name has tables; each context counts for itself."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        self.facts = facts
        self.shapes: dict[str, tuple[int, tuple[int, ...]]] = {}
        self.tallies: dict[str, tuple[Tally, ...]] = {}

    def tables(self, name: str, size: int, *shape: int) -> tuple[Table, ...]:
        if self.shapes.setdefault(name, (size, shape)) != (size, shape):
            raise ValueError(f"{name} has two shapes")
        if name not in self.tallies:
            self.tallies[name] = tuple(Tally(size) for _ in product(*map(range, shape)))
        return self.tallies[name]

    def fact(self, name: str, otherwise: Any) -> Any:
        return self.facts.get(name, otherwise)


class Counter(Coder):
    """The counting end of a walk: says nothing, remembers how often each symbol came."""

    def uniform(self, size: int, value: int) -> int:
        if not 0 <= value < size:
            raise ValueError("outside the range of its symbol")
        return value

    def golomb(self, order: int, value: int) -> int:
        return value

    def symbol(self, table: Table, value: int) -> int:
        if not isinstance(table, Tally):
            raise TypeError("only a learning model's tables count")
        table.seen[value] += 1
        return value

    def letter(self, row: Any, value: int) -> int:
        return value


class Texts:
    """Stands for the text model while its texts are gathered: (voice, text) as often as each is spelt."""

    def __init__(self) -> None:
        self.spelt: dict[tuple[int, str], int] = {}

    def spell(self, coder: Any, given: str, voice: int, most: int) -> str:
        self.spelt[voice, given] = self.spelt.get((voice, given), 0) + 1
        return given
