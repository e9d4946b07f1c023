"""The simulated radio as a process of its own: addresses on the first line, orders, settings that stay, a kill as the unplug."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hardware.radio.device.setup import saved_setup
from tests.hardware.device_drill import NUMBER, Serial, Tcp, until


@contextmanager
def process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    command = [sys.executable, "-m", "hardware.radio.device", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    try:
        yield running, json.loads(running.stdout.readline())
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def order(address: str, line: str) -> Any:
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port))) as peer, peer.makefile("rw") as lines:
        lines.write(line + "\n")
        lines.flush()
        return json.loads(lines.readline())


def test_a_process_is_a_radio_with_orders_and_its_settings_stay(tmp_path: Path) -> None:
    keep = tmp_path / "radio.json"
    options = [
        "--listen",
        "127.0.0.1:0",
        "--control",
        "127.0.0.1:0",
        "--config",
        str(keep),
        "--name",
        "Posko A",
    ]
    with process(*options, "--speed", "50") as (running, told):
        assert told["node"] == NUMBER
        client = Tcp(int(told["addresses"][0].rpartition(":")[2]))
        client.localNode.setOwner("Posko Barat", "PB")
        assert order(told["control"], "set battery 5 x1") == {"on": {"battery": "5"}}
        until(keep.exists)
        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 0
        client.close()
    assert saved_setup(keep).owner.long_name == "Posko Barat"


def test_a_killed_process_is_an_unplug_and_the_next_one_is_found_under_the_same_path(tmp_path: Path) -> None:
    path = tmp_path / "radio"
    with process("--pty", str(path), "--node", "1") as (running, told):
        assert told["addresses"] == [f"serial:{path}"]
        first = Serial(path)
        running.kill()
        until(lambda: first.events.ends)
    with process("--pty", str(path), "--node", "2"):
        second = Serial(path)
        assert second.myInfo.my_node_num == 2
        second.close()
