"""The parts of the simulated radio by themselves, on a clock that is turned by hand."""

import itertools
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from meshtastic.protobuf import admin_pb2, channel_pb2, mesh_pb2

from hardware.errors import UnknownDevice
from hardware.radio.airtime import PRESETS, time_on_air_s
from hardware.radio.antenna import FULL, QUEUED, AirPacket, Tuning
from hardware.radio.device.admin import Admin
from hardware.radio.device.alone import WAIT_S, LoneAntenna
from hardware.radio.device.core import Device
from hardware.radio.device.faults import Faults
from hardware.radio.device.nodes import HOLDS, Nodes
from hardware.radio.device.setup import factory_setup, good_setup, saved_setup
from hardware.radio.device.stream import Frames, framed
from tests.hardware.device_clock import HandClock, Noted
from tests.hardware.device_drill import NUMBER


def device(clock: HandClock, seed: int = 1) -> Device:
    made = Device(good_setup(NUMBER), LoneAntenna(clock), clock, chance=random.Random(seed), utc=clock.time)
    made.boot()
    return made


def said(**what: Any) -> bytes:
    return framed(mesh_pb2.ToRadio(**what).SerializeToString())


def packet(number: int, **more: Any) -> AirPacket:
    return replace(AirPacket(id=number, sender=NUMBER, portnum=256, payload=b"x" * 200), **more)


# ---- the stream


@given(st.lists(st.binary(max_size=512)), st.lists(st.integers(1, 40), min_size=1))
def test_frames_come_whole_from_any_pieces(messages: list[bytes], steps: list[int]) -> None:
    data, frames, found = b"\xc3" * 32 + b"".join(map(framed, messages)), Frames(), list[bytes]()
    for step in itertools.cycle(steps):
        found += frames.feed(data[:step])
        data = data[step:]
        if not data:
            break
    assert found == messages


@given(st.binary(max_size=600))
def test_any_bytes_are_survived_and_what_follows_them_is_found(noise: bytes) -> None:
    frames = Frames()
    frames.feed(noise)
    for _ in range(600):
        if b"fine" in frames.feed(framed(b"fine")):
            return
    pytest.fail("never found again")


def test_a_length_above_512_is_no_frame() -> None:
    assert Frames().feed(b"\x94\xc3\x02\x01" + framed(b"x")) == [b"x"]


@given(st.binary(max_size=600))
def test_a_client_that_babbles_does_no_harm(noise: bytes) -> None:
    clock = HandClock()
    radio, client = device(clock), Noted()
    radio.connected(client)
    radio.received(client, noise + framed(noise[:512]))
    clock.run(1)
    radio.connected(client)
    radio.received(client, said(want_config_id=5))
    clock.run(1)
    assert client.messages()[-1].config_complete_id in {0, 5}


# ---- time


def test_the_same_seed_says_the_same_bytes() -> None:
    both = []
    for _ in range(2):
        clock, client = HandClock(), Noted()
        radio = device(clock)
        radio.connected(client)
        packet = mesh_pb2.MeshPacket(
            id=9, to=0xFFFFFFFF, want_ack=True, decoded={"portnum": 256, "payload": b"x"}
        )
        radio.received(client, said(want_config_id=5) + said(packet=packet))
        clock.run(200)
        both.append(client.data)
    assert both[0] == both[1]
    assert [message for message in client.messages() if message.packet.decoded.request_id == 9]


def test_it_reports_each_minute_and_drops_a_client_after_15_silent_ones() -> None:
    clock, client = HandClock(), Noted()
    radio = device(clock)
    radio.connected(client)
    radio.received(client, said(want_config_id=5))
    clock.run(610)
    assert len([1 for message in client.messages() if message.packet.decoded.portnum == 67]) == 2 * 10
    assert not client.ended
    clock.run(400)
    assert client.ended


def test_after_a_change_of_settings_it_restarts_in_seven_seconds() -> None:
    clock, client = HandClock(), Noted()
    radio = device(clock)
    radio.connected(client)
    change = admin_pb2.AdminMessage()
    change.set_config.lora.CopyFrom(radio.setup.local.lora)
    packet = mesh_pb2.MeshPacket(id=9, to=NUMBER)
    packet.decoded.portnum, packet.decoded.payload = 6, change.SerializeToString()
    radio.received(client, said(want_config_id=5) + said(packet=packet))
    clock.run(6.9)
    assert not any(message.rebooted for message in client.messages())
    clock.run(3.5)
    assert any(message.rebooted for message in client.messages())


def test_a_restart_forgets_what_waited_and_what_the_client_knew() -> None:
    clock, client = HandClock(), Noted()
    radio = device(clock)
    radio.connected(client)
    radio.received(client, said(want_config_id=5))
    clock.run(1)
    radio.heard(packet(1, sender=7, key=radio.setup.key_of(0)))
    radio.reboot(0, 10)
    clock.run(15)
    radio.heard(packet(2, sender=7, key=radio.setup.key_of(0)))
    clock.run(1)
    assert not any(message.packet.id in {1, 2} for message in client.messages())
    radio.received(client, said(want_config_id=6))
    clock.run(1)
    assert [message.packet.id for message in client.messages() if message.HasField("packet")] == [2]


def test_a_node_that_never_says_its_name_is_greeted_once_in_ten_minutes() -> None:
    clock = HandClock()
    radio = device(clock)
    for number in range(1, 100):
        radio.heard(packet(number, sender=7, key=radio.setup.key_of(0)))
        clock.run(10)
    assert isinstance(radio.antenna, LoneAntenna)
    assert len([sent for sent in radio.antenna.sent if sent.to == 7]) == 2


# ---- the air of one


def test_one_packet_of_200_bytes_is_on_air_for_its_time() -> None:
    clock, ear = HandClock(), Noted()
    air = LoneAntenna(clock)
    air.attach(ear)
    air.tune(Tuning(region="KR", preset="LONG_FAST", slot="1"))
    assert air.transmit(packet(1)) == QUEUED
    clock.run(WAIT_S + time_on_air_s(PRESETS["LONG_FAST"], 200) - 0.001)
    assert [word.word for word in ear.words] == ["started"]
    clock.run(0.002)
    assert [word.word for word in ear.words] == ["started", "sent"]
    assert air.channel_use() == pytest.approx(100 * 1.911 / 60, rel=0.01)


def test_the_17th_packet_finds_the_queue_full_and_an_urgent_one_pushes() -> None:
    clock = HandClock()
    air = LoneAntenna(clock)
    air.tune(Tuning(region="KR", preset="LONG_FAST", slot="1"))
    assert [air.transmit(packet(number)) for number in range(17)] == [QUEUED] * 16 + [FULL]
    assert air.transmit(packet(99, priority=110)) == QUEUED
    assert (air.free(), air.dropped()) == (0, 2)
    clock.run(60)
    assert [each.id for each in air.sent] == [99, *range(15)]


# ---- settings


def test_settings_come_back_from_their_file(tmp_path: Path) -> None:
    setup = good_setup(NUMBER, name="Posko A")
    setup.save(tmp_path / "radio.json")
    again = saved_setup(tmp_path / "radio.json")
    assert again == setup
    assert again.local.lora.region == setup.local.lora.region


def test_a_channel_of_another_name_or_key_is_another_channel() -> None:
    keys = {
        good_setup(1).key_of(0),
        good_setup(1, channel="gladi").key_of(0),
        good_setup(1, psk=b"G" * 32).key_of(0),
        factory_setup(1).key_of(0),
    }
    assert len(keys) == 4
    assert good_setup(1).key_of(0) == good_setup(2).key_of(0)
    assert good_setup(1).key_of(3) == b""


def test_only_one_channel_is_primary() -> None:
    setup = good_setup(NUMBER)
    change = admin_pb2.AdminMessage()
    change.set_channel.index, change.set_channel.role = 2, channel_pb2.Channel.Role.PRIMARY
    Admin(setup, Nodes(), b"").do(change)
    assert [channel.role for channel in setup.channels][:3] == [2, 0, 1]


@pytest.mark.parametrize(
    "bad", [{"get_channel_request": 9}, {"set_channel": {"index": 8}}, {"get_module_config_request": 16}]
)
def test_a_bad_admin_request_is_refused(bad: dict[str, Any]) -> None:
    assert Admin(good_setup(NUMBER), Nodes(), b"").do(admin_pb2.AdminMessage(**bad)).error == 32


def test_the_table_of_nodes_is_finite_and_keeps_favourites() -> None:
    nodes = Nodes()
    for number in range(1, HOLDS + 50):
        nodes.learn(AirPacket(id=1, sender=number, portnum=256, payload=b""), 0.0)
        nodes.favour(1, True)
    assert len(nodes.all()) == HOLDS
    assert 1 in {node.num for node in nodes.all()}


def test_a_fault_ends_after_its_times() -> None:
    faults = Faults()
    faults.set("res", 9, times=2)
    assert [faults.number("res") for _ in range(3)] == [9, 9, None]
    with pytest.raises(UnknownDevice):
        faults.set("rse")
