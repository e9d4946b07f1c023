"""The configuration that a radio tells its client after `want_config_id`, step by step."""

from collections.abc import Iterator, Sequence
from typing import Any

from meshtastic.protobuf import mesh_pb2

from hardware.radio.device.setup import Setup

NO_NODES, ONLY_NODES = 69420, 69421
"""Ids with a meaning: all but the other nodes, nothing but nodes (meshtastic/firmware PhoneAPI.h)."""

STEPS = (
    "my_info",
    "deviceuiConfig",
    "own_node",
    "metadata",
    "channel",
    "config",
    "moduleConfig",
    "nodes",
    "complete",
)

Step = tuple[str, Any]
"""The name of a step and one FromRadio of it."""


def handshake(nonce: int, setup: Setup, nodes: Sequence[Any]) -> Iterator[Step]:
    """All that is said, in the firmware's order (meshtastic/firmware PhoneAPI.cpp getFromRadio)."""
    if nonce != ONLY_NODES:
        yield from _greeting(setup, len(nodes))
    yield "own_node", mesh_pb2.FromRadio(node_info=own_node(setup))
    if nonce != ONLY_NODES:
        yield from _settings(setup)
    if nonce != NO_NODES:
        yield from (("nodes", mesh_pb2.FromRadio(node_info=node)) for node in nodes)
    yield "complete", mesh_pb2.FromRadio(config_complete_id=nonce)


def own_node(setup: Setup) -> Any:
    """What the radio tells of itself."""
    return mesh_pb2.NodeInfo(num=setup.number, user=setup.owner, is_favorite=True)


def _greeting(setup: Setup, known: int) -> Iterator[Step]:
    mine = mesh_pb2.MyNodeInfo(
        my_node_num=setup.number,
        device_id=setup.number.to_bytes(16, "big"),
        pio_env="heltec-v3",
        min_app_version=30200,
        nodedb_count=known + 1,
    )
    yield "my_info", mesh_pb2.FromRadio(my_info=mine)
    ui = mesh_pb2.FromRadio()
    ui.deviceuiConfig.SetInParent()
    yield "deviceuiConfig", ui


def _settings(setup: Setup) -> Iterator[Step]:
    yield "metadata", mesh_pb2.FromRadio(metadata=setup.metadata)
    yield from (("channel", mesh_pb2.FromRadio(channel=channel)) for channel in setup.channels)
    yield from (("config", message) for message in _sections(setup.local, "config"))
    yield from (("moduleConfig", message) for message in _sections(setup.modules, "moduleConfig"))


def _sections(settings: Any, field: str) -> Iterator[Any]:
    """One FromRadio a section of LocalConfig or LocalModuleConfig."""
    for section in settings.DESCRIPTOR.fields:
        message = mesh_pb2.FromRadio()
        if section.message_type and section.name in getattr(message, field).DESCRIPTOR.fields_by_name:
            getattr(getattr(message, field), section.name).CopyFrom(getattr(settings, section.name))
            getattr(getattr(message, field), section.name).SetInParent()
            yield message
