"""What units say in their DIGESTs that they hold of the center's entries."""

from collections.abc import Iterable
from dataclasses import dataclass

from sync.center.examine import Examined
from sync.center.spans import joined
from sync.codec.digest import Digest
from sync.frames import CENTER
from sync.seal import Spans


@dataclass(frozen=True, slots=True)
class Asked:
    """One unit has every entry of the center below `upto`, and above it those in `has`, perhaps without all fields.

    `counter`: of the DIGEST that says so; a later one has a higher.
    """

    unit: int
    upto: int
    has: Spans = ()
    counter: int = 0

    def lacks(self, seq: int) -> bool:
        return seq >= self.upto and not any(first <= seq < stop for first, stop in self.has)


def asked_in(examined: Iterable[Examined]) -> tuple[Asked, ...]:
    """The newest DIGEST of each unit; those of units that are not live were never read."""
    newest: dict[int, tuple[int, Digest]] = {}
    for one in examined:
        if one.opened is None or one.digest is None:
            continue
        if one.opened.counter >= newest.get(one.unit, (-1, None))[0]:
            newest[one.unit] = one.opened.counter, one.digest
    return tuple(_asked(unit, *said) for unit, said in sorted(newest.items()))


def _asked(unit: int, counter: int, digest: Digest) -> Asked:
    has: Spans = ()
    for holding in digest.holdings:
        if holding.unit == CENTER:
            has = joined(has, _held(holding.upto, holding.runs))
    return Asked(unit, digest.center_upto, has, counter)


def _held(upto: int, runs: tuple[int, ...]) -> Spans:
    """Every seq below `upto`, then runs missing, held, missing, ... from there."""
    spans, at = [(0, upto)], upto
    for place, run in enumerate(runs):
        if place % 2 and run:
            spans.append((at, at + run))
        at += run
    return tuple(spans)
