"""The `sim:` driver and the air's process, with real sockets; beside them the real library over a simulated device."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from hardware.errors import PayloadTooBig, RadioGone, UnknownDevice
from hardware.gps.clock import Clock
from hardware.radio import Fate, Heard, NotSent, Priority, Radio, open_radio
from hardware.radio.air.scenario import read_scenario

ROOT = Path(__file__).parents[2]
PATIENCE_S = 20.0
FULL = bytes(200)
PLAN = """
seed = 4
orders = ["line A B C", "snr A B -4"]
[settings]
loss = 0.0
[[nodes]]
name = "A"
number = 161
[[nodes]]
name = "B"
device = false
[[nodes]]
name = "C"
device = false
"""


class Process:
    """An air process, and its control socket."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "hardware.radio.air", *arguments]
        began = time.monotonic()
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.where: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.started_s = time.monotonic() - began
        host, _, port = self.where["control"].rpartition(":")
        self._control = socket.create_connection((host, int(port)), PATIENCE_S)
        self._lines = self._control.makefile("rw", encoding="utf-8")

    def order(self, line: str) -> Any:
        self._lines.write(line + "\n")
        self._lines.flush()
        return json.loads(self._lines.readline())

    def end(self) -> int:
        with contextlib.closing(self._lines), self._control:
            self.process.send_signal(signal.SIGTERM)
            code = self.process.wait(PATIENCE_S)
            assert self.process.stdout is not None
            self.process.stdout.close()
            return code


@pytest.fixture(scope="module")
def air() -> Iterator[Process]:
    process = Process("--nodes", "A,B,C", "--no-devices", "--speed", "60", "--seed", "1")
    yield process
    assert process.end() == 0


@pytest.fixture
def radios(air: Process) -> Iterator[dict[str, Radio]]:
    opened = {name: opened_at(address) for name, address in air.where["sim"].items()}
    yield opened
    for radio in opened.values():
        radio.close()
    for one, other in ("AB", "BC", "AC"):
        air.order(f"mend {one} {other}")


def opened_at(address: str) -> Radio:
    radio = open_radio(address, clock=Clock(), chance=random.Random(1))
    until(lambda: there(radio))
    return radio


def there(radio: Radio) -> bool:
    """Whether it is there; what it heard before is thrown away."""
    try:
        while radio.receive(0.01):
            pass
    except RadioGone:
        return False
    return True


def until(true: Callable[[], Any], *, within_s: float = PATIENCE_S) -> Any:
    deadline = time.monotonic() + within_s
    while not (given := true()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.005)
    return given


def next_of(radio: Radio, kind: type[Heard] | type[Fate]) -> Any:
    return until(lambda: one if isinstance(one := radio.receive(0.1), kind) else None)


def test_a_packet_goes_from_one_process_to_the_others_with_its_quality(
    air: Process, radios: dict[str, Radio]
) -> None:
    radios["A"].send(FULL, priority=Priority.RELIABLE)
    heard = [next_of(radios[name], Heard) for name in "BC"]
    number = air.where["numbers"]["A"]
    assert heard == [Heard(FULL, number, snr=5.0, rssi=-109, hops=0)] * 2
    until(lambda: there(radios["B"]) and radios["B"].health().neighbours)
    (neighbour,) = [each for each in radios["B"].health().neighbours if each.number == number]
    assert (neighbour.name, neighbour.snr, neighbour.hops) == ("A", 5.0, 0)


def test_a_cut_link_gives_the_implicit_ack_and_no_packet(air: Process, radios: dict[str, Radio]) -> None:
    for pair in ("A C", "B C"):
        assert air.order(f"cut {pair}") == {"did": None}
    packet = radios["A"].send(b"sos", priority=Priority.ALERT, want_ack=True)
    assert next_of(radios["A"], Fate) == Fate(packet, "repeated")
    assert next_of(radios["B"], Heard).payload == b"sos"
    assert radios["C"].receive(0.1) is None


def test_a_full_queue_and_a_payload_too_big_are_refused(radios: dict[str, Radio]) -> None:
    with pytest.raises(NotSent) as told:
        for _ in range(20):
            radios["A"].send(FULL, priority=Priority.RELIABLE)
    assert told.value.reason == "queue_full"
    assert told.value.retry_after_s == pytest.approx(1.911, abs=0.01)
    with pytest.raises(PayloadTooBig):
        radios["A"].send(bytes(201), priority=Priority.RELIABLE)


def test_a_node_away_is_gone_and_comes_back_by_itself(air: Process, radios: dict[str, Radio]) -> None:
    air.order("away A")
    until(lambda: not there(radios["A"]))
    assert radios["A"].health().problem == "unreachable"
    with pytest.raises(RadioGone):
        radios["A"].send(b"x", priority=Priority.RELIABLE)
    air.order("back A")
    until(lambda: there(radios["A"]))
    radios["A"].send(b"again", priority=Priority.RELIABLE)
    until(lambda: next_of(radios["B"], Heard).payload == b"again")


def test_a_second_client_of_a_node_takes_the_place_of_the_first(
    air: Process, radios: dict[str, Radio]
) -> None:
    second = opened_at(air.where["sim"]["A"])
    with pytest.raises(RadioGone):
        until(lambda: radios["A"].receive(0.01))
    second.close()
    with pytest.raises(RadioGone) as told:
        second.receive(0)
    assert told.value.permanent


def test_a_packet_without_a_word_when_the_air_goes_away_is_unknown() -> None:
    process = Process("--nodes", "A", "--no-devices")
    radio = opened_at(process.where["sim"]["A"])
    packet = radio.send(b"sos", priority=Priority.ALERT, want_ack=True)
    assert process.end() == 0
    assert next_of(radio, Fate) == Fate(packet, "unknown")
    with pytest.raises(RadioGone):
        radio.receive(0)
    radio.close()


def test_receiving_keeps_its_time(radios: dict[str, Radio]) -> None:
    began = time.monotonic()
    assert radios["C"].receive(0.2) is None
    assert 0.19 < time.monotonic() - began < 0.7


def test_the_channel_is_seen_to_be_jammed_and_calm_again(air: Process, radios: dict[str, Radio]) -> None:
    air.order("jam 95")
    until(lambda: there(radios["A"]) and (radios["A"].health().channel_use or 0) > 80)
    air.order("calm")
    until(lambda: there(radios["A"]) and (radios["A"].health().channel_use or 0) < 5)


def test_wrong_orders_are_answered_with_a_sentence(air: Process) -> None:
    assert air.order("cutt A B")["error"] == 'unknown order "cutt"; did you mean "cut"?'
    assert "did you mean" in air.order("away AA")["error"]
    assert "error" in air.order("loss A B 3")
    assert "error" in air.order("cut A")
    assert air.order("count")["did"]["A"]["sent"] >= 0


def test_bytes_that_are_no_order_end_only_the_one_who_sent_them(
    air: Process, radios: dict[str, Radio]
) -> None:
    host, _, port = air.where["sim"]["A"][4:].partition("/")[0].rpartition(":")
    for rubbish in (b"\xff\xfe\n", b"[]\n", b"{}\n", b'{"node": "nobody"}\n', b"x" * 100_000):
        with socket.create_connection((host, int(port)), PATIENCE_S) as peer, contextlib.suppress(OSError):
            peer.sendall(rubbish)
            while peer.recv(4096):
                pass
    assert there(radios["B"])


@pytest.mark.parametrize("address", ["sim:", "sim:A", "sim:localhost/A", "sim:localhost:x/A", "sim:h:1/"])
def test_an_address_that_can_never_work_is_refused_at_once(address: str) -> None:
    with pytest.raises(UnknownDevice):
        open_radio(address)


def test_a_radio_whose_air_is_not_there_is_gone_without_long_waits() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    radio = open_radio(f"sim:127.0.0.1:{port}/A")
    began = time.monotonic()
    with pytest.raises(RadioGone):
        radio.receive(0.2)
    assert time.monotonic() - began < 1
    assert not radio.health().works


def test_a_process_without_devices_is_there_at_once(air: Process) -> None:
    assert air.started_s < 3 * (1 + os.getloadavg()[0])


def test_a_scenario_joins_a_device_with_the_real_library_and_sim_radios(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(PLAN)
    process = Process("--scenario", str(plan), "--speed", "20")
    library = open_radio(process.where["tcp"]["A"])
    near, far = (opened_at(process.where["sim"][name]) for name in "BC")
    try:
        until(lambda: there(library))
        near_number = process.where["numbers"]["B"]
        packet = library.send(b"from the library", priority=Priority.RELIABLE, want_ack=True)
        assert next_of(near, Heard) == Heard(b"from the library", 161, snr=-4.0, rssi=-118, hops=0)
        assert next_of(far, Heard).hops == 1
        assert next_of(library, Fate) == Fate(packet, "repeated")
        near.send(b"to the library", priority=Priority.RELIABLE)
        heard = next_of(library, Heard)
        assert (heard.payload, heard.sender, heard.snr) == (b"to the library", near_number, -4.0)
    finally:
        for radio in (library, near, far):
            radio.close()
        assert process.end() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[nodes]]\nname = "A"\n[[nodes]]\nname = "A"', "a name of its own"),
        ('sede = 1\n[[nodes]]\nname = "A"', 'did you mean "seed"'),
        ('preset = "LONGFAST"\n[[nodes]]\nname = "A"', 'did you mean "LONG_FAST"'),
        ("nodes = 3", "plan.toml"),
        ("[[nodes", "plan.toml"),
    ],
)
def test_a_scenario_that_is_wrong_says_what_is_wrong(tmp_path: Path, text: str, sentence: str) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(text)
    with pytest.raises(UnknownDevice, match=sentence):
        read_scenario(plan)
