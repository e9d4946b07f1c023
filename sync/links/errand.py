"""What a link does in a thread of its own, so that whoever asked goes on meanwhile."""

from collections.abc import Callable, Sequence
from functools import partial
from threading import Thread  # noqa: TID251 - a link is a driver: it may own a thread
from typing import Generic, TypeVar

from sync.errors import SyncError
from sync.links import Heard, Link, LinkTrouble

T = TypeVar("T")
Ring = Callable[[], None]


def no_bell() -> None:
    """For who polls."""


class Errand(Generic[T]):
    """One piece of work at a time; its thread ends with it. `ring` is called, in that thread, once it is done."""

    def __init__(self, ring: Ring = no_bell) -> None:
        self._ring = ring
        self._waits = False
        self._came: T | SyncError | None = None

    @property
    def waits(self) -> bool:
        """Something is on its way and what came of it was not taken yet."""
        return self._waits

    def begin(self, work: Callable[[], T]) -> None:
        """Only when nothing waits. Nobody joins its thread, not at the end either: the work never touches the store."""
        self._waits, self._came = True, None
        Thread(target=self._do, args=(work,), name="errand", daemon=True).start()

    def take(self) -> T | SyncError | None:
        """What came of it or what went wrong, once; None while there is nothing."""
        came = self._came
        if came is not None:
            self._waits, self._came = False, None
        return came

    def _do(self, work: Callable[[], T]) -> None:
        came: T | SyncError = LinkTrouble("cut", "no answer")
        try:
            came = work()
        except SyncError as error:
            came = error
        finally:
            self._came = came
            self._ring()


class Lane:
    """A link, one question at a time, that keeps nobody waiting."""

    def __init__(self, link: Link, ring: Ring = no_bell) -> None:
        self._link = link
        self._errand = Errand[Heard](ring)

    @property
    def mtu(self) -> int:
        return self._link.mtu

    @property
    def full(self) -> bool:
        return self._link.full

    @property
    def waits(self) -> bool:
        """A question is out or its answer was not taken yet."""
        return self._errand.waits

    def ask(self, frames: Sequence[bytes], wait_s: float) -> None:
        """Only when nothing waits. The center may hold the question up to `wait_s`."""
        self._errand.begin(partial(self._link.exchange, tuple(frames), wait_s))

    def take(self) -> Heard | SyncError | None:
        """The answer or what went wrong, once; None while there is none."""
        return self._errand.take()

    def close(self) -> None:
        """Let go of the connection; a question that is out ends with it."""
        self._link.close()
