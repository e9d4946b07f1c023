"""Bytes over the air: `open_radio` chooses a driver by the address's scheme."""

import random
from importlib import import_module

from hardware.errors import UnknownDevice, unknown
from hardware.gps.clock import Clock
from hardware.radio.provision.found import Wanted
from hardware.radio.radio import MTU, Fate, Health, Heard, NotSent, Priority, Radio

__all__ = [
    "MTU",
    "SCHEMES",
    "Clock",
    "Fate",
    "Health",
    "Heard",
    "NotSent",
    "Priority",
    "Radio",
    "Wanted",
    "open_radio",
]

SCHEMES = {  # one line a driver: its module has open_radio(address, wanted=, clock=, chance=)
    "serial": "hardware.radio.meshtastic.driver",
    "tcp": "hardware.radio.meshtastic.driver",
    "sim": "hardware.radio.air.driver",
}


def open_radio(
    address: str,
    *,
    wanted: Wanted | None = None,
    clock: Clock | None = None,
    chance: random.Random | None = None,
) -> Radio:
    """A radio at "serial:/dev/tagana-radio", "tcp:HOST:PORT" or "sim:...".

    Does not touch the device yet: a radio that is not there is a RadioGone of `receive`. An address that can never work is
    UnknownDevice. With `wanted` its settings are held against it at each connection, and nothing is sent while they forbid it.
    """
    scheme, colon, rest = address.partition(":")
    if scheme not in SCHEMES:
        raise unknown("radio", scheme, SCHEMES)
    if not colon or not rest:
        raise UnknownDevice(f'"{address}": "{scheme}:" needs an address behind it')
    chance = chance or random.Random()
    made: Radio = import_module(SCHEMES[scheme]).open_radio(
        address, wanted=wanted, clock=clock or Clock(), chance=chance
    )
    return made
