"""The loop that every background process shares: step, rest, stop, and progress told to systemd."""

import logging
import signal
import socket
from collections.abc import Callable
from threading import Event
from types import FrameType

Step = Callable[[], float]
Notify = Callable[[str], None]

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0
FEED_S = 10.0  # a third of WatchdogSec=30 in the units, so that a rest is no hang
_log = logging.getLogger(__name__)


def run(
    step: Step,
    *,
    stop: Event,
    notify: Notify,
    first_pause_s: float = FIRST_PAUSE_S,
    bell: Event | None = None,
) -> None:
    """Calls `step` until `stop` is set; it returns the seconds to rest. WATCHDOG=1 goes out only after a step has ended.

    Whoever sets `bell` ends the rest; it is cleared before each step. It must be set together with `stop`.
    An error whose `permanent` is False is logged and tried again, at growing distances up to a minute; any other error leaves this function.
    """
    failures = 0
    notify("READY=1")
    while not stop.is_set():
        if bell is not None:
            bell.clear()
        rest_s, failures = _attempt(step, failures, first_pause_s)
        notify("WATCHDOG=1")
        _rest(0 if stop.is_set() else rest_s, bell or stop, notify)
    notify("STOPPING=1")


def _attempt(step: Step, failures: int, first_pause_s: float) -> tuple[float, int]:
    """One step: the seconds to rest after it, and the failures in a row so far."""
    try:
        return step(), 0
    except Exception as error:  # the one edge of the loop: what is permanent goes on up
        if getattr(error, "permanent", True):
            raise
        rest_s = pause_s(failures + 1, first_pause_s)
        _log.warning("step failed %d times in a row, resting %.1f s: %r", failures + 1, rest_s, error)
        return rest_s, failures + 1


def pause_s(failures: int, first_pause_s: float = FIRST_PAUSE_S) -> float:
    """How long to rest after so many failures in a row (1 or more): doubling, at most a minute."""
    return min(first_pause_s * 2.0 ** min(failures - 1, 30), LONGEST_PAUSE_S)


def _rest(rest_s: float, until: Event, notify: Notify) -> None:
    while rest_s > FEED_S and not until.wait(FEED_S):
        notify("WATCHDOG=1")
        rest_s -= FEED_S
    until.wait(max(0.0, rest_s) if not until.is_set() else 0)


def stop_on_signals(bell: Event | None = None) -> Event:
    """An event that SIGTERM or SIGINT sets, and `bell` with it; to be called in the main thread."""
    stop = Event()

    def set_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()
        if bell is not None:
            bell.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, set_stop)
    return stop


def notifier(address: str) -> Notify:
    """Tells systemd over NOTIFY_SOCKET (`address`, a path or "@name"; empty: nobody listens). sd_notify(3)."""
    target = "\0" + address[1:] if address.startswith("@") else address

    def notify(message: str) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as teller:
            teller.sendto(message.encode(), target)

    return notify if address else lambda _message: None
