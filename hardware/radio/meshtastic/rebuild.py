"""Begins a connection anew after each loss, at growing distances, and says meanwhile why there is none."""

import logging
import random
from collections.abc import Mapping

from hardware.gps.clock import Clock
from hardware.radio.meshtastic.conversation import Conversation, Hear
from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.meshtastic.link import Link, LinkLost

JITTER = 0.25
STOLEN = 3  # so many connections in a row that the other end closed soon: somebody else wants the radio
_log = logging.getLogger(__name__)


class Rebuild:
    """At most one conversation at a time. `hears` as for Conversation, and "began" for each new one."""

    def __init__(
        self,
        address: str,
        hears: Mapping[str, Hear],
        *,
        clock: Clock,
        chance: random.Random,
        deadlines: Deadlines,
    ) -> None:
        self._address = address
        self._hears = hears
        self._clock = clock
        self._chance = chance
        self._deadlines = deadlines
        self._talk: Conversation | None = None
        self._dying: list[Link] = []
        self._reason = "unreachable"
        self._failures = self._stolen = 0
        self._retry_at = clock.monotonic()
        self._lost_at: float | None = None

    @property
    def problem(self) -> str:
        """Why there is no connection; "" when there is one."""
        return "" if self._talk is not None and self._talk.ready_at is not None else self._reason

    @property
    def pid(self) -> int | None:
        """Of the worker."""
        return self._talk.pid if self._talk else None

    def since_s(self) -> float | None:
        """For how long it has been so; None before the first connection."""
        at = self._talk.ready_at if self._talk and self._talk.ready_at is not None else self._lost_at
        return None if at is None else self._clock.monotonic() - at

    def turn(self, until: float) -> None:
        """One step: hear, or wait for the time of the next attempt, no longer than `until`."""
        try:
            if self._talk is None:
                self._attempt(until)
            if self._talk is not None:
                self._talk.turn(until)
        except LinkLost as error:
            self.lose(error)

    def _attempt(self, until: float) -> None:
        now = self._clock.monotonic()
        if self._reason != "closed" and now >= self._retry_at:
            self._begin()
        elif now < until:
            self._clock.wait(min(until, max(now, self._retry_at)) - now)

    def _begin(self) -> None:
        self._dying = [link for link in self._dying if not link.dead]
        self._hears["began"]({})
        try:
            self._talk = Conversation(
                self._address,
                self._hears,
                monotonic=self._clock.monotonic,
                chance=self._chance,
                deadlines=self._deadlines,
            )
        except OSError as error:
            raise LinkLost("silent", f"no worker: {error}") from error

    def order(self, word: str, **more: object) -> None:
        """Said to the worker; a worker that takes nothing is given up."""
        try:
            if self._talk is not None:
                self._talk.order(word, **more)
        except LinkLost as error:
            self.lose(error)

    def hurry(self) -> None:
        """Have the radio answer a heartbeat soon."""
        if self._talk is not None:
            self._talk.hurry()

    def lose(self, error: LinkLost) -> None:
        """Give the connection up; the next attempt comes after a pause."""
        now, talk = self._clock.monotonic(), self._talk
        ready_at = talk.ready_at if talk else None
        steady = ready_at is not None and now - ready_at >= self._deadlines.steady_s
        closed = ready_at is not None and error.reason == "unreachable"
        self._failures = 1 if steady else self._failures + 1
        self._stolen = self._stolen + 1 if closed and not steady else 0
        self._drop()
        self._reason = "busy" if self._stolen >= STOLEN else error.reason
        self._retry_at = now + self._pause_s()
        self._lost_at = now if self._lost_at is None or ready_at is not None else self._lost_at
        _log.warning("radio lost, again in %.1f s: %s", self._retry_at - now, error)

    def _pause_s(self) -> float:
        limits = self._deadlines
        pause_s = min(limits.longest_pause_s, limits.first_pause_s * 2.0 ** min(self._failures - 1, 10))
        return pause_s * self._chance.uniform(1 - JITTER, 1 + JITTER)

    def _drop(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            self._dying.append(talk.end())

    def close(self) -> None:
        """End the connection for good; again is harmless."""
        self._drop()
        self._reason = "closed"
