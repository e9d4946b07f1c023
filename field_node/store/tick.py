"""A moment that no wrong clock moves: which start of the machine, and seconds since it."""

from typing import NamedTuple

from field_node.clock import UnitClock


class Tick(NamedTuple):
    """`boot` counts the starts of this unit, `s` runs from the last one."""

    boot: int
    s: float

    def since(self, boot: int, s: float) -> float:
        """Seconds that surely passed since then: after a restart only those of this start."""
        return self.s - s if boot == self.boot else self.s


def tick(clock: UnitClock) -> Tick:
    """Now. Writes nothing, unlike a stamp."""
    return Tick(clock.boots.number(), clock.uptime())
