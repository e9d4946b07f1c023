"""What the hotspot's own dnsmasq answers with our file beside its settings."""

import contextlib
import shutil
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import pytest

from sync.center.authority import HOTSPOT, host_of

ROOT = Path(__file__).parents[2]
DNSMASQ = shutil.which("dnsmasq") or shutil.which("dnsmasq", path="/usr/sbin")
A, AAAA, INTERNET = 1, 28, 1
RECURSION_DESIRED = 0x0100
REFUSED = 5
PORTS_TRIED = 5

pytestmark = pytest.mark.skipif(DNSMASQ is None, reason="dnsmasq is not installed")


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[socket.socket]:
    """A socket to dnsmasq that has our file beside the settings NetworkManager gives it for a shared connection."""
    folder = tmp_path_factory.mktemp("dnsmasq-shared.d")
    shutil.copy(ROOT / "systemd/hotspot.conf", folder / "tagana.conf")
    with (folder.parent / "dnsmasq.log").open("w+") as log:
        for _ in range(PORTS_TRIED):
            with _dnsmasq(folder, log) as (child, asking):
                if _answers(child, asking):
                    yield asking
                    return
        log.seek(0)
        pytest.fail(f"dnsmasq does not start: {log.read()}")


@contextlib.contextmanager
def _dnsmasq(folder: Path, log: TextIO) -> Iterator[tuple[subprocess.Popen[bytes], socket.socket]]:
    """dnsmasq on a port that was free a moment before, and a socket to it."""
    port = _free_port()
    child = subprocess.Popen([*_settings(folder), f"--port={port}"], stderr=log)
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect(("127.0.0.1", port))
            asking.settimeout(10)
            yield child, asking
    finally:
        child.kill()
        child.wait()


def _settings(folder: Path) -> list[str]:
    # --no-daemon: it stays who it is, also where nobody may become another user.
    return [
        str(DNSMASQ),
        "--no-daemon",
        "--conf-file=/dev/null",
        f"--conf-dir={folder}",
        "--no-hosts",
        "--no-resolv",
        "--bind-interfaces",
        "--listen-address=127.0.0.1",
        "--pid-file=",
    ]


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _answers(child: subprocess.Popen[bytes], asking: socket.socket) -> bool:
    """Whether it answers before it ends: another test may have taken its port meanwhile."""
    end = time.monotonic() + 20
    while child.poll() is None and time.monotonic() < end:
        with contextlib.suppress(TimeoutError, ConnectionRefusedError):
            answer(asking, host_of(1), A)
            return True
        time.sleep(0.02)
    return False


def answer(resolver: socket.socket, name: str, kind: int) -> tuple[int, list[str]]:
    """The answer's code and its IPv4 addresses (RFC 1035, section 4.1)."""
    labels = b"".join(bytes([len(one)]) + one.encode() for one in name.split("."))
    asked = struct.pack("!6H", 7, RECURSION_DESIRED, 1, 0, 0, 0) + labels
    resolver.send(asked + struct.pack("!BHH", 0, kind, INTERNET))
    told = resolver.recv(512)
    code, answers = told[3] & 0x0F, struct.unpack_from("!H", told, 6)[0]
    return code, [socket.inet_ntoa(told[-4:])] if answers else []


def test_the_name_in_a_units_certificate_leads_to_the_unit(resolver: socket.socket) -> None:
    assert answer(resolver, host_of(7), A) == (0, [HOTSPOT])


def test_no_ipv6_address_is_asked_for_outside(resolver: socket.socket) -> None:
    assert answer(resolver, host_of(7), AAAA) == (0, [])


def test_other_names_are_not_answered_by_the_unit(resolver: socket.socket) -> None:
    code, addresses = answer(resolver, "www.bmkg.go.id", A)
    assert (code, addresses) == (REFUSED, [])
