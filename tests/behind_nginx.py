"""A unit as it stands in the field: the real nginx with the real configuration, before the real pages on their socket."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from field_node.records.place import Place
from field_node.store import journal
from sync import enrolment
from sync.center.authority import host_of
from sync.center.enrolment import enroll
from sync.center.store import Center
from tests.sync.parts import a_config, opened_unit

ROOT = Path(__file__).parents[1]
CONFIG = ROOT / "systemd/nginx/nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
WHY_NOT = "nginx is missing (Debian: nginx-light)"
READY_S = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Front:
    """Where it listens; `name` and `ca`: how its TLS is checked."""

    http_port: int
    https_port: int
    name: str
    ca: Path

    def ask(
        self,
        path: str,
        *,
        tls: bool = True,
        client: str = "127.0.0.1",
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request of the client with that address, on a connection of its own; a body makes it a form."""
        connection = self.connected(client, tls=tls)
        port = self.https_port if tls else self.http_port
        given = {"Host": f"{self.name}:{port}", **(headers or {})}
        if body is not None:
            scheme = "https" if tls else "http"
            given |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"{scheme}://{self.name}:{port}",
            }
        try:
            connection.request("GET" if body is None else "POST", path, body, given)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read(), dict(answer.getheaders()))
        finally:
            connection.close()

    def connected(self, client: str, *, tls: bool = True) -> http.client.HTTPConnection:
        """A connection from that address of this machine; TLS is checked against the unit's name."""
        port = self.https_port if tls else self.http_port
        connection = http.client.HTTPConnection(self.name, port, timeout=READY_S)
        plain = socket.create_connection(("127.0.0.1", port), READY_S, (client, 0))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sock = (
            ssl.create_default_context(cafile=str(self.ca)).wrap_socket(plain, server_hostname=self.name)
            if tls
            else plain
        )
        return connection


@dataclass(frozen=True, slots=True)
class Places:
    """The files of an enrolment, and the folder in which everything of the front lies."""

    folder: Path
    secrets: Path
    name: str

    @property
    def data(self) -> Path:
        return self.folder / "unit"

    @property
    def settings(self) -> Path:
        return self.folder / "node.toml"

    @property
    def socket(self) -> Path:
        return self.folder / "web.sock"


def in_the_field(folder: Path, center: Center, address: str = "http://127.0.0.1:9") -> Places:
    """A unit that the center enrolled, with settings in `node.toml`; it knows one posko."""
    config = a_config(folder)
    given = enroll(center, "Tagana Indramayu 1", address=address, now=int(time.time()))
    enrolment.enroll(config, given.to_json(), replace_other=False)
    with opened_unit(config) as unit:
        place = Place(nama="Balai Desa Contoh", jenis="posko", lat=-6.32715, lon=108.32)
        journal.append(unit.store, place, stamp=unit.clock.stamp())
    settings = f'data_dir = "{config.data_dir}"\nruntime_dir = "{config.runtime_dir}"\n'
    (folder / "node.toml").write_text(settings)
    return Places(folder, config.secrets_dir, host_of(given.keys.unit))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def written(places: Places, http_port: int, https_port: int) -> Path:
    """The product's configuration with the paths and ports of this folder."""
    text = CONFIG.read_text()
    for ours, here in {
        "/run/credentials/tagana-front.service": str(places.secrets),
        "/run/tagana-front": str(places.folder),
        "/var/cache/tagana-front": str(places.folder),
        "/run/tagana-web/web.sock": str(places.socket),
        "listen 80 ": f"listen 127.0.0.1:{http_port} ",
        "listen 443 ": f"listen 127.0.0.1:{https_port} ",
        "https://$host$": f"https://$host:{https_port}$",
    }.items():
        assert ours in text, ours
        text = text.replace(ours, here)
    path = places.folder / "nginx.conf"
    path.write_text(("user root;\n" if os.geteuid() == 0 else "") + text)
    return path


def examined(config: Path) -> str:
    """What `nginx -t` says; it has said that all is well when the last words are "test is successful"."""
    done = subprocess.run(
        [str(NGINX), "-e", "stderr", "-t", "-c", str(config)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


@contextmanager
def served(places: Places) -> Iterator[Front]:
    """nginx while the block runs; the pages may come and go behind it."""
    http_port, https_port = free_port(), free_port()
    command = [str(NGINX), "-e", "stderr", "-c", str(written(places, http_port, https_port))]
    with (places.folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(command, stderr=log)
    try:
        until(lambda: _listens(https_port), places.folder / "nginx.log")
        yield Front(http_port, https_port, places.name, places.secrets / "ca.pem")
    finally:
        process.terminate()
        process.wait(READY_S)


@contextmanager
def pages(places: Places) -> Iterator[None]:
    """`tagana web` on the socket."""
    command = [sys.executable, "-m", "field_node.cli", "--config", str(places.settings), "web", "--socket"]
    with (places.folder / "web.log").open("wb") as log:
        process = subprocess.Popen([*command, str(places.socket)], cwd=ROOT, stdout=log, stderr=log)
    try:
        until(lambda: places.socket.exists() or process.poll() is not None, places.folder / "web.log")
        assert process.poll() is None, (places.folder / "web.log").read_text()[-2000:]
        yield
    finally:
        process.terminate()
        process.wait(READY_S)


def until(holds: Callable[[], bool], log: Path) -> None:
    """Returns once it holds; fails with the log after the deadline."""
    end = time.monotonic() + READY_S
    while not holds():
        assert time.monotonic() < end, log.read_text()[-2000:]
        time.sleep(0.02)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
