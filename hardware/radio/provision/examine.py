"""Whether a radio is set as its operation needs it: one table of settings, what each must be, and what forbids sending."""

import hmac
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from hardware.radio.provision.found import KEY_BYTES, Found, Wanted

FIRMWARE_FLOOR = (2, 7, 15)  # closes CVE-2025-53627 and those before it
SELDOM_S, RARELY_S = 10_800, 86_400
"""From where on an interval of automatic traffic is long enough, and what is set where it is not."""

Fits = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Finding:
    """One setting that is not as it should be, in words to be shown. `blocks`: nothing may be sent until it is mended."""

    code: str
    is_: str
    should: str
    blocks: bool


def _equal(is_: Any, should: Any) -> bool:
    return bool(is_ == should)


def _long_enough(is_: Any, should: Any) -> bool:
    del should
    return int(is_) >= SELDOM_S


def _no_stronger(is_: Any, should: Any) -> bool:
    return 0 < int(is_) <= int(should)  # 0 lets the firmware take the most that its region allows


def _same_key(is_: Any, should: Any) -> bool:
    return bool(should) and hmac.compare_digest(str(is_), str(should))


@dataclass(frozen=True, slots=True)
class Row:
    """One setting: its code, its dotted name in `Found.values`, what it must be, and whether sending waits for it."""

    code: str
    name: str
    should: Callable[[Wanted], Any]
    blocks: bool = False
    fits: Fits = _equal


def _always(value: Any) -> Callable[[Wanted], Any]:
    return lambda wanted: value


ROWS = (
    Row("region", "lora.region", lambda wanted: wanted.region, blocks=True),
    Row("preset_off", "lora.use_preset", _always(True), blocks=True),
    Row("preset", "lora.modem_preset", lambda wanted: wanted.preset, blocks=True),
    Row("channel_num", "lora.channel_num", lambda wanted: wanted.channel_num, blocks=True),
    Row("frequency_override", "lora.override_frequency", _always(0.0), blocks=True),
    Row("hop_limit", "lora.hop_limit", lambda wanted: wanted.hop_limit, blocks=True),
    Row("tx_power", "lora.tx_power", lambda wanted: wanted.tx_power_dbm, blocks=True, fits=_no_stronger),
    Row("tx_enabled", "lora.tx_enabled", _always(True), blocks=True),
    Row("override_duty_cycle", "lora.override_duty_cycle", _always(False), blocks=True),
    Row("mqtt_by_others", "lora.config_ok_to_mqtt", _always(False)),
    Row("channel_role", "channel.role", _always("PRIMARY"), blocks=True),
    Row("channel", "channel.name", lambda wanted: wanted.channel, blocks=True),
    Row("key", "channel.psk", lambda wanted: wanted.key_text, blocks=True, fits=_same_key),
    Row("mqtt_uplink", "channel.uplink_enabled", _always(False), blocks=True),
    Row("mqtt_downlink", "channel.downlink_enabled", _always(False), blocks=True),
    Row("position_precision", "channel.position_precision", _always(0)),
    Row("mqtt", "mqtt.enabled", _always(False), blocks=True),
    Row("role", "device.role", _always("CLIENT")),
    Row("node_info", "device.node_info_broadcast_secs", _always(RARELY_S), fits=_long_enough),
    Row("position", "position.position_broadcast_secs", _always(RARELY_S), fits=_long_enough),
    Row("position_smart", "position.position_broadcast_smart_enabled", _always(False)),
    Row("telemetry", "telemetry.device_update_interval", _always(RARELY_S), fits=_long_enough),
)


def examine(found: Found, wanted: Wanted) -> list[Finding]:
    """Everything that is not as wanted; those that forbid sending first."""
    findings = [*_firmware(found), *_rows(found, wanted), *_frequency(found, wanted), *_public_key(found)]
    if found.other_channels:
        numbers = ", ".join(map(str, found.other_channels))
        findings.append(Finding("other_channels", f"kanal {numbers} juga hidup", "hanya kanal 0", False))
    return sorted(findings, key=lambda finding: not finding.blocks)


def wrong(found: Found, wanted: Wanted) -> list[Row]:
    """The rows of the table that do not fit: what can be set."""
    return [row for row in ROWS if not _row_fits(row, found, wanted)]


def _row_fits(row: Row, found: Found, wanted: Wanted) -> bool:
    if row.name not in found.values:
        return not row.blocks  # a radio without that module
    return row.fits(found.values[row.name], row.should(wanted))


def _rows(found: Found, wanted: Wanted) -> Iterator[Finding]:
    for row in wrong(found, wanted):
        if row.code == "key":
            yield Finding("key", _key_word(found), _wanted_key_word(wanted), row.blocks)
        else:
            yield Finding(row.code, _shown(row, found), _text(row.should(wanted)), row.blocks)


def _shown(row: Row, found: Found) -> str:
    return _text(found.values[row.name]) if row.name in found.values else "tidak disebut radio"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return f"{value:g}" if isinstance(value, float) else str(value) or '""'


def _key_word(found: Found) -> str:
    """Of a channel's key, never the key."""
    words = {0: "tanpa kunci", 1: "kunci bawaan yang dikenal umum", KEY_BYTES: "kunci lain"}
    return words.get(len(found.key), f"kunci lemah, {len(found.key) * 8} bit")


def _wanted_key_word(wanted: Wanted) -> str:
    return (
        "kunci operasi ini" if wanted.key else "kunci operasi, yang belum ada di unit ini (tagana radio key)"
    )


def _firmware(found: Found) -> Iterator[Finding]:
    numbers = re.match(r"(\d+)\.(\d+)\.(\d+)", found.firmware)
    if not numbers or tuple(map(int, numbers.groups())) < FIRMWARE_FLOOR:
        floor = ".".join(map(str, FIRMWARE_FLOOR))
        yield Finding("firmware", found.firmware or "tidak disebut radio", f"{floor} atau lebih baru", True)


def _frequency(found: Found, wanted: Wanted) -> Iterator[Finding]:
    low, high = wanted.band_mhz
    edges = found.edges_mhz()
    if edges is None:
        yield Finding("frequency", "tidak bisa dihitung", f"di dalam {low:g}-{high:g} MHz", True)
    elif not low <= edges[0] < edges[1] <= high:
        is_ = f"{edges[0]:g}-{edges[1]:g} MHz"
        yield Finding("frequency", is_, f"di dalam {low:g}-{high:g} MHz", True)


def _public_key(found: Found) -> Iterator[Finding]:
    """Told, but no reason for silence: whoever forges a NodeInfo could silence a unit with it."""
    if found.same_key:
        others = ", ".join(f"!{number:08x}" for number in found.same_key)
        yield Finding(
            "public_key", f"sama dengan radio {others}", "kunci yang dibuat radio ini sendiri", False
        )
