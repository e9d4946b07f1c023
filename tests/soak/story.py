"""What a soak plays: how long, how many, how bad, and what the seed makes of it."""

import random
from dataclasses import dataclass

from hardware.radio.air.links import Position

HOUR_S = 3600.0
DENSE_M, WIDE_M = 300.0, 1500.0
"""Distance of neighbouring units, between which a seed chooses: all hear all, or most ways take two hops (LongFast, 2.6 km)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Times are virtual seconds. `save_s`, `restart_s`, `outage_s`: mean distances, per unit or gateway.

    `timeless`: of the units that have only a radio so many have no clock that anybody may trust.

    In the last `quiet_s` nobody saves, nothing restarts and the internet of the gateways stays.
    """

    hours: float = 48.0
    units: int = 20
    gateways: int = 3
    loss: float = 0.3
    jam_percent: float = 90.0
    jam_s: float = 6 * HOUR_S
    jam_from: tuple[float, float] = (10 * HOUR_S, 28 * HOUR_S)
    save_s: float = 2_400.0
    sos_s: float = 40 * HOUR_S
    restart_s: float = 6 * HOUR_S
    outage_s: float = 5 * HOUR_S
    order_s: float = 5 * HOUR_S
    quiet_s: float = 8 * HOUR_S
    percent: float = 1.0
    timeless: float = 0.25

    @property
    def end(self) -> float:
        return self.hours * HOUR_S

    @property
    def busy_until(self) -> float:
        return self.end - self.quiet_s


FULL = Story()
SMALL = Story(
    hours=5,
    units=5,
    gateways=2,
    jam_s=0.75 * HOUR_S,
    jam_from=(1.0 * HOUR_S, 1.75 * HOUR_S),
    save_s=700.0,
    sos_s=4 * HOUR_S,
    restart_s=1.2 * HOUR_S,
    outage_s=1.5 * HOUR_S,
    order_s=1.5 * HOUR_S,
    quiet_s=2 * HOUR_S,
)
TINY = Story(
    hours=1.2,
    units=4,
    gateways=1,
    loss=0.2,
    jam_s=0.0,
    save_s=120.0,
    sos_s=0.7 * HOUR_S,
    restart_s=0.2 * HOUR_S,
    outage_s=1 * HOUR_S,
    order_s=1 * HOUR_S,
    quiet_s=0.5 * HOUR_S,
    percent=3.0,
    timeless=0.7,
)


def positions(story: Story, chance: random.Random) -> list[Position]:
    """Of all units: a grid that is nowhere straight, as wide as this chance says."""
    step_m, wide = chance.uniform(DENSE_M, WIDE_M), max(1, round(story.units**0.5))
    return [
        (
            step_m * (at % wide + chance.uniform(-0.25, 0.25)),
            step_m * (at // wide + chance.uniform(-0.25, 0.25)),
        )
        for at in range(story.units)
    ]
