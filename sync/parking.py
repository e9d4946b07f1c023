"""The question that waits at the center while nothing waits here: how orders arrive at once."""

from collections.abc import Callable

from sync.errors import SyncError
from sync.links import Heard
from sync.links.errand import Lane
from sync.unit_end import UnitEnd

WAIT_S = 25.0  # how long the center may hold a question
LEAST_WAIT_S = 2.0  # an answer that came sooner and said nothing: the center does not hold questions now


class Parking:
    """One question over a lane of its own. `every_s`: the distance of questions that are not held."""

    def __init__(self, lane: Lane | None, *, every_s: float, monotonic: Callable[[], float]) -> None:
        self._lane, self._every_s, self._monotonic = lane, every_s, monotonic
        self._at = self._from = float("-inf")

    @property
    def waits_since(self) -> float | None:
        """When the question went out that waits now; None while none does."""
        return self._at if self._lane is not None and self._lane.waits else None

    def ask(self, end: UnitEnd) -> None:
        """Park a question where none waits. Raises CannotSend."""
        if self._lane is None or self._lane.waits or self._monotonic() < self._from:
            return
        digest = end.digest()
        self._at = self._monotonic()
        self._lane.ask([digest], WAIT_S)

    def take(self) -> Heard | SyncError | None:
        """The answer or what went wrong, once."""
        return self._lane.take() if self._lane else None

    def said(self, entries: int) -> None:
        """The answer that was taken brought so many entries."""
        now = self._monotonic()
        if not entries and now - self._at < LEAST_WAIT_S:
            self._from = now + max(LEAST_WAIT_S, self._every_s)

    def close(self) -> None:
        """Let go of the connection."""
        if self._lane:
            self._lane.close()
