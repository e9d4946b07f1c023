"""A battery for drills: it empties at a pace, and its voltage drops when it was told to."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from hardware.errors import UnknownDevice
from hardware.power.power import Power, PowerReader

DEFAULTS = {"battery": 82.0, "drain": 4.0, "temperature": 46.0}
FULL_V, EMPTY_V = 4.2, 3.3  # one lithium cell


def open_reader(rest: str, clock: Callable[[], float]) -> PowerReader:
    """`rest`: "battery=80&drain=6&temperature=48&low=300-360"; drain in per cent an hour, low in seconds after the start."""
    given = dict(parse_qsl(rest, keep_blank_values=True))
    if wrong := sorted(given.keys() - DEFAULTS.keys() - {"low"}):
        raise UnknownDevice(
            f'a simulated battery has no "{wrong[0]}"; known: {", ".join(sorted(DEFAULTS))}, low'
        )
    low = given.pop("low", "")
    try:
        values = {name: float(given.get(name, default)) for name, default in DEFAULTS.items()}
        first, _, last = low.partition("-")
        span = (float(first), float(last)) if low else None
    except ValueError as error:
        raise UnknownDevice(f'"{rest}" says no numbers for a simulated battery') from error
    return SimulatedPower(values, span, clock)


class SimulatedPower:
    """The same clock gives the same readings."""

    def __init__(
        self, values: dict[str, float], low: tuple[float, float] | None, clock: Callable[[], float]
    ) -> None:
        self._values, self._low, self._clock = values, low, clock
        self._began = clock()

    def read(self) -> Power:
        """The state just now."""
        passed = self._clock() - self._began
        percent = self._values["battery"] - self._values["drain"] * passed / 3_600
        percent = min(100.0, max(0.0, percent))
        low = self._low is not None and self._low[0] <= passed < self._low[1]
        return Power(
            battery_percent=round(percent),
            charging=self._values["drain"] < 0,
            volts=round(EMPTY_V + (FULL_V - EMPTY_V) * percent / 100, 2),
            under_voltage=low,
            under_voltage_seen=self._low is not None and passed >= self._low[0],
            throttled=low,
            temperature_c=self._values["temperature"],
        )
