"""An air for one radio alone: its queue empties at the pace of its preset, and acks come as they are asked for."""

from collections import deque

from hardware.radio.airtime import PRESETS, time_on_air_s
from hardware.radio.antenna import FULL, HOLDS, OFF, QUEUED, AirPacket, AirWord, Ear, Tuning
from hardware.radio.device.line import Later, Schedule

WAIT_S = 0.1
"""Before each transmission: slots and listening, about."""


class LoneAntenna:
    """An `Antenna` without neighbours but for those it plays: `repeats` says whether one repeats what it hears.

    A direct packet with want_ack to a number in `there` gets the real ack after the implicit one. All that was sent is
    in `sent`. `speed` 10 makes everything ten times faster.
    """

    def __init__(self, clock: Schedule, *, speed: float = 1.0, ack_s: float = 0.5) -> None:
        self._clock = clock
        self._speed = speed
        self._ack_s = ack_s
        self._queue: list[AirPacket] = []
        self._ear: Ear | None = None
        self._tuning: Tuning | None = None
        self._next: Later | None = None
        self._busy: deque[tuple[float, float]] = deque()
        self._dropped = 0
        self.repeats = True
        self.there: set[int] = set()
        self.sent: list[AirPacket] = []

    def attach(self, ear: Ear) -> None:
        """As `Antenna.attach`."""
        self._ear = ear

    def tune(self, tuning: Tuning | None) -> None:
        """As `Antenna.tune`."""
        self._tuning = tuning
        if tuning is None:
            self._queue.clear()

    def transmit(self, packet: AirPacket) -> int:
        """As `Antenna.transmit`; a full queue gives up its last packet for one of higher priority."""
        if self._tuning is None:
            return OFF
        if len(self._queue) >= HOLDS:
            self._dropped += 1
            if self._queue[-1].priority >= packet.priority:
                return FULL
            self._queue.pop()
        self._queue.append(packet)
        self._queue.sort(key=lambda each: -each.priority)
        self._rest(WAIT_S)
        return QUEUED

    def free(self) -> int:
        """As `Antenna.free`."""
        return HOLDS - len(self._queue)

    def channel_use(self) -> float:
        """As `Antenna.channel_use`: nobody else sends."""
        return self._used(60.0)

    def air_use(self) -> float:
        """As `Antenna.air_use`."""
        return self._used(3600.0)

    def dropped(self) -> int:
        """As `Antenna.dropped`."""
        return self._dropped

    def now(self) -> float:
        """As `Antenna.now`."""
        return self._clock.time()

    def _used(self, window_s: float) -> float:
        since = self.now() - window_s
        return 100 * sum(lasted for at, lasted in self._busy if at >= since) / window_s

    def _rest(self, wait_s: float) -> None:
        if self._next is None:
            self._next = self._clock.call_later(wait_s / self._speed, self._start)

    def _start(self) -> None:
        self._next = None
        if not self._queue or self._tuning is None:
            return
        packet = self._queue.pop(0)
        lasts_s = time_on_air_s(PRESETS[self._tuning.preset], len(packet.payload))
        self._busy.append((self.now(), lasts_s))
        self._tell(AirWord("started", packet.id))
        self._next = self._clock.call_later(lasts_s / self._speed, lambda: self._end(packet))

    def _end(self, packet: AirPacket) -> None:
        self._next = None
        self.sent.append(packet)
        self._tell(AirWord("sent", packet.id))
        if packet.want_ack:
            self._clock.call_later(self._ack_s / self._speed, lambda: self._answer(packet))
        self._rest(WAIT_S)

    def _answer(self, packet: AirPacket) -> None:
        if not self.repeats:
            self._tell(AirWord("unheard", packet.id))
            return
        self._tell(AirWord("repeated", packet.id))
        if packet.to in self.there:
            ack = AirPacket(
                id=packet.id ^ 1,
                sender=packet.to,
                to=packet.sender,
                portnum=5,
                payload=b"",
                snr=6.0,
                rssi=-80,
            )
            self._tell(AirWord("acknowledged", packet.id, 0, ack))

    def _tell(self, word: AirWord) -> None:
        if self._ear and self._tuning:
            self._ear.told(word)
