"""One node of the mesh as its firmware behaves: managed flooding, known packets, tries, acks."""

import random
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from hardware.radio.air.access import MOST_CW, ROUTING_APP, Access, on_air_s, size_of, window_by_snr
from hardware.radio.air.count import Count
from hardware.radio.air.ether import Ether, Flight
from hardware.radio.air.known import Known
from hardware.radio.air.links import Position, noise_dbm
from hardware.radio.air.queue import Waiting
from hardware.radio.air.settings import Settings
from hardware.radio.air.time import Timeline
from hardware.radio.airtime import Modem
from hardware.radio.antenna import BROADCAST, DUTY, FULL, OFF, QUEUED, AirPacket

TRIES = 3  # meshtastic/firmware NextHopRouter.h NUM_RELIABLE_RETX
PROCESSING_S = 4.5  # meshtastic/firmware RadioInterface.h PROCESSING_TIME_MSEC
DEFAULT, RELIABLE, ACK = 64, 70, 120  # MeshPacket.Priority
MAX_RETRANSMIT = 5  # Routing.Error
ROUTERS = frozenset({"ROUTER", "REPEATER"})
MUTE = "CLIENT_MUTE"
BEST_SNR = 12.0  # what receivers tell at most, about


Word = Literal["started", "sent", "repeated", "acknowledged", "refused", "unheard"]


class Listener(Protocol):
    """What is behind a node: its computer."""

    def heard(self, flight: Flight, snr: float) -> int:
        """A packet for everybody or for this node; the Routing.Error with which a direct one is answered."""

    def told(self, word: Word, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        """Something became of an own packet; words as in AirWord."""


@dataclass(slots=True, eq=False)
class Try:
    """An own packet that wants an ack."""

    packet: AirPacket
    due: float
    left: int = TRIES - 1


def as_heard(packet: AirPacket, flight: Flight, snr: float, noise: float) -> AirPacket:
    """The packet of this transmission as a node hears it, over `noise` dBm."""
    told, rssi = min(BEST_SNR, snr), min(-1, round(noise + snr))
    return replace(
        packet,
        hop_limit=flight.hop_limit,
        relay=flight.relay,
        next_hop=flight.next_hop,
        snr=told,
        rssi=rssi,
    )


@dataclass(frozen=True, slots=True)
class World:
    """What all nodes of an air share."""

    ether: Ether
    timeline: Timeline
    chance: random.Random
    settings: Settings


class Station:
    """A node. `band`: only nodes with equal ones hear each other; None: switched off."""

    def __init__(self, name: str, number: int, world: World) -> None:
        settings = world.settings
        self.name, self.number, self.role = name, number, "CLIENT"
        self.position: Position | None = None
        self.power_dbm, self.duty_percent = settings.power_dbm, settings.duty_percent
        self.modem = Modem(250, 11, 5)
        self.band: object = None
        self.count, self.switched_off = Count(), 0
        self.listener: Listener | None = None
        self.neighbours: dict[int, tuple[float | None, int, float]] = {}
        self.access = Access(self, world.ether, world.timeline, world.chance)
        self._known = Known(settings.history)
        self._tries: dict[int, Try] = {}
        self._routes: dict[int, int] = {}
        self._ether, self._timeline, self._chance = world.ether, world.timeline, world.chance
        self._hop_limit = settings.hop_limit

    def tune(self, band: object, modem: Modem, role: str = "CLIENT") -> None:
        """Be on this channel; None switches off, and all that waits is forgotten."""
        self.band, self.modem, self.role = band, modem, role
        self.access.routes, self.access.slot_s = role in ROUTERS, modem.slot_s
        self._ether.shift()
        if band is None:
            self.switched_off += 1
            self.access.off()
            self._tries.clear()
            self._known.clear()

    def place(self, position: Position | None) -> None:
        """Be somewhere else."""
        self.position = position
        self._ether.shift()

    def channel_use(self) -> float:
        """Percent of the last 60 s in which the channel was busy here."""
        return self._ether.use(self)

    def air_use(self) -> float:
        """Percent of the last 60 min in which this node was sending."""
        return self.access.use_s() / 36

    def _over_duty(self) -> bool:
        return self.duty_percent < 100 and self.air_use() > self.duty_percent

    def send(self, packet: AirPacket) -> int:
        """Queue an own packet: QUEUED, FULL, DUTY or OFF. No word of it is told before this returns."""
        if self.band is None:
            return OFF
        if self._over_duty():
            self.count.limited += 1
            return DUTY
        self._postpone(on_air_s(self.modem, size_of(packet)))
        self._known.add((packet.sender, packet.id))
        if not self.access.offer(self._waiting(packet)):
            return FULL
        if packet.want_ack:
            self._tries[packet.id] = one = Try(packet, self._next_try(packet))
            self._timeline.at(one.due, self._retry, one)
        return QUEUED

    def _postpone(self, air_s: float) -> None:
        """While the channel is taken no ack can come."""
        for one in self._tries.values():
            one.due += air_s

    def _waiting(self, packet: AirPacket) -> Waiting:
        one = Waiting(packet, (packet.sender, packet.id), packet.priority, packet.hop_limit)
        if packet.to != BROADCAST and not packet.next_hop:
            one.next_hop = self._routes.get(packet.to, 0)
        return one

    def _next_try(self, packet: AirPacket) -> float:
        """When an unanswered packet is sent again: meshtastic/firmware RadioInterface.cpp getRetransmissionMsec."""
        slots = (1 << self.access.window()) + 2 * MOST_CW + 32
        air_s = on_air_s(self.modem, size_of(packet))
        return self._timeline.now + 2 * air_s + slots * self.modem.slot_s + PROCESSING_S

    def _retry(self, one: Try) -> None:
        if self._tries.get(one.packet.id) is not one:
            return
        if self._timeline.now < one.due:
            self._timeline.at(one.due, self._retry, one)
        elif not one.left:
            del self._tries[one.packet.id]
            self.count.unheard += 1
            self._tell("unheard", one.packet.id, MAX_RETRANSMIT)
        else:
            self._send_again(one)

    def _send_again(self, one: Try) -> None:
        one.left -= 1
        again = self._waiting(one.packet)
        again.retry = True
        if not one.left:
            again.next_hop = 0  # the last try floods
        one.due = self._next_try(one.packet)
        self.access.offer(again)
        self._timeline.at(one.due, self._retry, one)

    def _tell(self, word: Word, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        if self.listener is not None:
            self.listener.told(word, packet, reason, answer)

    def landed(self, flight: Flight) -> None:
        """An own transmission has ended."""
        self.access.landed(flight)

    def stirred(self) -> None:
        """Something that could be heard here has ended, unreadable."""
        if self.access.waits:
            self.access.again()

    def take(self, flight: Flight, snr: float) -> None:
        """A packet has arrived whole."""
        packet = flight.packet
        if self.band is None or packet is None:
            return
        self.count.heard += 1
        if self._tries:
            self._postpone(flight.ends - flight.begins)
        if packet.sender == self.number:
            self._repeated(flight)
        elif flight.key in self._known:
            self._again(packet, flight, snr)
        else:
            self._first(packet, flight, snr)
        if self.access.waits:
            self.access.again()

    def _repeated(self, flight: Flight) -> None:
        """An own packet comes back: that is the implicit ack."""
        one = self._tries.pop(flight.key[1], None)
        if one is not None:
            self.access.queue.cancel(flight.key)
            self._tell("repeated", one.packet.id)

    def _again(self, packet: AirPacket, flight: Flight, snr: float) -> None:
        """A known packet: a retry of its sender is served again, another's repeat spares ours."""
        self.count.known += 1
        if packet.hop_start and flight.hop_limit == packet.hop_start:
            self._served_again(packet, flight, snr)
        elif not self.access.routes and self.access.queue.cancel(flight.key):
            self.count.cancelled += 1

    def _served_again(self, packet: AirPacket, flight: Flight, snr: float) -> None:
        if packet.to == self.number:
            if packet.want_ack:
                self._answer(packet, flight, 0)
        elif not self.access.queue.holds(flight.key):
            self._relay(packet, flight, snr)

    def _first(self, packet: AirPacket, flight: Flight, snr: float) -> None:
        self._known.add(flight.key)
        hops = packet.hop_start - flight.hop_limit
        self.neighbours[packet.sender] = (None if hops else snr, hops, self._timeline.now)
        if packet.request_id:
            self._answered(packet, flight, snr)
        if packet.to == self.number:
            self._for_me(packet, flight, snr)
            return
        if packet.to == BROADCAST:
            self._deliver(flight, snr)
        self._relay(packet, flight, snr)

    def _deliver(self, flight: Flight, snr: float) -> int:
        if self.listener is None:
            return 0
        self.count.delivered += 1
        return self.listener.heard(flight, snr)

    def _for_me(self, packet: AirPacket, flight: Flight, snr: float) -> None:
        if packet.portnum == ROUTING_APP and packet.request_id:
            return
        reason = self._deliver(flight, snr)
        if packet.want_ack:
            self._answer(packet, flight, reason)

    def _answer(self, packet: AirPacket, flight: Flight, reason: int) -> None:
        """The real ack, as a packet of its own, with two hops more than the way here took."""
        hops = min(self._hop_limit, packet.hop_start - flight.hop_limit + 2)
        ack = AirPacket(
            id=self._chance.getrandbits(32),
            sender=self.number,
            to=packet.sender,
            key=packet.key,
            portnum=ROUTING_APP,
            payload=bytes((0x18, reason)),
            request_id=packet.id,
            priority=ACK,
            hop_limit=hops,
            hop_start=hops,
        )
        self.send(ack)

    def _answered(self, packet: AirPacket, flight: Flight, snr: float) -> None:
        """A packet has been answered: nobody on this way needs to send it again, and the way is learnt."""
        self.access.queue.cancel((packet.to, packet.request_id))
        self._routes[packet.sender] = flight.relay
        if packet.to != self.number:
            return
        self._tries.pop(packet.request_id, None)
        if packet.portnum == ROUTING_APP:
            reason = packet.payload[1] if packet.payload[:1] == b"\x18" else 0
            self._tell(
                "refused" if reason else "acknowledged",
                packet.request_id,
                reason,
                as_heard(packet, flight, snr, noise_dbm(self.modem)),
            )

    def _relay(self, packet: AirPacket, flight: Flight, snr: float) -> None:
        if not flight.hop_limit or self.role == MUTE or flight.next_hop not in (0, self.number & 0xFF):
            return
        if self._over_duty():
            self.count.limited += 1
            return
        priority = RELIABLE if packet.want_ack else DEFAULT
        one = Waiting(packet, flight.key, priority, flight.hop_limit - 1, window=window_by_snr(snr))
        one.next_hop = self._routes.get(packet.to, 0) if flight.next_hop else 0
        self.access.add(one)
