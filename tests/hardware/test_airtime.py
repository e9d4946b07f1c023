"""The LoRa formula against the times that real firmware gave."""

import pytest

from hardware.radio.airtime import PRESETS, time_on_air_s

SIZES = (20, 60, 100, 150, 200, 231)
MS = {  # meshtastic firmware 2.7.26, computed by its own RadioInterface
    "SHORT_TURBO": (25, 39, 53, 73, 90, 102),
    "SHORT_FAST": (50, 78, 107, 145, 181, 204),
    "MEDIUM_FAST": (160, 252, 345, 457, 570, 642),
    "LONG_FAST": (559, 887, 1174, 1542, 1911, 2157),
    "LONG_SLOW": (3285, 5382, 7479, 10101, 12722, 14295),
}


@pytest.mark.parametrize("preset", MS)
def test_a_packet_is_on_air_as_long_as_the_firmware_says(preset: str) -> None:
    counted = [time_on_air_s(PRESETS[preset], size) * 1000 for size in SIZES]
    assert counted == pytest.approx(MS[preset], abs=3)


def test_the_slots_are_those_of_the_firmware() -> None:
    slots = {name: round(PRESETS[name].slot_s * 1000) for name in ("SHORT_FAST", "LONG_FAST", "LONG_SLOW")}
    assert slots == {"SHORT_FAST": 8, "LONG_FAST": 28, "LONG_SLOW": 89}
