"""Recorded tracks, GPX or NMEA, as points in time with their stretches without sky."""

from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.parsers import expat

from hardware.errors import UnknownDevice
from hardware.gps.fix import Fix
from hardware.gps.sentences import Joiner, Lines, parse

LARGEST = 20_000_000
GAP_S = 10.0  # a recording silent for longer had no sky


@dataclass(frozen=True, slots=True)
class Point:
    """One recorded moment: at_s from the start; `sky` is whether the way from here to the next point sees it."""

    at_s: float
    lat: float
    lon: float
    altitude_m: float | None
    sky: bool


def read_track(path: Path) -> tuple[Point, ...]:
    """At least two points in rising time, the first at 0 s; UnknownDevice when the file is no such track."""
    raw = _bytes_of(path).removeprefix(BOM_UTF8)
    points = _gpx(raw, path) if raw.lstrip()[:1] == b"<" else _nmea(raw)
    rising = [point for i, point in enumerate(points) if i == 0 or point.at_s > points[i - 1].at_s]
    if len(rising) < 2 or not all(-90 <= p.lat <= 90 and -180 <= p.lon <= 180 for p in rising):
        raise UnknownDevice(f"{path} holds no track: two points with place and rising time are needed")
    gapless = [b.at_s - a.at_s <= GAP_S for a, b in pairwise(rising)]
    return tuple(
        Point(p.at_s - rising[0].at_s, p.lat, p.lon, p.altitude_m, p.sky and near)
        for p, near in zip(rising, [*gapless, True], strict=True)
    )


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise UnknownDevice(f"{path} cannot be read: {error.strerror}") from error
    if len(raw) > LARGEST:
        raise UnknownDevice(f"{path} is over {LARGEST} bytes")
    return raw


def _nmea(raw: bytes) -> list[Point]:
    joiner = Joiner("sim")
    fixes: list[Fix] = []
    for sentence in Lines().feed(raw + b"\n"):
        fix = joiner.feed(parse(sentence))
        fixes += [fix] if fix else []
    return [Point(fix.time, fix.lat, fix.lon, fix.altitude_m, True) for fix in fixes]


class _Gpx:
    """Collects `trkpt` elements; entities and document types are refused before they can expand."""

    def __init__(self) -> None:
        self.points: list[Point] = []
        self._place: dict[str, str] | None = None
        self._said: dict[str, str] = {}
        self._text: list[str] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        hooks: dict[str, Callable[..., object]] = {
            "StartDoctypeDeclHandler": self._refuse,
            "EntityDeclHandler": self._refuse,
            "StartElementHandler": self._start,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._text.append,
        }
        for name, hook in hooks.items():
            setattr(self.parser, name, hook)

    @staticmethod
    def _refuse(*_: Any) -> None:
        raise ValueError("a track needs no document type and no entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._text.clear()
        if _local(name) == "trkpt":
            self._place, self._said = attributes, {}

    def _end(self, name: str) -> None:
        local = _local(name)
        if self._place is not None and local == "trkpt":
            self.points.append(_point(self._place, self._said))
            self._place = None
        self._said[local] = "".join(self._text).strip()
        self._text.clear()


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _point(place: dict[str, str], said: dict[str, str]) -> Point:
    moment = datetime.fromisoformat(said["time"])
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    height = float(said["ele"]) if "ele" in said else None
    return Point(
        moment.timestamp(), float(place["lat"]), float(place["lon"]), height, said.get("fix") != "none"
    )


def _gpx(raw: bytes, path: Path) -> list[Point]:
    gpx = _Gpx()
    try:
        gpx.parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, KeyError) as error:
        raise UnknownDevice(f"{path} is no GPX track with times: {error}") from error
    return gpx.points
