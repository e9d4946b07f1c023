"""What a client says to a simulated radio, until the radio looks at it in its next turn."""

from collections.abc import Callable

from hardware.radio.device.faults import Faults
from hardware.radio.device.line import Later, Schedule
from hardware.radio.device.stream import Frames


class Inlet:
    """Bytes in; each turn, the whole messages of all of them. `came` counts the bytes."""

    def __init__(
        self, faults: Faults, clock: Schedule, turn: Callable[[list[bytes]], None], *, turn_s: float
    ) -> None:
        self._faults = faults
        self._clock = clock
        self._take = turn
        self._frames = Frames()
        self._unread = b""
        self._turn: Later | None = None
        self.turn_s = turn_s
        self.came = 0

    def clear(self) -> None:
        """Begin anew: nothing of before is looked at."""
        self._frames, self._unread = Frames(), b""

    def feed(self, data: bytes) -> None:
        """Bytes of the client; a radio that is `silent` forgets them."""
        self.came += len(data)
        if not self._faults.has("silent"):
            self._unread += data
            self.wake()

    def wake(self) -> None:
        """Look at what is there in the next turn."""
        if self._turn is None:
            self._turn = self._clock.call_later(self.turn_s, self._read)

    def _read(self) -> None:
        self._turn = None
        if not self._faults.has("frozen"):
            unread, self._unread = self._unread, b""
            self._take(self._frames.feed(unread))
