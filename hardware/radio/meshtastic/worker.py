"""The disposable process around the meshtastic library: orders come in through a pipe, events go out; it may be killed at any time.

Started by the driver as if by `python -m hardware.radio.meshtastic.worker FD ADDRESS`; it ends by itself when its parent does.
"""

import contextlib
import errno
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from typing import Any

from hardware.radio.meshtastic.worker_wire import BadMessage, Message, Unpacker, packed

CHUNK = 1 << 16
_REASONS = {
    errno.ENOENT: "no_device",
    errno.ENODEV: "no_device",
    errno.ENXIO: "no_device",
    errno.EIO: "no_device",
    errno.EACCES: "no_device",
    errno.EAGAIN: "busy",
    errno.EBUSY: "busy",
}


class Pipe:
    """The worker's end: said from any thread, whole; a parent that is gone ends the process."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._one_at_a_time = threading.Lock()

    def say(self, word: str, **more: Any) -> None:
        with self._one_at_a_time:
            try:
                self._end.sendall(packed({"say": word, **more}))
            except OSError:
                os._exit(0)

    def orders(self) -> "SimpleQueue[Message]":
        """What the parent says, read by a thread that outlives a hanging library."""
        waiting: SimpleQueue[Message] = SimpleQueue()
        threading.Thread(target=self._listen, args=(waiting,), daemon=True).start()
        return waiting

    def _listen(self, waiting: "SimpleQueue[Message]") -> None:
        unpacker = Unpacker()
        with contextlib.suppress(OSError, BadMessage):
            while data := self._end.recv(CHUNK):
                _put(unpacker.feed(data), waiting)
        os._exit(0)


def _put(orders: Iterable[Message], waiting: "SimpleQueue[Message]") -> None:
    for order in orders:
        waiting.put(order)


def reason_of(error: BaseException, scheme: str) -> str:
    """Why there is no radio, as `Health.problem` says it."""
    number = getattr(error, "errno", None)
    if number in _REASONS:
        return _REASONS[number]
    if isinstance(error, OSError):
        lost = "no_device" if scheme == "serial" else "unreachable"
        return "busy" if "exclusively lock" in str(error) else lost
    return "silent"


def serve(pipe: Pipe, address: str) -> None:
    """Connect, then obey for ever. Whatever the library raises goes on up."""
    waiting = pipe.orders()
    from hardware.radio.meshtastic.worker_orders import ORDERS
    from hardware.radio.meshtastic.worker_radio import connected
    from hardware.radio.meshtastic.worker_told import told_settings

    pipe.say("hello")
    radio = connected(address, pipe.say)
    pipe.say("ready", **told_settings(radio))
    while True:
        order = waiting.get()
        obey: Callable[[Any, Message], None] = ORDERS[order["say"]]
        obey(radio, order)
        pipe.say("done", order=order["say"])


def main() -> None:
    pipe = Pipe(socket.socket(fileno=int(sys.argv[1])))
    try:
        serve(pipe, sys.argv[2])
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever ends the library is a reason, told to the parent
        reason = reason_of(error, sys.argv[2].partition(":")[0])
        pipe.say("failed", reason=reason, detail=f"{type(error).__name__}: {error}"[:200])
    os._exit(1)  # not even a thread of the library may keep it


if __name__ == "__main__":
    main()
