"""The GPS driver for gpsd: the gpsd-py3 library talks, under a deadline and without its globals; we read the values."""

import contextlib
import socket
from collections.abc import Callable
from importlib.util import find_spec, module_from_spec
from types import ModuleType, SimpleNamespace
from typing import Any, Self

from hardware.errors import NoFix, UnknownDevice
from hardware.gps.clock import Clock
from hardware.gps.fix import Fix
from hardware.gps.tpv import fix_of

PORT = 2947  # IANA: gpsd
PATIENCE_S = 3.0  # the longest that one poll may take before the connection is given up
MOST_BYTES = 1 << 18  # one poll of a sky with 100 satellites has about 20 kB


class _TimedSocket(socket.socket):
    """A socket of which one exchange ends at a moment and at a size, however slowly or much the other end sends."""

    left_s: Callable[[], float]
    left_bytes: int = MOST_BYTES

    def _hurry(self) -> None:
        left = self.left_s()
        if left <= 0:
            raise TimeoutError("no complete answer in time")
        self.settimeout(left)

    def connect(self, address: Any) -> None:
        self._hurry()
        super().connect(address)

    def send(self, *args: Any) -> int:
        self._hurry()
        return super().send(*args)

    def recv_into(self, *args: Any) -> int:
        self._hurry()
        count = super().recv_into(*args)
        self.left_bytes -= count
        if self.left_bytes < 0:
            raise OSError("an answer without end")
        return count


def _as_it_came(packet: Any) -> Any:
    """Stands in for the library's GpsResponse.from_json, which takes 0.0 for what is missing."""
    return packet


def _silently(*_: object) -> None:
    """The library's log calls one that is deprecated."""


class _Connection:
    """One connection to gpsd through a private copy of the library: its module globals die with the connection."""

    def __init__(self, left_s: Callable[[], float]) -> None:
        self._sockets: list[_TimedSocket] = []
        self._left_s = left_s
        self._library = _copy_of_library()
        doors = SimpleNamespace(AF_INET=socket.AF_INET, SOCK_STREAM=socket.SOCK_STREAM, socket=self._socket)
        quiet = SimpleNamespace(debug=_silently, warn=_silently)
        vars(self._library).update(
            socket=doors, GpsResponse=SimpleNamespace(from_json=_as_it_came), logger=quiet
        )

    def _socket(self, family: int, kind: int) -> _TimedSocket:
        made = _TimedSocket(family, kind)
        made.left_s = self._left_s
        self._sockets.append(made)
        return made

    def connect(self, host: str, port: int) -> Self:
        self._library.connect(host, port)
        return self

    def poll(self) -> Any:
        """gpsd's answer to ?POLL, decoded."""
        for each in self._sockets:
            each.left_bytes = MOST_BYTES
        return self._library.get_current()

    def close(self) -> None:
        stream = self._library.gpsd_stream
        with contextlib.suppress(OSError, ValueError):
            if stream is not None:
                stream.close()
        for each in self._sockets:
            each.close()


def _copy_of_library() -> ModuleType:
    spec = find_spec("gpsd")
    if spec is None or spec.loader is None:
        raise UnknownDevice("the library gpsd-py3 is not installed")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class GpsdSource:
    """Fixes by polling gpsd; any trouble ends the connection and the next call makes a new one."""

    def __init__(self, host: str, port: int, clock: Clock) -> None:
        self._host = host
        self._port = port
        self._clock = clock
        self._until = 0.0
        self._connection: _Connection | None = None

    def next(self, wait_s: float) -> Fix:
        """gpsd's fix of this moment; NoFix no_receiver, no_sky, silent, babble or unreachable."""
        self._until = self._clock.monotonic() + min(wait_s, PATIENCE_S)
        return fix_of(self._poll())

    def _left_s(self) -> float:
        return self._until - self._clock.monotonic()

    def _poll(self) -> Any:
        try:
            return self._connected().poll()
        except TimeoutError as error:
            raise self._lost("silent", error) from error
        except OSError as error:
            raise self._lost("unreachable", error) from error
        except UnknownDevice:
            raise
        except Exception as error:  # the library raises plain Exception and whatever its parsing hits
            raise self._lost("babble", error) from error

    def _connected(self) -> _Connection:
        if self._connection is None:
            self._connection = _Connection(self._left_s)
            self._connection.connect(self._host, self._port)
        return self._connection

    def _lost(self, reason: str, error: Exception) -> NoFix:
        self.close()
        return NoFix(reason, f"{type(error).__name__}: {error}"[:200])

    def close(self) -> None:
        """End the connection; again is harmless."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def open_source(rest: str, clock: Clock, seed: int) -> GpsdSource:
    """From "HOST:PORT", "HOST" or "HOST:"; numeric hosts or localhost, as name servers keep no deadline."""
    del seed
    host, _, port = rest.partition(":")
    if not host or not (port or str(PORT)).isdecimal() or int(port or PORT) > 65_535:
        raise UnknownDevice(f'"gpsd:{rest}" is not gpsd:HOST:PORT')
    return GpsdSource(host, int(port or PORT), clock)
