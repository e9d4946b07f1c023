"""A channel with perfect access: one packet after the other, every radio hears it or loses it by itself; no relays."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from hardware.radio.air.model import Air
from hardware.radio.airtime import Modem, time_on_air_s
from hardware.radio.radio import Fate, Health, Heard, NotSent, Priority

MOST_USE = 20.0  # per cent that a radio tells at most: below what makes a unit hold anything back
MEASURED_S = 60.0


@dataclass
class Perfect:
    """`share`: so much of the time somebody is on air at most. `air_s`: seconds on air in all."""

    clock: Air
    modem: Modem
    loss: float
    chance: random.Random
    share: float = 1.0
    air_s: float = 0.0
    radios: list["PerfectRadio"] = field(default_factory=list)
    free_at: float = 0.0
    flights: deque[tuple[float, float]] = field(default_factory=deque)

    @property
    def use(self) -> float:
        """Per cent of the last minute that somebody was on air."""
        while self.flights and self.flights[0][0] <= self.clock.now - MEASURED_S:
            self.flights.popleft()
        return 100 * sum(took_s for _, took_s in self.flights) / MEASURED_S

    def transmit(self, sender: "PerfectRadio", payload: bytes) -> None:
        """Now: who may is alone."""
        took_s = time_on_air_s(self.modem, len(payload))
        self.free_at = self.clock.now + took_s / self.share
        self.air_s += took_s
        self.flights.append((self.clock.now, took_s))
        self.clock.at(self.clock.now + took_s, self._land, (sender, payload))

    def _land(self, given: tuple["PerfectRadio", bytes]) -> None:
        sender, payload = given
        for radio in self.radios:
            if radio is not sender and self.chance.random() >= self.loss:
                radio.hear(payload, sender.number)


class PerfectRadio:
    """A node and its radio in one."""

    def __init__(self, ether: Perfect, number: int) -> None:
        self.modem, self.number = ether.modem, number
        self._ether = ether
        self._inbox: deque[Heard] = deque()
        self._listen: Callable[[], object] = bool
        ether.radios.append(self)

    def radio(self, listen: Callable[[], object]) -> "PerfectRadio":
        """As in Node."""
        self._listen = listen
        return self

    def power(self, *, on: bool) -> None:
        """As in Node; nobody switches it."""

    def hear(self, payload: bytes, sender: int) -> None:
        """A packet has come."""
        self._inbox.append(Heard(payload, sender, 5.0, -90, 0))
        self._listen()

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        """As in Radio; refused until it is this one's turn, which chance decides."""
        wait_s = self._ether.free_at - self._ether.clock.now
        if wait_s > 0:
            raise NotSent("queue_full", retry_after_s=wait_s + self._ether.chance.random())
        self._ether.transmit(self, payload)
        return 1

    def receive(self, timeout_s: float) -> Heard | Fate | None:
        """As in Radio."""
        return self._inbox.popleft() if self._inbox else None

    def health(self) -> Health:
        """As in Radio; it does not count its own airtime."""
        return Health(channel_use=min(self._ether.use, MOST_USE))

    def close(self) -> None:
        """As in Radio."""
