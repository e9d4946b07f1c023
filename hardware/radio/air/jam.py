"""Who disturbs an air: a jammer, chatter of strangers, and an outsider who records, replays, forges and floods."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hardware.radio.air.ether import Flight
from hardware.radio.air.links import Position
from hardware.radio.air.model import Air
from hardware.radio.air.station import Station, Word
from hardware.radio.antenna import AirPacket

BURST_S = 1.5
STRONG_DB = 20.0
STRANGER = b"stranger"
NODEINFO_APP, TELEMETRY_APP = 4, 67  # meshtastic protobufs PortNum
NODEINFO_BYTES, TELEMETRY_BYTES = 90, 40
POLITE_PERCENT = 25  # of channel use: meshtastic/firmware airtime.h


class Jam:
    """Noise that everybody hears `percent` of the time, in bursts; it takes no turns. All start at once and end with `until`."""

    def __init__(self, air: Air, percent: float, until: float) -> None:
        self._air = air
        self._share = min(0.999, percent / 100)
        self._until = until
        self._source = Station("jam", 0, air.world)
        self._source.modem = air.modem
        air.at(air.now, self._burst)

    def stop(self) -> None:
        """From here on no new burst."""
        self._until = self._air.now

    def _burst(self, _: object) -> None:
        if self._air.now >= self._until or not self._share:
            return
        self._air.ether.roar(Flight(self._source, None, None, 0, 0), BURST_S, STRONG_DB)
        pause_s = BURST_S * (1 - self._share) / self._share
        self._air.at(self._air.now + BURST_S + self._air.chance.expovariate(1 / pause_s), self._burst)


class Chatter:
    """A node's own traffic, as firmware sends it unasked: NodeInfo and telemetry, each so often, not on a busy channel."""

    def __init__(
        self,
        air: Air,
        station: Station,
        *,
        nodeinfo_s: float = 10_800,
        telemetry_s: float = 3_600,
        key: bytes = b"",
    ) -> None:
        self._air = air
        self._station = station
        self._key = key
        for port, size, every_s in (
            (NODEINFO_APP, NODEINFO_BYTES, nodeinfo_s),
            (TELEMETRY_APP, TELEMETRY_BYTES, telemetry_s),
        ):
            air.at(air.now + air.chance.uniform(0, every_s), self._say, (port, size, every_s))

    def _say(self, what: tuple[int, int, float]) -> None:
        port, size, every_s = what
        self._air.at(self._air.now + every_s, self._say, what)
        if self._station.channel_use() < POLITE_PERCENT:
            self._station.send(
                AirPacket(
                    id=self._air.chance.getrandbits(32),
                    sender=self._station.number,
                    key=self._key,
                    portnum=port,
                    payload=bytes(size),
                    priority=10,
                )
            )


def stranger(air: Air, name: str, position: Position | None = None, **often: float) -> Station:
    """A node of somebody else on the same preset: it talks on its own channel, and repeats ours as firmware does."""
    station = air.node(name, position=position)
    Chatter(air, station, key=STRANGER, **often)
    return station


class Outsider:
    """A transmitter that follows no rule. `recorded`: what it has heard, and can send again, changed or not."""

    def __init__(self, air: Air, name: str = "outsider", position: Position | None = None) -> None:
        self._air = air
        self.station = air.node(name, position=position, role="CLIENT_MUTE")
        self.station.listener = self
        self.recorded: list[AirPacket] = []
        self.heeds: Callable[[AirPacket], Any] | None = None

    def heard(self, flight: Flight, snr: float) -> int:
        """From the node."""
        del snr
        if flight.packet is not None:
            self.recorded.append(flight.packet)
            if self.heeds is not None:
                self.heeds(flight.packet)
        return 0

    def told(self, word: Word, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        """From the node; it does not care."""

    def replay(self, packet: AirPacket, *, fresh: bool = False) -> None:
        """Send it as it was heard; `fresh`: under another id, which no node knows yet."""
        self.shout(replace(packet, id=self._air.chance.getrandbits(32)) if fresh else packet)

    def flip(self, packet: AirPacket, bit: int) -> None:
        """Send it with one bit of its payload turned, which no key is needed for, under another id."""
        changed = bytearray(packet.payload)
        changed[bit // 8 % len(changed)] ^= 1 << bit % 8
        self.replay(replace(packet, payload=bytes(changed)), fresh=True)

    def forge(self, payload: bytes, *, sender: int, key: bytes = b"") -> None:
        """A packet in the name of another node, by somebody who has the channel's key."""
        number = self._air.chance.getrandbits(32)
        self.shout(AirPacket(id=number, sender=sender, key=key, portnum=256, payload=payload))

    def flood(self, payload: bytes, *, every_s: float, until: float, key: bytes = b"") -> None:
        """Forge without end, each with a sender of its own."""
        if self._air.now < until:
            self.forge(payload, sender=self._air.chance.getrandbits(32), key=key)
            self._air.at(
                self._air.now + every_s, lambda _: self.flood(payload, every_s=every_s, until=until, key=key)
            )

    def shout(self, packet: AirPacket) -> None:
        """On air at once, whoever else is."""
        self.station.access.shout(packet)
