"""What disturbs the simulated air: jams, strangers, attackers, nodes that forget, packets twice and out of order."""

from dataclasses import replace
from typing import Any

import pytest

from hardware.errors import PayloadTooBig, RadioGone
from hardware.radio.air.jam import Chatter, Jam, Outsider, stranger
from hardware.radio.air.model import Air
from hardware.radio.air.settings import Settings
from hardware.radio.antenna import BROADCAST, AirPacket
from hardware.radio.radio import Fate, Heard, NotSent, Priority
from hardware.radio.radio import Radio as RadioDoor

FULL = bytes(200)


def payloads(radio: Any) -> list[bytes]:
    waiting = iter(lambda: radio.receive(0), None)
    return [one.payload for one in waiting if isinstance(one, Heard)]


def pair(air: Air) -> tuple[Any, Any]:
    return air.join("A", role="CLIENT_MUTE"), air.join("B", role="CLIENT_MUTE")


def test_a_jammed_channel_is_as_busy_as_was_asked_and_free_when_the_jam_ends() -> None:
    air = Air(1)
    sender, _ = pair(air)
    Jam(air, 90, until=7200)
    used = []
    for minute in range(1, 120):
        air.run_until(60 * minute)
        used.append(sender.station.channel_use())
    assert sum(used) / len(used) == pytest.approx(90, abs=2)
    air.run_until(7300)
    assert sender.station.channel_use() == 0


def test_nothing_comes_through_a_jam_and_what_waits_goes_afterwards() -> None:
    air = Air(2)
    sender, hearer = pair(air)
    Jam(air, 99, until=600)
    air.run_until(1)
    sender.send(b"waits", priority=Priority.RELIABLE)
    air.run_until(590)
    assert payloads(hearer) == []
    air.run_until(700)
    sender.send(b"after", priority=Priority.RELIABLE)
    air.run_until(710)
    assert payloads(hearer)[-1:] == [b"after"]


def test_chatter_goes_out_as_often_as_the_firmware_does_it() -> None:
    air = Air(3)
    sender, hearer = pair(air)
    Chatter(air, sender.station)
    air.run_until(6 * 3600)
    assert sender.station.count.sent == 8  # two NodeInfo and six of telemetry
    assert payloads(hearer) == []  # nothing of it is ours


def test_strangers_cost_air_and_repeat_what_they_cannot_read() -> None:
    air = Air(4)
    far, near = air.join("A"), air.join("B")
    other = stranger(air, "S", nodeinfo_s=600, telemetry_s=600)
    air.cut("A", "B")
    far.send(b"ours", priority=Priority.RELIABLE)
    air.run_until(3600)
    assert payloads(near) == [b"ours"]
    assert other.count.relays == 1
    assert other.count.sent > 10


def test_what_is_replayed_at_once_is_known_and_under_a_fresh_id_it_is_not() -> None:
    air = Air(5)
    sender, hearer = pair(air)
    thief = Outsider(air)
    sender.send(b"record", priority=Priority.RELIABLE)
    air.run_until(10)
    assert payloads(hearer) == [b"record"]
    thief.replay(thief.recorded[0])
    air.run_until(20)
    assert payloads(hearer) == []
    thief.replay(thief.recorded[0], fresh=True)
    air.run_until(30)
    assert payloads(hearer) == [b"record"]


def test_an_old_packet_surfaces_again_when_the_ring_of_known_ones_has_turned() -> None:
    air = Air(6, settings=Settings(history=10))
    sender, hearer = pair(air)
    thief = Outsider(air)
    for number in range(12):
        sender.send(bytes((number,)), priority=Priority.RELIABLE)
        air.advance(10)
    assert len(payloads(hearer)) == 12
    thief.replay(thief.recorded[0])
    air.advance(10)
    assert payloads(hearer) == [b"\0"]


def test_flipped_and_forged_packets_arrive_for_the_seal_to_refuse() -> None:
    air = Air(7)
    sender, hearer = pair(air)
    thief = Outsider(air)
    sender.send(b"\0\0", priority=Priority.RELIABLE)
    air.advance(10)
    thief.flip(thief.recorded[0], 9)
    air.advance(10)
    thief.forge(b"forged", sender=sender.station.number)
    air.advance(10)
    assert payloads(hearer) == [b"\0\0", b"\0\2", b"forged"]


def test_a_forged_ack_needs_only_the_own_packet_back() -> None:
    air = Air(8)
    sender, _ = pair(air)
    thief = Outsider(air)
    thief.heeds = thief.replay
    packet = sender.send(b"sos", priority=Priority.ALERT, want_ack=True)
    air.run_until(30)
    assert sender.receive() == Fate(packet, "repeated")


def test_a_flood_fills_the_channel() -> None:
    air = Air(9)
    sender, hearer = pair(air)
    Outsider(air).flood(FULL, every_s=2.0, until=600)
    air.run_until(300)
    assert hearer.station.channel_use() > 90
    sender.send(b"mine", priority=Priority.RELIABLE)
    air.run_until(620)
    assert len(set(payloads(hearer))) >= 1


def test_what_came_reaches_the_computer_twice_and_late_where_that_is_set() -> None:
    air = Air(10, settings=Settings(doubles=0.2, late=0.2))
    sender, hearer = pair(air)
    got = []
    for number in range(200):
        sender.send(bytes((number,)), priority=Priority.RELIABLE)
        air.advance(10)
        got += [payload[0] for payload in payloads(hearer)]
    assert len(set(got)) >= 199
    assert 20 < len(got) - len(set(got)) < 60
    assert got != sorted(got)


def test_what_nobody_fetches_overflows_after_32_the_newest_first() -> None:
    air = Air(11)
    sender, hearer = pair(air)
    for number in range(40):
        sender.send(bytes((number,)), priority=Priority.RELIABLE)
        air.advance(10)
    assert payloads(hearer) == [bytes((number,)) for number in range(32)]
    assert hearer.station.count.overflowed == 8


def test_a_node_that_is_switched_off_is_gone_and_forgets_what_it_would_send() -> None:
    air = Air(12)
    sender, hearer = pair(air)
    sender.send(b"lost", priority=Priority.RELIABLE)
    air.away("A")
    with pytest.raises(RadioGone):
        sender.send(b"x", priority=Priority.RELIABLE)
    with pytest.raises(RadioGone):
        sender.receive()
    assert sender.health().problem == "unreachable"
    air.back("A")
    air.advance(30)
    assert (payloads(hearer), sender.health().problem) == ([], "")


def test_a_node_that_dies_while_sending_is_heard_by_nobody() -> None:
    air = Air(13)
    sender, hearer = pair(air)
    sender.send(FULL, priority=Priority.RELIABLE)
    air.run_until(1.0)
    air.away("A")
    air.run_until(10)
    assert payloads(hearer) == []


def test_a_radio_on_the_air_is_a_radio_and_refuses_what_a_driver_refuses() -> None:
    radio: RadioDoor = Air(14).join("A")
    with pytest.raises(PayloadTooBig):
        radio.send(bytes(201), priority=Priority.RELIABLE)
    radio.send(FULL, priority=Priority.RELIABLE)
    radio.send(FULL, priority=Priority.RELIABLE)
    with pytest.raises(NotSent) as told:
        radio.send(FULL, priority=Priority.RELIABLE)
    assert told.value.reason == "queue_full"
    assert told.value.retry_after_s == pytest.approx(1.911, abs=0.01)
    radio.close()
    with pytest.raises(RadioGone):
        radio.receive(0)


class Computer:
    """Behind a node: notes what it is told."""

    def __init__(self, answer: int = 0) -> None:
        self.answer = answer
        self.packets: list[bytes] = []
        self.words: list[tuple[str, int]] = []

    def heard(self, flight: Any, snr: float) -> int:
        del snr
        self.packets.append(flight.packet.payload)
        return self.answer

    def told(self, word: str, packet: int, reason: int = 0, answer: AirPacket | None = None) -> None:
        del packet
        self.words.append((word, reason if answer else -1))


def direct(answer: int, *, cut: bool = False) -> tuple[Computer, Computer]:
    """A direct packet from A over B to C; the computers of A and C."""
    air = Air(15)
    stations = [air.node(name) for name in "ABC"]
    air.line("ABC")
    if cut:
        air.cut("B", "C")
    ends = Computer(), Computer(answer)
    stations[0].listener, stations[2].listener = ends
    packet = AirPacket(id=7, sender=stations[0].number, portnum=256, payload=b"to C", want_ack=True)
    stations[0].send(replace(packet, to=stations[2].number))
    assert packet.to == BROADCAST
    air.run_until(60)
    return ends


def test_a_direct_packet_gets_the_implicit_ack_first_and_then_the_real_one() -> None:
    sender, hearer = direct(0)
    assert sender.words == [("repeated", -1), ("acknowledged", 0)]
    assert hearer.packets == [b"to C"]


def test_a_direct_packet_that_cannot_be_read_is_refused_from_the_far_end() -> None:
    assert direct(6)[0].words == [("repeated", -1), ("refused", 6)]


def test_a_direct_packet_over_a_cut_link_is_told_as_repeated_and_nothing_else() -> None:
    sender, hearer = direct(0, cut=True)
    assert sender.words == [("repeated", -1)]
    assert hearer.packets == []


def test_a_node_that_was_switched_off_hears_an_old_packet_as_a_fresh_one() -> None:
    air = Air(16)
    sender, hearer = pair(air)
    thief = Outsider(air)
    sender.send(b"old", priority=Priority.RELIABLE)
    air.advance(10)
    air.away("B")
    air.back("B")
    thief.replay(thief.recorded[0])
    air.advance(10)
    assert payloads(hearer) == [b"old", b"old"]


def test_what_was_to_be_acked_when_the_node_was_switched_off_is_unknown() -> None:
    air = Air(17)
    radio = air.join("A")
    packet = radio.send(b"sos", priority=Priority.ALERT, want_ack=True)
    air.advance(5)
    air.away("A")
    air.back("A")
    air.advance(60)
    assert radio.receive() == Fate(packet, "unknown")
    assert radio.receive() is None
