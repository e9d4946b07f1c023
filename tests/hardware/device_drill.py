"""Simulated radios in a thread, and the real meshtastic library as their client."""

import contextlib
import copy
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from google.protobuf.message import DecodeError
from meshtastic.protobuf import mesh_pb2
from meshtastic.serial_interface import SerialInterface
from meshtastic.tcp_interface import TCPInterface

from hardware.radio.antenna import AirPacket
from hardware.radio.device.__main__ import lone_server
from hardware.radio.device.alone import LoneAntenna
from hardware.radio.device.control import Control
from hardware.radio.device.core import Device
from hardware.radio.device.server import DeviceServer
from hardware.radio.device.setup import Setup, good_setup
from hardware.radio.device.stream import Frames, framed
from hardware.radio.device.thread import DeviceThread

NUMBER = 0xA0000001
FRIEND = 0xA0000002
HEARTBEAT = mesh_pb2.ToRadio(heartbeat=mesh_pb2.Heartbeat())
PATIENCE_S = 10.0
Given = TypeVar("Given")


def until(true: Callable[[], Given], patience_s: float = PATIENCE_S) -> Given:
    """What `true` gives as soon as it gives something; fails when it does not in time."""
    deadline = time.monotonic() + patience_s
    while not (given := true()):
        if time.monotonic() > deadline:
            pytest.fail("it did not happen in time")
        time.sleep(0.005)
    return given


@dataclass
class Events:
    """Everything that a library's interface was told."""

    statuses: list[Any] = field(default_factory=list)
    messages: list[Any] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    ends: int = 0

    def of(self, kind: str) -> list[Any]:
        """The FromRadio messages of one kind, unwrapped."""
        return [getattr(message, kind) for message in self.messages if message.HasField(kind)]

    def packets(self, port: int = 256) -> list[Any]:
        """The packets told on a port."""
        return [packet for packet in self.of("packet") if packet.decoded.portnum == port]

    def routing(self, request: int) -> list[tuple[int, int]]:
        """(from, error) of each ROUTING_APP packet about a packet of ours."""
        found = [packet for packet in self.packets(5) if packet.decoded.request_id == request]
        return [(getattr(packet, "from"), packet.decoded.payload[1]) for packet in found]


class _Told:
    """Mixed into an interface: keeps what it is told, starts no timer."""

    events: Events

    def _startHeartbeat(self) -> None:
        """No timer thread."""

    def _handleQueueStatusFromRadio(self, queueStatus: Any) -> None:
        self.events.statuses.append(copy.deepcopy(queueStatus))
        super()._handleQueueStatusFromRadio(queueStatus)  # type: ignore[misc]

    def _handleFromRadio(self, fromRadioBytes: bytes) -> None:
        with contextlib.suppress(DecodeError):
            self.events.messages.append(mesh_pb2.FromRadio.FromString(fromRadioBytes))
        super()._handleFromRadio(fromRadioBytes)  # type: ignore[misc]

    def _handleLogLine(self, line: str) -> None:
        self.events.lines.append(line)
        super()._handleLogLine(line)  # type: ignore[misc]

    def _disconnected(self) -> None:
        self.events.ends += 1
        super()._disconnected()  # type: ignore[misc]


class Tcp(_Told, TCPInterface):  # type: ignore[misc]
    """The library's TCP client."""

    def __init__(self, port: int, **more: Any) -> None:
        self.events = Events()
        super().__init__("127.0.0.1", portNumber=port, **({"timeout": 10} | more))


class Serial(_Told, SerialInterface):  # type: ignore[misc]
    """The library's serial client."""

    def __init__(self, path: Path) -> None:
        self.events = Events()
        super().__init__(str(path), timeout=10)


class Drill:
    """One radio in a thread and its clients, all closed at the end."""

    def __init__(self, thread: DeviceThread, setup: Setup, speed: float) -> None:
        self.thread = thread
        self.server: DeviceServer = thread.do(lambda: lone_server(setup, thread.loop, seed=7, speed=speed))
        self.device: Device = self.server.device
        self.clients: list[Any] = []
        self.port = int(thread.do(self.server.listen).rpartition(":")[2])
        self._control = Control(self.server)

    @property
    def air(self) -> LoneAntenna:
        antenna = self.device.antenna
        assert isinstance(antenna, LoneAntenna)
        return antenna

    def order(self, line: str) -> str:
        """One line to the radio."""
        return self.thread.do(lambda: self._control.do(line))

    def tcp(self, **more: Any) -> Tcp:
        """The real library, connected over TCP."""
        client = Tcp(self.port, **more)
        self.clients.append(client)
        return client

    def serial(self, path: Path) -> Serial:
        """The real library, connected over a pty."""
        client = Serial(path)
        self.clients.append(client)
        return client

    def close(self) -> None:
        """End the clients, then the radio."""
        self.order("clear")
        for client in self.clients:
            worker = threading.Thread(target=_close, args=(client,), daemon=True)
            worker.start()
            worker.join(3)
        self.thread.do(self.server.close)


def _close(client: Any) -> None:
    with contextlib.suppress(Exception):
        client.close()
    left = getattr(client, "socket", None)  # a reconnection that was under way
    if left:
        left.close()


@contextlib.contextmanager
def drill(setup: Setup | None = None, *, speed: float = 50.0) -> Iterator[Drill]:
    """A good radio, fast."""
    with DeviceThread() as thread:
        made = Drill(thread, setup or good_setup(NUMBER, name="Posko A"), speed)
        try:
            yield made
        finally:
            made.close()


def hear(made: "Drill", *payloads: bytes) -> None:
    """Packets of a neighbour."""
    for number, payload in enumerate(payloads):
        key = made.device.setup.key_of(0)
        packet = AirPacket(id=900 + number, sender=FRIEND, key=key, portnum=256, payload=payload)
        made.thread.do(partial(made.device.heard, packet))


class Bytes:
    """A client that sees the bytes."""

    def __init__(self, radio: Drill) -> None:
        self._socket = socket.create_connection(("127.0.0.1", radio.port))
        self._socket.settimeout(0.02)
        self.came = b""
        self.ended = False

    def say(self, message: mesh_pb2.ToRadio) -> None:
        self._socket.sendall(framed(message.SerializeToString()))

    def read(self) -> bytes:
        """All so far."""
        try:
            data = self._socket.recv(1 << 16)
            self.ended = self.ended or not data
            self.came += data
        except TimeoutError:
            pass
        except ConnectionResetError:
            self.ended = True
        return self.came

    def messages(self) -> list[mesh_pb2.FromRadio]:
        return [mesh_pb2.FromRadio.FromString(message) for message in Frames().feed(self.read())]

    def close(self) -> None:
        self._socket.close()
