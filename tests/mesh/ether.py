"""Radios that all hear each other after a while: the least air that a mesh test needs, with loss by seed."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.errors import RadioGone
from hardware.radio.airtime import PRESETS, time_on_air_s
from hardware.radio.radio import Fate, Health, Heard, NotSent, Priority

MODEM = PRESETS["LONG_FAST"]


@dataclass
class Ether:
    """Who is on air, and what was sent: (when, sender, payload, priority)."""

    clock: Callable[[], float]
    loss: float = 0.0
    chance: random.Random = field(default_factory=lambda: random.Random(5))
    radios: list["EtherRadio"] = field(default_factory=list)
    sent: list[tuple[float, int, bytes, Priority]] = field(default_factory=list)

    def join(self) -> "EtherRadio":
        radio = EtherRadio(self, 0x100 + len(self.radios))
        self.radios.append(radio)
        return radio

    def frames_of(self, unit: int) -> list[bytes]:
        """What bears that unit's number."""
        return [each[2] for each in self.sent if int.from_bytes(each[2][1:3], "big") == unit]


@dataclass
class EtherRadio:
    """One radio. A test may switch it off, make it deaf or let its channel be busy."""

    ether: Ether
    number: int
    off: bool = False
    deaf: bool = False
    refuses: NotSent | None = None
    channel_use: float = 0.0
    air_use: float | None = None
    inbox: deque[tuple[float, Heard | Fate]] = field(default_factory=deque)

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        if self.off:
            raise RadioGone("off")
        if self.refuses:
            raise self.refuses
        now = self.ether.clock()
        self.ether.sent.append((now, self.number, payload, priority))
        for other in self.ether.radios:
            if other is not self and not other.off and self.ether.chance.random() >= self.ether.loss:
                at = now + time_on_air_s(MODEM, len(payload))
                other.inbox.append((at, Heard(payload, self.number, 5.0, -90, 0)))
        return len(self.ether.sent)

    def receive(self, timeout_s: float) -> Heard | Fate | None:
        if self.off:
            raise RadioGone("off")
        if self.deaf or not self.inbox or self.inbox[0][0] > self.ether.clock():
            return None
        return self.inbox.popleft()[1]

    def health(self) -> Health:
        problem = "unreachable" if self.off else ""
        return Health(problem=problem, channel_use=self.channel_use, air_use=self.air_use)

    def close(self) -> None:
        self.off = True
