"""What every radio gives: packets sent, packets heard, what became of them, and how it is."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, Protocol

from hardware.errors import HardwareError

MTU = 200
"""Bytes of a packet: firmware 2.7 takes 231 on a channel and 219 in a direct message; fuller ones cost air in vain."""


class Priority(IntEnum):
    """Order in the radio's own queue, as in MeshPacket.Priority of the Meshtastic protobufs."""

    BACKGROUND = 10
    RELIABLE = 70
    ALERT = 110


Refusal = Literal[
    "queue_full",  # the radio's queue, or the packets in flight that we allow
    "duty_cycle",  # the firmware's own limit of its region
    "off_air",  # transmitter off, no region, or no interface
    "not_ready",  # its settings are not ours: `Health.problems` says which
    "no_answer",  # it took the bytes and said nothing: nobody knows whether they go
    "rate_limit",
    "too_large",
    "other",
]


class NotSent(HardwareError):
    """The radio is there but did not take the packet. `retry_after_s`: when to try again, None where it did not say."""

    def __init__(self, reason: Refusal, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Refusal = reason
        self.retry_after_s = retry_after_s
        self.permanent = reason == "too_large"


@dataclass(frozen=True, slots=True)
class Heard:
    """A packet of ours from the air. `sender`: number of the radio; `snr` dB, `rssi` dBm, `hops` taken: None if not told."""

    payload: bytes
    sender: int
    snr: float | None = None
    rssi: int | None = None
    hops: int | None = None


@dataclass(frozen=True, slots=True)
class Fate:
    """What the radio said of a packet it had taken; nothing of it proves that anybody has it.

    `repeated`: some neighbour sent it on. `unheard`: nobody did, in all tries. `refused`: given up, for `reason`.
    `unknown`: no word in time.
    """

    packet: int
    word: Literal["repeated", "unheard", "refused", "unknown"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another radio as ours knows it."""

    number: int
    name: str
    snr: float | None
    hops: int | None
    heard_s_ago: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a radio is. Percentages 0-100; None: not told yet.

    `problem`: "" while it works, else why not: unreachable, silent, no_device, busy, settings, closed. `problems`: codes of
    settings that are not ours (region, preset, firmware, channel, key ...). `waiting`: packets in its own queue.
    `channel_use`: of the last 60 s, all traffic; `air_use`: of the last 60 min, own sending with relays.
    """

    problem: str = ""
    problems: tuple[str, ...] = ()
    number: int | None = None
    firmware: str = ""
    model: str = ""
    region: str = ""
    preset: str = ""
    waiting: int | None = None
    channel_use: float | None = None
    air_use: float | None = None
    battery_percent: int | None = None
    voltage_v: float | None = None
    neighbours: tuple[Neighbour, ...] = ()
    since_s: float | None = None

    @property
    def works(self) -> bool:
        """It is there, and its settings are ours."""
        return not self.problem


class Radio(Protocol):
    """One radio. Reconnects by itself; no call takes longer than a few seconds."""

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        """Hand over a packet for everybody; its number, for `Fate`. Raises NotSent, RadioGone, PayloadTooBig."""

    def receive(self, timeout_s: float) -> Heard | Fate | None:
        """The next packet or word, None when none comes in time. Raises RadioGone while there is no radio."""

    def health(self) -> Health:
        """As it was last told; never waits."""

    def close(self) -> None:
        """Let go of the device; again is harmless."""
