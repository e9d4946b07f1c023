"""How a simulated radio is set up: its settings, channels and name, as the protobufs that its client reads and writes."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from meshtastic.protobuf import channel_pb2, config_pb2, localonly_pb2, mesh_pb2, module_config_pb2

from hardware.radio.antenna import Tuning
from hardware.radio.provision.found import CHANNEL, SLOT

FIRMWARE = "2.7.26.54e0d8d"
CHANNELS = 8
NEVER_S = 0x7FFFFFFF
DEFAULT_PSK = b"\x01"  # stands for the published key of the default channel
LIMITED = {"EU_433": 10.0, "EU_868": 10.0, "UA_433": 10.0, "UA_868": 1.0}
"""Duty limit in percent of the regions that have one (meshtastic/firmware RadioInterface.cpp)."""
_LORA = config_pb2.Config.LoRaConfig
_ROLE = config_pb2.Config.DeviceConfig.Role


@dataclass(frozen=True, slots=True)
class Setup:
    """One radio's settings. The messages inside are changed in place, as the radio's own memory is."""

    number: int
    owner: Any  # User
    local: Any  # LocalConfig
    modules: Any  # LocalModuleConfig
    channels: list[Any]
    metadata: Any  # DeviceMetadata

    @property
    def primary(self) -> Any:
        """Settings of the channel that gives frequency and default key."""
        return self.channels[0].settings

    def key_of(self, index: int) -> bytes:
        """Who may read channel `index`: its name and PSK, digested; b"" for one that is off or none."""
        if index >= CHANNELS or self.channels[index].role == channel_pb2.Channel.Role.DISABLED:
            return b""
        settings = self.channels[index].settings
        name = settings.name or _LORA.ModemPreset.Name(self.local.lora.modem_preset)
        return sha256(name.encode() + b"\0" + settings.psk).digest()[:8]

    def channel_of(self, key: bytes) -> int | None:
        """Index of the channel that reads `key`."""
        return next((index for index in range(CHANNELS) if key and self.key_of(index) == key), None)

    def tuning(self) -> Tuning | None:
        """As the air needs it; None while the radio may not send: no region, or transmitter off."""
        lora = self.local.lora
        if lora.region == _LORA.RegionCode.UNSET or not lora.tx_enabled:
            return None
        region = _LORA.RegionCode.Name(lora.region)
        free = lora.override_duty_cycle
        return Tuning(
            region=region,
            preset=_LORA.ModemPreset.Name(lora.modem_preset),
            slot=str(lora.channel_num or self.primary.name),
            duty_percent=100.0 if free else LIMITED.get(region, 100.0),
            power_dbm=lora.tx_power,
            role=_ROLE.Name(self.local.device.role),
        )

    def save(self, path: Path) -> None:
        """As JSON."""
        path.write_text(json.dumps(_plain(self), indent=1))


def good_setup(number: int, *, name: str = "", channel: str = CHANNEL, psk: bytes = b"T" * 32) -> Setup:
    """A radio as an operation wants it: region KR, LongFast, a channel of its own, quiet, no MQTT."""
    setup = factory_setup(number, name=name)
    sections = config_pb2.Config
    setup.local.lora.MergeFrom(_LORA(region=_LORA.RegionCode.KR, channel_num=SLOT, tx_power=20))
    setup.local.position.MergeFrom(
        sections.PositionConfig(
            position_broadcast_secs=NEVER_S, gps_mode=sections.PositionConfig.GpsMode.NOT_PRESENT
        )
    )
    setup.local.device.MergeFrom(sections.DeviceConfig(node_info_broadcast_secs=10_800))
    setup.modules.telemetry.MergeFrom(
        module_config_pb2.ModuleConfig.TelemetryConfig(device_update_interval=NEVER_S)
    )
    setup.primary.CopyFrom(
        channel_pb2.ChannelSettings(name=channel, psk=psk, module_settings={"position_precision": 0})
    )
    return setup


def factory_setup(number: int, *, name: str = "") -> Setup:
    """A radio as it comes out of the box: no region, the default channel, positions rounded."""
    private = sha256(b"private %d" % number).digest()
    user = mesh_pb2.User(
        id=f"!{number:08x}",
        long_name=name or f"Meshtastic {number & 0xFFFF:04x}",
        short_name=(name or f"{number & 0xFFFF:04x}")[:4],
        hw_model=mesh_pb2.HardwareModel.HELTEC_V3,
        public_key=sha256(private).digest(),
    )
    setup = Setup(
        number, user, localonly_pb2.LocalConfig(), localonly_pb2.LocalModuleConfig(), [], _metadata()
    )
    setup.local.lora.MergeFrom(_LORA(use_preset=True, hop_limit=3, tx_enabled=True))
    setup.local.security.MergeFrom(_pair(user.public_key, private))
    for field in setup.local.DESCRIPTOR.fields:
        if field.message_type:
            getattr(setup.local, field.name).SetInParent()
    setup.channels.extend(channel_pb2.Channel(index=index) for index in range(CHANNELS))
    setup.channels[0].role = channel_pb2.Channel.Role.PRIMARY
    setup.primary.MergeFrom(
        channel_pb2.ChannelSettings(psk=DEFAULT_PSK, module_settings={"position_precision": 13})
    )
    return setup


def _pair(public: bytes, private: bytes) -> Any:
    return config_pb2.Config.SecurityConfig(public_key=public, private_key=private)


def _metadata() -> Any:
    return mesh_pb2.DeviceMetadata(
        firmware_version=FIRMWARE,
        device_state_version=24,
        hw_model=mesh_pb2.HardwareModel.HELTEC_V3,
        hasPKC=True,
    )


def _plain(setup: Setup) -> dict[str, Any]:
    parts = [setup.owner, setup.local, setup.modules, setup.metadata, *setup.channels]
    return {"number": setup.number, "parts": [json_format.MessageToDict(part) for part in parts]}


def saved_setup(path: Path) -> Setup:
    """What `Setup.save` has written."""
    held = json.loads(path.read_text())
    kinds = [
        mesh_pb2.User,
        localonly_pb2.LocalConfig,
        localonly_pb2.LocalModuleConfig,
        mesh_pb2.DeviceMetadata,
    ]
    kinds += [channel_pb2.Channel] * CHANNELS
    parts = [json_format.ParseDict(part, kind()) for kind, part in zip(kinds, held["parts"], strict=True)]
    owner, local, modules, metadata, *channels = parts
    return Setup(held["number"], owner, local, modules, channels, metadata)


def _default_channel(setup: Setup) -> None:
    setup.primary.name, setup.primary.psk = "", DEFAULT_PSK


def _shared_key(setup: Setup) -> None:
    """The key pair that a vendor's image gave to all radios of a batch."""
    setup.local.security.MergeFrom(_pair(sha256(b"same" * 8).digest(), b"same" * 8))
    setup.owner.public_key = setup.local.security.public_key


def _set(read: Callable[[Setup], Any], field: str, value: object) -> Callable[[Setup], None]:
    return lambda setup: setattr(read(setup), field, value)


SPOILS: Mapping[str, Callable[[Setup], None]] = {
    "no_region": _set(lambda setup: setup.local.lora, "region", _LORA.RegionCode.UNSET),
    "region": _set(lambda setup: setup.local.lora, "region", _LORA.RegionCode.SG_923),
    "limited_region": _set(lambda setup: setup.local.lora, "region", _LORA.RegionCode.UA_868),
    "preset": _set(lambda setup: setup.local.lora, "modem_preset", _LORA.ModemPreset.SHORT_FAST),
    "hop_limit": _set(lambda setup: setup.local.lora, "hop_limit", 0),
    "transmitter": _set(lambda setup: setup.local.lora, "tx_enabled", False),
    "role": _set(lambda setup: setup.local.device, "role", _ROLE.ROUTER),
    "firmware": _set(lambda setup: setup.metadata, "firmware_version", "2.7.14.e959000"),
    "mqtt": _set(lambda setup: setup.modules.mqtt, "enabled", True),
    "uplink": _set(lambda setup: setup.primary, "uplink_enabled", True),
    "precision": _set(lambda setup: setup.primary.module_settings, "position_precision", 13),
    "channel": _default_channel,
    "shared_key": _shared_key,
}
"""Ways in which a good radio is wrong."""
