"""Battery, voltage and temperature: `open_power` chooses a driver by the address's scheme."""

from collections.abc import Callable
from importlib import import_module
from time import monotonic

from hardware.errors import unknown
from hardware.power.power import Power, PowerReader

__all__ = ["SCHEMES", "Power", "PowerReader", "open_power"]

SCHEMES = {  # one line a driver: its module has open_reader(rest, monotonic)
    "sysfs": "hardware.power.sysfs",
    "sim": "hardware.power.sim",
}


def open_power(address: str, *, clock: Callable[[], float] = monotonic) -> PowerReader:
    """A reader at "sysfs:[ROOT]" or "sim:[battery=80&drain=6&temperature=48&low=300-360]"; "" reads nothing.

    `clock`: monotonic seconds. An address that can never work is UnknownDevice.
    """
    scheme, _, rest = address.partition(":")
    if not address:
        return _Nothing()
    if scheme not in SCHEMES:
        raise unknown("power", scheme, SCHEMES)
    opener: Callable[[str, Callable[[], float]], PowerReader] = import_module(SCHEMES[scheme]).open_reader
    return opener(rest, clock)


class _Nothing:
    """A unit whose power nobody measures."""

    def read(self) -> Power:
        return Power()
