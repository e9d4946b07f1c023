"""A real HTTP server on loopback that answers the door in any mood it is given."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sync.bundle import MEDIA_TYPE, write_bundle

Mood = Callable[["Asked"], None]
FRAME = b"\x41" + bytes(30)


class Asked(BaseHTTPRequestHandler):
    """One request; `body` is read before the mood answers."""

    protocol_version = "HTTP/1.1"
    body: bytes
    server: "MoodyServer"

    def do_POST(self) -> None:
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append(self)
        self.server.mood(self)

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def says(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Type": MEDIA_TYPE, "Content-Length": str(len(body)), **given}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class MoodyServer(ThreadingHTTPServer):
    """`url` of its root; `asked`: what came so far."""

    daemon_threads = True
    url = ""

    def __init__(self, mood: Mood) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.mood = mood
        self.asked: list[Asked] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


@contextmanager
def serving(mood: Mood, *, tls: ssl.SSLContext | None = None) -> Iterator[MoodyServer]:
    server = MoodyServer(mood)
    scheme = "https" if tls else "http"
    server.url = f"{scheme}://127.0.0.1:{server.server_port}"
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def well(asked: Asked) -> None:
    asked.says(200, write_bundle([FRAME]), Tagana_Counts="new=1, known=0, left=0", Tagana_More="?1")
