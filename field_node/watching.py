"""What the machine under the unit says of itself: power and room, told to the pages by the process `tagana gps`."""

import shutil
import socket
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from field_node.store import status
from field_node.store.connection import Store, writing
from hardware.power import PowerReader

EVERY_S = 60.0
SAMPLE_S, SAMPLES = 3 * 3_600, 57
"""A week of free room, each three hours: from it follows how long the rest lasts."""
Room = Callable[[], tuple[int, int]]
HOTSPOT = "10.42.0.1"
"""The unit's address in its own Wi-Fi: NetworkManager's shared mode, and a name of the certificate."""


class Watching:
    """`source`: the address of the power reader as pages name it; `room`: free and total bytes; `floor`: bytes kept free;
    `is_up`: whether this machine has that address.
    """

    def __init__(
        self,
        store: Store,
        power: PowerReader,
        *,
        source: str,
        room: Room,
        floor: int,
        is_up: Callable[[str], bool],
        now: Callable[[], int],
        monotonic: Callable[[], float],
    ) -> None:
        self._store, self._power, self._source = store, power, source
        self._room, self._floor, self._is_up = room, floor, is_up
        self._now, self._monotonic = now, monotonic
        self._told_at = float("-inf")

    def look(self) -> None:
        """Once a minute, in one write: each costs the card two."""
        if self._monotonic() - self._told_at < EVERY_S:
            return
        self._told_at, now = self._monotonic(), self._now()
        reading, (free, total) = self._power.read(), self._room()
        power = asdict(reading) | {"source": self._source, "known": reading.known}
        samples = with_sample(self._samples(), now, free)
        disk = {"free": free, "total": total, "floor": self._floor, "samples": samples}
        network = {"hotspot": self._is_up(HOTSPOT)}
        with writing(self._store):
            for name, body in (("power", power), ("disk", disk), ("jaringan", network)):
                status.say(self._store, name, body, now)

    def _samples(self) -> list[list[int]]:
        said = status.read(self._store, "disk")
        kept: Any = said.body.get("samples") if said else None
        return [list(map(int, one)) for one in kept] if isinstance(kept, list) else []


def with_sample(samples: list[list[int]], now: int, free: int) -> list[list[int]]:
    """The samples (UTC seconds, free bytes) with this one when the last is old enough; a clock that went back begins anew."""
    if samples and samples[-1][0] > now:
        samples = []
    if samples and now - samples[-1][0] < SAMPLE_S:
        return samples
    return [*samples, [now, free]][-SAMPLES:]


def disk_room(folder: Path) -> tuple[int, int]:
    """Free and total bytes where that folder lies."""
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def has_address(address: str) -> bool:
    """Whether a network of this machine bears it just now: only then can a socket be bound to it, ip(7)."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        try:
            asker.bind((address, 0))
        except OSError:
            return False
    return True
