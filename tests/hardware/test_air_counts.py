"""What the simulated air counts, and how fast it is."""

import time
from contextlib import suppress
from dataclasses import replace

import pytest

from hardware.radio.air.model import Air
from hardware.radio.air.settings import Settings
from hardware.radio.airtime import PRESETS, time_on_air_s
from hardware.radio.antenna import AirPacket
from hardware.radio.radio import NotSent, Priority

FULL = bytes(200)
FULL_S = time_on_air_s(PRESETS["LONG_FAST"], 200)


def test_each_transmission_and_reception_of_a_direct_packet_over_a_relay_is_counted() -> None:
    air = Air(1)
    radios = [air.join(name) for name in "ABC"]
    air.line("ABC")
    sender, _, hearer = (radio.station for radio in radios)
    packet = AirPacket(id=7, sender=sender.number, portnum=256, payload=FULL, want_ack=True)
    sender.send(replace(packet, to=hearer.number))
    air.run_until(60)
    counts = air.counts()
    ack_s = 0.477  # meshtastic firmware: a ROUTING packet on LongFast
    assert {name: (one.sent, one.relays, one.acks) for name, one in counts.items()} == {
        "A": (1, 0, 0),
        "B": (2, 2, 0),
        "C": (1, 0, 1),
    }
    assert air.total().air_s == pytest.approx(2 * FULL_S + 2 * ack_s, abs=0.002)
    assert counts["C"].delivered == 1


def test_what_is_lost_on_the_way_and_sent_again_is_counted() -> None:
    air = Air(2, settings=Settings(loss=1.0))
    sender, hearer = air.join("A"), air.join("B")
    sender.send(FULL, priority=Priority.RELIABLE, want_ack=True)
    air.run_until(60)
    sent, lost = sender.station.count, hearer.station.count
    assert (sent.sent, sent.retries, sent.unheard) == (3, 2, 1)
    assert sent.air_s == pytest.approx(3 * FULL_S)
    assert (lost.faded, lost.heard) == (3, 0)


def test_an_hour_of_twenty_busy_radios_costs_less_than_three_seconds() -> None:
    air = Air(3)
    radios = [
        air.join(str(number), position=(number % 5 * 900.0, number // 5 * 900.0)) for number in range(20)
    ]

    def say(place: int) -> None:
        radio = radios[place]
        while radio.receive() is not None:
            pass
        with suppress(NotSent):
            radio.send(FULL, priority=Priority.RELIABLE)
        air.at(air.now + 200, say, place)

    for place in range(20):
        air.at(place * 10.0, say, place)
    began = time.process_time()
    air.run_until(3600)
    assert time.process_time() - began < 3.0
    assert air.total().delivered > 3000
