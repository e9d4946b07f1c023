"""What a reader of the unit's power says, and the door to it."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """Each value is None when nothing on this machine tells it: unknown is never "all is well".

    `battery_percent`: 0 to 100. `charging`: it fills, or outside power is there. `under_voltage`: just now;
    `under_voltage_seen`: at any time since the machine started. `throttled`: the processor is slowed down for heat or voltage.
    `temperature_c`: of the hottest part that is measured.
    """

    battery_percent: int | None = None
    charging: bool | None = None
    volts: float | None = None
    under_voltage: bool | None = None
    under_voltage_seen: bool | None = None
    throttled: bool | None = None
    temperature_c: float | None = None

    @property
    def known(self) -> bool:
        """Something at all was measured."""
        told = (self.battery_percent, self.charging, self.volts, self.under_voltage, self.temperature_c)
        return any(value is not None for value in told)


class PowerReader(Protocol):
    """A source of readings; a reading never waits and never raises for a part that is missing."""

    def read(self) -> Power:
        """The state just now."""
