"""What a simulated radio knows of the other nodes: learnt from what it hears, told in the handshake."""

from random import Random
from typing import Any

from meshtastic.protobuf import mesh_pb2, portnums_pb2

from hardware.radio.antenna import AirPacket

HOLDS = 100
"""Nodes that the table keeps: 80 on nRF52, 100 on old ESP32, up to 250 on newer (meshtastic/firmware mesh-pb-constants.h)."""


class Nodes:
    """Number -> NodeInfo; the one not heard for longest goes first, favourites never."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}

    def all(self) -> list[Any]:
        """Every node known, the longest silent first."""
        return list(self._known.values())

    def learn(self, packet: AirPacket, heard_at: float) -> bool:
        """Who was heard, how well, and what it says of itself; True for a node whose name is not known yet."""
        node = self._of(packet.sender)
        node.last_heard, node.snr = int(heard_at), packet.snr
        node.hops_away = max(0, packet.hop_start - packet.hop_limit)
        if packet.portnum == portnums_pb2.PortNum.NODEINFO_APP:
            node.user.CopyFrom(mesh_pb2.User.FromString(packet.payload))
        return not node.user.id

    def add(self, user: Any) -> None:
        """A node by what it says of itself, as from a contact that was scanned."""
        self._of(int(user.id[1:], 16)).user.CopyFrom(user)

    def public_key(self, number: int) -> bytes:
        """b"" as long as it is not known."""
        return bytes(self._known[number].user.public_key) if number in self._known else b""

    def favour(self, number: int, yes: bool) -> None:
        """Mark it, if it is known."""
        if number in self._known:
            self._known[number].is_favorite = yes

    def forget(self, number: int | None = None) -> None:
        """One node, or all but favourites."""
        if number is not None:
            self._known.pop(number, None)
        else:
            self._known = {key: node for key, node in self._known.items() if node.is_favorite}

    def _of(self, number: int) -> Any:
        node = self._known.pop(number, None) or mesh_pb2.NodeInfo(num=number)
        if len(self._known) >= HOLDS:
            self._drop_one()
        self._known[number] = node
        return node

    def _drop_one(self) -> None:
        oldest = next((key for key, node in self._known.items() if not node.is_favorite), None)
        if oldest is not None:
            del self._known[oldest]


def strangers(count: int, chance: Random) -> list[Any]:
    """So many nodes that nobody has met, with names and keys."""
    numbers = [chance.getrandbits(32) | 1 for _ in range(count)]
    return [
        mesh_pb2.NodeInfo(num=number, user=_stranger(number, chance), snr=1.5, hops_away=2)
        for number in numbers
    ]


def _stranger(number: int, chance: Random) -> Any:
    text = f"{number:08x}"
    return mesh_pb2.User(
        id=f"!{text}",
        long_name=f"Meshtastic {text[4:]}",
        short_name=text[4:],
        public_key=chance.randbytes(32),
    )
