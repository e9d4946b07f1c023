"""What an air process plays: its nodes, links and settings, from a TOML file or a list of names."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from hardware.errors import UnknownDevice, unknown
from hardware.radio.air.links import Position
from hardware.radio.air.settings import Settings
from hardware.radio.airtime import PRESETS
from hardware.radio.provision.found import CHANNEL


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePlan:
    """One node. `number` 0: from its name. `port`: TCP port of its device, 0: any. Not `device`: `sim:` only."""

    name: str
    number: int = 0
    position: Position | None = None
    role: str = "CLIENT"
    device: bool = True
    port: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """`orders`: lines as at the control socket, given at the start. `channel`, `psk` (hex): of all devices."""

    nodes: tuple[NodePlan, ...]
    preset: str = "LONG_FAST"
    region: str = "KR"
    channel: str = CHANNEL
    psk: str = "54" * 32
    seed: int = 0
    orders: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)


def read_scenario(path: Path) -> Scenario:
    """From a file; UnknownDevice names what is wrong in it."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return _scenario(told)
    except (OSError, ValueError, TypeError) as error:
        raise UnknownDevice(f"{path}: {error}") from error


def named_nodes(names: Sequence[str], *, device: bool) -> tuple[NodePlan, ...]:
    """Nodes of which only the names are told: all hear all."""
    return tuple(NodePlan(name=name, device=device) for name in names)


def _scenario(told: Mapping[str, Any]) -> Scenario:
    nodes = tuple(_made(NodePlan, each) for each in told.get("nodes", ()))
    if len({each.name for each in nodes}) != len(nodes) or not nodes:
        raise ValueError("each node needs a name of its own")
    settings = _made(Settings, told.get("settings", {}))
    orders = tuple(told.get("orders", ()))
    rest = {name: value for name, value in told.items() if name not in {"nodes", "settings", "orders"}}
    made: Scenario = _made(Scenario, {**rest, "nodes": nodes, "settings": settings, "orders": orders})
    if made.preset not in PRESETS:
        raise unknown("preset", made.preset, PRESETS)
    return made


def _made(kind: Any, told: Mapping[str, Any]) -> Any:
    names = [each.name for each in fields(kind)]
    for name in told:
        if name not in names:
            raise unknown(f"setting of {kind.__name__}", name, names)
    given = dict(told)
    if "position" in given:
        east, north = given["position"]
        given["position"] = (float(east), float(north))
    return kind(**given)
