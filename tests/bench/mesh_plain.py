"""What others would do: records of another format in direct packets, each acknowledged by itself and sent until it is."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from field_node.records.record import Entry
from hardware.radio.air.access import size_of
from hardware.radio.air.ether import Flight
from hardware.radio.air.model import Air
from hardware.radio.air.radio import PRIVATE_APP
from hardware.radio.air.station import Station, Word
from hardware.radio.airtime import Modem, lora_time_s, time_on_air_s
from hardware.radio.antenna import AirPacket
from sync.budget import Budget, allowed_s
from sync.frames import LORA_MTU, SEAL_OVERHEAD
from tests.bench.wire_formats import Format, loose
from tests.bench.wire_frames import of_format
from tests.bench.wire_schemas import schemas

ROOM = LORA_MTU - SEAL_OVERHEAD
AGAIN_S = (20.0, 60.0)
"""After a packet that the firmware has given up: so long until it is sent anew."""
TICK_S = 2.0
ACK = AirPacket(id=1, sender=1, to=2, portnum=5, payload=bytes(2), request_id=1)


@dataclass(frozen=True, slots=True)
class Packet:
    """`size` with its seal; `records` that are whole once it has come."""

    size: int
    records: tuple[Entry, ...]


def format_of(name: str) -> Format:
    """A format of the wire's bench."""
    return {one.name: one for one in (*loose(), *schemas())}[name]


def packets(name: str, entries: Sequence[Entry]) -> list[Packet]:
    """Greedily filled; one record that is larger than a packet takes several."""
    load, found = of_format(format_of(name), entries), list[Packet]()
    for part, size in zip(load.parts, load.sizes, strict=True):
        edges = [*range(0, size, ROOM), size]
        sizes = [stop - start for start, stop in pairwise(edges)]
        found += [Packet(one + SEAL_OVERHEAD, ()) for one in sizes[:-1]]
        found.append(Packet(sizes[-1] + SEAL_OVERHEAD, part))
    return found


def perfect_s(given: Sequence[Packet], modem: Modem, loss: float, chance: random.Random) -> float:
    """Seconds on air until all are acknowledged, each packet and each ack lost by itself, perfect access."""
    ack_s, air_s = lora_time_s(modem, size_of(ACK)), 0.0
    for packet in given:
        acknowledged = False
        while not acknowledged:
            air_s += time_on_air_s(modem, packet.size)
            if chance.random() >= loss:
                air_s += ack_s
                acknowledged = chance.random() >= loss
    return air_s


class Receiver:
    """A gateway's computer: `came` tells when each record was first there."""

    def __init__(self, air: Air, came: dict[tuple[int, int], float]) -> None:
        self._air, self._came = air, came

    def heard(self, flight: Flight, snr: float) -> int:
        """From the node; a payload names the sender's packet."""
        if flight.packet is not None and flight.packet.payload:
            unit, at = (int.from_bytes(flight.packet.payload[i : i + 4], "big") for i in (0, 4))
            self._came.setdefault((unit, at), self._air.now)
        return 0

    def told(self, word: Word, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        """As in Listener."""


@dataclass
class Sender:
    """A unit's computer: one packet in flight, within its share of the hour.

    `waiting`: (when it was recorded, packet), oldest first. `newest_only`: what is older than the newest is left out.
    """

    air: Air
    station: Station
    unit: int
    to: int
    percent: float
    chance: random.Random
    waiting: list[tuple[float, Packet]] = field(default_factory=list)
    newest_only: bool = False
    done: int = 0
    _flying: int = 0
    _not_before: float = 0.0
    _budget: Budget = field(default_factory=lambda: Budget(0.0))

    def begin(self) -> None:
        """From now on it sends."""
        self._budget = Budget(allowed_s(self.percent))
        self.station.listener = self
        self.air.at(self.air.now + self.chance.uniform(0, TICK_S), self._tick)

    def _tick(self, _: object) -> None:
        self.air.at(self.air.now + TICK_S, self._tick)
        if self._flying or self.air.now < self._not_before:
            return
        recorded = bisect_right(self.waiting, self.air.now, key=itemgetter(0))
        if self.newest_only:
            self.done = max(self.done, recorded - 1)
        if self.done < recorded:
            self._send(self.waiting[self.done][1])

    def _send(self, packet: Packet) -> None:
        took_s, now = time_on_air_s(self.station.modem, packet.size), self.air.now
        self._budget = self._budget.told(36 * self.station.air_use())
        if self._budget.used_s(now) + took_s > self._budget.allowed_s:
            return
        name = self.unit.to_bytes(4, "big") + self.done.to_bytes(4, "big")
        sent = AirPacket(
            id=self.chance.getrandbits(32),
            sender=self.station.number,
            to=self.to,
            portnum=PRIVATE_APP,
            payload=name + bytes(packet.size - len(name)),
            want_ack=True,
            priority=70,
            hop_limit=3,
            hop_start=3,
        )
        if self.station.send(sent) == 0:
            self._flying = sent.id
            self._budget = self._budget.after(took_s, now)

    def heard(self, flight: Flight, snr: float) -> int:
        """As in Listener."""
        return 0

    def told(self, word: Word, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        """Acknowledged: the next one; given up or refused: the same again, later."""
        if packet != self._flying:
            return
        if word == "acknowledged":
            self._flying, self.done = 0, self.done + 1
        elif word in {"unheard", "refused"}:
            self._flying, self._not_before = 0, self.air.now + self.chance.uniform(*AGAIN_S)
