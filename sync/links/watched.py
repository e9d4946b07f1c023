"""A link that says so when its answer lets itself be waited for."""

from collections.abc import Callable, Sequence
from threading import Thread  # noqa: TID251 - a link is a driver: it may own a thread

from sync.errors import SyncError
from sync.links import Heard, Link, LinkTrouble

PATIENCE_S = 10.0
"""So much longer than the center may hold a question an answer may take before somebody is told."""


class Watched:
    """`link`, one question at a time; `waits` is called, by who asked, when an answer is late."""

    def __init__(self, link: Link, waits: Callable[[], None], *, patience_s: float = PATIENCE_S) -> None:
        self._link, self._waits, self._patience_s = link, waits, patience_s
        self.mtu, self.full = link.mtu, link.full

    def exchange(self, frames: Sequence[bytes], wait_s: float) -> Heard:
        """As the link does it, however long that takes. Raises LinkDown, Refused."""
        came: list[Heard | SyncError] = []
        thread = Thread(target=self._ask, args=(tuple(frames), wait_s, came), name="asked", daemon=True)
        thread.start()
        thread.join(wait_s + self._patience_s)
        if thread.is_alive():
            self._waits()
            thread.join()
        answer = came[0] if came else LinkTrouble("cut", "no answer")
        if isinstance(answer, SyncError):
            raise answer
        return answer

    def _ask(self, frames: Sequence[bytes], wait_s: float, came: list[Heard | SyncError]) -> None:
        try:
            came.append(self._link.exchange(frames, wait_s))
        except SyncError as error:
            came.append(error)

    def close(self) -> None:
        """Let go of the connection; again is harmless."""
        self._link.close()
