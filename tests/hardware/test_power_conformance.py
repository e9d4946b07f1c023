"""Readers of power: one suite over every driver, and what the files of a real machine mean."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.errors import UnknownDevice
from hardware.power import Power, PowerReader, open_power

TREE = {
    "class/power_supply/BAT0/type": "Battery\n",
    "class/power_supply/BAT0/capacity": "64\n",
    "class/power_supply/BAT0/status": "Discharging\n",
    "class/power_supply/BAT0/voltage_now": "3912000\n",
    "class/power_supply/AC/type": "Mains\n",
    "class/power_supply/AC/online": "0\n",
    "class/thermal/thermal_zone0/temp": "48250\n",
    "class/thermal/cooling_device0/temp": "99000\n",
    "devices/platform/soc/soc:firmware/get_throttled": "50005\n",
}


def tree(root: Path, files: dict[str, str]) -> PowerReader:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return open_power(f"sysfs:{root}")


DRIVERS: dict[str, Callable[[Path], PowerReader]] = {
    "sysfs": lambda folder: tree(folder, TREE),
    "an empty tree": lambda folder: open_power(f"sysfs:{folder}"),
    "sim": lambda _folder: open_power("sim:battery=64&drain=6", clock=lambda: 0.0),
    "nothing": lambda _folder: open_power(""),
}


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_reading_never_raises_and_stays_within_its_ranges(driver: str, tmp_path: Path) -> None:
    power = DRIVERS[driver](tmp_path).read()
    assert power.battery_percent is None or power.battery_percent in range(101)
    assert power.temperature_c is None or -40 <= power.temperature_c <= 125
    assert power.volts is None or 0 < power.volts < 60
    assert {power.charging, power.under_voltage, power.under_voltage_seen, power.throttled} <= {
        None,
        True,
        False,
    }


@pytest.mark.parametrize("driver", ["an empty tree", "nothing"])
def test_what_nobody_measures_is_unknown_and_not_well(driver: str, tmp_path: Path) -> None:
    assert DRIVERS[driver](tmp_path).read() == Power()
    assert not Power().known


def test_the_files_of_a_raspberry_pi_with_a_battery_are_understood(tmp_path: Path) -> None:
    power = tree(tmp_path, TREE).read()
    assert (power.battery_percent, power.charging, power.volts) == (64, False, 3.912)
    assert (power.under_voltage, power.under_voltage_seen, power.throttled) == (True, True, True)
    assert power.temperature_c == 48.25


def test_voltage_that_was_low_before_is_not_low_now(tmp_path: Path) -> None:
    power = tree(tmp_path, TREE | {"devices/platform/soc/soc:firmware/get_throttled": "50000\n"}).read()
    assert (power.under_voltage, power.under_voltage_seen, power.throttled) == (False, True, False)


@pytest.mark.parametrize(("alarm", "low"), [("1\n", True), ("0\n", False), ("", None)])
def test_without_the_firmware_the_sensor_of_the_voltage_is_asked(
    tmp_path: Path, alarm: str, low: bool | None
) -> None:
    files = {"class/hwmon/hwmon0/name": "cpu_thermal\n", "class/hwmon/hwmon1/name": "rpi_volt\n"}
    power = tree(tmp_path, files | {"class/hwmon/hwmon1/in0_lcrit_alarm": alarm}).read()
    assert (power.under_voltage, power.under_voltage_seen) == (low, None)


@pytest.mark.parametrize(("online", "charging"), [("1\n", True), ("0\n", False)])
def test_outside_power_is_told_also_without_a_battery(tmp_path: Path, online: str, charging: bool) -> None:
    files = {"class/power_supply/AC/type": "Mains\n", "class/power_supply/AC/online": online}
    power = tree(tmp_path, files).read()
    assert (power.battery_percent, power.charging) == (None, charging)


def test_the_battery_of_a_mouse_and_nonsense_are_no_readings(tmp_path: Path) -> None:
    mouse = {
        f"class/power_supply/MOUSE/{name}": text
        for name, text in {"type": "Battery", "scope": "Device", "capacity": "5"}.items()
    }
    broken = {
        "class/thermal/thermal_zone0/temp": "-273000",
        "class/power_supply/Z/type": "Battery",
        "class/power_supply/Z/capacity": "255",
    }
    power = tree(tmp_path, mouse | broken).read()
    assert (power.battery_percent, power.temperature_c) == (None, None)


def test_a_simulated_battery_empties_and_its_voltage_drops_when_told() -> None:
    now = [0.0]
    reader = open_power("sim:battery=50&drain=10&low=3600-3700", clock=lambda: now[0])
    assert (reader.read().battery_percent, reader.read().under_voltage_seen) == (50, False)
    now[0] = 3_600
    assert (reader.read().battery_percent, reader.read().under_voltage) == (40, True)
    now[0] = 1e6
    assert (reader.read().battery_percent, reader.read().under_voltage) == (0, False)
    assert reader.read().under_voltage_seen


@pytest.mark.parametrize("address", ["sisfs:", "sim:baterai=80", "sim:battery=x", "sim:low=9"])
def test_an_address_that_can_never_work_is_told_at_once(address: str) -> None:
    with pytest.raises(UnknownDevice):
        open_power(address)
