"""`python -m basemap.coast DATA TILES LIGHT`: the coast for the tile maker, and a light copy for tablets without WebGL."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from basemap.gshhg import BOX, LAYERS, Outline, outlines
from basemap.lighter import cut, thinned

DIGITS = 6
LEAST_KM2 = 0.2
OFF = 0.004
"""Degrees, about 440 m, by which the light coast may differ; a quarter of the width of a small island at most."""
STEP = 0.001
KM_A_DEGREE = 111.0


def tile_features(found: Iterable[Outline]) -> Iterator[str]:
    """A line of GeoJSON for each outline, with the layer that the tile maker puts it into."""
    for one in found:
        ring = [[round(east, DIGITS), round(north, DIGITS)] for east, north in [*one.ring, one.ring[0]]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        feature = {
            "type": "Feature",
            "tippecanoe": {"layer": one.layer},
            "properties": {},
            "geometry": shape,
        }
        yield json.dumps(feature, separators=(",", ":"))


def light(found: Iterable[Outline]) -> dict[str, Any]:
    """TopoJSON of the larger outlines, quantized, each ring one arc."""
    rings = [(one.layer, ring) for one in found if one.area >= LEAST_KM2 and (ring := _light_ring(one))]
    objects = {
        layer: {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[n]]} for n, (name, _) in enumerate(rings) if name == layer
            ],
        }
        for layer in LAYERS.values()
    }
    transform = {"scale": [STEP, STEP], "translate": [BOX[0], BOX[1]]}
    return {
        "type": "Topology",
        "transform": transform,
        "objects": objects,
        "arcs": [ring for _, ring in rings],
    }


def _light_ring(one: Outline) -> list[list[int]]:
    """Steps from point to point, closed; [] when nothing of it is in the box or seen."""
    most = min(OFF, one.area**0.5 / KM_A_DEGREE / 4)
    ring = thinned(cut(one.ring), most)
    steps = [(round((east - BOX[0]) / STEP), round((north - BOX[1]) / STEP)) for east, north in ring]
    points = [point for n, point in enumerate(steps) if point != steps[n - 1]]
    if len(points) < 3:
        return []
    closed = [*points, points[0]]
    moves = zip([(0, 0), *closed], closed, strict=False)
    return [[after[0] - before[0], after[1] - before[1]] for before, after in moves]


def main(data: str, tiles: str, light_copy: str) -> None:
    """Writes both files."""
    found = list(outlines(Path(data)))
    with Path(tiles).open("w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in tile_features(found))
    Path(light_copy).write_text(json.dumps(light(found), separators=(",", ":")), encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:4])
