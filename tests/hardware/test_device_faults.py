"""Each fault of the simulated radio, seen by the real library or by its bytes; a line switches it on and off."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from meshtastic.mesh_interface import MeshInterface
from meshtastic.protobuf import mesh_pb2

from hardware.radio.antenna import AirPacket
from hardware.radio.device_faults import SWITCHES
from hardware.radio.device_handshake import STEPS
from hardware.radio.device_setup import good_setup
from hardware.radio.device_stream import Frames, framed
from tests.hardware.device_drill import NUMBER, Drill, Tcp, drill, until

FRIEND = 0xA0000002


@pytest.fixture
def radio() -> Iterator[Drill]:
    with drill() as made:
        yield made


def hear(radio: Drill, *payloads: bytes) -> None:
    """Packets of a neighbour."""
    for number, payload in enumerate(payloads):
        packet = AirPacket(
            id=900 + number, sender=FRIEND, key=radio.device.setup.key_of(0), portnum=256, payload=payload
        )
        radio.thread.do(lambda packet=packet: radio.device.heard(packet))  # type: ignore[misc]


def payloads(client: Tcp) -> list[bytes]:
    return [packet.decoded.payload for packet in client.events.packets()]


class Bytes:
    """A client that sees the bytes."""

    def __init__(self, radio: Drill) -> None:
        self._socket = socket.create_connection(("127.0.0.1", radio.port))
        self._socket.settimeout(0.02)
        self.came = b""
        self.ended = False

    def say(self, message: mesh_pb2.ToRadio) -> None:
        self._socket.sendall(framed(message.SerializeToString()))

    def read(self) -> bytes:
        """All so far."""
        try:
            data = self._socket.recv(1 << 16)
            self.ended = self.ended or not data
            self.came += data
        except TimeoutError:
            pass
        except ConnectionResetError:
            self.ended = True
        return self.came

    def messages(self) -> list[mesh_pb2.FromRadio]:
        return [mesh_pb2.FromRadio.FromString(message) for message in Frames().feed(self.read())]

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def client(radio: Drill) -> Tcp:
    return radio.tcp()


@pytest.fixture
def raw(radio: Drill) -> Iterator[Bytes]:
    made = Bytes(radio)
    yield made
    made.close()


HEARTBEAT = mesh_pb2.ToRadio(heartbeat=mesh_pb2.Heartbeat())


# ---- the line and the stream


def test_a_silent_radio_answers_nothing_and_forgets_what_was_said(radio: Drill, raw: Bytes) -> None:
    radio.order("set silent")
    raw.say(HEARTBEAT)
    until(lambda: radio.device.came)
    radio.order("clear silent")
    raw.say(HEARTBEAT)
    until(raw.messages)
    assert len(raw.messages()) == 1


def test_a_frozen_radio_takes_bytes_and_goes_on_when_it_wakes(radio: Drill, raw: Bytes) -> None:
    radio.order("set frozen")
    for _ in range(3):
        raw.say(HEARTBEAT)
    until(lambda: radio.device.came == 3 * len(framed(HEARTBEAT.SerializeToString())))
    assert raw.read() == b""
    radio.order("clear frozen")
    until(lambda: len(raw.messages()) == 3)


def test_it_freezes_in_the_middle_of_a_frame(radio: Drill, raw: Bytes) -> None:
    radio.order("set freeze_after 3 x1")
    raw.say(HEARTBEAT)
    until(lambda: raw.read() == b"\x94\xc3\x00")
    assert "frozen" in radio.device.faults.on()
    radio.order("clear")
    until(raw.messages)


def test_bytes_trickle_and_the_library_still_connects(radio: Drill) -> None:
    radio.order("set trickle 0.00001")
    assert radio.tcp().isConnected.is_set()


def test_text_between_frames_is_told_as_log(radio: Drill, client: Tcp) -> None:
    radio.order('set log_text "radio berbicara" x1')
    client.sendHeartbeat()
    until(lambda: any("radio berbicara" in line for line in client.events.lines))
    until(lambda: client.events.statuses)


@pytest.mark.parametrize(
    "noise", ["set garbage 40", "set oversize 600", "set unknown_field 1", "set log_text x"]
)
def test_noise_in_front_of_a_frame_costs_only_itself(radio: Drill, client: Tcp, noise: str) -> None:
    radio.order(f"{noise} x1")
    client.sendHeartbeat()
    until(lambda: client.events.statuses)
    assert not radio.device.faults.on()


def test_a_truncated_frame_swallows_the_next(radio: Drill, client: Tcp) -> None:
    radio.order("set truncate 2 x1")
    client.sendHeartbeat()
    hear(radio, b"satu")
    until(lambda: not radio.device.faults.on())
    hear(radio, b"dua", b"tiga")
    until(lambda: b"tiga" in payloads(client))


def test_a_frame_may_have_one_bit_flipped(radio: Drill, raw: Bytes) -> None:
    raw.say(HEARTBEAT)
    good = until(raw.read)
    radio.order("set flip 1 x1")
    raw.say(HEARTBEAT)
    until(lambda: len(raw.read()) == 2 * len(good))
    differing = zip(good, raw.came[len(good) :], strict=True)
    assert sum((one ^ other).bit_count() for one, other in differing) == 1


# ---- the link


def test_a_reset_ends_the_reader(radio: Drill, client: Tcp) -> None:
    radio.order("reset")
    until(lambda: client.events.ends)


def test_a_close_lets_the_library_come_back_by_itself(radio: Drill, client: Tcp) -> None:
    radio.order("close")
    until(lambda: len(client.events.of("my_info")) == 2)
    assert client.events.ends == 0


def test_a_thief_takes_the_place(radio: Drill, client: Tcp) -> None:
    radio.order("thief")
    until(lambda: client.events.ends)


def test_refused_while_it_refuses_and_let_in_after(radio: Drill) -> None:
    radio.order("refuse")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", radio.port))
    radio.order("admit")
    assert radio.tcp().isConnected.is_set()


def test_away_and_back_under_the_same_port(radio: Drill, raw: Bytes) -> None:
    radio.order("away 10")  # 0.2 s at this speed
    until(lambda: raw.read() == b"" and raw.ended)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", radio.port))
    until(lambda: radio.server.tcp[0].is_open)
    assert radio.tcp().isConnected.is_set()


def test_unplugged_the_path_is_gone_and_plugged_it_is_another_device(radio: Drill, tmp_path: Path) -> None:
    path = tmp_path / "radio"
    radio.thread.do(lambda: radio.server.open_pty(path))
    first = radio.serial(path)
    radio.order("unplug")
    until(lambda: first.events.ends)
    assert not path.exists()
    radio.order("plug")
    second = radio.serial(path)
    assert second.isConnected.is_set()


def test_rebooted_is_told_and_the_library_reads_all_again(radio: Drill, client: Tcp) -> None:
    radio.order("rebooted")
    until(lambda: len(client.events.of("my_info")) == 2)


# ---- the queue


@pytest.mark.parametrize("res", [32, 7, 9, 34])
def test_a_refusal_of_the_queue_is_told_and_nothing_goes_on_air(radio: Drill, client: Tcp, res: int) -> None:
    radio.order(f"set res {res} x1")
    sent = client.sendData(b"x")
    status = until(lambda: client.events.statuses)[0]
    assert (status.res, status.mesh_packet_id) == (res, sent.id)
    client.sendData(b"y")
    until(lambda: radio.air.sent)
    assert [packet.payload for packet in radio.air.sent] == [b"y"]


def test_a_packet_told_as_queued_may_be_gone(radio: Drill, client: Tcp) -> None:
    radio.order("set swallow 1 x1")
    client.sendData(b"x")
    assert until(lambda: client.events.statuses)[0].res == 0
    client.sendData(b"y")
    until(lambda: radio.air.sent)
    assert [packet.payload for packet in radio.air.sent] == [b"y"]


def test_a_queue_status_can_be_missing(radio: Drill, client: Tcp) -> None:
    radio.order("set no_status 1 x1")
    client.sendData(b"x")
    until(lambda: radio.air.sent)
    client.sendHeartbeat()
    assert until(lambda: client.events.statuses)[0].mesh_packet_id == 0


def test_a_queue_status_can_be_late_or_name_another_packet(radio: Drill, client: Tcp) -> None:
    radio.order("set status_delay 0.05 x1")
    radio.order("set status_id 4711 x1")
    client.sendData(b"x")
    client.sendHeartbeat()
    until(lambda: len(client.events.statuses) == 2)
    assert [status.mesh_packet_id for status in client.events.statuses] == [0, 4711]


def test_a_full_queue_can_be_told_that_is_not_full(radio: Drill, client: Tcp) -> None:
    radio.order("set free 0")
    client.sendHeartbeat()
    assert until(lambda: client.events.statuses)[0].free == 0
    radio.order("clear free")
    client.sendHeartbeat()
    until(lambda: len(client.events.statuses) == 2)
    assert client.events.statuses[1].free == 16


def test_a_heartbeat_can_stay_without_answer(radio: Drill, client: Tcp) -> None:
    radio.order("set no_heartbeat 1 x1")
    client.sendHeartbeat()
    client.sendData(b"x")
    assert until(lambda: client.events.statuses)[0].mesh_packet_id


def test_the_duty_limit_comes_with_a_nak_and_a_notification(radio: Drill, client: Tcp) -> None:
    radio.order("set duty 1 x1")
    sent = client.sendData(b"x")
    until(lambda: client.events.routing(sent.id) == [(NUMBER, 9)])
    assert client.events.statuses[0].res == 9
    assert "59 mins" in client.events.of("clientNotification")[0].message


# ---- the acks


def test_each_nak_is_told(radio: Drill, client: Tcp) -> None:
    for reason in (1, 2, 3, 4, 5, 6, 7, 8, 9, 32, 33, 34, 35, 38, 39):
        radio.order(f"set nak {reason} x1")
        sent = client.sendData(b"x", wantAck=True)
        until(lambda sent=sent, reason=reason: client.events.routing(sent.id) == [(NUMBER, reason)])  # type: ignore[misc]


def test_the_other_end_can_say_no(radio: Drill, client: Tcp) -> None:
    radio.thread.do(lambda: radio.device.nodes.add(good_setup(FRIEND).owner))
    radio.order("set remote_nak 6 x1")
    sent = client.sendData(b"x", destinationId=FRIEND, wantAck=True)
    until(lambda: client.events.routing(sent.id) == [(FRIEND, 6)])


def test_no_ack_comes(radio: Drill, client: Tcp) -> None:
    radio.order("set no_ack")
    sent = client.sendData(b"x", wantAck=True)
    until(lambda: radio.air.sent)
    client.sendHeartbeat()
    until(lambda: len(client.events.statuses) == 2)
    assert client.events.routing(sent.id) == []


def test_an_ack_comes_twice(radio: Drill, client: Tcp) -> None:
    radio.order("set ack_twice 1 x1")
    sent = client.sendData(b"x", wantAck=True)
    until(lambda: client.events.routing(sent.id) == [(NUMBER, 0)] * 2)


def test_an_ack_names_a_packet_that_nobody_sent(radio: Drill, client: Tcp) -> None:
    radio.order("set ack_unknown 4711 x1")
    client.sendData(b"x", wantAck=True)
    until(lambda: client.events.routing(4711))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("repeated", [(NUMBER, 0)]),
        ("acknowledged", [(FRIEND, 0)]),
        ("acknowledged,repeated", [(FRIEND, 0), (NUMBER, 0)]),
        ("repeated,unheard", [(NUMBER, 0), (NUMBER, 5)]),
    ],
)
def test_acks_come_in_any_order(radio: Drill, client: Tcp, words: str, told: list[tuple[int, int]]) -> None:
    radio.thread.do(lambda: radio.device.nodes.add(good_setup(FRIEND).owner))
    radio.order(f"set acks {words} x1")
    sent = client.sendData(b"x", destinationId=FRIEND, wantAck=True)
    until(lambda: client.events.routing(sent.id) == told)


# ---- what is heard


def test_a_packet_comes_twice_and_again_later(radio: Drill, client: Tcp) -> None:
    radio.order("set twice 1 x1")
    radio.order("set again_after 0.05 x1")
    hear(radio, b"satu")
    until(lambda: payloads(client) == [b"satu"] * 3)


def test_old_packets_surface_again(radio: Drill, client: Tcp) -> None:
    hear(radio, b"satu", b"dua")
    radio.order("replay 2")
    until(lambda: payloads(client) == [b"satu", b"dua"] * 2)


def test_packets_overtake_each_other(radio: Drill, client: Tcp) -> None:
    radio.order("set delay 0.05 x1")
    hear(radio, b"satu", b"dua")
    until(lambda: payloads(client) == [b"dua", b"satu"])


def test_packets_come_in_reverse_order(radio: Drill, client: Tcp) -> None:
    radio.order("set reorder 3")
    hear(radio, b"satu", b"dua", b"tiga")
    until(lambda: payloads(client) == [b"tiga", b"dua", b"satu"])


def test_a_packet_comes_undeciphered(radio: Drill, client: Tcp) -> None:
    radio.order("set encrypted 1 x1")
    hear(radio, b"satu")
    packet = until(lambda: client.events.of("packet"))[0]
    assert packet.WhichOneof("payload_variant") == "encrypted"


def test_a_packet_comes_without_port_or_from_number_0(
    radio: Drill, client: Tcp, capsys: pytest.CaptureFixture[str]
) -> None:
    radio.order("set no_port 1 x1")
    radio.order("set from_zero 1 x1")
    hear(radio, b"satu")
    packet = until(lambda: client.events.packets(0))[0]
    assert (packet.decoded.payload, getattr(packet, "from")) == (b"satu", 0)
    assert "Device returned a packet" in until(lambda: capsys.readouterr().out)


@pytest.mark.parametrize("size", [0, 233])
def test_a_packet_is_empty_or_fuller_than_full(radio: Drill, client: Tcp, size: int) -> None:
    radio.order(f"set payload {size} x1")
    hear(radio, b"satu")
    assert len(until(client.events.packets)[0].decoded.payload) == size


def test_a_packet_comes_on_a_foreign_port(radio: Drill, client: Tcp) -> None:
    radio.order("set port 257 x1")
    hear(radio, b"satu")
    until(lambda: client.events.packets(257))


def test_one_bit_of_a_payload_is_flipped(radio: Drill, client: Tcp) -> None:
    radio.order("set flip_payload 1 x1")
    hear(radio, b"satu")
    heard = until(client.events.packets)[0].decoded.payload
    assert sum((one ^ other).bit_count() for one, other in zip(heard, b"satu", strict=True)) == 1


def test_an_own_packet_comes_back(radio: Drill, client: Tcp) -> None:
    radio.order("set echo 1 x1")
    sent = client.sendData(b"x")
    packet = until(client.events.packets)[0]
    assert (packet.id, getattr(packet, "from")) == (sent.id, NUMBER)


def test_a_line_makes_it_hear_anything(radio: Drill, client: Tcp) -> None:
    radio.order(f"hear {FRIEND} 68616c6f")
    until(lambda: payloads(client) == [b"halo"])


# ---- the handshake


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
    raw.say(HEARTBEAT)
    until(lambda: not radio.device.faults.on())
    until(raw.messages)
    kinds = [message.WhichOneof("payload_variant") for message in raw.messages()]
    assert ("config_complete_id" in kinds) == (step == "complete")


def test_250_nodes_are_told(radio: Drill) -> None:
    radio.order("set nodes 250 x1")
    assert len(radio.tcp().nodes) == 251


# ---- the orders


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
    tried = Path(__file__).read_text() + Path(__file__).with_name("test_device_library.py").read_text()
    assert not [name for name in SWITCHES if f"set {name}" not in tried]
