"""Each fault of a radio is survived by its driver: no call takes long, nothing false is said, and it works again by itself."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from meshtastic.protobuf import mesh_pb2

from hardware.radio import Fate, Heard, NotSent, Priority
from hardware.radio.device.phone import INBOX
from tests.hardware.radio_faults import CASES, Case, Told, survey
from tests.hardware.radio_stages import (
    DEVICES,
    FAR,
    HASTY,
    OWN,
    DeviceStage,
    until,
    until_fate,
    until_gone,
    until_heard,
    until_ready,
    until_sent,
)

RUDE = {
    "flipped bits",
    "trickle of single bytes",
}  # may cost the connection, as chance and the machine will have it
LONGEST_S = HASTY.answer_s + 1.5  # ten radios at once on a busy machine


@pytest.fixture(scope="module")
def survived(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """Each case was taken through its trouble, several at once."""
    return survey(CASES, tmp_path_factory.mktemp("troubles"), HASTY)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_is_survived(survived: dict[str, Told], case: Case) -> None:
    trouble, told = case.trouble, survived[case.name]
    sys.stdout.write(f"{case.name}: {sorted(told.words)}, {told.recovered_s:.2f} s\n")
    assert told.longest_s < LONGEST_S
    assert "refused" not in told.words or "refused" in trouble.says
    assert not trouble.says or trouble.says & told.words, told
    if trouble.loses:
        assert len(told.workers) > 1
    elif trouble.name not in RUDE:
        assert len(told.workers) == 1


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[DeviceStage]:
    made = DEVICES["tcp"](tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize(
    "fault", ["skip my_info", "skip own_node", "skip complete", "stop_after config", "stop_after my_info"]
)
def test_a_handshake_that_does_not_end_is_tried_again(stage: DeviceStage, fault: str) -> None:
    stage.order(f"set {fault}")
    radio = stage.opened()
    assert until_gone(radio, within_s=5)
    until(lambda: radio.health().problem == "silent", radio)
    stage.order("clear")
    until_ready(radio)
    until_sent(radio, b"at last")
    radio.close()


def test_a_handshake_with_everything_twice_and_250_nodes_is_understood(stage: DeviceStage) -> None:
    for step in ("my_info", "own_node", "metadata", "channel", "config"):
        stage.order(f"set double {step}")
    stage.order("set nodes 250")
    radio = stage.opened()
    until_ready(radio)
    assert len(radio.health().neighbours) == 250
    until_sent(radio, b"understood")
    radio.close()


def test_a_worker_that_is_stopped_or_killed_is_replaced(stage: DeviceStage) -> None:
    radio = stage.opened()
    for number in (signal.SIGSTOP, signal.SIGKILL):
        until_ready(radio)
        first = radio.worker
        assert first is not None
        os.kill(first, number)
        until_gone(radio)
        until_ready(radio)
        assert radio.worker != first
        assert not Path(f"/proc/{first}").exists()
        until_sent(radio, b"replaced")
    radio.close()


def test_a_stopped_worker_does_not_hold_up_a_send(stage: DeviceStage) -> None:
    radio = stage.opened()
    until_ready(radio)
    until(lambda: radio.health().waiting == 0, radio)
    assert radio.worker is not None
    os.kill(radio.worker, signal.SIGSTOP)
    began = time.monotonic()
    with pytest.raises(Exception, match=r"silent|no_answer"):
        radio.send(b"x", priority=Priority.ALERT)
    assert time.monotonic() - began < LONGEST_S
    until_ready(radio)
    radio.close()


def test_a_worker_ends_with_its_parent(stage: DeviceStage) -> None:
    radio = stage.opened()
    until_ready(radio)
    pid = radio.worker
    assert radio._rebuild._talk is not None
    radio._rebuild._talk._link._end.close()  # as the kernel does when the parent is killed
    deadline = time.monotonic() + 5
    while "Z" not in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    radio.close()


def test_heartbeats_that_stay_unanswered_end_the_connection(stage: DeviceStage) -> None:
    radio = stage.opened()
    until_ready(radio)
    stage.order("set no_heartbeat")
    assert until_gone(radio) == "silent"
    radio.close()


def test_a_worker_that_was_left_alone_for_long_is_still_believed(stage: DeviceStage) -> None:
    radio = stage.opened()
    until_ready(radio)
    first = radio.worker
    for _ in range(INBOX):  # more than a radio keeps for a client that is busy it drops
        stage.hear(b"meanwhile")
    time.sleep(HASTY.beat_s[1] + HASTY.beat_answer_s + 0.5)  # the process was busy with something else
    assert sum(isinstance(until_heard(radio, Heard), Heard) for _ in range(INBOX)) == INBOX
    until_sent(radio, b"still here")
    assert radio.worker == first
    radio.close()


def test_somebody_who_takes_the_radio_again_and_again_is_told_as_busy(stage: DeviceStage) -> None:
    radio = stage.opened()
    deadline = time.monotonic() + 20
    while radio.health().problem != "busy":
        assert time.monotonic() < deadline
        until_ready(radio)
        stage.order("thief")
        until_gone(radio)
    until_ready(radio)
    radio.close()


def test_an_ack_of_another_node_is_no_ack_and_the_own_one_is(stage: DeviceStage) -> None:
    radio = stage.opened()
    until_ready(radio)
    stage.order("set no_ack")
    packet = until_sent(radio, b"sos", want_ack=True)
    stage.inject(_ack(packet, FAR))
    assert radio.receive(0.5) is None
    stage.inject(_ack(packet, OWN))
    assert until_heard(radio, Fate) == Fate(packet, "repeated")
    radio.close()


def _ack(packet: int, sender: int) -> Any:
    """A ROUTING_APP packet that says NONE."""
    ack = mesh_pb2.MeshPacket(id=packet ^ 1, to=OWN, rx_rssi=-90)
    setattr(ack, "from", sender)
    ack.decoded.portnum, ack.decoded.request_id, ack.decoded.payload = 5, packet, b"\x18\x00"
    return ack


def test_an_unending_silence_after_an_ack_was_asked_for_is_unknown(stage: DeviceStage) -> None:
    stage.order("spoil preset")  # SHORT_FAST: five intervals of 5.3 s
    radio = stage.opened(None)
    until_ready(radio)
    radio._fates._monotonic = lambda: time.monotonic() * 20  # five intervals in 1.3 s
    stage.order("set no_ack")
    packet = until_sent(radio, b"sos", want_ack=True)
    assert until_fate(radio) == Fate(packet, "unknown")
    radio.close()


def test_a_send_while_the_radio_says_nothing_is_unanswered_and_said_so(stage: DeviceStage) -> None:
    radio = stage.opened()
    until_ready(radio)
    until(lambda: radio.health().waiting == 0, radio)
    stage.order("set silent")
    began = time.monotonic()
    with pytest.raises(NotSent) as told:
        radio.send(b"x", priority=Priority.ALERT)
    assert told.value.reason == "no_answer"
    assert time.monotonic() - began < LONGEST_S
    assert until_gone(radio) == "silent"
    radio.close()
