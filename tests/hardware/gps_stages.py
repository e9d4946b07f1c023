"""Stages on which each GPS driver plays: a real gpsd under gpsfake, a pty with a pen, a simulated walk."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import threading
import time
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

from hardware.errors import NoFix
from hardware.gps import Clock, Fix, Gps
from tests.hardware.drill_walk import receiver

HOUR_S = 3600


def believe() -> bool:
    return True


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def until_fix(gps: Gps, *, within_s: float = 12.0) -> Fix:
    """The first fix; the last NoFix when none comes in time."""
    until = time.monotonic() + within_s
    while True:
        try:
            return gps.read(1.0)
        except NoFix:
            if time.monotonic() > until:
                raise


def until_reason(gps: Gps, reasons: set[str], *, within_s: float = 12.0) -> str:
    """The first NoFix whose reason is one of `reasons`."""
    until = time.monotonic() + within_s
    said = ""
    while said not in reasons and time.monotonic() < until:
        with contextlib.suppress(NoFix):
            said = ""
            said = _reason(gps)
    return said


def _reason(gps: Gps) -> str:
    try:
        gps.read(0.5)
    except NoFix as error:
        return error.reason
    return ""


class GpsdStage:
    """The real gpsd, fed by gpsfake with a log written for the moment."""

    clock = Clock()
    trusting = Clock(trusted=believe)

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log.nmea"
        self._port = free_port()
        self._fake: subprocess.Popen[bytes] | None = None
        self.address = f"gpsd:127.0.0.1:{self._port}"

    def play(self, *, sky: bool = True, late_s: float = 0) -> None:
        self.die()
        rows = itertools.islice(receiver(float(int(time.time() - late_s)), sky=sky), 600)
        self._log.write_text("".join(text for _, text in rows))
        command = ["gpsfake", "-q", "-n", "-c", "0.03", "-P", str(self._port), str(self._log)]
        quiet = subprocess.DEVNULL
        self._fake = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
        )

    def silence(self) -> None:
        """gpsd is stopped in its tracks: the kernel accepts, nobody answers."""
        if self._fake is not None:
            os.killpg(self._fake.pid, signal.SIGSTOP)

    def die(self) -> None:
        fake, self._fake = self._fake, None
        if fake is not None:
            os.killpg(fake.pid, signal.SIGKILL)
            fake.wait()


class Pen(threading.Thread):
    """Writes a script to one end of a pty until told to stop."""

    def __init__(self, pty: int, script: Iterator[bytes], every_s: float) -> None:
        super().__init__(daemon=True)
        self._pty, self._script, self._every_s = pty, script, every_s
        self._stop_now = threading.Event()

    def run(self) -> None:
        for text in self._script:
            with contextlib.suppress(
                OSError
            ):  # the reader is slow or gone: bytes are lost, as on a real line
                os.write(self._pty, text)
            if self._stop_now.wait(self._every_s):
                return

    def stop(self) -> None:
        self._stop_now.set()
        self.join()


class NmeaStage:
    """A receiver on a pty behind a name that stays, as udev gives it."""

    clock = Clock()
    trusting = Clock(trusted=believe)

    def __init__(self, folder: Path) -> None:
        self._name = folder / "tagana-gps"
        self._ends: tuple[int, int] | None = None
        self._pen: Pen | None = None
        self.address = f"nmea:{self._name}@9600"

    def play(self, *, sky: bool = True, late_s: float = 0) -> None:
        rows = receiver(float(int(time.time() - late_s)), sky=sky)
        self.write(text.encode() for _, text in rows)

    def write(self, script: Iterator[bytes], *, every_s: float = 0.1) -> None:
        self.silence()
        if self._ends is None:
            self._ends = os.openpty()
            tty.setraw(self._ends[1])
            os.set_blocking(self._ends[0], False)
            self._name.symlink_to(os.ttyname(self._ends[1]))
        self._pen = Pen(self._ends[0], script, every_s)
        self._pen.start()

    def silence(self) -> None:
        pen, self._pen = self._pen, None
        if pen is not None:
            pen.stop()

    def die(self) -> None:
        self.silence()
        ends, self._ends = self._ends, None
        if ends is not None:
            self._name.unlink()
            for end in ends:
                os.close(end)


class SimStage:
    """The simulated walk; its time is the test's, and its trouble is a stretch without sky."""

    def __init__(self, folder: Path) -> None:
        del folder
        self.address = "sim:gladi-banjir.gpx?sky=200-300"
        self._mono = 1000.0
        self.clock = Clock(utc=self._true, monotonic=lambda: self._mono, wait=self._rest)
        self.trusting = Clock(utc=self._true, monotonic=lambda: self._mono, wait=self._rest, trusted=believe)

    def _true(self) -> float:
        return 1_790_000_000.0 + self._mono

    def _rest(self, seconds: float) -> None:
        self._mono += seconds

    def play(self, *, sky: bool = True, late_s: float = 0) -> None:
        """Begins, or walks on to a place with or without sky; a simulated fix is never late."""
        del late_s
        walked = self._mono - 1000.0
        self._mono += (0 if walked < 190 else 310 - walked) if sky else 205 - walked

    def silence(self) -> None:
        self.play(sky=False)

    def die(self) -> None:
        self.play(sky=False)


Stage = GpsdStage | NmeaStage | SimStage
STAGES: dict[str, Callable[[Path], Stage]] = {"gpsd": GpsdStage, "nmea": NmeaStage, "sim": SimStage}
