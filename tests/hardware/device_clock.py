"""A clock that is turned by hand, and a client and ear that keep what they are told."""

import heapq
import itertools
from collections.abc import Callable
from typing import Any

from meshtastic.protobuf import mesh_pb2

from hardware.radio.antenna import AirPacket, AirWord
from hardware.radio.device.stream import Frames


class HandClock:
    """Time goes on only when it is told to."""

    def __init__(self) -> None:
        self._now = 0.0
        self._calls: list[tuple[float, int, _Call]] = []
        self._order = itertools.count()

    def time(self) -> float:
        return self._now

    def call_later(self, delay: float, callback: Callable[[], object], /) -> "_Call":
        call = _Call(callback)
        heapq.heappush(self._calls, (self._now + delay, next(self._order), call))
        return call

    def run(self, for_s: float) -> None:
        end = self._now + for_s
        while self._calls and self._calls[0][0] <= end:
            self._now, _, call = heapq.heappop(self._calls)
            call.run()
        self._now = end


class _Call:
    def __init__(self, callback: Callable[[], object]) -> None:
        self.run: Callable[[], object] = callback

    def cancel(self) -> None:
        self.run = lambda: None


class Noted:
    """A client that keeps what is written, an ear that keeps what is told."""

    def __init__(self) -> None:
        self.data = b""
        self.words: list[AirWord] = []
        self.ended = False

    def write(self, data: bytes) -> None:
        self.data += data

    def close(self) -> None:
        self.ended = True

    reset = close

    def told(self, word: AirWord) -> None:
        self.words.append(word)

    def heard(self, packet: AirPacket) -> int:
        del packet
        return 0

    def messages(self) -> list[Any]:
        return [mesh_pb2.FromRadio.FromString(each) for each in Frames().feed(self.data)]
