"""The driver against real firmware: the binary that MESHTASTICD names, one node with its simulated chip.

    unshare -rn sh -c 'ip link set lo up && ip link set lo multicast on && ip route add 224.0.0.0/4 dev lo && \\
        exec python -m pytest -m meshtasticd'
"""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.gps.clock import Clock
from hardware.radio import MTU, Fate, NotSent, Priority
from hardware.radio.meshtastic.apply import Bench
from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.meshtastic.driver import MeshtasticRadio
from tests.hardware.radio_stages import until, until_gone, until_heard, until_ready, until_sent

BINARY = os.environ.get("MESHTASTICD", "")
PORT, NUMBER = 4403, 16
PATIENCE_S = 60.0
pytestmark = [
    pytest.mark.meshtasticd,
    pytest.mark.skipif(not BINARY, reason="MESHTASTICD names no firmware binary"),
]


class Node:
    """One meshtasticd; it listens everywhere and multicasts, so it starts only where there is nobody else."""

    def __init__(self, folder: Path) -> None:
        assert [name for _, name in socket.if_nameindex()] == ["lo"], "only inside a network namespace"
        self._folder = folder
        self.start("-e")

    def start(self, *more: str) -> None:
        command = [BINARY, "-s", "-d", str(self._folder), "-h", str(NUMBER), "-p", str(PORT), *more]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    made = Node(tmp_path_factory.mktemp("firmware"))
    yield made
    made.end()


@pytest.fixture
def radio(node: Node) -> Iterator[MeshtasticRadio]:
    deadlines = Deadlines(beat_s=(2.0, 3.0), beat_answer_s=3.0, first_pause_s=0.5, longest_pause_s=2.0)
    made = MeshtasticRadio(
        f"tcp:127.0.0.1:{PORT}", wanted=None, clock=Clock(), chance=random.Random(1), deadlines=deadlines
    )
    until_ready(made, within_s=PATIENCE_S)
    until(lambda: made.health().waiting == 0, made, within_s=PATIENCE_S)
    yield made
    made.close()


def test_the_firmware_tells_what_it_is(radio: MeshtasticRadio) -> None:
    health = radio.health()
    assert health.number == NUMBER
    assert health.firmware.startswith("2.")


def test_the_settings_of_real_firmware_are_read() -> None:
    bench = Bench(f"tcp:127.0.0.1:{PORT}", clock=Clock(), chance=random.Random(1))
    values = bench.read().values
    bench.close()
    assert {"lora.region", "lora.hop_limit", "channel.psk", "mqtt.enabled", "device.role"} <= set(values)


def test_full_packets_are_taken_two_at_a_time(radio: MeshtasticRadio) -> None:
    with pytest.raises(NotSent) as told:
        for _ in range(10):
            radio.send(bytes(MTU), priority=Priority.RELIABLE)
    assert told.value.reason == "queue_full"
    until(lambda: radio.health().waiting == 0, radio, within_s=PATIENCE_S)


def test_an_sos_that_nobody_hears_is_unheard_after_three_tries(radio: MeshtasticRadio) -> None:
    packet = until_sent(radio, bytes(MTU), want_ack=True)
    assert until_heard(radio, Fate, within_s=PATIENCE_S) == Fate(packet, "unheard")


def test_frozen_firmware_is_given_up_and_found_again(node: Node, radio: MeshtasticRadio) -> None:
    node.process.send_signal(signal.SIGSTOP)
    assert until_gone(radio) == "silent"
    node.process.send_signal(signal.SIGCONT)
    until_ready(radio, within_s=PATIENCE_S)


def test_killed_firmware_that_starts_again_is_found(node: Node, radio: MeshtasticRadio) -> None:
    node.end()
    until_gone(radio)
    time.sleep(1)  # the port is free again
    node.start()
    until_ready(radio, within_s=PATIENCE_S)
    until_sent(radio, b"again")
