"""The GPS driver for NMEA 0183 on a serial port or pty; reopens by itself when the receiver is pulled and put back."""

import contextlib
import termios

import serial

from hardware.errors import NoFix, UnknownDevice
from hardware.gps.clock import Clock
from hardware.gps.fix import Fix
from hardware.gps.sentences import Joiner, Lines, parse

BAUD = 9600  # the factory setting of most receivers
SLICE_S = 0.1
CHUNK = 4096  # the size of the kernel's buffer
QUIET_S = 3.0  # three seconds of a receiver of 1 Hz
UNATTENDED_S = 2.0  # what came in meanwhile is old: the kernel keeps the oldest when its buffer is full


class NmeaSource:
    """Fixes from the sentences of one receiver."""

    def __init__(self, path: str, baud: int, clock: Clock) -> None:
        self._path = path
        self._baud = baud
        self._clock = clock
        self._port: serial.Serial | None = None
        self._lines = Lines()
        self._joiner = Joiner("nmea")
        self._byte_at = self._sentence_at = self._attended_at = -QUIET_S

    def next(self, wait_s: float) -> Fix:
        """The first fix that completes within `wait_s`; NoFix no_receiver, silent, babble or no_sky."""
        until = self._clock.monotonic() + wait_s
        try:
            return self._listen(until)
        except (OSError, termios.error) as error:
            self.close()
            raise NoFix("no_receiver", str(error)) from error

    def _listen(self, until: float) -> Fix:
        port = self._attended()
        while self._clock.monotonic() < until:
            fix = self._hear(port.read(max(1, min(CHUNK, port.in_waiting))))
            if fix is not None:
                return fix
        raise NoFix(self._reason(), self._path)

    def _attended(self) -> serial.Serial:
        """The open port, without what piled up while nobody listened."""
        port = self._port or self._opened()
        if self._clock.monotonic() - self._attended_at > UNATTENDED_S:
            port.reset_input_buffer()
            self._lines, self._joiner = Lines(), Joiner("nmea")
        self._attended_at = self._clock.monotonic()
        return port

    def _opened(self) -> serial.Serial:
        self._port = serial.Serial(self._path, self._baud, timeout=SLICE_S)
        self._attended_at = -UNATTENDED_S
        return self._port

    def _hear(self, data: bytes) -> Fix | None:
        """The newest fix in `data`."""
        now = self._attended_at = self._clock.monotonic()
        self._byte_at = now if data else self._byte_at
        newest = None
        for message in filter(None, map(parse, self._lines.feed(data))):
            self._sentence_at = now
            newest = self._joiner.feed(message) or newest
        return newest

    def _reason(self) -> str:
        now = self._clock.monotonic()
        if now - self._sentence_at < QUIET_S:
            return "not_yet" if self._joiner.sky else "no_sky"
        return "babble" if now - self._byte_at < QUIET_S else "silent"

    def close(self) -> None:
        """Close the port; again is harmless."""
        port, self._port = self._port, None
        if port is not None:
            with contextlib.suppress(OSError, termios.error):
                port.close()


def open_source(rest: str, clock: Clock, seed: int) -> NmeaSource:
    """From "/dev/NAME" or "/dev/NAME@BAUD"."""
    del seed
    path, _, baud = rest.partition("@")
    if not path or not (baud or str(BAUD)).isdecimal() or int(baud or BAUD) not in serial.Serial.BAUDRATES:
        raise UnknownDevice(f'"nmea:{rest}" is not nmea:/dev/NAME[@BAUD] with a usual baud rate')
    return NmeaSource(path, int(baud or BAUD), clock)
