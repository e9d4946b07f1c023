"""What whoever reads along knows: the newest of everything said so far, and of nothing else."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar

from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record
from tests.workload.parameters import Parameters

R = TypeVar("R", bound=Record)


@dataclass
class Seen:
    """A maker has heard all of the unit's entries; a pricer those of the frame (and of a base, if there is one)."""

    parameters: Parameters
    unit: int
    newest: dict[Hashable, Any] = field(default_factory=dict)
    order: list[Any] = field(default_factory=list)
    entry: Entry | None = None

    def last(self, record_type: type[R], *key: Hashable) -> R | None:
        """The newest record of a type under a key; without a key, of the type."""
        found: R | None = self.newest.get((record_type, *key))
        return found

    def keep(self, record: Record, *key: Hashable) -> None:
        self.newest[(type(record),)] = record
        if key:
            self.newest[(type(record), *key)] = record


class OneOfHidden:
    """One of `own` hidden choices out of a public list, each as likely: what was named before is told from what is new."""

    __slots__ = ("_hidden", "_listed", "_named", "_own")

    def __init__(self, own: int, listed: int, named: Sequence[Any], hidden: Sequence[Any]) -> None:
        self._own, self._listed, self._named, self._hidden = own, listed, named, hidden

    def sample(self, chance: Random) -> Any:
        return chance.choice(self._hidden)

    def p(self, value: Any) -> float:
        if value in self._named:
            return 1 / self._own
        left = self._own - len(self._named)
        return left / self._own / (self._listed - len(self._named)) if left > 0 else 0.0


def place_of(number: int) -> Ref:
    """The n-th place of the center's list."""
    return Ref(0, number + 2)
