"""The counter rule of a sender: never the same counter twice, never far ahead of the clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from sync.errors import CannotSend

TICK_S = 4  # the floor grows by one each 4 s
RESERVE = 32
AHEAD = 1_024
LEAP_S = 30 * 86_400
AGREE_S = 600  # two sources that agree on a leap differ by no more


def floor_at(trusted: int | None, *, start: int) -> int | None:
    """The least counter to use now. None without a trusted time, or with one before the operation began."""
    if trusted is None or trusted < start:
        return None
    return (trusted - start) // TICK_S


def trusted_now(readings: Mapping[str, int], *, last_trusted: int) -> int | None:
    """The time to trust among `readings` (UTC seconds by source: GPS, network, center), None if there is none.

    A leap of more than 30 days past `last_trusted` needs two sources that agree. Time never runs back: what
    lies further behind `last_trusted` than AGREE_S is not trusted. Of several the earliest counts.
    """
    late = sorted(time for time in readings.values() if time >= last_trusted - AGREE_S)
    if not late:
        return None
    if late[0] - last_trusted <= LEAP_S:
        return max(late[0], last_trusted)
    agreed = [early for early, later in pairwise(late) if later - early <= AGREE_S]
    return agreed[0] if agreed else None


@dataclass(frozen=True, slots=True)
class CounterLine:
    """Where a sender stands. `last`: the highest counter used; `reserved`: those below it may be used.

    Before sealing: `to_commit`, commit what it says, `committed`, then `take`, all with the same floor.
    """

    last: int
    reserved: int

    def next(self, floor: int | None, *, count: int = 1) -> int:
        """The first of the next `count` counters; CannotSend if the last of them is too far ahead."""
        first = max(self.last + 1, floor or 0)
        beyond = first + count - 1 - floor - AHEAD if floor is not None else 0
        if beyond > 0:
            raise CannotSend("ahead_of_clock", wait_s=beyond * TICK_S)
        return first

    def room(self, floor: int | None) -> int:
        """How many counters may be used now; without a clock there is no limit but AHEAD at a time."""
        return AHEAD if floor is None else max(0, floor + AHEAD - max(self.last, floor - 1))

    def to_commit(self, floor: int | None, *, count: int = 1) -> int | None:
        """The `reserved` to commit durably before `count` counters are taken; None: nothing to commit."""
        last = self.next(floor, count=count) + count - 1
        return last + RESERVE if last >= self.reserved else None

    def committed(self, reserved: int) -> "CounterLine":
        """This line after `reserved` was committed."""
        return replace(self, reserved=max(reserved, self.reserved))

    def take(self, floor: int | None) -> tuple[int, "CounterLine"]:
        """A counter to seal one frame with, and the line after it; ValueError if it was not reserved."""
        counter = self.next(floor)
        if counter >= self.reserved:
            raise ValueError("a counter is used only after its reserve is committed")
        return counter, replace(self, last=counter)


def boot(reserved: int | None, *, floor: int | None) -> CounterLine:
    """The line after a start. `reserved`: as committed (0 at enrolment), None if it cannot be read.

    Without a readable reserve the line begins above all that the limit ever allowed by now.
    """
    if reserved is not None:
        return CounterLine(reserved - 1, reserved)
    if floor is None:
        raise CannotSend("no_reserve")
    return CounterLine(floor + AHEAD, floor + AHEAD + 1)
