"""A center that is found by its address, not by a name, is reached over real TLS."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from sync.bundle import MEDIA_TYPE, write_bundle
from sync.center.enrolment import CA_CERT
from sync.center.founding import DOOR_CERT, DOOR_KEY, init
from sync.links import LinkTrouble
from sync.links.internet import Internet
from tests.sync.center.parts import NOW


class Door(BaseHTTPRequestHandler):
    """Answers every bundle with an empty one."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = write_bundle(())
        self.send_response(200)
        self.send_header("Content-Type", MEDIA_TYPE)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@contextmanager
def served(secrets: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(secrets / DOOR_CERT, secrets / DOOR_KEY)
    server = HTTPServer(("127.0.0.1", 0), Door)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def untimed() -> Callable[[], bool]:
    """The certificates are of the time of the drill."""
    return lambda: False


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_door_is_known_by_its_host(tmp_path: Path, host: str) -> None:
    init(tmp_path, "Pusat Gladi", host=host, at=NOW)
    secrets = tmp_path / "secrets"
    with served(secrets) as port:
        link = Internet(f"https://{host}:{port}", secrets / CA_CERT, clock_trusted=untimed())
        assert link.exchange([], 0).frames == ()
        link.close()


def test_a_door_of_another_address_is_not_ours(tmp_path: Path) -> None:
    init(tmp_path, "Pusat Gladi", host="203.0.113.7", at=NOW)
    secrets = tmp_path / "secrets"
    with served(secrets) as port:
        link = Internet(f"https://127.0.0.1:{port}", secrets / CA_CERT, clock_trusted=untimed())
        with pytest.raises(LinkTrouble, match="certificate"):
            link.exchange([], 0)
        link.close()
