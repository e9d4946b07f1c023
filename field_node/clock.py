"""The unit's clock: how late it is and how good that knowledge is (clock rule C1)."""

import ctypes
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from field_node.records.record import TimeQuality

BUILT = 1_793_491_200
"""2026-11-01 00:00 UTC: no right clock shows less. Raised with each release."""
STA_UNSYNC, TIME_ERROR = 0x0040, 5  # linux/timex.h
RTC = Path("/dev/rtc0")
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")  # random(4)


class Stamp(NamedTuple):
    """When something was recorded. `boot` counts the starts of this unit, `uptime_s` runs from the last one."""

    made_at: int
    quality: TimeQuality
    boot: int
    uptime_s: float


class Offset(NamedTuple):
    """UTC minus uptime, learnt in this boot."""

    seconds: float
    quality: TimeQuality


class Boots(Protocol):
    """What all processes of the unit know together about its boots."""

    def number(self) -> int:
        """This boot, rising by one with each start of the machine."""

    def offset(self) -> Offset | None:
        """The trusted offset learnt in this boot by any process."""

    def remember(self, offset: Offset, uptime_s: float) -> None:
        """Shares a trusted offset learnt at that uptime; entries of this boot made without one get their corrected times."""

    def latest(self) -> int:
        """The latest trusted time of any entry here, 0 without one."""


def since_boot() -> float:
    """Seconds; they run on while the machine sleeps, and nobody sets them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


class _Timex(ctypes.Structure):
    """struct timex of adjtimex(2), as far as it is read; the rest is room."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("room", ctypes.c_byte * 256),
    )


def kernel_synchronised() -> bool:
    """True when the kernel says that something keeps its clock right: adjtimex(2), which only reads here."""
    timex = _Timex()
    state: int = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    return state not in {-1, TIME_ERROR} and not timex.status & STA_UNSYNC


@dataclass(frozen=True, slots=True)
class UnitClock:
    """Time for the unit's entries. `believes_machine` False: only GPS and the center are trusted.

    `behind_s`: how long ago it speaks of, for what was written down then and comes here only now.
    """

    boots: Boots
    believes_machine: bool
    wall: Callable[[], float] = time.time
    uptime: Callable[[], float] = since_boot
    synchronised: Callable[[], bool] = kernel_synchronised
    has_rtc: Callable[[], bool] = RTC.exists
    behind_s: float = 0.0

    def stamp(self) -> Stamp:
        """Now, with its quality. Never before the build date, and without a trusted time never before what was saved under one."""
        uptime_s = self.uptime()
        now, quality = self._now(uptime_s)
        return Stamp(int(now - self.behind_s), quality, self.boots.number(), uptime_s - self.behind_s)

    def trusted(self) -> bool:
        """True when the time comes from satellites, the network or the center."""
        return self._now(self.uptime())[1] >= TimeQuality.GPS

    def learn(self, trusted_utc: float, quality: TimeQuality) -> bool:
        """Takes a time from satellites or the center for all processes; False when it lies before the build date (week rollover)."""
        if trusted_utc < BUILT or quality < TimeQuality.GPS:
            return False
        uptime_s = self.uptime()
        self._share(Offset(trusted_utc - uptime_s, quality), uptime_s)
        return True

    def _now(self, uptime_s: float) -> tuple[float, TimeQuality]:
        wall = self.wall()
        if self.believes_machine and wall >= BUILT and self.synchronised():
            self._share(Offset(wall - uptime_s, TimeQuality.NTP), uptime_s)
            return wall, TimeQuality.NTP
        known = self.boots.offset()
        if known is not None:
            return uptime_s + known.seconds, known.quality
        return self._unsure(wall, uptime_s)

    def _share(self, offset: Offset, uptime_s: float) -> None:
        known = self.boots.offset()
        if known is None or _is_better(offset, known):
            self.boots.remember(offset, uptime_s)

    def _unsure(self, wall: float, uptime_s: float) -> tuple[float, TimeQuality]:
        least = max(BUILT, self.boots.latest())
        if wall < least:
            return least + uptime_s, TimeQuality.NONE
        return wall, TimeQuality.RTC if self.has_rtc() else TimeQuality.NONE


def _is_better(new: Offset, known: Offset) -> bool:
    """A better source always, the same source when it moved by more than a second."""
    return new.quality > known.quality or (
        new.quality == known.quality and abs(new.seconds - known.seconds) > 1.0
    )


def unit_clock(boots: Boots, *, trust: str) -> UnitClock:
    """The clock of this machine; `trust` is the setting clock.trust."""
    return UnitClock(boots, believes_machine=trust == "auto")


def boot_id() -> str:
    """The kernel's name of this boot."""
    return BOOT_ID.read_text().strip()
