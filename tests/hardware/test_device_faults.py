"""Faults of the line, the stream and the queue, seen by the real library or by the bytes; a line switches each on and off."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.radio.device.stream import framed
from tests.hardware.device_drill import HEARTBEAT, NUMBER, Bytes, Drill, Tcp, drill, hear, until


@pytest.fixture
def radio() -> Iterator[Drill]:
    with drill() as made:
        yield made


@pytest.fixture
def client(radio: Drill) -> Tcp:
    return radio.tcp()


@pytest.fixture
def raw(radio: Drill) -> Iterator[Bytes]:
    made = Bytes(radio)
    yield made
    made.close()


def payloads(client: Tcp) -> list[bytes]:
    return [packet.decoded.payload for packet in client.events.packets()]


def test_a_silent_radio_answers_nothing_and_forgets_what_was_said(radio: Drill, raw: Bytes) -> None:
    radio.order("set silent")
    raw.say(HEARTBEAT)
    until(lambda: radio.device.inlet.came)
    radio.order("clear silent")
    raw.say(HEARTBEAT)
    until(raw.messages)
    assert len(raw.messages()) == 1


def test_a_frozen_radio_takes_bytes_and_goes_on_when_it_wakes(radio: Drill, raw: Bytes) -> None:
    radio.order("set frozen")
    for _ in range(3):
        raw.say(HEARTBEAT)
    until(lambda: radio.device.inlet.came == 3 * len(framed(HEARTBEAT.SerializeToString())))
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
    radio.order("away 50")  # 1 s at this speed
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
    radio.order("set status_delay 0.4 x1")
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
