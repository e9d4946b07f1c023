"""The simulated air against what radio firmware was measured to do, and against figures computed by hand."""

from itertools import pairwise
from typing import Any

import pytest

from hardware.radio.air.ether import Flight
from hardware.radio.air.model import Air
from hardware.radio.air.settings import Settings
from hardware.radio.airtime import PRESETS, time_on_air_s
from hardware.radio.antenna import HOLDS
from hardware.radio.radio import Fate, Heard, NotSent, Priority

FULL = bytes(200)
LONG_FAST_200_S = 1.911  # meshtastic firmware 2.7.26


def transmissions(air: Air) -> list[tuple[float, str]]:
    """Every transmission from here on: its moment and its node."""
    seen: list[tuple[float, str]] = []
    begin = air.ether.begin

    def noted(flight: Flight, air_s: float) -> None:
        seen.append((air.now, flight.src.name))
        begin(flight, air_s)

    air.ether.begin = noted  # type: ignore[method-assign]  # looks on, changes nothing
    return seen


def waiting(radio: Any) -> list[Heard | Fate]:
    """All that has come to a radio's computer."""
    return list(iter(lambda: radio.receive(0), None))


def heard(radio: Any) -> list[bytes]:
    return [one.payload for one in waiting(radio) if isinstance(one, Heard)]


@pytest.mark.parametrize(
    ("preset", "given_up_s"),
    [("LONG_FAST", 29.8), ("MEDIUM_FAST", 19.3), ("SHORT_FAST", 16.3), ("SHORT_TURBO", 15.8)],
)
def test_a_packet_that_nobody_repeats_is_sent_three_times_and_given_up_when_the_firmware_does(
    preset: str, given_up_s: float
) -> None:
    air = Air(1, PRESETS[preset])
    radio = air.join("A")
    seen = transmissions(air)
    packet = radio.send(FULL, priority=Priority.RELIABLE, want_ack=True)
    ends: list[float] = []
    radio.listen = lambda: ends.append(air.now)
    air.run_until(60)
    assert [name for _, name in seen] == ["A"] * 3
    assert ends == pytest.approx([given_up_s], abs=0.6)
    assert waiting(radio) == [Fate(packet, "unheard")]
    if preset == "LONG_FAST":
        assert [at for at, _ in seen] == pytest.approx([0.2, 10.2, 20.2], abs=0.5)


def test_of_24_packets_at_once_16_go_on_air_the_last_after_35_s() -> None:
    air = Air(2)
    radio = air.join("A")
    radio.in_flight = HOLDS + 1
    seen = transmissions(air)
    taken = 0
    for _ in range(24):
        try:
            taken += bool(radio.send(FULL, priority=Priority.RELIABLE))
        except NotSent as error:
            assert error.reason == "queue_full"
    air.run_until(120)
    assert (taken, len(seen), radio.station.count.dropped) == (16, 16, 8)
    assert seen[-1][0] + LONG_FAST_200_S == pytest.approx(33, abs=3)


def test_an_urgent_packet_pushes_the_last_one_out_of_a_full_queue_without_a_word() -> None:
    air = Air(3)
    sender, hearer = air.join("A"), air.join("B")
    sender.in_flight = HOLDS + 1
    for number in range(16):
        sender.send(bytes((number,)), priority=Priority.RELIABLE)
    sender.send(b"sos", priority=Priority.ALERT)
    air.run_until(120)
    assert heard(hearer) == [b"sos", *(bytes((number,)) for number in range(15))]
    assert waiting(sender) == []


@pytest.mark.parametrize("seed", range(5))
def test_with_the_far_link_cut_the_sender_still_gets_its_implicit_ack(seed: int) -> None:
    air = Air(seed)
    a, b, c = (air.join(name) for name in "ABC")
    air.line("ABC")
    air.cut("B", "C")
    packet = a.send(FULL, priority=Priority.RELIABLE, want_ack=True)
    air.run_until(60)
    assert waiting(a) == [Fate(packet, "repeated")]
    assert heard(b) == [FULL]
    assert waiting(c) == []
    assert a.station.count.sent == 1


def test_a_flood_over_three_hops_reaches_every_node_of_a_line_of_five_and_no_sixth() -> None:
    air = Air(4)
    radios = [air.join(f"N{number}") for number in range(6)]
    air.line(f"N{number}" for number in range(6))
    radios[0].send(FULL, priority=Priority.RELIABLE)
    air.run_until(60)
    got = [waiting(radio) for radio in radios[1:]]
    assert [[one.hops for one in each if isinstance(one, Heard)] for each in got] == [[0], [1], [2], [3], []]
    assert all(
        one.sender == radios[0].station.number for each in got for one in each if isinstance(one, Heard)
    )


def test_two_hidden_nodes_collide_at_the_one_in_the_middle() -> None:
    air = Air(5)
    left, middle, right = (air.join(name) for name in ("left", "middle", "right"))
    air.cut("left", "right")
    left.send(FULL, priority=Priority.RELIABLE)
    right.send(FULL, priority=Priority.RELIABLE)
    air.run_until(30)
    assert waiting(middle) == []
    assert middle.station.count.collided == 2


def test_two_nodes_that_hear_each_other_take_turns() -> None:
    whole = 0
    for seed in range(40):
        air = Air(seed)
        one, other, third = (air.join(name) for name in "ABC")
        one.send(b"one", priority=Priority.RELIABLE)
        other.send(b"other", priority=Priority.RELIABLE)
        air.run_until(60)
        whole += sorted(heard(third)) == [b"one", b"other"]
    assert 30 <= whole < 40  # both draw the same of 8 slots in one of 8 cases


def test_the_clearly_stronger_of_two_survives_where_capture_is_on() -> None:
    air = Air(6, settings=Settings(capture_db=6))
    near, far = air.join("near"), air.join("far")
    middle = air.join("middle", role="CLIENT_MUTE")
    air.cut("near", "far")
    air.link("near", "middle", snr=8)
    air.link("far", "middle", snr=1)
    near.send(b"near", priority=Priority.RELIABLE)
    far.send(b"far", priority=Priority.RELIABLE)
    air.run_until(30)
    assert middle.station.count.collided == 1
    assert heard(middle) == [b"near"]


def test_a_relay_is_spared_when_another_repeat_is_heard_first_except_by_a_router() -> None:
    air = Air(7)
    air.join("A").send(FULL, priority=Priority.RELIABLE)
    for name in "BCDEFG":
        air.node(name)
    air.node("R", role="ROUTER")
    seen = transmissions(air)
    air.run_until(60)
    names = [name for _, name in seen]
    assert names[:2] == ["A", "R"]
    assert len(names) < 5
    assert air.total().cancelled >= 4


def test_a_node_that_sends_hears_nothing_meanwhile() -> None:
    overlaps = 0
    for seed in range(40):
        air = Air(seed)
        one, other = (air.join(name, role="CLIENT_MUTE") for name in "AB")
        seen = transmissions(air)
        one.send(FULL, priority=Priority.RELIABLE)
        other.send(FULL, priority=Priority.RELIABLE)
        air.run_until(30)
        deaf = seen[1][0] - seen[0][0] < 1.0
        overlaps += deaf
        assert [heard(one), heard(other)] == ([[], []] if deaf else [[FULL], [FULL]])
    assert overlaps


def test_duty_and_channel_use_are_those_computed_by_hand() -> None:
    air = Air(9)
    sender, hearer, stranger = (air.join(name) for name in "ABC")
    air.cut("A", "C")
    air.cut("B", "C")
    for station in air.stations.values():
        station.role = "CLIENT_MUTE"
    for second in range(0, 60, 10):
        air.at(second, lambda _: sender.send(FULL, priority=Priority.RELIABLE))
    air.run_until(59)
    six = 6 * time_on_air_s(PRESETS["LONG_FAST"], 200)
    assert sender.health().channel_use == pytest.approx(six / 0.6, rel=1e-6)
    assert hearer.health().channel_use == pytest.approx(six / 0.6, rel=1e-6)
    assert stranger.health().channel_use == 0
    assert sender.health().air_use == pytest.approx(six / 36, rel=1e-6)
    assert hearer.health().air_use == 0
    air.run_until(130)
    assert sender.health().channel_use == 0
    assert sender.health().air_use == pytest.approx(six / 36, rel=1e-6)
    air.run_until(3700)
    assert sender.health().air_use == 0


def test_the_duty_limit_of_a_region_stops_own_packets_and_relays() -> None:
    air = Air(10)
    radio = air.join("A", duty_percent=1.0)
    air.join("B")
    sent = 0
    with pytest.raises(NotSent, match="duty_cycle"):
        for _ in range(40):
            radio.send(FULL, priority=Priority.RELIABLE)
            air.advance(20)
            sent += 1
    assert sent == 19  # 36 s of 1.911 s each, and the one that overshoots
    assert radio.health().air_use == pytest.approx(19 * LONG_FAST_200_S / 36, abs=0.01)


def test_the_same_seed_gives_the_same_air_and_another_one_not() -> None:
    def told(seed: int) -> list[tuple[float, str]]:
        air = Air(seed, settings=Settings(loss=0.2))
        radios = [
            air.join(f"N{number}", position=(number * 900.0, number % 3 * 700.0)) for number in range(8)
        ]
        seen = transmissions(air)
        for second in range(0, 300, 7):
            air.at(second, lambda radio: radio.send(FULL, priority=Priority.RELIABLE), radios[second % 8])
        air.run_until(400)
        return seen

    first = told(11)
    assert first == told(11)
    assert first != told(12)
    assert all(earlier[0] <= later[0] for earlier, later in pairwise(first))


def test_what_is_heard_meanwhile_puts_the_next_try_off() -> None:
    air = Air(12)
    radio, talker = air.join("A", role="CLIENT_MUTE"), air.join("B")
    air.cut("A", "B", both=False)
    radio.send(FULL, priority=Priority.RELIABLE, want_ack=True)
    for second in (3, 16, 28):
        air.at(second, lambda _: talker.send(FULL, priority=Priority.RELIABLE))
    ends: list[float] = []
    radio.listen = lambda: ends.append(air.now) if radio.station.count.unheard else None
    air.run_until(60)
    assert ends == pytest.approx([29.7 + 3 * LONG_FAST_200_S], abs=0.1)


def test_a_neighbour_repeats_each_try_of_a_sender_that_does_not_hear_it() -> None:
    air = Air(13)
    radio, neighbour = air.join("A"), air.join("B")
    air.cut("B", "A", both=False)
    radio.send(FULL, priority=Priority.RELIABLE, want_ack=True)
    air.run_until(60)
    assert (radio.station.count.sent, neighbour.station.count.relays) == (3, 3)
    assert heard(neighbour) == [FULL]
