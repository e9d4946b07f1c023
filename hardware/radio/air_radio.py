"""A radio directly on the simulated air: what its driver would give, in virtual time and without waiting."""

from collections import deque
from collections.abc import Callable

from hardware.errors import PayloadTooBig, RadioGone
from hardware.radio.air_access import HOUR_S
from hardware.radio.air_ether import Flight
from hardware.radio.air_links import noise_dbm
from hardware.radio.air_station import BEST_SNR, Station, Word, World
from hardware.radio.antenna import DUTY, FULL, OFF, AirPacket
from hardware.radio.radio import MTU, Fate, Health, Heard, Neighbour, NotSent, Priority, Refusal

PRIVATE_APP = 256  # meshtastic protobufs PortNum
REFUSALS: dict[int, Refusal] = {DUTY: "duty_cycle", FULL: "queue_full", OFF: "off_air"}
FIRMWARE = "2.7.26.air"


class AirRadio:
    """A `Radio`. `receive` never waits: virtual time stands still meanwhile; `listen` says when something has come."""

    def __init__(self, station: Station, world: World, names: Callable[[int], str]) -> None:
        self.station = station
        self.key = b""
        self.listen: Callable[[], object] | None = None
        self._timeline = world.timeline
        self._settings = world.settings
        self._chance = world.chance
        self._names = names
        self._inbox: deque[Heard | Fate] = deque()
        self._behind: Heard | None = None
        self._closed = False
        self._noise = noise_dbm(station.modem)
        self._since = world.timeline.now
        station.listener = self

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        """Hand over a packet for everybody; its number, for `Fate`. Raises NotSent, RadioGone, PayloadTooBig."""
        self._demand()
        if len(payload) > MTU:
            raise PayloadTooBig(len(payload), MTU)
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
            raise NotSent(REFUSALS[answer], retry_after_s=HOUR_S / 60 if answer == DUTY else None)
        return number

    def receive(self, timeout_s: float = 0) -> Heard | Fate | None:
        """What waits, the oldest first, else None at once whatever `timeout_s` says. Raises RadioGone while switched off."""
        del timeout_s
        self._demand()
        return self._inbox.popleft() if self._inbox else None

    def health(self) -> Health:
        """As it is at this moment."""
        station, now = self.station, self._timeline.now
        problem = "closed" if self._closed else "" if station.band is not None else "unreachable"
        neighbours = (
            Neighbour(number, self._names(number), snr, hops, now - at)
            for number, (snr, hops, at) in station.neighbours.items()
        )
        return Health(
            problem=problem,
            number=station.number,
            firmware=FIRMWARE,
            model="AIR",
            waiting=len(station.access.queue),
            channel_use=station.channel_use(),
            air_use=station.air_use(),
            neighbours=tuple(neighbours),
            since_s=now - self._since,
        )

    def close(self) -> None:
        """Let go: the node goes on relaying as any radio without a computer."""
        self._closed = True
        self._inbox.clear()

    def _demand(self) -> None:
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
        fates: dict[Word, Fate] = {
            "repeated": Fate(packet, "repeated"),
            "unheard": Fate(packet, "unheard", "MAX_RETRANSMIT"),
            "refused": Fate(packet, "refused", str(reason)),
        }
        if word in fates:
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
