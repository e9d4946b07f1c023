"""The coast of the base map: read as GSHHG lays it down, cut to the country, thinned without leaving its line."""

import json
from array import array
from pathlib import Path

import pytest

from basemap.coast import light, main, tile_features
from basemap.gshhg import BOX, Outline, Point, outlines
from basemap.lighter import cut, thinned

JAVA: list[Point] = [(106.0, -6.0), (114.0, -6.0), (114.0, -8.0), (106.0, -8.0)]
POND: list[Point] = [(110.0, -7.0), (110.5, -7.0), (110.5, -7.25)]
EURASIA: list[Point] = [(60.0, 5.0), (100.0, 5.0), (100.0, 60.0), (60.0, 60.0)]
NORWAY: list[Point] = [(5.0, 60.0), (10.0, 60.0), (10.0, 65.0)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Land far and near, a lake; an Antarctic ice front (level 5) at the end."""
    raw, lines = b"", []
    for level, area, ring in (
        (1, 9e7, EURASIA),
        (1, 1e5, JAVA),
        (2, 30.0, POND),
        (1, 900.0, NORWAY),
        (5, 1.0, POND),
    ):
        points = array("f", [number for point in [*ring, ring[0]] for number in point]).tobytes()
        north = [point[1] for point in ring]
        lines.append(f"{level} {area} {len(ring) + 1} {min(north)} {max(north)} {len(raw)} {len(points)} x")
        raw += points
    (tmp_path / "gshhs_f.dat").write_bytes(raw)
    (tmp_path / "gshhsmeta_f.dat").write_text("\n".join(lines) + "\n")
    return tmp_path


def test_only_land_and_lakes_that_meet_the_country_are_read(data: Path) -> None:
    found = list(outlines(data))
    assert [(one.layer, len(one.ring)) for one in found] == [("land", 4), ("land", 4), ("lake", 3)]
    assert found[1].ring == JAVA


def test_the_tile_maker_gets_a_closed_ring_and_its_layer(data: Path) -> None:
    told = [json.loads(line) for line in tile_features(outlines(data))]
    assert [one["tippecanoe"]["layer"] for one in told] == ["land", "land", "lake"]
    ring = told[1]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1] == [106.0, -6.0]


def test_a_ring_is_cut_at_the_border_of_the_country() -> None:
    west, south, east, north = BOX
    assert sorted(cut(EURASIA)) == [(west, 5.0), (west, north), (100.0, 5.0), (100.0, north)]
    assert cut(JAVA) == JAVA
    assert cut(NORWAY) == []
    assert south < -8.0 and east > 114.0


def test_thinning_takes_away_what_lies_on_the_line_and_keeps_what_does_not() -> None:
    ring = [
        (0.0, 0.0),
        (1.0, 0.001),
        (2.0, 0.0),
        (3.0, 1.0),
        (4.0, 0.0),
        (4.0, 4.0),
        (2.0, 4.001),
        (0.0, 4.0),
    ]
    assert thinned(ring, 0.01) == [(0.0, 0.0), (2.0, 0.0), (3.0, 1.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert thinned(ring[:3], 1.0) == ring[:3]


def decoded(topology: dict[str, object], arc: list[list[int]]) -> list[tuple[float, float]]:
    east = north = 0
    ring = []
    for right, up in arc:
        east, north = east + right, north + up
        ring.append((round(BOX[0] + east * 0.001, 3), round(BOX[1] + north * 0.001, 3)))
    return ring


def test_the_light_coast_is_topojson_of_the_same_rings(data: Path) -> None:
    topology = light(outlines(data))
    land, lake = topology["objects"]["land"], topology["objects"]["lake"]
    assert [one["arcs"] for one in land["geometries"]] == [[[0]], [[1]]]
    assert [one["arcs"] for one in lake["geometries"]] == [[[2]]]
    assert decoded(topology, topology["arcs"][1]) == [*JAVA, JAVA[0]]
    assert topology["objects"]["island"]["geometries"] == []


def test_what_nobody_would_see_is_left_out_of_the_light_coast() -> None:
    rock = Outline("land", 0.01, [(110.0, -7.0), (110.001, -7.0), (110.001, -7.001)])
    assert light([rock])["arcs"] == []


def test_both_files_are_written(data: Path, tmp_path: Path) -> None:
    tiles, copy = tmp_path / "coast.geojsonl", tmp_path / "light.topojson"
    main(str(data), str(tiles), str(copy))
    assert len(tiles.read_text().splitlines()) == 3
    assert json.loads(copy.read_text())["type"] == "Topology"
