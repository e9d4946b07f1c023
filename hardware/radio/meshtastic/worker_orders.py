"""What the driver may order: a packet, a heartbeat, settings written. Each is one call of the library, without waiting."""

from typing import Any

from google.protobuf.json_format import ParseDict
from meshtastic.protobuf import admin_pb2, channel_pb2
from meshtastic.protobuf.portnums_pb2 import PortNum

from hardware.radio.meshtastic.worker_wire import Message


def _send(radio: Any, order: Message) -> None:
    radio.sendData(
        bytes.fromhex(order["payload"]),
        portNum=PortNum.PRIVATE_APP,
        wantAck=order["want_ack"],
        hopLimit=order["hops"],
        priority=order["priority"],
    )


def _beat(radio: Any, order: Message) -> None:
    del order
    radio.sendHeartbeat()


def _admin(radio: Any, message: Any) -> None:
    radio.sendData(
        message, radio.myInfo.my_node_num, portNum=PortNum.ADMIN_APP, wantAck=True, wantResponse=True
    )


def _merged(known: Any, values: Any) -> Any:
    """A copy of `known` with some fields replaced, named as in the protobufs."""
    merged = type(known)()
    merged.CopyFrom(known)
    ParseDict(values, merged)
    merged.SetInParent()
    return merged


def _config(radio: Any, order: Message) -> None:
    message = admin_pb2.AdminMessage()
    known = getattr(radio.localNode.localConfig, order["section"])
    getattr(message.set_config, order["section"]).CopyFrom(_merged(known, order["values"]))
    _admin(radio, message)


def _module(radio: Any, order: Message) -> None:
    message = admin_pb2.AdminMessage()
    known = getattr(radio.localNode.moduleConfig, order["section"])
    getattr(message.set_module_config, order["section"]).CopyFrom(_merged(known, order["values"]))
    _admin(radio, message)


def _channel(radio: Any, order: Message) -> None:
    index = int(order["section"])
    message = admin_pb2.AdminMessage()
    known = radio.localNode.channels[index] if radio.localNode.channels else channel_pb2.Channel()
    message.set_channel.CopyFrom(_merged(known, order["values"]))
    message.set_channel.index = index
    _admin(radio, message)


def _begin(radio: Any, order: Message) -> None:
    del order
    _admin(radio, admin_pb2.AdminMessage(begin_edit_settings=True))


def _commit(radio: Any, order: Message) -> None:
    del order
    _admin(radio, admin_pb2.AdminMessage(commit_edit_settings=True))


def _reboot(radio: Any, order: Message) -> None:
    _admin(radio, admin_pb2.AdminMessage(reboot_seconds=int(order["after_s"])))


ORDERS = {
    "send": _send,
    "beat": _beat,
    "config": _config,
    "module": _module,
    "channel": _channel,
    "begin": _begin,
    "commit": _commit,
    "reboot": _reboot,
}
