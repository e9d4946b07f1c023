"""What a simulated radio says to its client, byte by byte: frames in order, and the faults of the line and the stream."""

from collections import deque
from collections.abc import Callable
from random import Random
from typing import Any, Protocol

from hardware.radio.device.faults import Faults
from hardware.radio.device.stream import START, framed

_UNKNOWN_FIELD = b"\xfa\x3e\x03new"  # field 1007 of FromRadio, three bytes long


class Later(Protocol):
    """A call that waits."""

    def cancel(self) -> None:
        """It never comes."""


class Schedule(Protocol):
    """The clock that a device's waits run on; an asyncio loop is one."""

    def time(self) -> float:
        """Seconds; never goes back."""

    def call_later(self, delay: float, callback: Callable[[], object], /) -> Later:
        """Call once after `delay` seconds."""


class Client(Protocol):
    """One connection from a client, as the device sees it."""

    def write(self, data: bytes) -> None:
        """Send in order; never waits."""

    def close(self) -> None:
        """End it in order."""

    def reset(self) -> None:
        """End it at once, as when another client takes its place."""


class Line:
    """Messages to one client. While `frozen` or `trickle` is on, bytes wait here."""

    def __init__(self, client: Client, faults: Faults, clock: Schedule, chance: Random) -> None:
        self._client = client
        self._faults = faults
        self._clock = clock
        self._chance = chance
        self._waiting: deque[int] = deque()
        self._dripping: Later | None = None

    def say(self, message: Any) -> None:
        """One FromRadio, behind whatever a fault puts in front of it."""
        self._put(self._noise() + self._spoilt(framed(message.SerializeToString())))

    def thaw(self) -> None:
        """Say what was kept back."""
        if not self._faults.has("frozen"):
            kept, self._waiting = bytes(self._waiting), deque()
            self._put(kept)

    def end(self) -> None:
        """Nothing goes out any more."""
        self._waiting.clear()
        if self._dripping:
            self._dripping.cancel()

    def _noise(self) -> bytes:
        faults, noise = self._faults, b""
        if (text := faults.word("log_text")) is not None:
            noise += f"INFO  | 00:00:01 {text}\r\n".encode()
        if (size := faults.number("garbage")) is not None:
            noise += framed(self._chance.randbytes(int(size)))
        if (length := faults.number("oversize")) is not None:
            noise += START + int(length).to_bytes(2, "big") + b"x" * 20
        if faults.happens("unknown_field"):
            noise += framed(_UNKNOWN_FIELD)
        return noise

    def _spoilt(self, frame: bytes) -> bytes:
        if (lost := self._faults.number("truncate")) is not None:
            frame = frame[: -int(lost)]
        if (share := self._faults.number("flip")) is not None and self._chance.random() < share:
            frame = flipped(frame, self._chance)
        return frame

    def _put(self, data: bytes) -> None:
        if not data or self._faults.has("silent"):
            return
        if (before := self._faults.number("freeze_after")) is not None:
            self._faults.set("frozen")
            self._client.write(data[: int(before)])
            data = data[int(before) :]
        if self._faults.has("frozen"):
            self._waiting.extend(data)
        elif self._dripping or self._faults.has("trickle"):
            self._waiting.extend(data)
            self._drip()
        else:
            self._client.write(data)

    def _drip(self) -> None:
        if self._dripping is None:
            self._dripping = self._clock.call_later(self._faults.number("trickle") or 0.0, self._drop)

    def _drop(self) -> None:
        self._dripping = None
        if self._faults.has("frozen"):
            return
        if not self._faults.has("trickle"):
            self.thaw()
        elif self._waiting:
            self._client.write(bytes([self._waiting.popleft()]))
            self._drip()


def flipped(data: bytes, chance: Random) -> bytes:
    """The same bytes but for one bit."""
    if not data:
        return data
    bit = chance.randrange(len(data) * 8)
    spoilt = bytearray(data)
    spoilt[bit // 8] ^= 1 << bit % 8
    return bytes(spoilt)
