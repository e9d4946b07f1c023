"""Settings of a radio held against what the operation wants, and set on a simulated device through the real library."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hardware.gps.clock import Clock
from hardware.radio.device.__main__ import lone_server
from hardware.radio.device.control import Control
from hardware.radio.device.server import DeviceServer
from hardware.radio.device.setup import SPOILS, Setup, factory_setup, good_setup
from hardware.radio.device.thread import DeviceThread
from hardware.radio.meshtastic.apply import Bench, CannotConnect
from hardware.radio.meshtastic.deadlines import Deadlines
from hardware.radio.provision.band import edges_mhz, name_hash
from hardware.radio.provision.examine import Finding, examine
from hardware.radio.provision.found import CHANNEL, SLOT, Found, Wanted

KEY = b"T" * 32
WANTED = Wanted(key=KEY)
GOOD: dict[str, Any] = {
    "lora.region": "KR",
    "lora.use_preset": True,
    "lora.modem_preset": "LONG_FAST",
    "lora.channel_num": SLOT,
    "lora.override_frequency": 0.0,
    "lora.hop_limit": 3,
    "lora.tx_power": 20,
    "lora.tx_enabled": True,
    "lora.override_duty_cycle": False,
    "lora.config_ok_to_mqtt": False,
    "channel.role": "PRIMARY",
    "channel.name": CHANNEL,
    "channel.psk": WANTED.key_text,
    "channel.uplink_enabled": False,
    "channel.downlink_enabled": False,
    "channel.position_precision": 0,
    "mqtt.enabled": False,
    "device.role": "CLIENT",
    "device.node_info_broadcast_secs": 86_400,
    "position.position_broadcast_secs": 86_400,
    "position.position_broadcast_smart_enabled": False,
    "telemetry.device_update_interval": 86_400,
}
BRISK = Deadlines(step_s=2.0, first_pause_s=0.2, beat_s=(2.0, 3.0), beat_answer_s=2.0)


def found(**other: Any) -> Found:
    """A good radio, but for some values; "__" stands for the dot."""
    values = GOOD | {name.replace("__", "."): value for name, value in other.items()}
    return Found(number=1, firmware="2.7.26.54e0d8d", values=values)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def test_a_good_radio_has_no_findings() -> None:
    assert examine(found(), WANTED) == []


@pytest.mark.parametrize(
    ("name", "value", "code", "blocks"),
    [
        ("lora__region", "UNSET", "region", True),
        ("lora__modem_preset", "SHORT_FAST", "preset", True),
        ("lora__use_preset", False, "preset_off", True),
        ("lora__channel_num", 2, "channel_num", True),
        ("lora__hop_limit", 0, "hop_limit", True),
        ("lora__tx_power", 0, "tx_power", True),
        ("lora__tx_power", 21, "tx_power", True),
        ("lora__tx_enabled", False, "tx_enabled", True),
        ("lora__override_duty_cycle", True, "override_duty_cycle", True),
        ("channel__name", "", "channel", True),
        ("channel__psk", "AQ==", "key", True),
        ("channel__psk", "", "key", True),
        ("mqtt__enabled", True, "mqtt", True),
        ("channel__uplink_enabled", True, "mqtt_uplink", True),
        ("channel__position_precision", 13, "position_precision", False),
        ("device__role", "ROUTER", "role", False),
        ("position__position_broadcast_secs", 900, "position", False),
        ("telemetry__device_update_interval", 0, "telemetry", False),
    ],
)
def test_a_wrong_setting_is_found_and_weighed(name: str, value: Any, code: str, blocks: bool) -> None:
    findings = examine(found(**{name: value}), WANTED)
    assert code in codes(findings)
    assert next(each for each in findings if each.code == code).blocks is blocks


def test_less_power_than_allowed_is_no_finding() -> None:
    assert examine(found(lora__tx_power=14), WANTED) == []


@pytest.mark.parametrize(
    ("firmware", "right"),
    [("2.7.15.abc", True), ("2.7.14", False), ("2.10.1", True), ("3.0.0", True), ("", False)],
)
def test_old_firmware_may_not_send(firmware: str, right: bool) -> None:
    assert (codes(examine(replace(found(), firmware=firmware), WANTED)) == []) is right


def test_what_a_radio_does_not_say_is_a_finding_where_it_matters() -> None:
    values = {name: value for name, value in GOOD.items() if not name.startswith(("lora.", "telemetry."))}
    assert set(codes(examine(replace(found(), values=values), WANTED))) >= {"region", "preset", "frequency"}


def test_no_word_of_a_finding_shows_a_key() -> None:
    findings = examine(found(channel__psk="c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U="), WANTED)
    text = repr(findings) + repr(WANTED) + repr(found())
    assert "c2VjcmV0" not in text and WANTED.key_text not in text and "TTTT" not in text


def test_without_a_key_of_the_operation_nothing_is_sent() -> None:
    assert codes(examine(found(channel__psk=""), replace(WANTED, key=b""))) == ["key"]


def test_a_shared_public_key_is_told_but_silences_nobody() -> None:
    (finding,) = examine(replace(found(), same_key=(0xA1B2C3D4,)), WANTED)
    assert (finding.code, finding.blocks) == ("public_key", False)
    assert "!a1b2c3d4" in finding.is_


def test_frequencies_are_those_that_the_firmware_showed() -> None:
    assert edges_mhz("SG_923", "LONG_FAST", channel_num=0, name="") == (917.75, 918.0)  # 917.875 MHz
    assert edges_mhz("KR", "LONG_FAST", channel_num=0, name="") == (922.75, 923.0)  # 922.875 MHz
    assert edges_mhz("MY_919", "LONG_FAST", channel_num=0, name="") == (922.75, 923.0)
    for region in ("TH", "TW", "JP"):
        edges = edges_mhz(region, "LONG_FAST", channel_num=0, name="")
        assert edges is not None and 923.25 <= edges[0] < edges[1] <= 924.0
    assert name_hash("") == 5381


def test_a_frequency_outside_the_band_may_not_be_used() -> None:
    there = found(lora__region="SG_923", lora__channel_num=4)
    findings = examine(there, replace(WANTED, region="SG_923", channel_num=4))
    assert codes(findings) == ["frequency"]
    assert findings[0].blocks and "917.75-918 MHz" in findings[0].is_
    assert codes(examine(found(lora__override_frequency=921.0), WANTED)) == [
        "frequency_override",
        "frequency",
    ]


# ---- on a device


class Place:
    """One device in a thread."""

    def __init__(self, setup: Setup, *, speed: float = 20.0) -> None:
        self.setup = setup
        self.thread = DeviceThread()
        self.thread.__enter__()
        self.server: DeviceServer = self.thread.do(lambda: lone_server(setup, self.thread.loop, speed=speed))
        self.control = Control(self.server)

    def bench(self, folder: Path | None = None) -> Bench:
        address: str = self.thread.do(
            self.server.listen if folder is None else lambda: self.server.open_pty(folder / "radio")
        )
        return Bench(address, clock=Clock(), chance=random.Random(1), deadlines=BRISK)

    def close(self) -> None:
        self.thread.do(self.server.close)
        self.thread.__exit__()


@pytest.fixture
def placed() -> Iterator[Callable[[Setup], Place]]:
    places: list[Place] = []

    def place(setup: Setup) -> Place:
        places.append(Place(setup))
        return places[-1]

    yield place
    for each in places:
        each.close()


def test_a_radio_out_of_the_box_is_set_and_read_back(placed: Callable[[Setup], Place]) -> None:
    place = placed(factory_setup(7))
    place.setup.channels[1].role = 2
    bench = place.bench()
    before = codes(examine(bench.read(), WANTED))
    assert {
        "region",
        "key",
        "channel",
        "position_precision",
        "telemetry",
        "position",
        "other_channels",
    } <= set(before)
    assert bench.apply(WANTED) == []
    assert examine(bench.read(), WANTED) == []
    assert place.setup.primary.psk == KEY
    assert place.setup.local.security.private_key  # the radio's own secret was not touched
    bench.close()


def test_over_a_serial_line_too(placed: Callable[[Setup], Place], tmp_path: Path) -> None:
    bench = placed(factory_setup(7)).bench(tmp_path)
    assert bench.apply(WANTED) == []
    bench.close()


def test_each_way_of_being_wrong_is_found_on_the_radio(placed: Callable[[Setup], Place]) -> None:
    place = placed(good_setup(7))
    bench = place.bench()
    assert codes(examine(bench.read(), WANTED)) == []
    for spoil in sorted(set(SPOILS) - {"shared_key"}):
        place.thread.do(lambda spoil=spoil: SPOILS[spoil](place.setup))  # type: ignore[misc]
    assert set(codes(examine(bench.read(), WANTED))) >= {
        "firmware", "region", "preset", "hop_limit", "tx_enabled", "role", "mqtt", "position_precision", "channel", "key",
    }  # fmt: skip
    assert codes(bench.apply(WANTED)) == ["firmware"]  # which no setting mends
    bench.close()


def test_a_radio_that_is_not_there_is_said_so() -> None:
    bench = Bench("serial:/dev/does-not-exist", clock=Clock(), chance=random.Random(1), deadlines=BRISK)
    with pytest.raises(CannotConnect) as told:
        bench.read()
    assert told.value.reason == "no_device"
