"""The first bytes of a .pmtiles file: whether it is one that tablets can draw, and what it holds."""

import struct
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".pmtiles"
MAGIC, VERSION = b"PMTiles", 3
HEADER = struct.Struct("<7sB11Q6B4iB2i")
"""Specification of PMTiles, version 3: 127 bytes, little-endian; places and lengths of four parts, counts, kinds, zooms, bounds."""
GZIP, PLAIN = 2, 1
VECTOR = 1
TILES = {VECTOR: "vektor", 2: "png", 3: "jpeg", 4: "webp", 5: "avif"}
E7 = 10_000_000


class NotAMap(Exception):
    """The file cannot be drawn. `code` has a sentence in said/texts.py."""

    permanent = True

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Header:
    """`raster`: the tiles are pictures. `box`: west, south, east, north. `zooms`: least and most."""

    raster: bool
    zooms: tuple[int, int]
    box: tuple[float, float, float, float]


def header(path: Path) -> Header:
    """Reads 127 bytes. Raises NotAMap, OSError."""
    size = path.stat().st_size
    with path.open("rb") as file:
        raw = file.read(HEADER.size)
    if len(raw) < HEADER.size or raw[:7] != MAGIC:
        raise NotAMap("peta_bukan_pmtiles")
    magic_version, parts, kinds, box = _split(raw)
    if magic_version != VERSION:
        raise NotAMap("peta_versi_lain")
    if any(start + length > size for start, length in parts):
        raise NotAMap("peta_terpotong")
    return _checked(kinds, box)


def _split(
    raw: bytes,
) -> tuple[int, list[tuple[int, int]], tuple[int, ...], tuple[float, float, float, float]]:
    _magic, version, *rest = HEADER.unpack(raw)
    parts = [(rest[n], rest[n + 1]) for n in range(0, 8, 2)]
    west, south, east, north = (value / E7 for value in rest[17:21])
    return version, parts, tuple(rest[11:17]), (west, south, east, north)


def _checked(kinds: tuple[int, ...], box: tuple[float, float, float, float]) -> Header:
    """`kinds`: clustered, compression of lists and of tiles, kind of tile, least and most zoom."""
    _clustered, inner, packed, kind, least, most = kinds
    if kind not in TILES or inner not in (PLAIN, GZIP) or packed not in (0, PLAIN, GZIP):
        raise NotAMap("peta_isi_lain")
    if least > most or not (-180 <= box[0] < box[2] <= 180 and -90 <= box[1] < box[3] <= 90):
        raise NotAMap("peta_batas_rusak")
    return Header(kind != VECTOR, (least, most), box)
