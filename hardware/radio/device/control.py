"""Orders to a simulated radio, one a line: faults on and off, reboots, absences, packets to hear."""

import json
import shlex
from collections.abc import Callable, Sequence
from typing import Any

from meshtastic.protobuf import mesh_pb2, portnums_pb2

from hardware.errors import HardwareError, unknown
from hardware.radio.antenna import BROADCAST
from hardware.radio.device.server import DeviceServer, SerialDoor, TcpDoor
from hardware.radio.device.setup import SPOILS


class _Thief:
    """A second client that says nothing: it only takes the place."""

    def write(self, data: bytes) -> None:
        """Take it."""

    def close(self) -> None:
        """Go."""

    def reset(self) -> None:
        """Go."""


class Control:
    """What a test or an operator of a drill can do to one radio."""

    def __init__(self, server: DeviceServer) -> None:
        self._server = server
        self._device = server.device
        self._orders: dict[str, Callable[[Sequence[str]], Any]] = {
            "set": self._set,
            "clear": self._clear,
            "reboot": self._reboot,
            "rebooted": lambda _: self._device.phone.say_rebooted(),
            "away": self._away,
            "refuse": lambda _: self._doors(TcpDoor.refuse),
            "admit": lambda _: self._doors(TcpDoor.open),
            "reset": lambda _: self._reset(),
            "close": lambda _: self._device.phone.hang_up(),
            "thief": lambda _: self._device.connected(_Thief()),
            "unplug": lambda _: self._cables(SerialDoor.unplug),
            "plug": lambda _: self._cables(SerialDoor.plug),
            "replay": self._replay,
            "hear": self._hear,
            "report": lambda _: self._device.report(),
            "spoil": self._spoil,
        }

    def do(self, line: str) -> str:
        """One order, as `set NAME [VALUE] [xTIMES]`; the answer is JSON: {"on": faults} or {"error": sentence}."""
        try:
            word, *rest = shlex.split(line) or [""]
            if word not in self._orders:
                raise unknown("order", word, self._orders)
            self._orders[word](rest)
        except (HardwareError, ValueError, IndexError) as error:
            return json.dumps({"error": str(error)})
        return json.dumps({"on": self._device.faults.on()})

    def _set(self, rest: Sequence[str]) -> None:
        words = list(rest)
        times = (
            int(words.pop()[1:])
            if len(words) > 1 and words[-1][:1] == "x" and words[-1][1:].isdigit()
            else None
        )
        self._device.faults.set(words[0], words[1] if len(words) > 1 else 1, times)

    def _clear(self, rest: Sequence[str]) -> None:
        self._device.faults.clear(rest[0] if rest else "")
        self._device.thaw()

    def _reboot(self, rest: Sequence[str]) -> None:
        self._device.reboot(float(rest[0]) if rest else 0.0)

    def _away(self, rest: Sequence[str]) -> None:
        """Off for so many seconds: TCP refuses meanwhile, a pty vanishes and comes back as another."""
        self._cables(SerialDoor.unplug)
        self._device.reboot(0.0, float(rest[0]))

    def _doors(self, act: Callable[[TcpDoor], None]) -> None:
        for door in self._server.tcp:
            act(door)

    def _cables(self, act: Callable[[SerialDoor], None]) -> None:
        for door in self._server.serial:
            act(door)

    def _reset(self) -> None:
        client = self._device.phone.client
        if client:
            client.reset()

    def _replay(self, rest: Sequence[str]) -> None:
        self._device.hearing.replay(int(rest[0]) if rest else 1)

    def _hear(self, rest: Sequence[str]) -> None:
        """`hear SENDER HEX [PORT]`: a packet of that number, as if it came over the air."""
        packet = mesh_pb2.MeshPacket(id=self._device.new_id(), to=BROADCAST, rx_snr=5.5, rx_rssi=-90)
        packet.hop_limit, packet.hop_start = 3, 3
        setattr(packet, "from", int(rest[0], 0))
        packet.decoded.payload = bytes.fromhex(rest[1])
        packet.decoded.portnum = int(rest[2]) if len(rest) > 2 else portnums_pb2.PortNum.PRIVATE_APP
        self._device.hearing.inject(packet)

    def _spoil(self, rest: Sequence[str]) -> None:
        """Make the settings wrong in one way of SPOILS; told at the next handshake."""
        if rest[0] not in SPOILS:
            raise unknown("spoil", rest[0], SPOILS)
        SPOILS[rest[0]](self._device.setup)
