"""The two ends of a walk: a Maker draws each value from its law, a Pricer says what the value that is there costs."""

import math
from random import Random
from typing import Any, Protocol

from tests.workload.laws import Law


class Draw(Protocol):
    """What a walk speaks to. One walk makes a record and prices it, so that both cannot drift apart."""

    def of(self, law: Law, value: Any) -> Any:
        """A Maker ignores the value and returns one of the law; a Pricer returns it."""

    def free(self, law: Law, value: Any) -> Any:
        """The same without a price: what does not travel, or has no known law."""


class Impossible(ValueError):
    """A value that its law never says: not of this workload."""


class Maker:
    """Draws from the laws by seeded chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def of(self, law: Law, value: Any) -> Any:
        return law.sample(self.chance)

    free = of


class Pricer:
    """Sums -log2 p. Raises Impossible."""

    def __init__(self) -> None:
        self.bits = 0.0

    def of(self, law: Law, value: Any) -> Any:
        share = law.p(value)
        if share <= 0.0:
            raise Impossible(value)
        self.bits -= math.log2(share)
        return value

    def free(self, law: Law, value: Any) -> Any:
        return value
