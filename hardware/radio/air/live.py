"""A simulated air in the time of an event loop, as fast as it really is or so many times faster."""

import asyncio
from math import inf

from hardware.radio.air.model import Air


class Live:
    """Moves the clock of `air` along with the loop's. All in the loop; `touch` after each call that makes something happen."""

    def __init__(self, air: Air, loop: asyncio.AbstractEventLoop, *, speed: float = 1.0) -> None:
        self.air = air
        self._loop = loop
        self._speed = speed
        self._from = (loop.time(), air.now)
        self._timer: asyncio.TimerHandle | None = None
        self._runs = False

    def now(self) -> float:
        """The moment on the air that it is in the loop."""
        began, air_began = self._from
        return air_began + (self._loop.time() - began) * self._speed

    def set_speed(self, speed: float) -> None:
        """From here on so many times faster than real."""
        self._from = (self._loop.time(), self.now())
        self._speed = speed
        self.touch()

    def meet(self) -> None:
        """Bring the air's clock up to the loop's without letting anything happen; before something is done to it."""
        if not self._runs:
            self.air.timeline.drift(self.now())

    def touch(self) -> None:
        """See to it that what happens next happens in time."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        next_at = self.air.next_at()
        if next_at < inf and not self._runs:
            wait_s = max(0.0, (next_at - self.now()) / self._speed)
            self._timer = self._loop.call_later(wait_s, self._run)

    def _run(self) -> None:
        self._runs = True
        try:
            self.air.run_until(self.now())
        finally:
            self._runs = False
        self.touch()

    def stop(self) -> None:
        """Let the air stand still."""
        if self._timer is not None:
            self._timer.cancel()
