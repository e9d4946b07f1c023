"""Real GPS tracks, read from a source archive of gpxpy when the bench runs and moved to Cianjur; no copy is kept here.

gpxpy 1.6.2 (Apache-2.0) has recorded tracks among its test files; only its source archive holds them.
"""

import math
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

from field_node.records.kinds import TRACK_START
from field_node.records.record import Entry, TimeQuality, settled
from field_node.thinning import Thinning
from field_node.tracking import position
from hardware.gps.fix import Fix
from hardware.gps.track import Point, read_track
from tests.workload import BEGIN, UNIT

WANTED, CACHE = "gpxpy==1.6.2", Path("build/bench-tracks")
TRACKS = ("korita-zbevnica", "cerknicko-jezero", "around-visnjan-with-car")
"""Those with real times and more than a handful of points; Mojstrovka's times are not real."""
HOME = (-6.82, 107.14)
EVERY_S, MOVED_M, ACCURACY_M = 30.0, 25.0, 50.0
PIP_S = 120
_TIMELESS = re.compile(rb"<trkpt\b(?:(?!</trkpt>|<time>).)*</trkpt>", re.DOTALL)
"""A point without its time."""


class NoTracks(RuntimeError):
    """The archive cannot be had; the message says why."""


def walks() -> dict[str, list[Entry]]:
    """The thinned trail of each track, as a unit's journal would hold it. Raises NoTracks."""
    archive = _archive()
    return {name: _entries(_points(archive, name)) for name in TRACKS}


def _archive() -> Path:
    found = sorted(CACHE.glob("gpxpy-*.tar.gz"))
    return found[0] if found else _fetched()


def _fetched() -> Path:
    CACHE.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--no-binary",
        ":all:",
        WANTED,
        "-d",
        str(CACHE),
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=PIP_S)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired, OSError) as error:
        raise NoTracks(f"{WANTED}: {type(error).__name__}") from error
    return next(CACHE.glob("gpxpy-*.tar.gz"))


def _points(archive: Path, name: str) -> tuple[Point, ...]:
    with tarfile.open(archive) as whole:
        member = whole.extractfile(f"{archive.name.removesuffix('.tar.gz')}/test_files/{name}.gpx")
        assert member is not None
        path = CACHE / f"{name}.gpx"
        path.write_bytes(_TIMELESS.sub(b"", member.read()))
    return read_track(path)


def _entries(points: tuple[Point, ...]) -> list[Entry]:
    thinning = Thinning(EVERY_S, MOVED_M, ACCURACY_M)
    found: list[Entry] = []
    for fix in _fixes(points):
        verdict = thinning.judge(fix)
        if verdict.keep:
            record = settled(position(fix, jump=verdict.jump))
            at = int(fix.time) // 30 * 30
            found.append(Entry(UNIT, TRACK_START + len(found), at, TimeQuality.GPS, record, complete=False))
    return found


def _fixes(points: tuple[Point, ...]) -> Iterator[Fix]:
    """Moved so that the first point is at home; metres stay metres."""
    first = points[0]
    squeeze = math.cos(math.radians(first.lat)) / math.cos(math.radians(HOME[0]))
    for one in points:
        lat, lon = HOME[0] + one.lat - first.lat, HOME[1] + (one.lon - first.lon) * squeeze
        yield Fix(time=BEGIN + one.at_s, lat=lat, lon=lon, mode=3, accuracy_m=5.0, source="sim")
