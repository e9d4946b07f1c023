"""The loop that every driver shares: ask the source, judge, ask again until the time is over."""

from hardware.errors import NoFix
from hardware.gps.clock import Clock
from hardware.gps.fix import Fix, Source
from hardware.gps.plausible import Plausibility

PAUSE_S = 0.2
LEAST_S = 0.1  # with less left no source can answer: the last reason stands


class Receiver:
    """A `Gps` over one driver's source."""

    def __init__(self, source: Source, judge: Plausibility, clock: Clock) -> None:
        self._source = source
        self._judge = judge
        self._clock = clock
        self._closed = False

    def read(self, timeout_s: float) -> Fix:
        """A fix newer than the last one given, within `timeout_s`; NoFix says why there is none."""
        if self._closed:
            raise NoFix("closed")
        until = self._clock.monotonic() + timeout_s
        left = max(timeout_s, 0.0)
        while True:
            fix, doubt = self._attempt(left)
            if fix is not None:
                return fix
            self._clock.wait(min(PAUSE_S, max(0.0, until - self._clock.monotonic())))
            left = until - self._clock.monotonic()
            if left < LEAST_S:
                raise doubt

    def _attempt(self, wait_s: float) -> tuple[Fix | None, NoFix]:
        try:
            return self._judge.admit(self._source.next(wait_s)), NoFix("not_yet")
        except NoFix as error:
            return None, error

    def close(self) -> None:
        """Let go of the device; again is harmless."""
        self._closed = True
        self._source.close()
