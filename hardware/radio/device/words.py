"""What becomes of own packets, as the radio tells its client: implicit acks, real acks and NAKs (ROUTING_APP packets)."""

from collections.abc import Sequence
from random import Random
from typing import Any

from meshtastic.protobuf import mesh_pb2, portnums_pb2

from hardware.radio.antenna import AirPacket, AirWord
from hardware.radio.device.faults import Faults
from hardware.radio.device.line import Schedule
from hardware.radio.device.phone import Phone

MAX_RETRANSMIT = 5  # Routing.Error
_ANSWERS = ("repeated", "acknowledged", "refused", "unheard")
SCRIPT_STEP_S = 0.05
"""Between the words of an `acks` script."""


class Words:
    """Turns the air's words into packets for the client."""

    def __init__(self, number: int, phone: Phone, faults: Faults, clock: Schedule, chance: Random) -> None:
        self._number = number
        self._phone = phone
        self._faults = faults
        self._clock = clock
        self._chance = chance
        self._scripted: set[int] = set()

    def told(self, word: AirWord) -> None:
        """A word of the air; those of a packet with a script of its own are left out."""
        if word.word in _ANSWERS and word.packet not in self._scripted:
            self._say(word)

    def script(self, packet: AirPacket) -> None:
        """If `acks` is on, it says what this packet is answered, whatever the air does."""
        if packet.want_ack and (script := self._faults.word("acks")) is not None:
            self._scripted.add(packet.id)
            self._play(packet, script.split(","))
        elif (reason := self._faults.number("remote_nak")) is not None:
            self._scripted.add(packet.id)
            self._say(AirWord("refused", packet.id, int(reason), _from_far(packet)))

    def nak(self, packet: int, reason: int) -> None:
        """The radio itself refuses, or with 0 accepts, an own packet."""
        self._say(AirWord("refused", packet, reason))

    def _play(self, packet: AirPacket, words: Sequence[str]) -> None:
        far = {"acknowledged": _from_far(packet)}
        for step, text in enumerate(words):
            word = AirWord(text, packet.id, 0, far.get(text))  # type: ignore[arg-type] # a wrong word is said by nobody
            self._clock.call_later(step * SCRIPT_STEP_S, lambda word=word: self._say(word))  # type: ignore[misc]

    def _say(self, word: AirWord) -> None:
        if self._faults.happens("no_ack"):
            return
        named = self._faults.number("ack_unknown")
        reason = MAX_RETRANSMIT if word.word == "unheard" else word.reason
        for _ in range(1 + self._faults.happens("ack_twice")):
            packet = self._answer(int(named) if named is not None else word.packet, reason, word.answer)
            self._phone.packet(packet)

    def _answer(self, request: int, reason: int, answer: AirPacket | None) -> Any:
        routing = mesh_pb2.Routing(error_reason=reason)
        data = mesh_pb2.Data(
            portnum=portnums_pb2.PortNum.ROUTING_APP, payload=routing.SerializeToString(), request_id=request
        )
        packet = mesh_pb2.MeshPacket(
            id=self._chance.getrandbits(32) or 1,
            to=self._number,
            decoded=data,
            priority=mesh_pb2.MeshPacket.Priority.ACK,
        )
        setattr(packet, "from", answer.sender if answer else self._number)
        if answer:
            packet.MergeFrom(_reception(answer))
        return packet


def _from_far(packet: AirPacket) -> AirPacket:
    """The ack that the other end of a direct packet sends."""
    return AirPacket(id=0, sender=packet.to, to=packet.sender, portnum=5, payload=b"", snr=5.0, rssi=-90)


def _reception(answer: AirPacket) -> Any:
    """How an answer came over the air."""
    return mesh_pb2.MeshPacket(
        hop_limit=answer.hop_limit,
        hop_start=answer.hop_start,
        rx_snr=answer.snr,
        rx_rssi=answer.rssi,
        transport_mechanism=mesh_pb2.MeshPacket.TransportMechanism.TRANSPORT_LORA,
    )
