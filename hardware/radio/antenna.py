"""The door between a simulated radio (the phone side: device.py) and a simulated air (CSMA, queue, relays, acks)."""

from dataclasses import dataclass
from typing import Literal, Protocol

BROADCAST = 0xFFFFFFFF
HOLDS = 16
"""Packets that a node's queue for the air takes (meshtastic/firmware MAX_TX_QUEUE)."""

QUEUED, DUTY, FULL, OFF = 0, 9, 32, 34
"""What `Antenna.transmit` answers: Routing.Error and ErrorCode of meshtastic/firmware MeshTypes.h."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirPacket:
    """One packet on the air, or as one node heard it.

    `key` says who can read it: the name and PSK of a channel, digested; the air never looks at it. `pki`: only `to` can.
    `relay`, `next_hop`: last byte of a node's number, 0 for none. `snr` dB, `rssi` dBm: set by the air where it is heard.
    """

    id: int
    sender: int
    to: int = BROADCAST
    key: bytes = b""
    pki: bool = False
    portnum: int
    payload: bytes
    request_id: int = 0
    want_response: bool = False
    want_ack: bool = False
    priority: int = 70
    hop_limit: int = 3
    hop_start: int = 3
    relay: int = 0
    next_hop: int = 0
    snr: float = 0.0
    rssi: int = 0


@dataclass(frozen=True, slots=True)
class AirWord:
    """What the air says of an own packet, named by its `packet` id.

    `started`, `sent`: each transmission. `repeated`: a neighbour was heard repeating it (the implicit ack).
    `acknowledged`: the real ack of a direct packet, `answer` is how it was heard. `refused`: a NAK with its Routing.Error
    as `reason`; from the other end if there is an `answer`, else from this node. `unheard`: given up after all tries.
    """

    word: Literal["started", "sent", "repeated", "acknowledged", "refused", "unheard"]
    packet: int
    reason: int = 0
    answer: AirPacket | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How a radio is set; two nodes hear each other only where region, preset and slot are equal.

    `preset`: a name of PRESETS. `slot`: the frequency's number, or the name it is derived from.
    `duty_percent`: the firmware's own limit of an hour, 100 for none. `role`: name of Config.DeviceConfig.Role.
    """

    region: str
    preset: str
    slot: str
    duty_percent: float = 100.0
    power_dbm: int = 20
    role: str = "CLIENT"


class Ear(Protocol):
    """The radio, as the air sees it. All calls come from the loop that drives the air, one at a time, and return at once."""

    def heard(self, packet: AirPacket) -> int:
        """A packet of another node that reached this one whole, relayed or not.

        The air has dropped what the node's own history knows; old ones may surface again. Returns the Routing.Error
        with which the node answers if the packet is to itself and wants an ack: 0 acknowledges.
        """

    def told(self, word: AirWord) -> None:
        """Something became of an own packet. For a `want_ack` packet at least one of repeated, acknowledged, refused or
        unheard comes, for others only started and sent. Never called from within `transmit`.
        """


class Antenna(Protocol):
    """One node's end of the air.

    The air does: the queue of `HOLDS` with priorities, waits, time on air, collisions, relays, the three tries of
    `want_ack`, implicit and real acks as packets of their own, duty limit, background of nodes without a device.
    The device does: ids, own number, size and rate limits by port, the queue towards its client, keys, own NodeInfo and
    telemetry (sent through `transmit` as any packet).
    """

    def attach(self, ear: Ear) -> None:
        """From here on this ear hears; the one before no longer does."""

    def tune(self, tuning: Tuning | None) -> None:
        """Change the settings; None switches the radio off: its queue is forgotten, it hears and relays nothing."""

    def transmit(self, packet: AirPacket) -> int:
        """Queue an own packet: QUEUED, FULL (gone; or a packet of lower priority is, silently), DUTY or OFF."""

    def free(self) -> int:
        """Packets that still fit in the queue, 0 to `HOLDS`."""

    def channel_use(self) -> float:
        """Percent of the last 60 s in which the channel was busy here, own sending included."""

    def air_use(self) -> float:
        """Percent of the last 60 min in which this node was sending, relays included."""

    def dropped(self) -> int:
        """Packets that its queue has lost since it was switched on."""

    def now(self) -> float:
        """Seconds of the local clock that all its waits run on; never goes back."""
