"""The virtual clock of a simulated air: events in the order of their moments."""

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf
from typing import Any


class Timeline:
    """Seconds from 0; time stands still while nobody calls `run_until`."""

    __slots__ = ("_count", "_events", "now")

    def __init__(self) -> None:
        self.now = 0.0
        self._count = 0
        self._events: list[tuple[float, int, Callable[[Any], object], Any]] = []

    def at(self, when: float, call: Callable[[Any], object], given: Any = None) -> None:
        """`call(given)` at `when`, which has not passed; equal moments in the order they were asked."""
        self._count += 1
        heappush(self._events, (when, self._count, call, given))

    def next_at(self) -> float:
        """When something happens next; infinity if nothing does."""
        return self._events[0][0] if self._events else inf

    def drift(self, moment: float) -> None:
        """Be as late as `moment`, as far as nothing happens before it."""
        self.now = max(self.now, min(moment, self.next_at()))

    def run_until(self, until: float) -> None:
        """Work off all that happens up to `until`, and be there."""
        events = self._events
        while events and events[0][0] <= until:
            self.now, _, call, given = heappop(events)
            call(given)
        self.now = max(self.now, until)
