"""Packets from the client: which the radio ignores, refuses or hands to the air, and what its QueueStatus says."""

from collections import deque
from collections.abc import Callable
from random import Random
from typing import Any

from meshtastic.protobuf import mesh_pb2, portnums_pb2

from hardware.radio.antenna import BROADCAST, DUTY, FULL, HOLDS, OFF, QUEUED, AirPacket, Antenna
from hardware.radio.device.faults import Faults
from hardware.radio.device.line import Schedule
from hardware.radio.device.nodes import Nodes
from hardware.radio.device.phone import Phone
from hardware.radio.device.setup import Setup
from hardware.radio.device.words import Words

_PORT = portnums_pb2.PortNum
LIMITS_S = {_PORT.POSITION_APP: 10, _PORT.WAYPOINT_APP: 10, _PORT.ALERT_APP: 10, _PORT.TELEMETRY_APP: 10}
LIMITS_S |= {_PORT.TEXT_MESSAGE_APP: 2, _PORT.TRACEROUTE_APP: 30}
"""Seconds between two packets of a port from the client (meshtastic/firmware PhoneAPI.cpp)."""
NEVER_PKI = {_PORT.POSITION_APP, _PORT.NODEINFO_APP, _PORT.TRACEROUTE_APP, _PORT.ROUTING_APP}
REMEMBERED = 20
DATA_MOST, PAYLOAD_MOST, PKI_MORE = 239, 233, 12
"""Bytes: of a Data on a channel, of a payload at all, that PKI takes (meshtastic/firmware RadioInterface.h, CryptoEngine.h)."""
TOO_LARGE, NO_CHANNEL, UNKNOWN_KEY, LOCAL = 7, 6, 39, 35
"""Routing.Error; LOCAL is ERRNO_SHOULD_RELEASE, the `res` of a packet to the radio itself."""
_NAKKED = {TOO_LARGE, NO_CHANNEL, UNKNOWN_KEY, DUTY}


class Sender:
    """The way of a packet from the client to the antenna."""

    def __init__(self, *, setup: Setup, nodes: Nodes, phone: Phone, antenna: Antenna, words: Words) -> None:
        self._setup = setup
        self._nodes = nodes
        self._phone = phone
        self._antenna = antenna
        self._words = words
        self._recent: deque[int] = deque(maxlen=REMEMBERED)
        self._last_s: dict[int, float] = {}
        self._was_full = False

    def use(
        self,
        faults: Faults,
        clock: Schedule,
        chance: Random,
        *,
        local: Callable[[Any], None],
        echo: Callable[[AirPacket], None],
    ) -> None:
        """What goes wrong, the waits, the ids; who takes packets to the radio itself, and those that come back."""
        self._faults, self._clock, self._chance, self._local, self._echo = faults, clock, chance, local, echo

    def forget_client(self) -> None:
        """Limits by port are a connection's own."""
        self._last_s.clear()

    def packet(self, packet: Any) -> None:
        """One packet of the client, with everything that the radio answers at once."""
        packet.id = packet.id or self._chance.getrandbits(32) or 1
        if packet.id in self._recent or len(packet.decoded.payload) > PAYLOAD_MOST:
            return
        self._recent.append(packet.id)
        if self._too_soon(packet.decoded.portnum):
            self._status(QUEUED, packet.id)
        elif packet.to == self._setup.number:
            self._status(LOCAL, packet.id)
            self._local(packet)
        elif not self._spoilt(packet):
            self._send(packet)

    def own(self, portnum: int, payload: bytes, *, to: int = BROADCAST, want_response: bool = False) -> None:
        """A packet of the radio's own: NodeInfo, telemetry. Nobody is told what becomes of it."""
        packet = mesh_pb2.MeshPacket(id=self._chance.getrandbits(32) or 1, to=to, priority=10)
        packet.hop_limit = self._setup.local.lora.hop_limit
        packet.decoded.portnum, packet.decoded.payload = portnum, payload
        packet.decoded.want_response = want_response
        if self._setup.tuning():
            self._antenna.transmit(self._on_air(packet, pki=False))

    def heartbeat(self) -> None:
        """The QueueStatus that answers a heartbeat; it overtakes everything."""
        if not self._faults.happens("no_heartbeat"):
            queue = mesh_pb2.QueueStatus(free=self._free(), maxlen=HOLDS)
            self._phone.say(mesh_pb2.FromRadio(queueStatus=queue))

    def moved(self) -> None:
        """The queue may have room again: tell it once if it was full."""
        if self._was_full and self._antenna.free():
            self._was_full = False
            self._phone.status(QUEUED, self._free(), 0)

    def _too_soon(self, port: int) -> bool:
        now, last = self._clock.time(), self._last_s.get(port)
        if last is not None and now - last < LIMITS_S.get(port, 0):
            return True
        self._last_s[port] = now
        return False

    def _spoilt(self, packet: Any) -> bool:
        """Whether a fault takes the packet."""
        if self._faults.happens("swallow"):
            self._status(QUEUED, packet.id)
        elif (res := self._faults.number("res")) is not None:
            self._status(int(res), packet.id)
        elif (reason := self._faults.number("nak")) is not None:
            self._status(QUEUED, packet.id)
            self._words.nak(packet.id, int(reason))
        elif self._faults.happens("duty"):
            self._refuse(packet, DUTY)
        else:
            return False
        return True

    def _send(self, packet: Any) -> None:
        pki = packet.to != BROADCAST and packet.decoded.portnum not in NEVER_PKI
        refusal = self._refusal(packet, pki) or self._transmit(self._on_air(packet, pki=pki))
        if refusal in _NAKKED:
            self._refuse(packet, refusal)
        else:
            self._status(refusal, packet.id)

    def _transmit(self, packet: AirPacket) -> int:
        res = self._antenna.transmit(packet)
        if res == QUEUED:
            self._words.script(packet)
            if self._faults.happens("echo"):
                self._echo(packet)
        return res

    def _refusal(self, packet: Any, pki: bool) -> int:
        packet.decoded.bitfield = packet.decoded.bitfield
        if packet.decoded.ByteSize() + (PKI_MORE if pki else 0) > DATA_MOST:
            return TOO_LARGE
        if not self._setup.tuning():
            return OFF
        if pki and not self._nodes.public_key(packet.to):
            return UNKNOWN_KEY
        return 0 if self._setup.key_of(packet.channel) else NO_CHANNEL

    def _refuse(self, packet: Any, reason: int) -> None:
        self._status(reason, packet.id)
        self._words.nak(packet.id, reason)
        if reason == DUTY:
            notice = mesh_pb2.ClientNotification(reply_id=packet.id, level=mesh_pb2.LogRecord.Level.WARNING)
            notice.message = "Duty cycle limit exceeded. You can send again in 59 mins"
            self._phone.say(mesh_pb2.FromRadio(clientNotification=notice))

    def _on_air(self, packet: Any, *, pki: bool) -> AirPacket:
        hops = packet.hop_limit or (self._setup.local.lora.hop_limit if packet.want_ack else 0)
        return AirPacket(
            id=packet.id,
            sender=self._setup.number,
            to=packet.to,
            key=self._setup.key_of(packet.channel),
            pki=pki,
            portnum=packet.decoded.portnum,
            payload=packet.decoded.payload,
            request_id=packet.decoded.request_id,
            want_response=packet.decoded.want_response,
            want_ack=packet.want_ack,
            priority=packet.priority or (70 if packet.want_ack else 64),
            hop_limit=hops,
            hop_start=hops,
        )

    def _free(self) -> int:
        told = self._faults.number("free")
        return self._antenna.free() if told is None else int(told)

    def _status(self, res: int, packet: int) -> None:
        if self._faults.happens("no_status"):
            return
        named = self._faults.number("status_id")
        free = self._free()
        self._was_full = self._was_full or res == FULL or not free
        late = self._faults.number("status_delay")
        said = int(named) if named is not None else packet
        if late is None:
            self._phone.status(res, free, said)
        else:
            self._clock.call_later(late, lambda: self._phone.status(res, free, said))
