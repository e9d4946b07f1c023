"""Protobufs of the library into plain messages for the parent: read raw, so that a field of value zero is not a missing one."""

import hashlib
from collections.abc import Callable
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.message import DecodeError
from meshtastic.protobuf import mesh_pb2, telemetry_pb2
from meshtastic.protobuf.portnums_pb2 import PortNum

Say = Callable[..., None]
Plain = dict[str, Any]


def told_packet(packet: Any, say: Say) -> None:
    """One MeshPacket as the events that the driver knows; what it does not know is only somebody heard."""
    sender = getattr(packet, "from")
    hops = packet.hop_start - packet.hop_limit if packet.hop_start else None
    rssi = packet.rx_rssi or None
    data = packet.decoded if packet.HasField("decoded") else None
    body: Plain = {"from": sender, "snr": packet.rx_snr if rssi else None, "rssi": rssi, "hops": hops}
    if data is not None and data.portnum == PortNum.PRIVATE_APP and packet.channel == 0:
        body["payload"] = data.payload.hex()
    say("packet", **body)
    if data is not None and data.portnum in _READERS:
        _read(_READERS[data.portnum], data, sender, say)


def _read(reader: Callable[[Any, int, Say], None], data: Any, sender: int, say: Say) -> None:
    try:
        reader(data, sender, say)
    except DecodeError:
        return  # bytes from the air prove nothing


def _routing(data: Any, sender: int, say: Say) -> None:
    routing = mesh_pb2.Routing.FromString(data.payload)
    if data.request_id and routing.WhichOneof("variant") in {None, "error_reason"}:
        say("routing", **{"from": sender, "id": data.request_id, "error": routing.error_reason})


def _telemetry(data: Any, sender: int, say: Say) -> None:
    telemetry = telemetry_pb2.Telemetry.FromString(data.payload)
    if telemetry.HasField("device_metrics"):
        say("telemetry", **{"from": sender}, metrics=_metrics(telemetry.device_metrics))


def _nodeinfo(data: Any, sender: int, say: Say) -> None:
    user = mesh_pb2.User.FromString(data.payload)
    say("node", number=sender, name=user.long_name, **_key(user.public_key))


_READERS: dict[int, Callable[[Any, int, Say], None]] = {
    PortNum.ROUTING_APP: _routing,
    PortNum.TELEMETRY_APP: _telemetry,
    PortNum.NODEINFO_APP: _nodeinfo,
}


def _metrics(metrics: Any) -> Plain:
    names = {
        "battery": "battery_level",
        "voltage": "voltage",
        "channel_use": "channel_utilization",
        "air_use": "air_util_tx",
    }
    return {ours: getattr(metrics, theirs) for ours, theirs in names.items() if metrics.HasField(theirs)}


def _key(public: bytes) -> Plain:
    """A digest: to see that two radios share a key, nobody needs the key."""
    return {"key": hashlib.sha256(public).hexdigest()[:32]} if public else {}


def told_node(node: Any) -> Plain:
    """One NodeInfo of the radio's table."""
    plain: Plain = {"number": node.num, "name": node.user.long_name, **_key(node.user.public_key)}
    if node.last_heard:
        plain |= {"last_heard": node.last_heard, "snr": node.snr}
    if node.HasField("hops_away"):
        plain["hops"] = node.hops_away
    if node.HasField("device_metrics"):
        plain["metrics"] = _metrics(node.device_metrics)
    return plain


def _whole(message: Any) -> Plain:
    plain: Plain = MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return plain


def told_settings(radio: Any) -> Plain:
    """All that the radio said of itself in the handshake, but its private key."""
    config = _whole(radio.localNode.localConfig)
    config.pop("security", None)
    metadata = radio.metadata
    return {
        "number": radio.myInfo.my_node_num,
        "firmware": metadata.firmware_version if metadata else "",
        "model": mesh_pb2.HardwareModel.Name(metadata.hw_model) if metadata else "",
        "config": config,
        "module": _whole(radio.localNode.moduleConfig),
        "channels": [_whole(channel) for channel in radio.localNode.channels or []],
    }
