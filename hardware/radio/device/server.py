"""The ways to a simulated radio: a TCP port or a pty, in the event loop of whoever runs it."""

import asyncio
import os
import socket
import struct
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hardware.radio.device.core import Device

CHUNK = 1 << 16
MOST_UNSENT = 1 << 20
"""Bytes that wait for a client that does not read; more are lost, as on a serial line."""


class Wire:
    """One open file, socket or pty, read and written by the loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, fd: int) -> None:
        self._loop = loop
        self._fd = fd
        self._unsent = b""
        self.is_open = True

    def read_to(self, came: Callable[[bytes], None], ended: Callable[[], None]) -> None:
        """Call with what comes, and once at its end."""
        self._loop.add_reader(self._fd, self._read, came, ended)

    def write(self, data: bytes) -> None:
        """As `Client.write`."""
        if self.is_open and len(self._unsent) < MOST_UNSENT:
            self._unsent += data
            self._flush()

    def detach(self) -> None:
        """The loop no longer looks at it."""
        self.is_open = False
        self._loop.remove_reader(self._fd)
        self._loop.remove_writer(self._fd)

    def _read(self, came: Callable[[bytes], None], ended: Callable[[], None]) -> None:
        try:
            data = os.read(self._fd, CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            came(data)
        else:
            ended()

    def _flush(self) -> None:
        try:
            sent = os.write(self._fd, self._unsent)
        except BlockingIOError:
            sent = 0
        except OSError:
            sent = len(self._unsent)
        self._unsent = self._unsent[sent:]
        if self._unsent:
            self._loop.add_writer(self._fd, self._flush)
        else:
            self._loop.remove_writer(self._fd)


class TcpClient:
    """One TCP connection, as a `Client` of the device."""

    def __init__(self, device: Device, loop: asyncio.AbstractEventLoop, peer: socket.socket) -> None:
        peer.setblocking(False)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._device = device
        self._peer = peer
        self._wire = Wire(loop, peer.fileno())
        self._wire.read_to(lambda data: device.received(self, data), self._ended)
        device.connected(self)

    def write(self, data: bytes) -> None:
        """As `Client.write`."""
        self._wire.write(data)

    def close(self) -> None:
        """As `Client.close`."""
        if self._wire.is_open:
            self._wire.detach()
            self._peer.close()

    def reset(self) -> None:
        """As `Client.reset`: with RST."""
        if self._wire.is_open:
            self._peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._ended()

    def _ended(self) -> None:
        self._device.lost(self)
        self.close()


class TcpDoor:
    """A listening port. Shut, it refuses; it opens again under the same number. The newest client is the only one."""

    def __init__(self, device: Device, loop: asyncio.AbstractEventLoop, host: str, port: int) -> None:
        self._device = device
        self._loop = loop
        self._listener: socket.socket | None = None
        self.address = (host, port)
        self.open()

    def open(self) -> None:
        """As `Door.open`; again is harmless."""
        if self._listener is None:
            self._listener = socket.create_server(self.address)
            self._listener.setblocking(False)
            self.address = self._listener.getsockname()[:2]
            self._loop.add_reader(self._listener.fileno(), self._accept, self._listener)

    @property
    def is_open(self) -> bool:
        """Whether it lets clients in."""
        return self._listener is not None

    def refuse(self) -> None:
        """Let nobody in; who is there stays."""
        listener, self._listener = self._listener, None
        if listener:
            self._loop.remove_reader(listener.fileno())
            listener.close()

    def shut(self) -> None:
        """As `Door.shut`."""
        self.refuse()
        if isinstance(self._device.phone.client, TcpClient):
            self._device.phone.hang_up()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            TcpClient(self._device, self._loop, listener.accept()[0])


class SerialDoor:
    """A pty behind a path. It has no end that the radio could see; a restart only makes it silent for a while."""

    def __init__(self, device: Device, loop: asyncio.AbstractEventLoop, path: Path) -> None:
        self._device = device
        self._loop = loop
        self.path = path
        self._ends: tuple[int, int] | None = None
        self._wire: Wire | None = None
        self.plug()

    def plug(self) -> None:
        """Appear under the path, as another device than before."""
        if self._ends is None:
            self._ends = os.openpty()
            for end in self._ends:
                tty.setraw(end)
                os.set_blocking(end, False)
            self._wire = Wire(self._loop, self._ends[0])
            self._wire.read_to(self._came, self.unplug)
            self._device.connected(self)
            self._show(os.ttyname(self._ends[1]))

    def unplug(self) -> None:
        """Vanish with the path."""
        ends, self._ends = self._ends, None
        if ends and self._wire:
            self._device.lost(self)
            self._wire.detach()
            for end in ends:
                os.close(end)
            self.path.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """As `Client.write`."""
        if self._wire:
            self._wire.write(data)

    def close(self) -> None:
        """As `Client.close`: a serial line stays."""

    def reset(self) -> None:
        """As `Client.reset`: a serial line stays."""

    def shut(self) -> None:
        """As `Door.shut`: the line stays, the radio is not heard."""

    def open(self) -> None:
        """As `Door.open`."""
        self.plug()

    def _came(self, data: bytes) -> None:
        if self._device.phone.client is not self:
            self._device.connected(self)
        self._device.received(self, data)

    def _show(self, name: str) -> None:
        fresh = self.path.with_name(self.path.name + ".new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(name)
        fresh.replace(self.path)


class DeviceServer:
    """One radio and its doors. All calls in the loop; several servers may share one."""

    def __init__(self, device: Device, loop: asyncio.AbstractEventLoop) -> None:
        self.device = device
        self._loop = loop
        self.tcp: list[TcpDoor] = []
        self.serial: list[SerialDoor] = []

    def listen(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Open a TCP door; its address for `open_radio`."""
        door = TcpDoor(self.device, self._loop, host, port)
        self.tcp.append(door)
        self.device.doors.append(door)
        return f"tcp:{door.address[0]}:{door.address[1]}"

    def open_pty(self, path: Path) -> str:
        """Open a pty behind a symlink at `path`; its address for `open_radio`."""
        door = SerialDoor(self.device, self._loop, path)
        self.serial.append(door)
        self.device.doors.append(door)
        return f"serial:{path}"

    def close(self) -> None:
        """Switch the radio off and take its doors away."""
        self.device.shut_down()
        for door in self.serial:
            door.unplug()
