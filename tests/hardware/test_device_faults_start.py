"""Faults of the handshake, and the orders that switch faults on and off."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from meshtastic.mesh_interface import MeshInterface
from meshtastic.protobuf import mesh_pb2

from hardware.radio.device.faults import SWITCHES
from hardware.radio.device.handshake import STEPS
from hardware.radio.device.setup import good_setup
from tests.hardware.device_drill import FRIEND, HEARTBEAT, Bytes, Drill, drill, until


@pytest.fixture
def radio() -> Iterator[Drill]:
    with drill() as made:
        yield made


@pytest.fixture
def raw(radio: Drill) -> Iterator[Bytes]:
    made = Bytes(radio)
    yield made
    made.close()


@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"my_info", "own_node", "complete"}])
def test_the_library_does_without_a_step(radio: Drill, step: str) -> None:
    radio.order(f"set skip {step} x1")
    assert radio.tcp().isConnected.is_set()


@pytest.mark.parametrize("step", STEPS)
def test_a_step_may_come_twice(radio: Drill, step: str) -> None:
    radio.order(f"set double {step} x1")
    client = radio.tcp()
    assert client.isConnected.is_set()


@pytest.mark.parametrize("step", ["my_info", "own_node"])
def test_the_library_gives_up_without_its_own_number_or_node(radio: Drill, step: str) -> None:
    radio.order(f"set skip {step} x1")
    with pytest.raises(MeshInterface.MeshInterfaceError):
        radio.tcp(timeout=0.2)


@pytest.mark.parametrize("step", STEPS)
def test_silence_follows_a_step(radio: Drill, raw: Bytes, step: str) -> None:
    radio.thread.do(lambda: radio.device.nodes.add(good_setup(FRIEND).owner))
    radio.order(f"set stop_after {step} x1")
    raw.say(mesh_pb2.ToRadio(want_config_id=7))
    until(lambda: not radio.device.faults.on())
    raw.say(HEARTBEAT)
    raw.say(mesh_pb2.ToRadio(want_config_id=8))
    until(lambda: any(message.config_complete_id == 8 for message in raw.messages()))
    first = [message.WhichOneof("payload_variant") for message in raw.messages()]
    del first[len(first) - first[::-1].index("my_info") - 1 :]
    assert ("config_complete_id" in first) == (step == "complete")
    assert "queueStatus" not in first


def test_250_nodes_are_told(radio: Drill) -> None:
    radio.order("set nodes 250 x1")
    assert len(radio.tcp().nodes) == 251


def test_an_unknown_fault_or_order_is_told_with_the_nearest(radio: Drill) -> None:
    assert "no_status" in json.loads(radio.order("set no_statu"))["error"]
    assert "reboot" in json.loads(radio.order("rebot"))["error"]
    assert "error" in json.loads(radio.order("away"))
    assert "error" in json.loads(radio.order('set "'))


def test_what_is_on_is_told(radio: Drill) -> None:
    radio.order("set silent")
    assert json.loads(radio.order("set res 9 x2")) == {"on": {"silent": "1", "res": "9"}}
    assert json.loads(radio.order("clear")) == {"on": {}}


def test_every_switch_is_tried_here() -> None:
    tried = "".join(each.read_text() for each in Path(__file__).parent.glob("test_device_*.py"))
    assert not [name for name in SWITCHES if f"set {name}" not in tried]
