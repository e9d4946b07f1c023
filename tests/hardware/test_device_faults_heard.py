"""Faults of what the radio tells: acks that lie, packets that come twice, late, spoilt or from nowhere."""

from collections.abc import Iterator

import pytest

from hardware.radio.device.setup import good_setup
from tests.hardware.device_drill import FRIEND, NUMBER, Drill, Tcp, drill, hear, until


@pytest.fixture
def radio() -> Iterator[Drill]:
    with drill() as made:
        yield made


@pytest.fixture
def client(radio: Drill) -> Tcp:
    return radio.tcp()


def payloads(client: Tcp) -> list[bytes]:
    return [packet.decoded.payload for packet in client.events.packets()]


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
    radio.order("set delay 0.4 x1")
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
