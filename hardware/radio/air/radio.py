"""A radio directly on the simulated air: what its driver would give, in virtual time and without waiting."""

from collections import deque
from collections.abc import Callable

from hardware.errors import PayloadTooBig, RadioGone
from hardware.radio.air.ether import Flight
from hardware.radio.air.links import noise_dbm
from hardware.radio.air.station import BEST_SNR, Station, Word, World
from hardware.radio.airtime import time_on_air_s
from hardware.radio.antenna import DUTY, FULL, OFF, AirPacket
from hardware.radio.radio import MTU, Fate, Health, Heard, Neighbour, NotSent, Priority, Refusal

PRIVATE_APP = 256  # meshtastic protobufs PortNum
REFUSALS: dict[int, Refusal] = {DUTY: "duty_cycle", FULL: "queue_full", OFF: "off_air"}
FIRMWARE = "2.7.26.air"
IN_FLIGHT = 2
"""Packets that a driver lets wait in the radio's queue, relays among them."""
MINUTE_S = 60.0


class AirRadio:
    """A `Radio`. `receive` never waits: virtual time stands still meanwhile; `listen` is called when something has come.

    `names_neighbours` False: `health` leaves them out, where nobody reads them. `key`: who reads and is read. `in_flight`: packets that may wait in the radio, HOLDS to leave it all to the radio.
    """

    def __init__(self, station: Station, world: World, names: Callable[[int], str]) -> None:
        self.station = station
        self.key, self.region, self.preset = b"", "", ""
        self.in_flight = IN_FLIGHT
        self.listen: Callable[[], object] | None = None
        self.names_neighbours = True
        self._timeline = world.timeline
        self._settings = world.settings
        self._chance = world.chance
        self._names = names
        self._inbox: deque[Heard | Fate] = deque()
        self._behind: Heard | None = None
        self._asked: set[int] = set()
        self._switched_off = station.switched_off
        self._closed = False
        self._noise = noise_dbm(station.modem)
        self._since = world.timeline.now
        station.listener = self

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        """Hand over a packet for everybody; its number, for `Fate`. Raises NotSent, RadioGone, PayloadTooBig."""
        self._demand()
        if len(payload) > MTU:
            raise PayloadTooBig(len(payload), MTU)
        if len(self.station.access.waits) >= self.in_flight:
            raise NotSent("queue_full", retry_after_s=self._packet_s())
        hops, number = self._settings.hop_limit, self._chance.getrandbits(32)
        packet = AirPacket(
            id=number,
            sender=self.station.number,
            key=self.key,
            portnum=PRIVATE_APP,
            payload=payload,
            want_ack=want_ack,
            priority=int(priority),
            hop_limit=hops,
            hop_start=hops,
        )
        answer = self.station.send(packet)
        if answer:
            raise NotSent(REFUSALS[answer], retry_after_s=MINUTE_S if answer == DUTY else self._packet_s())
        if want_ack:
            self._asked.add(number)
        return number

    def _packet_s(self) -> float:
        return time_on_air_s(self.station.modem, MTU)

    def receive(self, timeout_s: float = 0) -> Heard | Fate | None:
        """What waits, the oldest first, else None at once whatever `timeout_s` says. Raises RadioGone while switched off.

        A packet whose node was switched off before anything was told of it is `unknown`.
        """
        del timeout_s
        self._demand()
        return self._inbox.popleft() if self._inbox else None

    def health(self) -> Health:
        """As it is at this moment."""
        station, now = self.station, self._timeline.now
        problem = "closed" if self._closed else "" if station.band is not None else "unreachable"
        return Health(
            problem=problem,
            number=station.number,
            firmware=FIRMWARE,
            model="AIR",
            region=self.region,
            preset=self.preset,
            waiting=len(station.access.queue),
            channel_use=station.channel_use(),
            air_use=station.air_use(),
            neighbours=self._neighbours(now) if self.names_neighbours else (),
            since_s=now - self._since,
        )

    def _neighbours(self, now: float) -> tuple[Neighbour, ...]:
        heard = self.station.neighbours.items()
        return tuple(
            Neighbour(number, self._names(number), snr, hops, now - at) for number, (snr, hops, at) in heard
        )

    def close(self) -> None:
        """Let go: the node goes on relaying as any radio without a computer."""
        self._closed = True
        self._inbox.clear()

    def _demand(self) -> None:
        if self._switched_off != self.station.switched_off:
            self._switched_off = self.station.switched_off
            self._inbox.extend(Fate(packet, "unknown") for packet in sorted(self._asked))
            self._asked.clear()
        if self._closed or self.station.band is None:
            raise RadioGone("closed" if self._closed else "switched off")

    def heard(self, flight: Flight, snr: float) -> int:
        """From the node: a packet, of ours or of strangers."""
        packet = flight.packet
        if packet is None or packet.portnum != PRIVATE_APP or packet.key != self.key or packet.pki:
            return 0
        hops = packet.hop_start - flight.hop_limit
        self._sort(Heard(packet.payload, packet.sender, min(snr, BEST_SNR), round(snr + self._noise), hops))
        return 0

    def told(self, word: Word, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        """From the node: what became of an own packet."""
        del answer
        if packet not in self._asked or word not in {"repeated", "unheard", "refused"}:
            return
        self._asked.discard(packet)
        fates: dict[Word, Fate] = {
            "repeated": Fate(packet, "repeated"),
            "unheard": Fate(packet, "unheard"),
            "refused": Fate(packet, "refused", str(reason)),
        }
        self._keep(fates[word])

    def _sort(self, heard: Heard) -> None:
        """Towards the computer, now and then twice, or behind the next one."""
        rules, held = self._settings, self._behind
        if rules.late and held is None and self._chance.random() < rules.late:
            self._behind = heard
            return
        self._keep(heard)
        if rules.doubles and self._chance.random() < rules.doubles:
            self._keep(heard)
        if held is not None:
            self._behind = None
            self._keep(held)

    def _keep(self, one: Heard | Fate) -> None:
        if self._closed or len(self._inbox) >= self._settings.inbox:
            self.station.count.overflowed += not self._closed
            return
        self._inbox.append(one)
        if self.listen is not None:
            self.listen()
