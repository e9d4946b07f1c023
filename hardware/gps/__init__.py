"""Fixes from the sky: `open_gps` chooses a driver by the address's scheme."""

from collections.abc import Callable
from importlib import import_module

from hardware.errors import UnknownDevice, unknown
from hardware.gps.clock import Clock
from hardware.gps.fix import Fix, Gps, Source
from hardware.gps.plausible import NOT_BEFORE, Plausibility
from hardware.gps.receiver import Receiver

__all__ = ["SCHEMES", "Clock", "Fix", "Gps", "open_gps"]

SCHEMES = {  # one line a driver: its module has open_source(rest, clock, seed)
    "gpsd": "hardware.gps.gpsd",
    "nmea": "hardware.gps.nmea",
    "sim": "hardware.gps.sim",
}


def open_gps(
    address: str, *, clock: Clock | None = None, seed: int = 0, not_before: float = NOT_BEFORE
) -> Gps:
    """A receiver at "gpsd:HOST:PORT", "nmea:/dev/NAME[@BAUD]" or "sim:TRACK[?speed=2&sky=300-420&noise=3&start=0]".

    Does not touch the device yet: a receiver that is not there is a NoFix of `read`. An address that can never
    work is UnknownDevice. Fixes before `not_before` (UTC seconds; the build's date) are refused.
    """
    scheme, colon, rest = address.partition(":")
    if scheme not in SCHEMES:
        raise unknown("GPS", scheme, SCHEMES)
    if not colon or not rest:
        raise UnknownDevice(f'"{address}": "{scheme}:" needs an address behind it')
    clock = clock or Clock()
    opener: Callable[[str, Clock, int], Source] = import_module(SCHEMES[scheme]).open_source
    return Receiver(opener(rest, clock, seed), Plausibility(clock, not_before=not_before), clock)
