"""A line on loopback that counts what goes up and breaks where a test says so: bytes beyond it never arrive."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

CHUNK = 4_096


@dataclass
class Line:
    """`url`: where it begins. `up`: bytes that went through it. `cut_after`: of them, None for no end."""

    url: str = ""
    up: int = 0
    cut_after: int | None = None
    cuts: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def passes(self, size: int) -> int:
        """How many of so many bytes may go on."""
        with self._lock:
            room = size if self.cut_after is None else max(0, min(size, self.cut_after - self.up))
            self.up += room
            if room < size:
                self.cuts += 1
            return room


@contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line to the server at that address."""
    host, port = address.rstrip("/").removeprefix("http://").split(":")
    line, stop = Line(), threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        line.url = f"http://127.0.0.1:{server.getsockname()[1]}"
        threads: list[threading.Thread] = []
        accepting = threading.Thread(
            target=_accept, args=(server, (host, int(port)), line, (stop, threads)), daemon=True
        )
        accepting.start()
        try:
            yield line
        finally:
            stop.set()
            accepting.join(5)
            for thread in threads:
                thread.join(5)


def _accept(
    server: socket.socket,
    to: tuple[str, int],
    line: Line,
    end: tuple[threading.Event, list[threading.Thread]],
) -> None:
    stop, threads = end
    while not stop.is_set():
        try:
            near, _ = server.accept()
        except TimeoutError:
            continue
        thread = threading.Thread(target=_carry, args=(near, to, line, stop), daemon=True)
        thread.start()
        threads.append(thread)


def _carry(near: socket.socket, to: tuple[str, int], line: Line, stop: threading.Event) -> None:
    with near, socket.create_connection(to) as far:
        near.settimeout(0.02)
        far.settimeout(0.02)
        while not stop.is_set():
            if not (_up(near, far, line) and _down(far, near)):
                return


def _up(near: socket.socket, far: socket.socket, line: Line) -> bool:
    with contextlib.suppress(TimeoutError):
        read = near.recv(CHUNK)
        room = line.passes(len(read))
        far.sendall(read[:room])
        return bool(read) and room == len(read)
    return True


def _down(far: socket.socket, near: socket.socket) -> bool:
    with contextlib.suppress(TimeoutError):
        read = far.recv(CHUNK)
        near.sendall(read)
        return bool(read)
    return True
