"""What every radio driver must do, asked of each on its own stage."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.errors import PayloadTooBig, RadioGone, UnknownDevice
from hardware.radio import MTU, Fate, Heard, NotSent, Priority, Radio, open_radio
from hardware.radio.radio import Neighbour
from tests.hardware.radio_stages import (
    DEVICES,
    FAR,
    OWN,
    PATIENCE_S,
    STAGES,
    SWAPPED,
    DeviceStage,
    Stage,
    heard_soon,
    until,
    until_fate,
    until_gone,
    until_heard,
    until_ready,
    until_sent,
)  # fmt: skip

SLACK_S = 0.5
of_devices = pytest.mark.parametrize("stage", sorted(DEVICES), indirect=True)
"""For what the simulated air does not have: settings, protobufs, telemetry."""


@pytest.fixture(params=sorted(STAGES), scope="module")
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("radio")
    made = STAGES[request.param](folder)
    yield made
    made.close()


@pytest.fixture(scope="module")
def opened(stage: Stage) -> Iterator[Radio]:
    made = stage.opened()
    yield made
    made.close()


@pytest.fixture
def radio(stage: Stage, opened: Radio) -> Radio:
    """Connected, with nothing left over from the test before."""
    if isinstance(stage, DeviceStage):
        stage.order("clear")
    stage.alone(False)
    until_ready(opened)
    until(lambda: opened.health().waiting == 0, opened)
    while opened.receive(0):
        pass
    return opened


@pytest.fixture
def device(stage: Stage) -> DeviceStage:
    """What stands behind the radio, for the tests of `of_devices`."""
    assert isinstance(stage, DeviceStage)
    return stage


def test_what_is_heard_comes_with_its_sender_and_quality(stage: Stage, radio: Radio) -> None:
    stage.hear(b"satu dua tiga")
    heard = until_heard(radio, Heard)
    assert (heard.payload, heard.sender, heard.hops) == (b"satu dua tiga", FAR, 0)
    assert -30 < heard.snr < 20 and -150 < heard.rssi < 0


@of_devices
def test_the_quality_is_the_radios_own_word(device: DeviceStage, radio: Radio) -> None:
    device.hear(b"satu")
    assert until_heard(radio, Heard) == Heard(b"satu", FAR, snr=5.5, rssi=-90, hops=0)


def test_packets_are_heard_in_the_order_in_which_they_came(stage: Stage, radio: Radio) -> None:
    """An air may lose some: what two nodes say at once nobody hears. The last is said until it is heard."""
    for number in range(10):
        stage.hear(bytes([number]) * 100)
    heard = list[int]()
    for _ in range(30):
        one = heard_soon(radio)
        if one is None:
            stage.hear(bytes([9]) * 100)
        else:
            heard.append(one.payload[0])
        if heard[-1:] == [9]:
            break
    assert heard == sorted(set(heard)) and len(heard) >= 7


def test_a_full_packet_reaches_a_neighbour_as_it_was_given(stage: Stage, radio: Radio) -> None:
    payload = bytes(range(MTU))
    until_sent(radio, payload)
    until(lambda: payload in [heard.payload for heard in stage.received()], radio)


@of_devices
def test_priority_hops_and_the_wish_for_an_ack_go_with_a_packet(device: DeviceStage, radio: Radio) -> None:
    packet = radio.send(b"sos", priority=Priority.ALERT, want_ack=True)
    until_heard(radio, Fate)
    (sent,) = [each for each in device.sent() if each.id == packet]
    assert (sent.payload, sent.priority, sent.hop_limit, sent.want_ack) == (b"sos", 110, 3, True)


def test_one_byte_more_is_refused_for_ever(radio: Radio) -> None:
    with pytest.raises(PayloadTooBig) as told:
        radio.send(bytes(MTU + 1), priority=Priority.RELIABLE)
    assert told.value.permanent


def test_of_many_at_once_none_is_lost_in_the_queue(stage: Stage, radio: Radio) -> None:
    payloads = [bytes([number]) * MTU for number in range(24)]
    packets = [until_sent(radio, payload) for payload in payloads]
    until(lambda: {heard.payload for heard in stage.received()} >= set(payloads), radio)
    assert len(set(packets)) == 24


@of_devices
def test_a_third_packet_waits_until_one_has_left(device: DeviceStage, radio: Radio) -> None:
    device.slow(True)
    with pytest.raises(NotSent) as told:
        for _ in range(10):
            radio.send(bytes(MTU), priority=Priority.BACKGROUND)
    assert told.value.reason == "queue_full"
    assert told.value.retry_after_s and 0 < told.value.retry_after_s < 10
    assert (radio.health().waiting or 0) <= 2
    device.slow(False)
    until_sent(radio, b"later")


def test_a_neighbour_that_repeats_is_told_as_repeated_and_nothing_more(stage: Stage, radio: Radio) -> None:
    packet = until_sent(radio, b"sos", want_ack=True)
    assert until_heard(radio, Fate) == Fate(packet, "repeated")


def test_a_packet_that_nobody_repeats_is_told_as_unheard(stage: Stage, radio: Radio) -> None:
    stage.alone(True)
    packet = until_sent(radio, b"sos", want_ack=True)
    assert until_heard(radio, Fate) == Fate(packet, "unheard")


def test_a_packet_that_asks_for_no_ack_has_no_fate(stage: Stage, radio: Radio) -> None:
    until_sent(radio, b"records")
    deadline = time.monotonic() + PATIENCE_S
    while b"records" not in [heard.payload for heard in stage.received()]:
        assert radio.receive(0.05) is None
        assert time.monotonic() < deadline
    assert radio.receive(0.3) is None


def test_receiving_keeps_its_time(radio: Radio) -> None:
    began = time.monotonic()
    assert radio.receive(0.3) is None
    assert 0.29 <= time.monotonic() - began < 0.3 + SLACK_S


def test_health_says_who_it_is_and_whom_it_hears(stage: Stage, radio: Radio) -> None:
    stage.hear(b"here", sender=FAR)
    until_heard(radio, Heard)
    until(lambda: FAR in [each.number for each in radio.health().neighbours if _is_fresh(each)], radio)
    health = radio.health()
    assert health.works and health.problems == ()
    assert (health.number, health.region, health.preset) == (OWN, "KR", "LONG_FAST")
    far = next(each for each in health.neighbours if each.number == FAR)
    assert far.snr is not None


def _is_fresh(neighbour: Neighbour) -> bool:
    return neighbour.heard_s_ago is not None and neighbour.heard_s_ago < 600


@of_devices
def test_use_of_the_channel_is_told(device: DeviceStage, radio: Radio) -> None:
    device.order("set channel_use 41")
    device.order("set battery 55")
    device.order("report")
    until(lambda: radio.health().channel_use == 41, radio)
    assert radio.health().battery_percent == 55


def test_a_radio_that_dies_and_comes_back_needs_no_hand(stage: Stage, radio: Radio) -> None:
    stage.die()
    assert until_gone(radio) == ("no_device" if stage.address.startswith("serial:") else "unreachable")
    with pytest.raises(RadioGone):
        radio.send(b"x", priority=Priority.RELIABLE)
    stage.play()
    until_ready(radio)
    until_sent(radio, b"again")


def test_another_radio_behind_the_same_name_is_taken_as_it_is(stage: Stage, radio: Radio) -> None:
    stage.alone(True)
    if isinstance(stage, DeviceStage):
        stage.order("set no_ack")
    packet = until_sent(radio, b"sos", want_ack=True)
    stage.play(SWAPPED)
    assert until_fate(radio) == Fate(packet, "unknown")
    until_ready(radio)
    until(lambda: radio.health().number == SWAPPED, radio)
    stage.play(OWN)
    until(lambda: radio.health().number == OWN, radio)


def test_a_radio_that_is_not_there_yet_is_waited_for(stage: Stage) -> None:
    stage.die()
    radio = stage.opened()
    with pytest.raises(RadioGone) as told:
        radio.receive(1.0)
    assert not told.value.permanent
    stage.play()
    until_ready(radio)
    radio.close()


@of_devices
def test_settings_that_are_not_ours_forbid_sending_and_are_named(device: DeviceStage) -> None:
    device.order("spoil preset")
    radio = device.opened()
    until_ready(radio)
    with pytest.raises(NotSent) as told:
        radio.send(b"x", priority=Priority.ALERT)
    assert told.value.reason == "not_ready"
    assert radio.health().problem == "settings" and "preset" in radio.health().problems
    radio.close()
    device.play()


def test_close_again_is_harmless_and_using_it_after_is_a_permanent_no(stage: Stage) -> None:
    radio = stage.opened()
    radio.close()
    radio.close()
    with pytest.raises(RadioGone) as told:
        radio.receive(1.0)
    assert told.value.permanent
    assert radio.health().problem == "closed"


def test_an_address_that_can_never_work_is_refused_at_once() -> None:
    with pytest.raises(UnknownDevice, match='did you mean "serial"'):
        open_radio("serail:/dev/ttyUSB0")
    for address in ("serial:", "serial:ttyUSB0", "tcp:host", "tcp:host:0", "tcp:host:x"):
        with pytest.raises(UnknownDevice):
            open_radio(address)
