"""Laws of chance that can be drawn from and priced: every value has a known probability."""

import math
from bisect import bisect_left
from collections.abc import Callable, Container, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from random import Random
from typing import Any, Protocol

BITS_A_LETTER = 2.41
"""Of Indonesian notes by the best text model found, two mixed order-5 models: wire handbook, section 8."""


class Law(Protocol):
    """What a value is drawn from."""

    def sample(self, chance: Random) -> Any:
        """One value."""

    def p(self, value: Any) -> float:
        """Its probability; 0.0 for what it never says."""


class Weighted:
    """One of some values. Weights need not sum to one."""

    __slots__ = ("_sums", "_total", "_weight", "values")

    def __init__(self, values: Sequence[Any], weights: Sequence[float]) -> None:
        self.values = tuple(values)
        self._sums = list(accumulate(weights))
        self._total = self._sums[-1]
        self._weight: dict[Any, float] = {}
        for value, weight in zip(values, weights, strict=True):
            self._weight[value] = self._weight.get(value, 0.0) + weight

    def sample(self, chance: Random) -> Any:
        return self.values[bisect_left(self._sums, chance.random() * self._total)]

    def p(self, value: Any) -> float:
        return self._weight.get(value, 0.0) / self._total


class Numbers:
    """Whole numbers low, low+1, ... with those weights."""

    __slots__ = ("_sums", "_total", "_weights", "low")

    def __init__(self, low: int, weights: Sequence[float]) -> None:
        self.low = low
        self._weights = weights
        self._sums = list(accumulate(weights))
        self._total = self._sums[-1]

    def sample(self, chance: Random) -> int:
        return self.low + bisect_left(self._sums, chance.random() * self._total)

    def p(self, value: Any) -> float:
        place = -1 if value is None else value - self.low
        return self._weights[place] / self._total if 0 <= place < len(self._weights) else 0.0


class Mixed:
    """With those shares one law or another; a value that several can say has the sum of its ways."""

    __slots__ = ("_laws", "_shares")

    def __init__(self, *parts: tuple[float, Law]) -> None:
        self._shares, self._laws = zip(*parts, strict=True)

    def sample(self, chance: Random) -> Any:
        drawn = chance.random()
        for share, law in zip(self._shares, self._laws, strict=True):
            drawn -= share
            if drawn < 0:
                return law.sample(chance)
        return self._laws[-1].sample(chance)

    def p(self, value: Any) -> float:
        return float(
            sum(share * law.p(value) for share, law in zip(self._shares, self._laws, strict=True) if share)
        )


class Follows:
    """A count that follows the one before it and whose law over all times is `settled` (Metropolis-Hastings steps).

    So whoever has not heard the count before knows exactly `settled`. stays: the share of statements that
    repeat the count by themselves; step: the law of a change from a count of that size.
    """

    __slots__ = ("_before", "_settled", "_stays", "_step")

    def __init__(self, before: int, stays: float, settled: Law, step: Callable[[int], Numbers]) -> None:
        self._before, self._stays, self._settled, self._step = before, stays, settled, step

    def sample(self, chance: Random) -> int:
        if chance.random() < self._stays:
            return self._before
        found = self._before + self._step(self._before).sample(chance)
        return found if chance.random() < self._taken(found) else self._before

    def p(self, value: Any) -> float:
        if value is None:
            return 0.0
        if value != self._before:
            moved = self._step(self._before).p(value - self._before)
            return (1 - self._stays) * moved * self._taken(value) if moved else 0.0
        return self._stays + (1 - self._stays) * self._kept()

    def _kept(self) -> float:
        """The share of steps that end where they began."""
        step = self._step(self._before)
        reach = range(step.low, -step.low + 1)
        return sum(
            step.p(change) * (1 - self._taken(self._before + change)) for change in reach if change
        ) + step.p(0)

    def _taken(self, found: int) -> float:
        ahead = self._settled.p(found) * self._step(found).p(self._before - found) if found >= 0 else 0.0
        behind = self._settled.p(self._before) * self._step(self._before).p(found - self._before)
        return 1.0 if behind == 0.0 else min(1.0, ahead / behind)


class Times:
    """A number that is always a multiple."""

    __slots__ = ("_law", "_times")

    def __init__(self, times: int, law: Law) -> None:
        self._times, self._law = times, law

    def sample(self, chance: Random) -> int:
        return self._times * int(self._law.sample(chance))

    def p(self, value: Any) -> float:
        return 0.0 if value is None or value % self._times else self._law.p(value // self._times)


class Typed:
    """Words that a person types. Who reads along knows the law only of words in `known`; others are spelt."""

    __slots__ = ("_known", "_law")

    def __init__(self, law: Law, known: Container[str]) -> None:
        self._law, self._known = law, known

    def sample(self, chance: Random) -> Any:
        return self._law.sample(chance)

    def p(self, value: Any) -> float:
        by_law = self._law.p(value)
        return by_law if value is None or value in self._known or not by_law else spelt(value)


def spelt(text: str) -> float:
    """The probability of a text whose words nobody listed."""
    return float(2.0 ** (-BITS_A_LETTER * len(text)))


def always(value: Any) -> Weighted:
    return Weighted((value,), (1.0,))


def flip(share: float) -> Weighted:
    """True in that share of cases."""
    return Weighted((True, False), (share, 1 - share))


def sticky(before: Any, stays: float, law: Law) -> Law:
    """As before in that share of cases; without a before, the law alone."""
    return law if before is None else Mixed((stays, always(before)), (1 - stays, law))


def maybe(lacks: float, law: Law) -> Law:
    """None in that share of cases."""
    return Mixed((lacks, always(None)), (1 - lacks, law))


@lru_cache(100_000)
def geometric(mean: float, most: int, low: int = 0) -> Numbers:
    """From `low` up, each step rarer; `mean` counts from there."""
    again = mean / (1 + mean)
    return Numbers(low, [again**place for place in range(most - low + 1)])


@lru_cache(100_000)
def bell(mean: float, spread: float, low: int = 0, most: int = 1 << 32) -> Numbers:
    """A rounded normal law, cut at six spreads and at low..most."""
    first = min(max(low, math.floor(mean - 6 * spread)), most)
    last = max(first, min(most, math.ceil(mean + 6 * spread)))
    return Numbers(
        first, [1e-12 + math.exp(-(((at - mean) / spread) ** 2) / 2) for at in range(first, last + 1)]
    )


@lru_cache(100_000)
def swing(spread: float, reach: int, tilt: float = 0.5) -> Numbers:
    """A change both ways, two-sided geometric; `tilt`: the share of changes that go up."""
    again = spread / (1 + spread)
    sides = {True: 2 * tilt, False: 2 * (1 - tilt)}
    return Numbers(
        -reach, [again ** abs(at) * (sides[at > 0] if at else 1.0) for at in range(-reach, reach + 1)]
    )


@lru_cache(1_000)
def sized(median: float, spread: float, most: int, low: int = 1) -> Numbers:
    """A rounded log-normal law: `spread` is that of the natural logarithm."""

    def below(edge: float) -> float:
        return 0.0 if edge <= 0 else math.erfc(-math.log(edge / median) / spread / math.sqrt(2)) / 2

    edges = [below(at - 0.5) for at in range(low, most + 2)]
    return Numbers(low, [1e-15 + after - before for before, after in pairwise(edges)])
