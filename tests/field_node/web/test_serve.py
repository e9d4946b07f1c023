"""The process `tagana web`: starts, survives slow clients, tells systemd of real progress, ends cleanly."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from field_node.web.serve import BEAT_EVERY_S, CHANNEL_S, Heartbeat

DEADLINE_S = 20.0


class Process:
    """A running `tagana web` on a free port, with a systemd that listens."""

    def __init__(self, folder: Path) -> None:
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(str(folder / "notify"))
        self.notices.settimeout(DEADLINE_S)
        config = folder / "node.toml"
        config.write_text(f'data_dir = "{folder}"\nruntime_dir = "{folder}/run"\n[web]\nport = 0\n')
        self.child = subprocess.Popen(
            [sys.executable, "-m", "field_node.cli", "--config", str(config), "web"],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "NOTIFY_SOCKET": str(folder / "notify"), "PYTHONUNBUFFERED": "1"},
        )
        assert self.child.stdout is not None
        self.port = int(self.child.stdout.readline().rsplit(":", 1)[1].strip(" /\n"))

    def get(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE_S)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    running = Process(tmp_path)
    yield running
    running.child.kill()
    running.child.wait()
    running.notices.close()
    if running.child.stdout:
        running.child.stdout.close()


def test_it_prints_its_address_serves_and_ends_on_sigterm(process: Process) -> None:
    assert process.notices.recv(64) == b"READY=1"
    assert process.get("/health") == 200
    assert process.get("/") == 200
    assert process.notices.recv(64) == b"WATCHDOG=1"
    process.child.send_signal(signal.SIGTERM)
    assert process.child.wait(DEADLINE_S) == 0


def test_half_open_requests_stop_nobody(process: Process) -> None:
    with ExitStack() as open_ones:
        for _ in range(200):
            slow = open_ones.enter_context(socket.create_connection(("127.0.0.1", process.port)))
            slow.sendall(
                b"POST /catat/lokasi HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nnama="
            )
        began = time.monotonic()
        assert process.get("/health") == 200
        assert (
            time.monotonic() - began < CHANNEL_S / 2
        )  # served while they hold on, not after they were dropped


def test_systemd_hears_of_a_beat_only_after_a_worker_did_it() -> None:
    now = [0.0]
    beat = Heartbeat(lambda: now[0])
    assert beat.due() and not beat.due() and not beat.told()
    now[0] = BEAT_EVERY_S * 9
    assert beat.due() and not beat.told()
    beat.service()
    assert beat.told() and not beat.told()


def test_the_pages_start_without_the_radio_the_link_or_the_center() -> None:
    code = (
        "import sys, field_node.web.serve; print([name for name in sys.modules if name.split('.')[0] in"
        " ('hardware', 'sync', 'meshtastic', 'serial', 'requests', 'sqlalchemy', 'lokal', 'gpsd')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
