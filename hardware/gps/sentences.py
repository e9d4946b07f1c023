"""NMEA 0183 from bytes to fixes: whole sentences out of babble, and sentences of one second joined."""

import math
import re
from datetime import UTC, date, datetime, time
from typing import Any

from pynmeagps import NMEAReader
from pynmeagps.exceptions import NMEAMessageError, NMEAParseError, NMEAStreamError, NMEATypeError

from hardware.gps.fix import Fix

LONGEST = 200  # the standard says 82; receivers with many digits go over it
KNOT_MPS = 1852 / 3600  # the international nautical mile, 1929
HDOP_M = 5.0  # 95 % error per unit of HDOP: 8 m on average (GPS SPS Performance Standard 2020) at an HDOP of about 1.6
# GPS, several, GLONASS, Galileo, BeiDou (two names), QZSS, NavIC
SENTENCE = re.compile(rb"\$(?:GP|GN|GL|GA|GB|BD|GQ|GI)[A-Z]{3},[ -#%-~]*\*[0-9A-Fa-f]{2}\r?$")
NO_QUALITY = {0, 6, 7, 8}  # GGA: none, estimated, typed in, simulated
NO_MODES = {"N", "E", "M", "S"}  # RMC: the same in letters


class Lines:
    """Cuts a stream into sentences; keeps at most LONGEST bytes of an unfinished line."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """The whole sentences that end in `data`, each with a right form; the checksum is not yet checked."""
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest[-LONGEST:]
        return [match.group() for line in lines if (match := SENTENCE.search(line[-LONGEST:]))]


def parse(sentence: bytes) -> Any:
    """The parsed sentence, or None when its checksum or a value is wrong or its kind unknown."""
    try:
        return NMEAReader.parse(sentence)
    except (NMEAParseError, NMEATypeError, NMEAMessageError, NMEAStreamError, ValueError):
        return None


class Joiner:
    """Joins RMC (date, speed), GGA (altitude, satellites, HDOP) and GSA (mode) of one second.

    A receiver without GGA gets flat fixes, each given when the next second begins.
    `sky` is whether the last sentence that knows saw a fix.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._epoch: time | None = None
        self._rmc: Any = None
        self._gga: Any = None
        self._given = False
        self._modes: list[int] = []
        self._mode_before: int | None = None
        self.sky = False

    def feed(self, message: Any) -> Fix | None:
        """The fix that this sentence completes, if any."""
        kind = getattr(message, "msgID", None)
        if kind == "GSA":
            return self._take_mode(message)
        if kind not in {"RMC", "GGA"}:
            return None
        flat = self._turn(message)
        if kind == "RMC":
            self._rmc = self._if_fixed(message, _rmc_is_fixed(message))
        else:
            self._gga = self._if_fixed(message, _gga_is_fixed(message))
        return self._whole() or flat

    def _take_mode(self, message: Any) -> Fix | None:
        mode = getattr(message, "navMode", None)
        if mode in {1, 2, 3}:
            self._modes.append(mode)
        return self._whole()

    def _if_fixed(self, message: Any, fixed: bool) -> Any:
        self.sky = fixed
        return message if fixed else None

    def _turn(self, message: Any) -> Fix | None:
        """Begin another second when the sentence belongs to one; the second before, if it had RMC only."""
        if message.time == self._epoch:
            return None
        alone = self._rmc is not None and self._gga is None and not self._given
        flat = self._fix() if alone else None
        self._epoch, self._rmc, self._gga, self._given = message.time, None, None, False
        self._mode_before = max(self._modes, default=self._mode_before)
        self._modes = self._modes[:0]
        return flat

    def _whole(self) -> Fix | None:
        if self._rmc is None or self._gga is None or self._given:
            return None
        fix = self._fix()
        self._given = self.sky = fix is not None
        return fix

    def _mode(self) -> int:
        said = max(self._modes, default=self._mode_before)
        high = self._gga is not None and _number(self._gga, "alt") is not None
        return (3 if high else 2) if said is None else said

    def _fix(self) -> Fix | None:
        mode = self._mode()
        if mode < 2:  # a GSA of this second may still know better
            return None
        rmc, gga = self._rmc, self._gga
        knots, hdop = _number(rmc, "spd"), _number(gga, "HDOP")
        return Fix(
            lat=rmc.lat,
            lon=rmc.lon,
            time=datetime.combine(rmc.date, rmc.time, UTC).timestamp(),
            mode=mode,
            source=self._source,
            accuracy_m=hdop * HDOP_M if hdop else None,
            speed_mps=None if knots is None else knots * KNOT_MPS,
            course_deg=_number(rmc, "cog"),
            altitude_m=_number(gga, "alt") if mode == 3 else None,
            satellites=getattr(gga, "numSV", None) if isinstance(getattr(gga, "numSV", None), int) else None,
        )


def _number(message: Any, name: str) -> float | None:
    """A finite number of the sentence; None for an empty field or no sentence."""
    value = getattr(message, name, None)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _has_place(message: Any) -> bool:
    placed = _number(message, "lat") is not None and _number(message, "lon") is not None
    return placed and isinstance(getattr(message, "time", None), time)


def _rmc_is_fixed(message: Any) -> bool:
    valid = getattr(message, "status", "") == "A" and getattr(message, "posMode", "A") not in NO_MODES
    return valid and _has_place(message) and isinstance(getattr(message, "date", None), date)


def _gga_is_fixed(message: Any) -> bool:
    quality = getattr(message, "quality", 0)
    return isinstance(quality, int) and quality not in NO_QUALITY and _has_place(message)
