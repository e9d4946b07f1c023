"""Counts become frozen tables: smoothed, folded into their parents where little was seen, rounded to sum 2^12."""

import math
from collections.abc import Iterator, Sequence
from itertools import product

from sync.codec.envelope_tables import FAR_TICKS
from sync.codec.numbers import BUCKETS, SIGNED
from sync.codec.table import BITS, LEVELS, named
from tests.training.learning import Learning, Tally

TOTAL = 1 << BITS
LEAST_SEEN = 15
CLOSED = (
    "which",
    "how",
    "step",
    "sign",
    "first",
    "on",
    "expected",
    "usual",
    "changes",
    "quality",
    "incident",
    "corrects",
    "reason",
    "fields",
)
"""Last words of names whose tables have no escape: every symbol stays."""
SPREAD, EVEN = 0.06, 0.3
"""Of each count so much goes to the neighbours in an ordered table; every symbol has been seen this often before."""
ORDERED = (BUCKETS, SIGNED, FAR_TICKS + 1)
"""Sizes of tables whose symbols are numbers."""
LENT = 25.0
"""A context begins as if it had seen so many symbols in the shares of its parent: the fewer it saw, the more it is like it."""


def closed(name: str, size: int) -> bool:
    words = name.split()
    return size == 2 or words[-1] in CLOSED or words[-2] == "group"


def frozen(model: Learning, worth_bits: float) -> dict[str, list[object]]:
    """name -> [shape, the number of each context's table, the tables]. worth_bits: what a table of its own must save."""
    found: dict[str, list[object]] = {}
    for name in sorted(model.tallies):
        size, shape = model.shapes[name]
        tallies = model.tallies[name]
        if any(any(tally.seen) for tally in tallies):
            spread = SPREAD if not closed(name, size) and size in ORDERED else 0.0
            found[name] = _fold(tallies, shape, (closed(name, size), worth_bits, spread))
    found["any size"] = _any(model, BUCKETS)
    found["any change"] = _any(model, SIGNED)
    return found


def _any(model: Learning, size: int) -> list[object]:
    """One table of all that have as many symbols."""
    tallies = [
        tally for name, (one, _) in model.shapes.items() if one == size for tally in model.tallies[name]
    ]
    shares = [[symbol / sum(tally.seen) for symbol in tally.seen] for tally in tallies if sum(tally.seen)]
    summed = [round(1_000 * sum(column)) for column in zip(*shares, strict=True)]
    last = max(at for at, one in enumerate(summed) if one)
    return [[], [], [rounded(_cut(summed, min(size, last + 4)), SPREAD)]]


def _fold(tallies: Sequence[Tally], shape: tuple[int, ...], how: tuple[bool, float, float]) -> list[object]:
    shut, worth, spread = how
    size = _size(tallies, shut)
    by_context = {
        parts: _cut(tally.seen, size)
        for parts, tally in zip(product(*map(range, shape)), tallies, strict=True)
    }
    rows: list[str] = []
    place: dict[tuple[int, ...], int] = {}
    for parts, counts in _nodes(by_context, len(shape)):
        if not parts:
            rows.append(rounded(counts, spread))
            place[()] = 0
            continue
        parent = place[parts[1:]]
        own = rounded(_leaning(counts, rows[parent]), spread)
        place[parts] = parent
        if sum(counts) >= LEAST_SEEN and _saved(counts, own, rows[parent]) > worth:
            if own not in rows:
                rows.append(own)
            place[parts] = rows.index(own)
    numbers = [place[parts] for parts in by_context]
    return [list(shape), numbers if len(rows) > 1 else [], rows]


def _nodes(
    by_context: dict[tuple[int, ...], list[int]], depth: int
) -> Iterator[tuple[tuple[int, ...], list[int]]]:
    """Every context and every one with its first parts left out, the shortest first."""
    for kept in range(depth + 1):
        summed: dict[tuple[int, ...], list[int]] = {}
        for parts, counts in by_context.items():
            key = parts[depth - kept :]
            summed[key] = [a + b for a, b in zip(summed.get(key, [0] * len(counts)), counts, strict=True)]
        yield from summed.items()


def _size(tallies: Sequence[Tally], shut: bool) -> int:
    if shut:
        return tallies[0].size
    highest = max(symbol for tally in tallies for symbol, seen in enumerate(tally.seen) if seen)
    return min(tallies[0].size, highest + 4)


def _cut(seen: Sequence[int], size: int) -> list[int]:
    return [*seen[: size - 1], sum(seen[size - 1 :])]


def _leaning(counts: Sequence[int], parent: str) -> list[float]:
    """The counts, and those that the parent lends."""
    return [seen + LENT * frequency / TOTAL for seen, frequency in zip(counts, named(parent), strict=True)]


def _saved(counts: Sequence[int], own: str, parent: str) -> float:
    pairs = zip(counts, named(own), named(parent), strict=True)
    return sum(seen * math.log2(a / b) for seen, a, b in pairs if seen)


def rounded(counts: Sequence[float], spread: float) -> str:
    """A row of the file: a level each, the likeliest takes what is left of 2^12."""
    weights = [float(one) + EVEN for one in counts]
    if spread and len(counts) > 8:
        weights = [
            (1 - spread) * one + spread / 2 * (_at(weights, at - 2) + _at(weights, at + 2))
            for at, one in enumerate(weights)
        ]
    whole = sum(weights)
    found = [max(1, TOTAL * one / whole) for one in weights]
    largest = found.index(max(found))
    levels = [_level(one) for one in found]
    while sum(LEVELS[level] for at, level in enumerate(levels) if at != largest) >= TOTAL:
        levels[max((at for at in range(len(levels)) if at != largest), key=lambda at: levels[at])] -= 1
    return "".join("*" if at == largest else chr(ord("0") + level) for at, level in enumerate(levels))


def _at(weights: Sequence[float], at: int) -> float:
    return weights[min(max(at, 0), len(weights) - 1)]


def _level(frequency: float) -> int:
    """The nearest one by ratio."""
    return min(range(len(LEVELS)), key=lambda level: abs(math.log(LEVELS[level] / frequency)))
