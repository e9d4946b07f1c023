"""Reads gpsd's answer to ?POLL: strict where gpsd is vague, None where it says nothing."""

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hardware.errors import NoFix
from hardware.gps.fix import Fix


def fix_of(packet: Any) -> Fix:
    """The newest fix in a POLL answer; NoFix no_receiver, no_sky or unplausible."""
    if not isinstance(packet, dict) or not packet.get("active"):
        raise NoFix("no_receiver", "gpsd has no active receiver")
    fixed = [tpv for tpv in _objects(packet, "tpv") if tpv.get("mode") in (2, 3)]
    if not fixed:
        raise NoFix("no_sky")
    tpv = max(fixed, key=_time)
    lat, lon, time = _number(tpv, "lat"), _number(tpv, "lon"), _time(tpv)
    if lat is None or lon is None or not time:
        raise NoFix("unplausible", "gpsd says fix, but not where or when")
    return Fix(
        lat=lat,
        lon=lon,
        time=time,
        mode=int(tpv["mode"]),
        source="gpsd",
        accuracy_m=_accuracy_m(tpv),
        speed_mps=_number(tpv, "speed"),
        course_deg=_number(tpv, "track"),
        altitude_m=_altitude_m(tpv),
        satellites=_satellites(packet),
    )


def _objects(packet: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    found = packet.get(key)
    return (each for each in found if isinstance(each, dict)) if isinstance(found, list) else iter(())


def _number(tpv: dict[str, Any], key: str) -> float | None:
    value = tpv.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        return None
    return float(value)


def _time(tpv: dict[str, Any]) -> float:
    """UTC seconds; 0 when missing or not an ISO time with its zone."""
    try:
        moment = datetime.fromisoformat(str(tpv.get("time")))
    except ValueError:
        return 0.0
    return moment.timestamp() if moment.tzinfo else 0.0


def _accuracy_m(tpv: dict[str, Any]) -> float | None:
    """gpsd's `eph` or, before 3.20, its two axes; 0 means that it does not know."""
    axes = _number(tpv, "epx"), _number(tpv, "epy")
    across = math.hypot(*(axis or 0.0 for axis in axes)) if all(axes) else 0.0
    return _number(tpv, "eph") or across or None


def _altitude_m(tpv: dict[str, Any]) -> float | None:
    """Above the sea, only in a 3D fix; 0.0 is what gpsd says in mid-cycle."""
    if tpv["mode"] != 3:
        return None
    return _number(tpv, "altMSL") or _number(tpv, "alt") or None


def _satellites(packet: dict[str, Any]) -> int | None:
    """How many are used, of the receiver's newest view that lists them."""
    lists = [sky["satellites"] for sky in _objects(packet, "sky") if isinstance(sky.get("satellites"), list)]
    if not lists:
        return None
    return sum(1 for each in lists[-1] if isinstance(each, dict) and each.get("used") is True)
