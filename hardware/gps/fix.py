"""What a receiver tells: one position, and the door that every GPS driver opens."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One position from the sky; what the receiver did not say is None.

    lat, lon: degrees WGS84. time: UTC seconds by the satellites. mode: 2 (flat) or 3 (with altitude).
    accuracy_m: horizontal, about 95 %. flags: doubts, see `hardware.gps.plausible`.
    """

    lat: float
    lon: float
    time: float
    mode: int
    source: str
    accuracy_m: float | None = None
    speed_mps: float | None = None
    course_deg: float | None = None
    altitude_m: float | None = None
    satellites: int | None = None
    flags: frozenset[str] = frozenset()


class Gps(Protocol):
    """A receiver. It reconnects by itself; only `close` ends it."""

    def read(self, timeout_s: float) -> Fix:
        """A fix newer than the last one given, within `timeout_s` (3 s suits a receiver of 1 Hz); else NoFix."""

    def close(self) -> None:
        """Let go of the device; again is harmless."""


class Source(Protocol):
    """What one driver adds: fixes as the receiver tells them, not yet judged."""

    def next(self, wait_s: float) -> Fix:
        """The receiver's newest fix, found within `wait_s`; NoFix when there is none."""

    def close(self) -> None:
        """Let go of the device; again is harmless."""
