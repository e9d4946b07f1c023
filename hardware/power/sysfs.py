"""Power as Linux tells it in files: batteries, temperatures, and the under-voltage bits of a Raspberry Pi."""

from collections.abc import Callable, Iterator
from pathlib import Path

from hardware.power.power import Power, PowerReader

LOW_NOW, SLOWED_NOW, LOW_SEEN = 1 << 0, 1 << 2, 1 << 16
"""Bits of get_throttled: raspberrypi.com/documentation, vcgencmd."""
FIRMWARE = "devices/platform/soc/soc:firmware/get_throttled"
BATTERIES = frozenset({"Battery", "UPS"})
FED = frozenset({"Charging", "Full", "Not charging"})
"""`Not charging`: outside power is there, the battery is full enough (Linux, Documentation/ABI/testing/sysfs-class-power)."""
SENSIBLE_C = range(-40, 126)


def open_reader(rest: str, _clock: Callable[[], float]) -> PowerReader:
    """`rest`: where /sys is mounted, "" for its usual place."""
    return SysfsPower(Path(rest or "/sys"))


class SysfsPower:
    """Reads the files anew each time: a battery board may be plugged in later."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self) -> Power:
        """The state just now."""
        bits, battery = self._bits(), self._battery()
        low = self._alarm() if bits is None else bool(bits & LOW_NOW)
        return Power(
            battery_percent=None if battery is None else _whole(battery / "capacity", range(101)),
            charging=self._charging(battery),
            volts=None if battery is None else _volts(battery),
            under_voltage=low,
            under_voltage_seen=None if bits is None else bool(bits & LOW_SEEN),
            throttled=None if bits is None else bool(bits & SLOWED_NOW),
            temperature_c=max(self._temperatures(), default=None),
        )

    def _bits(self) -> int | None:
        try:
            return int(_text(self._root / FIRMWARE), 16)
        except ValueError:
            return None

    def _alarm(self) -> bool | None:
        """The driver raspberrypi-hwmon: in0_lcrit_alarm (Linux, Documentation/hwmon/raspberrypi-hwmon.rst)."""
        for sensor in self._each("class/hwmon"):
            if _text(sensor / "name") == "rpi_volt":
                value = _whole(sensor / "in0_lcrit_alarm", range(2))
                return None if value is None else bool(value)
        return None

    def _battery(self) -> Path | None:
        """The first that is no battery of a mouse (`scope` Device)."""
        for supply in self._each("class/power_supply"):
            if _text(supply / "type") in BATTERIES and _text(supply / "scope") != "Device":
                return supply
        return None

    def _charging(self, battery: Path | None) -> bool | None:
        status = "" if battery is None else _text(battery / "status")
        if status in FED or status == "Discharging":
            return status in FED
        fed = [_whole(one / "online", range(3)) for one in self._each("class/power_supply") if one != battery]
        told = [value for value in fed if value is not None]
        return any(told) if told else None

    def _temperatures(self) -> Iterator[float]:
        for zone in self._each("class/thermal"):
            value = _whole(zone / "temp") if zone.name.startswith("thermal_zone") else None
            if value is not None and value // 1_000 in SENSIBLE_C:
                yield value / 1_000

    def _each(self, folder: str) -> list[Path]:
        try:
            return sorted((self._root / folder).iterdir())
        except OSError:
            return []


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):  # a driver may answer "no data" with an error
        return ""


def _whole(path: Path, among: range | None = None) -> int | None:
    try:
        value = int(_text(path))
    except ValueError:
        return None
    return value if among is None or value in among else None


def _volts(battery: Path) -> float | None:
    micro = _whole(battery / "voltage_now")
    return None if micro is None else micro / 1_000_000
