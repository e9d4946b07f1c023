"""A question that waits at the center while the process goes on: how orders arrive at once."""

from collections.abc import Sequence
from threading import Thread  # noqa: TID251 - a link is a driver: it may own a thread

from sync.errors import LinkDown
from sync.links import Heard, Link, LinkTrouble


class Parked:
    """Owns one link of its own and at most one thread, which ends with its question."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._thread: Thread | None = None
        self._answer: Heard | LinkDown | None = None

    @property
    def waits(self) -> bool:
        """A question is out and its answer was not taken yet."""
        return self._thread is not None

    def ask(self, frames: Sequence[bytes], wait_s: float) -> None:
        """Begin to wait; only when nothing waits."""
        self._answer = LinkTrouble("cut", "no answer")
        self._thread = Thread(target=self._exchange, args=(tuple(frames), wait_s), name="parked", daemon=True)
        self._thread.start()

    def take(self) -> Heard | LinkDown | None:
        """The answer or what went wrong, once; None while there is none."""
        if self._thread is None or self._thread.is_alive():
            return None
        self._thread, answer = None, self._answer
        return answer

    def _exchange(self, frames: tuple[bytes, ...], wait_s: float) -> None:
        try:
            self._answer = self._link.exchange(frames, wait_s)
        except LinkDown as down:
            self._answer = down

    def close(self) -> None:
        """Let go of the connection; a question that is out ends with it."""
        self._link.close()
