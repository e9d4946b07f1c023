"""Which fixes become points of the trail: by movement, time and accuracy; jumps are marked, never dropped silently."""

from dataclasses import dataclass

from hardware.gps.jumps import Jumps, Located, distance_m

AT_LEAST_EVERY_S = 600.0  # a sign of life while standing, and how long a poor fix waits for a better one
CLOCK_BACK_S = 60.0  # satellite time that goes back by more begins a new trail


@dataclass(frozen=True, slots=True)
class Verdict:
    """keep: whether the fix becomes a point. jump: whether no vehicle gets here from the point before."""

    keep: bool
    jump: bool


class Thinning:
    """Decides fix by fix, by the fixes' own times; one for each receiver.

    every_s: at most one point in this time. moved_m: a point only when further away than this from the last one.
    accuracy_m: a worse (or unknown) accuracy is kept only when nothing better came for 10 minutes.
    """

    def __init__(self, every_s: float, moved_m: float, accuracy_m: float) -> None:
        self._every_s = every_s
        self._moved_m = moved_m
        self._accuracy_m = accuracy_m
        self._jumps = Jumps()
        self._jumped = False
        self._kept: Located | None = None
        self._good_at: float | None = None
        self._newest = float("-inf")

    def keep(self, fix: Located) -> bool:
        """Whether this fix becomes a point of the trail."""
        return self.judge(fix).keep

    def judge(self, fix: Located) -> Verdict:
        """The decision, with a jump of this fix or of one left out since the last point."""
        self._begin_anew_when_time_went_back(fix.time)
        self._jumped = self._jumps.seen(fix) or self._jumped
        keep, jump = self._wanted(fix), self._jumped
        if keep:
            self._kept, self._jumped = fix, False
        return Verdict(keep, jump)

    def _begin_anew_when_time_went_back(self, now: float) -> None:
        if now < self._newest - CLOCK_BACK_S:
            self._kept = self._good_at = None
        self._newest = now

    def _wanted(self, fix: Located) -> bool:
        good = fix.accuracy_m is not None and fix.accuracy_m <= self._accuracy_m
        waited_s = self._waited_s(fix, good)
        if self._kept is None:
            return good or waited_s >= AT_LEAST_EVERY_S
        elapsed_s = fix.time - self._kept.time
        if elapsed_s < self._every_s:
            return False
        if elapsed_s >= AT_LEAST_EVERY_S and waited_s >= AT_LEAST_EVERY_S:
            return True
        return good and (elapsed_s >= AT_LEAST_EVERY_S or distance_m(self._kept, fix) > self._moved_m)

    def _waited_s(self, fix: Located, good: bool) -> float:
        """How long nothing good came: since the last good fix or, before one, since the first fix."""
        waited_s = 0.0 if self._good_at is None else fix.time - self._good_at
        if good or self._good_at is None:
            self._good_at = fix.time
        return waited_s
