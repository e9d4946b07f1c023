"""Whose word of a store counts: the ledger kept here, else the newest of its owner and the center, a revoked unit's last."""

from collections.abc import Iterable
from typing import NamedTuple, Protocol, Self, TypeVar

from field_node.store import nearby
from field_node.store.connection import Store
from field_node.store.identity import own_unit

CENTER = 0


class Statement(Protocol):
    """`goods`: item and batch, or more than these; `as_of`: UTC seconds."""

    @property
    def goods(self) -> tuple[int, str]: ...
    @property
    def as_of(self) -> int: ...


_S = TypeVar("_S", bound=Statement)


class Sides(NamedTuple):
    """Who speaks: this unit's number, and the units whose access the center has withdrawn."""

    own: int | None
    revoked: frozenset[int]

    @classmethod
    def of(cls, store: Store, units: Iterable[int]) -> Self:
        """As far as the center's directory came here; of those units."""
        return cls(own_unit(store), nearby.revoked(store, set(units)))

    def keeps(self, owner: int | None) -> bool:
        """Whether our own movements say what a store of that owner holds, and nobody's word beside them."""
        return owner in (None, self.own)

    def rank(self, unit: int, newest: float) -> tuple[bool, bool, float]:
        """Of the words of several units the greatest counts. `newest`: UTC seconds of the newest statement in it."""
        return unit == self.own, unit not in self.revoked, newest


def may_speak(unit: int, owner: int | None) -> bool:
    """Whoever keeps the ledger, the center, and anybody for a store of which no owner is known."""
    return unit == CENTER or owner in (None, unit)


def newest_each(statements: Iterable[_S]) -> list[_S]:
    """Of the statements of one unit about one place the newest of each batch: an older one says nothing any more."""
    return list({one.goods: one for one in sorted(statements, key=lambda one: one.as_of)}.values())
