"""A unit's radio as its process holds it: everything handed over is told to the oracle, and the plug may be pulled at any call."""

import random
from collections.abc import Callable

from hardware.radio.radio import Fate, Health, Heard, Priority, Radio

TOLD_S = 10.0


class PowerCut(BaseException):
    """The process ends here, whatever it was about to do."""


class Plug:
    """Pulled at one of the next calls once it is `loose`."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.loose = False

    def maybe(self) -> None:
        """Here it may end."""
        if self.loose and self._chance.random() < 0.5:
            self.loose = False
            raise PowerCut


class Handset:
    """A `Radio`; `sent` is told of each payload that the radio has taken."""

    def __init__(
        self, radio: Radio, plug: Plug, sent: Callable[[bytes], None], clock: Callable[[], float]
    ) -> None:
        self._radio, self._plug, self._sent, self._clock = radio, plug, sent, clock
        self._health: tuple[float, Health] | None = None

    def send(self, payload: bytes, *, priority: Priority, want_ack: bool = False) -> int:
        self._plug.maybe()
        number = self._radio.send(payload, priority=priority, want_ack=want_ack)
        self._sent(payload)
        self._plug.maybe()
        return number

    def receive(self, timeout_s: float) -> Heard | Fate | None:
        return self._radio.receive(timeout_s)

    def health(self) -> Health:
        """As it was told last: firmware tells it now and then."""
        now = self._clock()
        if self._health is None or now - self._health[0] >= TOLD_S:
            self._health = now, self._radio.health()
        return self._health[1]

    def close(self) -> None:
        self._radio.close()
