"""Outlines of land and lakes out of the full-resolution GSHHG files that the basemap packages carry.

`gshhsmeta_f.dat` has a line for each outline: level, area, points, south, north, start byte, bytes, id.
`gshhs_f.dat` has, at the start byte, pairs of little-endian float32: longitude, latitude.
"""

import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LAYERS = {1: "land", 2: "lake", 3: "island"}
"""Levels of GSHHG: land, lakes in it, islands in these; to be drawn in this order."""
BOX = (92.0, -14.0, 144.0, 9.0)
"""west, south, east, north: Indonesia with its neighbours' coasts."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Outline:
    """One ring of (longitude, latitude), not closed. `area`: km²."""

    layer: str
    area: float
    ring: list[Point]


def outlines(folder: Path, box: tuple[float, float, float, float] = BOX) -> Iterator[Outline]:
    """Land and lakes that meet the box, whole. Raises OSError, ValueError."""
    points = (folder / "gshhs_f.dat").read_bytes()
    for line in (folder / "gshhsmeta_f.dat").read_text(encoding="ascii").splitlines():
        level, area, _, south, north, start, size, _ = line.split()
        if int(level) not in LAYERS or float(north) < box[1] or float(south) > box[3]:
            continue
        ring = _ring(points[int(start) : int(start) + int(size)])
        if any(box[0] <= east <= box[2] for east, _ in ring):
            yield Outline(LAYERS[int(level)], float(area), ring)


def _ring(raw: bytes) -> list[Point]:
    numbers = array("f", raw)
    if sys.byteorder == "big":
        numbers.byteswap()
    ring = list(zip(numbers[::2], numbers[1::2], strict=True))
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring
