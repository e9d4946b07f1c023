"""The real meshtastic library against the simulated radio: it connects, sends, hears, and is told what the firmware tells."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from meshtastic.mesh_interface import MeshInterface
from meshtastic.protobuf import mesh_pb2, telemetry_pb2

from hardware.radio.antenna import AirPacket
from hardware.radio.device.setup import SPOILS, factory_setup, good_setup
from hardware.radio.provision.found import CHANNEL
from tests.hardware.device_drill import NUMBER, Drill, drill, until

FRIEND = 0xA0000002


@pytest.fixture
def radio() -> Iterator[Drill]:
    with drill() as made:
        yield made


def from_air(radio: Drill, **more: Any) -> AirPacket:
    """A packet of a neighbour on our channel."""
    usual = AirPacket(
        id=77,
        sender=FRIEND,
        key=radio.device.setup.key_of(0),
        portnum=256,
        payload=b"halo",
        hop_limit=2,
        snr=6.5,
        rssi=-88,
    )
    return replace(usual, **more)


def meets_friend(radio: Drill) -> None:
    """A neighbour says who it is."""
    friend = good_setup(FRIEND, name="Lumbung B").owner
    packet = from_air(radio, id=5, portnum=4, payload=friend.SerializeToString())
    radio.thread.do(lambda: radio.device.heard(packet))


def test_the_whole_configuration_arrives_over_tcp(radio: Drill) -> None:
    meets_friend(radio)
    client = radio.tcp()
    assert client.myInfo.my_node_num == NUMBER
    assert client.metadata.firmware_version == "2.7.26.54e0d8d"
    assert client.localNode.localConfig == radio.device.setup.local
    assert [channel.settings.name for channel in client.localNode.channels] == [CHANNEL] + [""] * 7
    assert client.nodes[f"!{FRIEND:08x}"]["user"]["longName"] == "Lumbung B"
    assert client.nodes[f"!{FRIEND:08x}"]["snr"] == 6.5


def test_without_nodes_only_the_own_one_is_told(radio: Drill) -> None:
    meets_friend(radio)
    client = radio.tcp(noNodes=True)
    assert [node.num for node in client.events.of("node_info")] == [NUMBER]


def test_only_nodes_are_told_when_only_they_are_wanted(radio: Drill) -> None:
    meets_friend(radio)
    client = radio.tcp()
    until(lambda: client.events.packets(4))  # what had waited
    before = len(client.events.messages)
    client._sendToRadioImpl(mesh_pb2.ToRadio(want_config_id=69421))
    until(lambda: client.events.messages[-1].config_complete_id == 69421)
    kinds = [message.WhichOneof("payload_variant") for message in client.events.messages[before:]]
    assert kinds == ["node_info", "node_info", "config_complete_id"]


def test_a_pty_carries_the_same(radio: Drill, tmp_path: Path) -> None:
    address = radio.thread.do(lambda: radio.server.open_pty(tmp_path / "radio"))
    assert address == f"serial:{tmp_path / 'radio'}"
    client = radio.serial(tmp_path / "radio")
    sent = client.sendData(b"x" * 200, wantAck=True)
    until(lambda: client.events.routing(sent.id))
    assert [packet.payload for packet in radio.air.sent] == [b"x" * 200]


def test_a_packet_is_queued_sent_and_acknowledged_by_a_repeat(radio: Drill) -> None:
    client = radio.tcp()
    sent = client.sendData(b"x" * 200, wantAck=True, priority=110)
    until(lambda: client.events.routing(sent.id))
    assert client.events.routing(sent.id) == [(NUMBER, 0)]
    status = client.events.statuses[0]
    assert (status.res, status.free, status.maxlen, status.mesh_packet_id) == (0, 15, 16, sent.id)
    packet = radio.air.sent[0]
    assert (packet.portnum, packet.priority, packet.hop_limit, packet.want_ack) == (256, 110, 3, True)


def test_the_ack_of_a_repeat_has_no_hops_and_says_none_in_two_bytes(radio: Drill) -> None:
    client = radio.tcp()
    sent = client.sendData(b"x", wantAck=True)
    until(lambda: client.events.routing(sent.id))
    ack = client.events.packets(5)[0]
    assert (ack.to, ack.hop_start, ack.decoded.payload, ack.priority) == (NUMBER, 0, b"\x18\x00", 120)


def test_a_direct_packet_gets_the_real_ack_too(radio: Drill) -> None:
    meets_friend(radio)
    client = radio.tcp()
    radio.air.there.add(FRIEND)
    sent = client.sendData(b"x" * 219, destinationId=FRIEND, wantAck=True)
    until(lambda: len(client.events.routing(sent.id)) == 2)
    assert client.events.routing(sent.id) == [(NUMBER, 0), (FRIEND, 0)]
    assert client.events.packets(5)[1].rx_snr == 6.0
    assert next(packet.pki for packet in radio.air.sent if packet.id == sent.id)


def test_nobody_in_range_is_told_as_max_retransmit(radio: Drill) -> None:
    client = radio.tcp()
    radio.air.repeats = False
    sent = client.sendData(b"x", wantAck=True)
    until(lambda: client.events.routing(sent.id))
    assert client.events.routing(sent.id) == [(NUMBER, 5)]


def test_a_heartbeat_is_answered_with_the_queue(radio: Drill) -> None:
    client = radio.tcp()
    client.sendHeartbeat()
    status = until(lambda: client.events.statuses)[0]
    assert (status.res, status.free, status.maxlen, status.mesh_packet_id) == (0, 16, 16, 0)


def test_of_24_rapid_packets_16_go_on_air_and_two_losses_are_told() -> None:
    with drill(speed=20) as radio:
        client = radio.tcp()
        radio.thread.do(lambda: radio.device.set_turn(0.5))
        sent = [client.sendData(b"%02d" % number + b"x" * 198).id for number in range(24)]
        until(lambda: len(radio.air.sent) == 16)
        assert [packet.id for packet in radio.air.sent] == sent[:16]
        assert [(status.res, status.mesh_packet_id) for status in client.events.statuses[:2]] == [
            (32, sent[22]),
            (32, sent[23]),
        ]
        room = until(lambda: [status for status in client.events.statuses if status.mesh_packet_id == 0])
        assert room[0].free == 1


@pytest.mark.parametrize(("size", "fits"), [(231, True), (232, False)])
def test_231_bytes_fit_on_a_channel(radio: Drill, size: int, fits: bool) -> None:
    client = radio.tcp()
    sent = client.sendData(b"x" * size)
    until(lambda: client.events.statuses)
    assert client.events.statuses[0].res == (0 if fits else 7)
    if not fits:
        until(lambda: client.events.routing(sent.id) == [(NUMBER, 7)])


def test_220_bytes_do_not_fit_under_pki(radio: Drill) -> None:
    meets_friend(radio)
    client = radio.tcp()
    client.sendData(b"x" * 220, destinationId=FRIEND)
    until(lambda: client.events.statuses)
    assert client.events.statuses[0].res == 7


def test_a_direct_packet_to_a_stranger_is_refused_at_once(radio: Drill) -> None:
    client = radio.tcp()
    sent = client.sendData(b"x", destinationId=0x12345678, wantAck=True)
    until(lambda: client.events.routing(sent.id) == [(NUMBER, 39)])
    assert client.events.statuses[0].res == 39
    assert not radio.air.sent


def test_a_second_text_within_two_seconds_is_told_as_queued_and_is_gone(radio: Drill) -> None:
    client = radio.tcp()
    ids = [client.sendText(text).id for text in ("satu", "dua")]
    until(lambda: len(client.events.statuses) == 2)
    assert [(status.res, status.mesh_packet_id) for status in client.events.statuses] == [
        (0, each) for each in ids
    ]
    client.sendData(b"tiga")
    until(lambda: radio.air.sent[-1:] and radio.air.sent[-1].payload == b"tiga")
    assert [packet.payload for packet in radio.air.sent] == [b"satu", b"tiga"]


def test_a_known_id_is_ignored_without_a_word(radio: Drill) -> None:
    client = radio.tcp()
    sent = client.sendData(b"x")
    until(lambda: client.events.statuses)
    client._sendPacket(sent)
    client.sendHeartbeat()
    until(lambda: len(client.events.statuses) == 2)
    assert client.events.statuses[1].mesh_packet_id == 0


def test_a_packet_from_the_air_is_heard_with_snr_and_hops(radio: Drill) -> None:
    client = radio.tcp()
    radio.thread.do(lambda: radio.device.heard(from_air(radio)))
    heard = until(client.events.packets)[0]
    assert (heard.decoded.payload, heard.rx_snr, heard.rx_rssi) == (b"halo", 6.5, -88)
    assert (heard.hop_start, heard.hop_limit, heard.relay_node) == (3, 2, FRIEND & 0xFF)


def test_a_packet_of_another_channel_comes_undeciphered(radio: Drill) -> None:
    client = radio.tcp()
    radio.thread.do(lambda: radio.device.heard(from_air(radio, key=b"another")))
    heard = until(lambda: client.events.of("packet"))[0]
    assert heard.WhichOneof("payload_variant") == "encrypted"


def test_32_packets_wait_for_a_client(radio: Drill) -> None:
    meets_friend(radio)
    for number in range(40):
        radio.thread.do(lambda number=number: radio.device.heard(from_air(radio, id=100 + number)))  # type: ignore[misc]
    client = radio.tcp()
    until(lambda: len(client.events.of("packet")) == 32)
    assert [packet.id for packet in client.events.packets()] == list(
        range(100, 131)
    )  # the NodeInfo came first


def test_a_second_client_resets_the_first(radio: Drill) -> None:
    first = radio.tcp()
    second = radio.tcp()
    until(lambda: first.events.ends)
    second.sendHeartbeat()
    until(lambda: second.events.statuses)


def test_the_settings_are_written_and_are_there_after_the_restart(radio: Drill) -> None:
    client = radio.tcp()
    node = client.localNode
    node.beginSettingsTransaction()
    node.localConfig.lora.hop_limit = 5
    node.writeConfig("lora")
    node.channels[0].settings.name = "gladi"
    node.writeChannel(0)
    node.moduleConfig.mqtt.enabled = True
    node.writeConfig("mqtt")
    node.setOwner("Posko Barat", "PB")
    node.commitSettingsTransaction()
    until(
        lambda: not client.isConnected.is_set() or client.events.ends or len(client.events.of("my_info")) > 1
    )
    again = until(lambda: reconnected(radio))
    assert again.localNode.localConfig.lora.hop_limit == 5
    assert again.localNode.channels[0].settings.name == "gladi"
    assert again.localNode.moduleConfig.mqtt.enabled
    assert again.getLongName() == "Posko Barat"


def reconnected(radio: Drill) -> Any:
    """A new client, once the radio lets one in."""
    try:
        return radio.tcp()
    except (OSError, MeshInterface.MeshInterfaceError):
        return None


def test_settings_can_be_asked_for(radio: Drill, capsys: pytest.CaptureFixture[str]) -> None:
    client = radio.tcp()
    client.localNode.requestConfig(5)
    client.localNode.getMetadata()
    answers = until(lambda: client.events.packets(6)[1:] and client.events.packets(6))
    assert len(answers) == 2
    assert "2.7.26" in capsys.readouterr().out


def test_a_reboot_on_the_serial_line_is_told(radio: Drill, tmp_path: Path) -> None:
    radio.thread.do(lambda: radio.server.open_pty(tmp_path / "radio"))
    client = radio.serial(tmp_path / "radio")
    client.localNode.reboot(0)
    until(lambda: any(message.rebooted for message in client.events.messages))
    until(lambda: len([1 for message in client.events.messages if message.config_complete_id]) == 2)
    assert client.isConnected.is_set()


def test_nothing_is_sent_while_no_region_is_set() -> None:
    with drill(factory_setup(NUMBER)) as radio:
        client = radio.tcp()
        client.sendData(b"x", hopLimit=3)
        assert until(lambda: client.events.statuses)[0].res == 34


def test_it_reports_its_channel_use_and_battery(radio: Drill) -> None:
    client = radio.tcp()
    for line in ("set channel_use 41", "set air_use 3", "set battery 12", "report"):
        radio.order(line)
    until(lambda: len(client.events.packets(67)) == 2)
    metrics = telemetry_pb2.Telemetry.FromString(client.events.packets(67)[0].decoded.payload).device_metrics
    assert (metrics.channel_utilization, metrics.air_util_tx, metrics.battery_level) == (41, 3, 12)


@pytest.mark.parametrize("way", list(SPOILS))
def test_each_way_of_being_wrong_differs_from_a_good_radio(way: str) -> None:
    spoilt, good = good_setup(NUMBER), good_setup(NUMBER)
    SPOILS[way](spoilt)
    assert (spoilt.local, spoilt.modules, spoilt.channels, spoilt.metadata) != (
        good.local,
        good.modules,
        good.channels,
        good.metadata,
    )
