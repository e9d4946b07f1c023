"""What has to be written to a radio, section by section, so that its settings fit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hardware.radio.provision.examine import Row
from hardware.radio.provision.found import Wanted

MODULES = {"mqtt", "telemetry"}


@dataclass(frozen=True, slots=True)
class Write:
    """One section: order of the worker ("config", "module", "channel"), its name, and fields as nested tables."""

    order: str
    section: str
    values: Mapping[str, Any]


def writes(rows: Iterable[Row], wanted: Wanted) -> list[Write]:
    """The rows by section, in the order of the table."""
    sections: dict[str, dict[str, Any]] = {}
    for row in rows:
        section, _, name = row.name.partition(".")
        sections.setdefault(section, {})[_CHANNEL_PATHS.get(row.name, name)] = row.should(wanted)
    return [_section(name, values) for name, values in sections.items()]


_CHANNEL_PATHS = {
    "channel.name": "settings.name",
    "channel.psk": "settings.psk",
    "channel.uplink_enabled": "settings.uplink_enabled",
    "channel.downlink_enabled": "settings.downlink_enabled",
    "channel.position_precision": "settings.module_settings.position_precision",
}


def _section(name: str, values: Mapping[str, Any]) -> Write:
    if name == "channel":
        return Write("channel", "0", _nested(values))
    return Write("module" if name in MODULES else "config", name, _nested(values))


def disabled(index: int) -> Write:
    """Switches off a channel beside the operation's own."""
    return Write("channel", str(index), {"role": "DISABLED"})


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """{"a.b": 1} as {"a": {"b": 1}}."""
    nested: dict[str, Any] = {}
    for path, value in values.items():
        *parents, last = path.split(".")
        place = nested
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return nested
