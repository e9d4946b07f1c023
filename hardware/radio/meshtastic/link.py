"""One worker process and the pipe to it: what it says is read without a thread, and it is killed at once when it is given up."""

import contextlib
import os
import select
import socket
import subprocess
import sys
from typing import Final

from hardware.radio.meshtastic.worker_wire import BadMessage, Message, Unpacker, packed

CHUNK = 1 << 16
DYING_S = 0.2
_START = "import os, sys; sys.path[:0] = sys.argv.pop().split(os.pathsep); from hardware.radio.meshtastic.worker import main; main()"


class LinkLost(Exception):
    """The worker is gone or was given up. `reason` as in `Health.problem`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason: Final = reason
        self.detail: Final = detail


class Link:
    """A worker for one connection to the radio at `address`; a new connection is a new Link."""

    def __init__(self, address: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = _started(theirs.fileno(), address)
        ours.setblocking(False)
        self._end = ours
        self._unpacker = Unpacker()

    @property
    def pid(self) -> int:
        return self._process.pid

    def order(self, word: str, **more: object) -> None:
        """Said to the worker at once. Raises LinkLost when it takes nothing."""
        message = packed({"say": word, **more})
        try:
            taken = self._end.send(message)
        except OSError as error:
            raise LinkLost("silent", f"the worker: {error}") from error
        if taken < len(message):
            raise LinkLost("silent", "the worker takes no orders")

    def heard(self, wait_s: float) -> list[Message]:
        """What the worker has said, waiting at most `wait_s` for the first word. Raises LinkLost when it is gone."""
        if not select.select([self._end], [], [], max(0.0, wait_s))[0]:
            return []
        try:
            data = self._end.recv(CHUNK)
            if not data:
                raise LinkLost("silent", "the worker has ended")
            return list(self._unpacker.feed(data))
        except (OSError, BadMessage) as error:
            raise LinkLost("silent", f"the worker: {error}") from error

    def cut(self) -> None:
        """Kill the worker. A device that holds it in the kernel is not waited for."""
        self._end.close()
        self._process.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(DYING_S)

    @property
    def dead(self) -> bool:
        """Whether the worker has left the table of processes."""
        return self._process.poll() is not None


def _started(end: int, address: str) -> subprocess.Popen[bytes]:
    """The worker finds its modules where this process finds them, also where no environment says so.

    A group of its own, so that Ctrl-C is not for it; no session of its own, or the radio's tty would be its controlling
    terminal and an unplug would be SIGHUP.
    """
    command = [
        sys.executable,
        "-I",
        "-c",
        _START,
        str(end),
        address,
        os.pathsep.join(path or os.getcwd() for path in sys.path),
    ]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, pass_fds=[end], process_group=0)
