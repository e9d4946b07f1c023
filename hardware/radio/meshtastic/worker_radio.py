"""The meshtastic library as this project uses it: its interfaces, changed so that they neither wait, resend, reconnect nor start threads."""

import socket
import threading
from collections.abc import Callable
from typing import Any

from google.protobuf.message import DecodeError
from meshtastic.protobuf import mesh_pb2
from meshtastic.serial_interface import SerialInterface
from meshtastic.tcp_interface import TCPInterface

from hardware.radio.meshtastic.worker_told import told_node, told_packet

Say = Callable[..., None]

PATIENCE_S = 20  # the library's own; the parent's deadlines are shorter
TCP_CONNECT_S = 5.0
UNACKNOWLEDGED_MS = 15_000
OURS = {
    "packet",
    "queueStatus",
    "clientNotification",
    "rebooted",
    "log_record",
    "xmodemPacket",
    "mqttClientProxyMessage",
}
"""Fields of FromRadio that are not the library's business; it handles what belongs to the handshake."""


class Told:
    """Mixed in before an interface of the library: what comes from the radio is told at once, raw."""

    def __init__(self, say: Say, *args: Any, **more: Any) -> None:
        self._say = say
        self._one_at_a_time = threading.Lock()
        super().__init__(*args, **more)

    def _startHeartbeat(self) -> None:
        """The parent asks for each heartbeat: no timer thread."""

    def _sendToRadio(self, toRadio: Any) -> None:
        """Write it now: the library would wait for ever for a free place, and send again what had no answer."""
        if toRadio.HasField("packet"):
            self._say("out", id=toRadio.packet.id)
        with self._one_at_a_time:
            self._sendToRadioImpl(toRadio)  # type: ignore[attr-defined]

    def _handleFromRadio(self, fromRadioBytes: bytes) -> None:
        heard = mesh_pb2.FromRadio()
        try:
            heard.ParseFromString(bytes(fromRadioBytes))
        except DecodeError:
            return  # a bad byte on the line: the next frame is found again
        field = heard.WhichOneof("payload_variant")
        if field in OURS:
            self._tell(field, heard)
            return
        super()._handleFromRadio(fromRadioBytes)  # type: ignore[misc]
        if field == "node_info":
            own = self.myInfo is not None and self.myInfo.my_node_num == heard.node_info.num
            self._say("node", own=own, **told_node(heard.node_info))
        self._say("step")

    def _tell(self, field: str, heard: Any) -> None:
        if field == "packet":
            told_packet(heard.packet, self._say)
        elif field == "queueStatus":
            self._handleQueueStatusFromRadio(heard.queueStatus)
        elif field == "clientNotification":
            self._say("notice", text=heard.clientNotification.message[:200])
        elif field == "rebooted":
            self._say("failed", reason="unreachable", detail="the radio has started again")

    def _handleQueueStatusFromRadio(self, queueStatus: Any) -> None:
        """The library's own books are not kept: nothing would ever take them up."""
        status = queueStatus
        self._say("queue", res=status.res, free=status.free, most=status.maxlen, id=status.mesh_packet_id)

    def _disconnected(self) -> None:
        """The reader of the library has ended: so has this process, for its parent."""
        self._say("failed", reason=self.lost, detail="the connection has ended")
        super()._disconnected()  # type: ignore[misc]

    lost = "unreachable"
    myInfo: Any


class Serial(Told, SerialInterface):  # type: ignore[misc]
    """A radio on a serial port or pty."""

    lost = "no_device"


class Tcp(Told, TCPInterface):  # type: ignore[misc]
    """A radio behind a TCP port."""

    def myConnect(self) -> None:
        """Connect with a deadline; a peer that vanishes is noticed by the kernel too (tcp(7) TCP_USER_TIMEOUT)."""
        self.socket = socket.create_connection((self.hostname, self.portNumber), TCP_CONNECT_S)
        self.socket.settimeout(None)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNACKNOWLEDGED_MS)

    def _reconnect(self) -> None:
        """Never inside the same object: the state would look unbroken."""
        raise ConnectionResetError("the radio has closed the connection")


def connected(address: str, say: Say) -> Any:
    """The interface at "serial:PATH" or "tcp:HOST:PORT", after its handshake. Raises whatever the library raises."""
    scheme, _, rest = address.partition(":")
    if scheme == "serial":
        return Serial(say, devPath=rest, timeout=PATIENCE_S)
    host, _, port = rest.rpartition(":")
    return Tcp(say, hostname=host.strip("[]"), portNumber=int(port), timeout=PATIENCE_S)
