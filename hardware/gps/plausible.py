"""The one place that judges a fix: refuses what cannot be true, flags what is doubtful, keeps the rest."""

import dataclasses
import math
from datetime import UTC, datetime

from hardware.errors import NoFix
from hardware.gps.clock import Clock
from hardware.gps.fix import Fix
from hardware.gps.jumps import Jumps

OLDEST_S = 10.0
NOT_BEFORE = datetime(
    2026, 1, 1, tzinfo=UTC
).timestamp()  # this software is younger: earlier is a week rollover
NULL_ISLAND_DEG = 1e-4
CLOCK_STEP_S = 2.0  # reliability.md T12
SOUTH, NORTH, WEST, EAST = -11.1, 6.2, 94.9, 141.1  # Indonesia, domain.md section 5
STILL_FIXES = 5
MOVING_MPS = 3.0


class Plausibility:
    """Judges the fixes of one receiver in the order in which they come."""

    def __init__(self, clock: Clock, *, not_before: float = NOT_BEFORE) -> None:
        self._clock = clock
        self._not_before = not_before
        self._jumps = Jumps()
        self._last: Fix | None = None
        self._last_at = 0.0
        self._still = 0

    def admit(self, fix: Fix) -> Fix:
        """The fix with its flags; NoFix with unplausible, stale or not_yet when it must not be used.

        Flags: jump (60 m/s, 5 km in 60 s), clock (steps over 2 s against monotonic time), outside (of Indonesia),
        few_satellites, frozen (one place while it says it moves).
        """
        self._possible(fix)
        earlier, earlier_at = self._last, self._last_at
        self._fresh(fix)
        return dataclasses.replace(fix, flags=fix.flags | self._flags(fix, earlier, earlier_at))

    def _possible(self, fix: Fix) -> None:
        if not all(map(math.isfinite, (fix.lat, fix.lon, fix.time))):
            raise NoFix("unplausible", "not a number")
        if abs(fix.lat) > 90 or abs(fix.lon) > 180 or fix.mode not in {2, 3}:
            raise NoFix("unplausible", "out of range")
        if max(abs(fix.lat), abs(fix.lon)) < NULL_ISLAND_DEG:
            raise NoFix("unplausible", "0, 0")
        if fix.time < self._not_before:
            raise NoFix("unplausible", "before this software was built")

    def _fresh(self, fix: Fix) -> None:
        """Refuse what is old by the trusted clock; without one, what does not keep pace with monotonic time."""
        now = self._clock.monotonic()
        if self._last is not None and fix.time == self._last.time:
            raise NoFix(
                "stale" if self._age_s(fix, now) > OLDEST_S else "not_yet", "same time as the last fix"
            )
        lag_s = self._lag_s(fix, now)
        self._last, self._last_at = fix, now
        if lag_s > OLDEST_S:
            raise NoFix("stale", f"{lag_s:.0f} s old")

    def _age_s(self, fix: Fix, now: float) -> float:
        """The age of a fix with the time of the last one."""
        return self._clock.utc() - fix.time if self._clock.trusted() else now - self._last_at

    def _lag_s(self, fix: Fix, now: float) -> float:
        if self._clock.trusted():
            return self._clock.utc() - fix.time
        if self._last is None or fix.time < self._last.time:
            raise self._first(fix, now)
        return (now - self._last_at) - (fix.time - self._last.time)

    def _first(self, fix: Fix, now: float) -> NoFix:
        self._last, self._last_at = fix, now
        return NoFix("not_yet", "one more is needed to see its time go on")

    def _flags(self, fix: Fix, earlier: Fix | None, earlier_at: float) -> set[str]:
        found = {
            "jump": self._jumps.seen(fix),
            "clock": earlier is not None and self._stepped(fix, earlier, earlier_at),
            "outside": not (SOUTH <= fix.lat <= NORTH and WEST <= fix.lon <= EAST),
            "few_satellites": fix.satellites is not None and fix.satellites < fix.mode + 1,
            "frozen": self._frozen(fix, earlier),
        }
        return {flag for flag, doubtful in found.items() if doubtful}

    def _stepped(self, fix: Fix, earlier: Fix, earlier_at: float) -> bool:
        return abs((fix.time - earlier.time) - (self._last_at - earlier_at)) > CLOCK_STEP_S

    def _frozen(self, fix: Fix, earlier: Fix | None) -> bool:
        same = earlier is not None and (fix.lat, fix.lon) == (earlier.lat, earlier.lon)
        moving = (fix.speed_mps or 0.0) > MOVING_MPS
        self._still = self._still + 1 if same and moving else 0
        return self._still >= STILL_FIXES
