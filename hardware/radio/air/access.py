"""How a node comes to the channel: one timer for the first of its queue, random waits, listening before sending."""

import random
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from math import inf

from hardware.radio.air.ether import Ether, Flight, Node
from hardware.radio.air.queue import Queue, Waiting
from hardware.radio.air.time import Timeline
from hardware.radio.airtime import Modem, lora_time_s
from hardware.radio.antenna import AirPacket

LEAST_CW, MOST_CW = 3, 8  # meshtastic/firmware RadioInterface.h
WEAK_DB, STRONG_DB = -20, 10  # meshtastic/firmware RadioInterface.cpp getCWsize
BEHIND = 2 * MOST_CW  # slots by which relays let own packets go first
BLIND = 0.9  # of a slot: two that listen within one do not notice each other
USE_AGE_S = 10.0  # how old the channel use may be that widens the window: meshtastic/firmware airtime.h
HOUR_S = 3600.0
ROUTING_APP = 5  # meshtastic protobufs PortNum


@lru_cache(4096)
def on_air_s(modem: Modem, size: int) -> float:
    """`lora_time_s`, each answer computed once."""
    return lora_time_s(modem, size)


def size_of(packet: AirPacket) -> int:
    """Bytes of LoRa: header, protobuf of Data with what it says besides the payload, and the box of a direct message."""
    payload, port = len(packet.payload), packet.portnum
    fields = (2 if port < 128 else 3) + (2 if payload < 128 else 3) + 2  # port, payload, bitfield
    fields += 5 * bool(packet.request_id) + 2 * packet.want_response + 12 * packet.pki
    return 16 + fields + payload


def window_by_snr(snr: float) -> int:
    """The exponent of a relay's window, 3 (weak) to 8 (strong)."""
    share = (snr - WEAK_DB) / (STRONG_DB - WEAK_DB)
    return max(LEAST_CW, min(MOST_CW, LEAST_CW + int(share * (MOST_CW - LEAST_CW))))


class Access:
    """The queue of one node, and when its first packet goes."""

    def __init__(self, node: Node, ether: Ether, timeline: Timeline, chance: random.Random) -> None:
        self.queue = Queue()
        self.waits = self.queue.items
        self.routes = False  # a router repeats at once and never cancels
        self.slot_s = node.modem.slot_s
        self.on_air: Flight | None = None
        self.started: Callable[[Waiting], None] | None = None
        self._node = node
        self._ether = ether
        self._timeline = timeline
        self._chance = chance
        self._fires_at = inf
        self._window, self._window_until = LEAST_CW, 0.0
        self._sent: deque[tuple[float, float]] = deque()
        self._sent_s = 0.0

    def add(self, one: Waiting) -> bool:
        """Queue a packet; False if it was not taken. One of lower priority may be lost for it. `again` must follow."""
        taken, lost = self.queue.offer(one)
        self._node.count.dropped += lost
        return taken

    def offer(self, one: Waiting) -> bool:
        """`add`, and see to it that the first of the queue goes; a wait that has begun goes on."""
        taken = self.add(one)
        if self._fires_at == inf:
            self.again()
        return taken

    def again(self) -> None:
        """A reception has ended: the wait begins anew; where the channel is still busy, when that ends."""
        self._fires_at = inf
        if self.on_air is None and self.waits and not self._ether.senses(self._node, 0.0):
            timeline = self._timeline
            self._fires_at = fires_at = timeline.now + self._slots(self.waits[0]) * self.slot_s
            timeline.at(fires_at, self._fire, fires_at)

    def window(self) -> int:
        """The exponent of the window for own packets, by how busy the channel is."""
        if self._timeline.now >= self._window_until:
            use = self._ether.use(self._node)
            self._window = LEAST_CW + int(use * (MOST_CW - LEAST_CW) / 100)
            self._window_until = self._timeline.now + USE_AGE_S
        return self._window

    def _slots(self, one: Waiting) -> int:
        if one.window is None:
            return int(self._chance.random() * (1 << self.window()))
        if self.routes:
            return int(self._chance.random() * 2 * one.window)
        return BEHIND + int(self._chance.random() * (1 << one.window))

    def _fire(self, asked: float) -> None:
        if asked != self._fires_at:
            return
        self._fires_at = inf
        if not self.waits or self._node.band is None:
            return
        if not self._ether.senses(
            self._node, BLIND * self.slot_s
        ):  # else the end of what it senses comes here again
            self._send(self.queue.pop())

    def _send(self, one: Waiting) -> None:
        node, now = self._node, self._timeline.now
        air_s = on_air_s(node.modem, size_of(one.packet))
        self.on_air = Flight(node, one.packet, one.key, one.hop_limit, one.next_hop)
        self._ether.begin(self.on_air, air_s)
        self._sent.append((now + air_s, air_s))
        self._sent_s += air_s
        self._count(one, air_s)
        if self.started is not None:
            self.started(one)

    def shout(self, packet: AirPacket) -> None:
        """On air at once, without listening; what was on air from here is broken off."""
        if self.on_air is not None:
            self.on_air.packet = None
        self._send(Waiting(packet, (packet.sender, packet.id), packet.priority, packet.hop_limit))

    def _count(self, one: Waiting, air_s: float) -> None:
        count = self._node.count
        count.sent += 1
        count.air_s += air_s
        count.relays += one.window is not None
        count.retries += one.retry
        count.acks += one.window is None and one.packet.portnum == ROUTING_APP

    def landed(self, flight: Flight) -> None:
        """An own transmission has ended: the next one may go."""
        if flight is self.on_air:
            self.on_air = None
            self.again()

    def off(self) -> None:
        """Forget what waits; what is on air is broken off and nobody can read it."""
        self.queue.clear()
        self._fires_at = inf
        if self.on_air is not None:
            self.on_air.packet = None

    def use_s(self) -> float:
        """Seconds on air in the last 60 minutes."""
        sent = self._sent
        while sent and sent[0][0] <= self._timeline.now - HOUR_S:
            self._sent_s -= sent.popleft()[1]
        return self._sent_s if sent else 0.0
