"""Packets from the air: what the radio can read of them, how its client gets them, and the faults on the way."""

from collections import deque
from collections.abc import Callable
from hashlib import shake_128
from random import Random
from typing import Any

from meshtastic.protobuf import mesh_pb2, portnums_pb2

from hardware.radio.antenna import BROADCAST, AirPacket
from hardware.radio.device.faults import Faults
from hardware.radio.device.line import Schedule, flipped
from hardware.radio.device.nodes import Nodes
from hardware.radio.device.phone import Phone
from hardware.radio.device.setup import Setup

NO_CHANNEL, UNKNOWN_KEY = 6, 35  # Routing.Error, as the other end answers
REMEMBERED = 256
"""Packets kept for a replay."""
_LORA = mesh_pb2.MeshPacket.TransportMechanism.TRANSPORT_LORA


class Hearing:
    """The way of a packet from the antenna to the client."""

    def __init__(self, *, setup: Setup, nodes: Nodes, phone: Phone, faults: Faults, clock: Schedule) -> None:
        self._setup = setup
        self._nodes = nodes
        self._phone = phone
        self._faults = faults
        self._clock = clock
        self._kept: list[Any] = []
        self._heard: deque[Any] = deque(maxlen=REMEMBERED)
        self.reads_pki = False

    def use(self, chance: Random, utc: Callable[[], float], greet: Callable[[int, bool], None]) -> None:
        """Chance, UTC seconds, and who sends our NodeInfo to a number (and asks for its own if True)."""
        self._chance, self._utc, self._greet = chance, utc, greet

    def heard(self, packet: AirPacket) -> int:
        """As `Ear.heard`."""
        error = self._unreadable(packet)
        if not error:
            self._learn(packet)
        if packet.to in {BROADCAST, self._setup.number} and packet.sender != self._setup.number:
            self._deliver(self._for_client(packet, readable=not error))
        return error

    def echo(self, packet: AirPacket) -> None:
        """Give the client a packet of its own."""
        self._deliver(self._for_client(packet, readable=True))

    def replay(self, count: int) -> None:
        """Give the client the last so many packets again, as they came."""
        for packet in list(self._heard)[-count:]:
            self._phone.packet(packet)

    def inject(self, packet: Any) -> None:
        """Give the client this MeshPacket as if it had been heard."""
        self._deliver(packet)

    def _unreadable(self, packet: AirPacket) -> int:
        """0 where it can be read, else the Routing.Error for its sender."""
        if packet.pki and not (self.reads_pki and packet.to == self._setup.number):
            return NO_CHANNEL
        if packet.pki:
            return 0 if self._nodes.public_key(packet.sender) else UNKNOWN_KEY
        return NO_CHANNEL if self._setup.channel_of(packet.key) is None else 0

    def _learn(self, packet: AirPacket) -> None:
        asked = packet.portnum == portnums_pb2.PortNum.NODEINFO_APP and packet.want_response
        nameless = self._nodes.learn(packet, self._utc())
        if nameless or (asked and packet.sender != self._setup.number):
            self._greet(packet.sender, nameless)

    def _for_client(self, packet: AirPacket, *, readable: bool) -> Any:
        given = mesh_pb2.MeshPacket(
            id=packet.id,
            to=packet.to,
            rx_time=int(self._utc()),
            rx_snr=packet.snr or 0.25,
            rx_rssi=packet.rssi or -90,
            hop_limit=packet.hop_limit,
            hop_start=packet.hop_start,
            relay_node=packet.relay or packet.sender & 0xFF,
            next_hop=packet.next_hop,
            want_ack=packet.want_ack,
            priority=packet.priority,
            pki_encrypted=packet.pki and readable,
            transport_mechanism=_LORA,
        )
        setattr(given, "from", packet.sender)
        if readable:
            self._decode(given, packet)
        else:
            _encrypt(given, packet.key + packet.payload, len(packet.payload))
            given.channel = packet.key[0] if packet.key else 0
        return given

    def _decode(self, given: Any, packet: AirPacket) -> None:
        data = given.decoded
        data.portnum, data.payload, data.bitfield = packet.portnum, packet.payload, 0
        data.request_id, data.want_response = packet.request_id, packet.want_response
        if packet.pki:
            given.public_key = self._nodes.public_key(packet.sender)
        else:
            given.channel = self._setup.channel_of(packet.key) or 0

    def _deliver(self, packet: Any) -> None:
        self._spoil(packet)
        self._heard.append(packet)
        if (late := self._faults.number("delay")) is not None:
            self._clock.call_later(late, lambda: self._hand_over(packet))
        else:
            self._hand_over(packet)

    def _hand_over(self, packet: Any) -> None:
        if (count := self._faults.number("reorder")) is not None:
            self._kept.append(packet)
            if len(self._kept) < count:
                return
        kept, self._kept = self._kept[::-1] or [packet], []
        for each in kept:
            self._repeat(each)

    def _repeat(self, packet: Any) -> None:
        for _ in range(1 + self._faults.happens("twice")):
            self._phone.packet(packet)
        if (after := self._faults.number("again_after")) is not None:
            self._clock.call_later(after, lambda: self._phone.packet(packet))

    def _spoil(self, packet: Any) -> None:
        faults, data = self._faults, packet.decoded
        if faults.happens("from_zero"):
            packet.ClearField("from")
        if (size := faults.number("payload")) is not None:
            data.payload = self._chance.randbytes(int(size))
        if faults.happens("flip_payload"):
            data.payload = flipped(data.payload, self._chance)
        if (port := faults.number("port")) is not None:
            data.portnum = int(port)
        if faults.happens("no_port"):
            data.ClearField("portnum")
        if faults.happens("encrypted"):
            _encrypt(packet, packet.SerializeToString(), len(data.payload))


def _encrypt(packet: Any, what: bytes, size: int) -> None:
    """Put bytes that nobody can read in the place of what was said."""
    packet.MergeFrom(mesh_pb2.MeshPacket(encrypted=shake_128(what).digest(size + 8)))
