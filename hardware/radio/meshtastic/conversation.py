"""One connection to a radio from the first word to the last: the handshake, heartbeats and the deadlines of all of them."""

import random
from collections.abc import Callable, Mapping

from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.meshtastic.link import Link, LinkLost
from hardware.radio.meshtastic.worker_wire import Message

Hear = Callable[[Message], None]


class Conversation:
    """A worker whose every silence has an end. `hears`: what to do with each word of the worker.

    Any trouble is LinkLost, after which nothing but `end` may be called.
    """

    def __init__(
        self,
        address: str,
        hears: Mapping[str, Hear],
        *,
        monotonic: Callable[[], float],
        chance: random.Random,
        deadlines: Deadlines,
    ) -> None:
        self._hears = hears
        self._deadlines = deadlines
        self._monotonic = monotonic
        self._chance = chance
        self._link = Link(address)
        self._due = self._handshake_until = monotonic() + deadlines.hello_s
        self._beat_at: float | None = None
        self.ready_at: float | None = None

    @property
    def pid(self) -> int:
        return self._link.pid

    def turn(self, until: float) -> None:
        """Hear what there is, waiting for the first word no longer than `until`; keep the deadlines."""
        self._beat()
        wait_s = min(until, self._next()) - self._monotonic()
        messages = self._link.heard(wait_s)
        for message in messages:
            self._take(message)
        if not messages and self._monotonic() >= self._due:
            raise LinkLost("silent", "no word in time")

    def order(self, word: str, **more: object) -> None:
        self._link.order(word, **more)

    def hurry(self) -> None:
        """Ask for a heartbeat's answer at once, unless one is being waited for."""
        self._beat_at = self._monotonic() if self._beat_at is not None else None

    def _next(self) -> float:
        return min(self._due, self._beat_at if self._beat_at is not None else self._due)

    def _take(self, message: Message) -> None:
        word = message["say"]
        if word == "failed":
            raise LinkLost(message["reason"], message["detail"])
        if self.ready_at is None:
            self._stepped(word)
        elif word == "queue":
            self._answered(message)
        if word in self._hears:
            self._hears[word](message)

    def _stepped(self, word: str) -> None:
        """The handshake goes on; what else a radio says in it is no progress."""
        now, limits = self._monotonic(), self._deadlines
        if word == "hello":
            self._handshake_until = now + limits.handshake_s
        if word in {"hello", "step"}:
            self._due = min(now + limits.step_s, self._handshake_until)
        if word == "ready":
            self.ready_at = self._beat_at = now

    def _answered(self, status: Message) -> None:
        """Anything about the queue is a sign of life; the next heartbeat comes soon while something waits in it."""
        limits, busy = self._deadlines, status["free"] < status["most"]
        rest_s = limits.busy_beat_s if busy else self._chance.uniform(*limits.beat_s)
        self._beat_at = self._monotonic() + rest_s
        self._due = self._beat_at + limits.beat_answer_s

    def _beat(self) -> None:
        if self._beat_at is not None and self._monotonic() >= self._beat_at:
            self._link.order("beat")
            self._beat_at = None
            self._due = self._monotonic() + self._deadlines.beat_answer_s

    def end(self) -> Link:
        """Kill the worker; the link, to be looked after until it is dead."""
        self._link.cut()
        return self._link
