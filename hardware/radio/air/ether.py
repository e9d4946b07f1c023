"""The one channel that all share: who is on air, who hears it whole, and how busy it is at a place."""

import random
from collections import deque
from collections.abc import Iterable
from typing import Any, Protocol

from hardware.radio.air.count import Count
from hardware.radio.air.links import Link, Links, Placed
from hardware.radio.air.time import Timeline
from hardware.radio.antenna import AirPacket

USE_S = 60.0  # the span of channelUtilization: meshtastic/firmware airtime.h


class Flight:
    """One transmission of one packet, as its sender made it."""

    __slots__ = (
        "begins",
        "ends",
        "hop_limit",
        "key",
        "next_hop",
        "packet",
        "reach",
        "relay",
        "rivals",
        "src",
    )

    def __init__(
        self, src: "Node", packet: AirPacket | None, key: Any, hop_limit: int, next_hop: int
    ) -> None:
        self.src = src
        self.packet = packet
        self.key = key
        self.hop_limit = hop_limit
        self.next_hop = next_hop
        self.relay = src.number & 0xFF
        self.begins = self.ends = 0.0
        self.rivals: list[Flight] = []
        self.reach: dict[Node, Link] = {}


class Node(Placed, Protocol):
    """What the ether asks of everything that sends or hears. `band`: only equal ones meet; None: switched off."""

    number: int
    band: object
    count: Count

    def take(self, flight: Flight, snr: float) -> None:
        """A packet has arrived whole."""

    def stirred(self) -> None:
        """Something that could be heard here has ended."""

    def landed(self, flight: Flight) -> None:
        """An own transmission has ended."""


class Ether:
    """Transmissions in time, and what becomes of each at every hearer."""

    def __init__(
        self, timeline: Timeline, links: Links, chance: random.Random, capture_db: float | None
    ) -> None:
        self.links = links
        self.nodes: list[Node] = []
        self._timeline = timeline
        self._chance = chance
        self._capture_db = capture_db
        self._active: list[Flight] = []
        self._recent: deque[Flight] = deque()
        self._reach: dict[Node, dict[Node, Link]] = {}

    def shift(self) -> None:
        """Who hears whom has changed."""
        self._reach.clear()

    def reach(self, src: Node) -> dict[Node, Link]:
        """All that hear this node."""
        known = self._reach.get(src)
        if known is None:
            known = self._reach[src] = self._reached(src)
        return known

    def _reached(self, src: Node) -> dict[Node, Link]:
        same = (node for node in self.nodes if node.band == src.band is not None and node is not src)
        pairs = ((node, self.links.between(src, node)) for node in same)
        return {node: link for node, link in pairs if link is not None}

    def begin(self, flight: Flight, air_s: float) -> None:
        """From now until the end of `air_s` this is on air; then its hearers get it, or not."""
        flight.reach = self.reach(flight.src)
        self._up(flight, air_s)

    def roar(self, flight: Flight, air_s: float, snr: float) -> None:
        """Noise that every node hears, on whatever channel."""
        flight.reach = dict.fromkeys(self.nodes, Link(snr))
        self._up(flight, air_s)

    def _up(self, flight: Flight, air_s: float) -> None:
        now = self._timeline.now
        flight.begins, flight.ends = now, now + air_s
        for other in self._active:
            if other.ends > now:
                other.rivals.append(flight)
                flight.rivals.append(other)
        self._active.append(flight)
        self._recent.append(flight)
        self._timeline.at(flight.ends, self._land, flight)

    def _land(self, flight: Flight) -> None:
        self._active.remove(flight)
        flight.src.landed(flight)
        if flight.packet is None:
            for node in flight.reach:
                node.stirred()
        elif flight.rivals:
            self._contested(flight, {rival.src for rival in flight.rivals})
        else:
            self._arrive(flight, flight.reach.items())
        flight.rivals = []

    def _arrive(self, flight: Flight, hearers: Iterable[tuple[Node, Link]]) -> None:
        now, chance = self._timeline.now, self._chance
        for node, link in hearers:
            if (link.loss or link.fading is not None) and link.lost(now, chance):
                node.count.faded += 1
                node.stirred()
            else:
                node.take(flight, link.snr)

    def _contested(self, flight: Flight, senders: set[Node]) -> None:
        drowned = self._drowned(flight)
        clear = []
        for node, link in flight.reach.items():
            if node in senders:
                node.count.deaf += 1
            elif node in drowned:
                node.count.collided += 1
                node.stirred()
            else:
                clear.append((node, link))
        self._arrive(flight, clear)

    def _drowned(self, flight: Flight) -> set[Node]:
        """The nodes where another transmission covers this one."""
        capture, drowned = self._capture_db, set[Node]()
        for rival in flight.rivals:
            if capture is None:
                drowned.update(rival.reach)
            else:
                both = rival.reach.keys() & flight.reach.keys()
                drowned.update(one for one in both if flight.reach[one].snr < rival.reach[one].snr + capture)
        return drowned

    def senses(self, node: Node, blind_s: float) -> bool:
        """Whether this node notices that somebody is on air; what is younger than `blind_s` it does not."""
        now = self._timeline.now
        for one in self._active:
            if node in one.reach and one.ends > now and one.begins <= now - blind_s:
                return True
        return False

    def use(self, node: Node) -> float:
        """Percent of the last 60 s in which the channel was busy here, own sending included."""
        now = self._timeline.now
        since, recent = now - USE_S, self._recent
        while recent and recent[0].ends <= since:
            recent.popleft()
        busy, counted = 0.0, since
        for one in recent:
            if one.ends > counted and (one.src is node or node in one.reach):
                end = min(one.ends, now)
                busy += end - max(one.begins, counted)
                counted = end
        return 100 * busy / USE_S
