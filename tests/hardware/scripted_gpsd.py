"""A gpsd of our own on TCP that answers as a test tells it, wrongly on purpose."""

import json
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

VERSION = {"class": "VERSION", "release": "3.22", "proto_major": 3, "proto_minor": 14}
DEVICES = {
    "class": "DEVICES",
    "devices": [{"class": "DEVICE", "path": "/dev/pts/1", "activated": "2026-11-22"}],
}
WATCH = {"class": "WATCH", "enable": True, "json": False}
WELCOME = [VERSION]
READY = [DEVICES, WATCH]


def iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def tpv(**changes: Any) -> dict[str, Any]:
    """A good fix of this moment; a change of None takes the field away."""
    good = {
        "class": "TPV",
        "device": "/dev/pts/1",
        "mode": 3,
        "time": iso(time.time()),
        "lat": -6.33,
        "lon": 108.32,
    }
    good |= {"altMSL": 12.5, "alt": 12.5, "speed": 1.2, "track": 10.0, "eph": 8.0, "epx": 5.0, "epy": 6.0}
    return {name: value for name, value in (good | changes).items() if value is not None}


def poll(*fixes: dict[str, Any], **changes: Any) -> dict[str, Any]:
    sky = [{"class": "SKY", "satellites": [{"PRN": n, "used": n < 7} for n in range(10)]}]
    answer = {
        "class": "POLL",
        "time": iso(time.time()),
        "active": 1,
        "tpv": list(fixes),
        "gst": [],
        "sky": sky,
    }
    return answer | changes


def text(*objects: Any) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


class ScriptedGpsd:
    """Greets with `welcome`, answers ?WATCH with `ready` and each ?POLL with what `answer` returns.

    None instead of bytes is silence: the connection stays open and nothing comes.
    """

    def __init__(self) -> None:
        self.welcome: bytes | None = text(*WELCOME)
        self.ready: bytes | None = text(*READY)
        self.answer: Callable[[], bytes | None] = lambda: text(poll(tpv()))
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"gpsd:127.0.0.1:{self._server.getsockname()[1]}"
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(peer)
            self._threads.append(threading.Thread(target=self._serve, args=(peer,), daemon=True))
            self._threads[-1].start()

    def _serve(self, peer: socket.socket) -> None:
        try:
            self._send(peer, self.welcome)
            with peer.makefile("rb") as asked:
                for line in asked:
                    self._send(peer, self.ready if line.startswith(b"?WATCH") else self.answer())
        except OSError:
            return
        finally:
            peer.close()

    @staticmethod
    def _send(peer: socket.socket, what: bytes | None) -> None:
        if what is not None:
            peer.sendall(what)

    def restart(self) -> None:
        """Every connection breaks, as when the daemon is restarted."""
        while self._open:
            self._end(self._open.pop())

    @staticmethod
    def _end(peer: socket.socket) -> None:
        try:
            peer.shutdown(socket.SHUT_RDWR)
        except OSError:
            peer.close()

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.restart()
        for thread in self._threads:
            thread.join(5)
