"""How a radio is set, as it said when it was connected, and how it should be."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hardware.radio.provision.band import edges_mhz

KEY_BYTES = 32  # AES-256; radio.proto ChannelSettings.psk
CHANNEL, SLOT = "Tagana", 6
"""Until the operation decides otherwise. KR has slot 6 with every bandwidth (6 of 500 kHz, 12 of 250, 24 of 125), and radios
out of the box speak on slot 12 (LongFast, 922.875 MHz).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How each radio of the operation is set. `key`: the channel's secret, 32 bytes, b"" while there is none.

    `band_mhz`: in which every transmission must lie. `channel_num`: the slot, from 1; 0 lets the channel's name choose.
    """

    region: str = "KR"
    preset: str = "LONG_FAST"
    channel: str = CHANNEL
    key: bytes = field(default=b"", repr=False)
    channel_num: int = SLOT
    band_mhz: tuple[float, float] = (920.0, 923.0)
    tx_power_dbm: int = 20
    hop_limit: int = 3

    @property
    def key_text(self) -> str:
        """The key as `Found.values` has it."""
        return base64.b64encode(self.key).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a radio says of itself. `values` by dotted name: "lora.region", "mqtt.enabled", "channel.name" (of channel 0).

    What it did not say is missing. `same_key`: numbers of other radios with its own public key.
    """

    number: int
    firmware: str = ""
    model: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    other_channels: tuple[int, ...] = ()
    same_key: tuple[int, ...] = ()

    @property
    def key(self) -> bytes:
        """The secret of channel 0."""
        return base64.b64decode(self.values.get("channel.psk") or "")

    def edges_mhz(self) -> tuple[float, float] | None:
        """Between which frequencies it sends; None where that cannot be computed."""
        if self.values.get("lora.override_frequency") or not self.values.get("lora.use_preset"):
            return None
        return edges_mhz(
            str(self.values.get("lora.region")),
            str(self.values.get("lora.modem_preset")),
            channel_num=int(self.values.get("lora.channel_num", 0)),
            name=str(self.values.get("channel.name", "")),
        )


def found_in(ready: Mapping[str, Any], same_key: Iterable[int] = ()) -> Found:
    """From the worker's word "ready"."""
    channels: list[Mapping[str, Any]] = list(ready["channels"])
    first = next((each for each in channels if not each.get("index")), {})
    return Found(
        number=ready["number"],
        firmware=ready["firmware"],
        model=ready["model"],
        values=_values(ready["config"]) | _values(ready["module"]) | _channel(first),
        other_channels=tuple(
            each["index"] for each in channels if each.get("index") and each.get("role") != "DISABLED"
        ),
        same_key=tuple(same_key),
    )


def _values(sections: Mapping[str, Any]) -> dict[str, Any]:
    return {
        f"{name}.{key}": value
        for name, section in sections.items()
        if isinstance(section, Mapping)
        for key, value in section.items()
    }


def _channel(channel: Mapping[str, Any]) -> dict[str, Any]:
    if not channel:
        return {}
    settings = channel.get("settings", {})
    module = settings.get("module_settings", {})
    return {
        "channel.role": channel.get("role"),
        "channel.name": settings.get("name", ""),
        "channel.psk": settings.get("psk", ""),
        "channel.uplink_enabled": settings.get("uplink_enabled", False),
        "channel.downlink_enabled": settings.get("downlink_enabled", False),
        "channel.position_precision": module.get("position_precision", 0),
    }
