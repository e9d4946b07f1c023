"""`tagana wilayah`: the middles of admin areas out of a CSV file into the store, for names on the map and checks of coordinates."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import click

from field_node.config import Config
from field_node.opened import opened_store
from field_node.records.ground import COUNTRY
from field_node.store.connection import Store
from field_node.store.directory import count_regions, place_regions
from field_node.store.errors import StoreError

COLUMNS = ("kode", "lat", "lon")
TOLD = 5
"""Wrong lines that are told one by one."""


class NotPoints(Exception):
    """The file is no such table; the message says why."""

    permanent = True


class Point(NamedTuple):
    """The middle of the area of that Kemendagri code, degrees."""

    code: str
    lat: float
    lon: float


class Read(NamedTuple):
    """What the file holds: points, and the numbers of lines that hold none with what is wrong."""

    points: list[Point]
    wrong: list[tuple[int, str]]


def read(path: Path) -> Read:
    """Columns kode, lat, lon in any order, other columns left alone; `;` between them when numbers have commas. Raises NotPoints, OSError."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _read(file)
    except (UnicodeDecodeError, csv.Error) as error:
        raise NotPoints("bukan berkas CSV UTF-8") from error


def _read(lines: Iterable[str]) -> Read:
    text = iter(lines)
    head = next(text, "")
    between = ";" if head.count(";") > head.count(",") else ","
    names = [name.strip().lower() for name in next(csv.reader([head], delimiter=between), [])]
    if missing := [name for name in COLUMNS if name not in names]:
        raise NotPoints(f"baris pertamanya tidak punya kolom {', '.join(missing)}")
    places = [names.index(name) for name in COLUMNS]
    found, wrong = list[Point](), list[tuple[int, str]]()
    for number, row in enumerate(csv.reader(text, delimiter=between), 2):
        if row:
            _sort(_cells(row, places), number, found, wrong)
    return Read(found, wrong)


def _cells(row: list[str], places: list[int]) -> list[str]:
    return [row[place].strip() if place < len(row) else "" for place in places]


def _sort(cells: list[str], number: int, found: list[Point], wrong: list[tuple[int, str]]) -> None:
    code, *degrees = cells
    try:
        lat, lon = (float(text.replace(",", ".")) for text in degrees)
    except ValueError:
        wrong.append((number, "koordinatnya bukan angka"))
        return
    if COUNTRY[0] <= lat <= COUNTRY[1] and COUNTRY[2] <= lon <= COUNTRY[3]:
        found.append(Point(code, lat, lon))
    else:
        wrong.append((number, "koordinatnya di luar Indonesia"))


def bring(store: Store, told: Read) -> Iterator[str]:
    """Writes the points down and says, line by line, what was done. Raises StoreError."""
    if not count_regions(store):
        yield "Tidak ada yang disimpan: unit ini belum punya kode wilayah. Jalankan dulu: tagana setup"
        return
    known = place_regions(store, told.points)
    yield f"{known} titik wilayah disimpan."
    if strange := len(told.points) - known:
        yield f"{strange} kode tidak dikenal dan dilewati."
    for number, why in told.wrong[:TOLD]:
        yield f"Baris {number} dilewati: {why}."
    if (more := len(told.wrong) - TOLD) > 0:
        yield f"{more} baris lain dilewati."


@click.command()
@click.argument("berkas", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def command(config: Config, berkas: Path) -> None:
    """Mengimpor titik tengah wilayah dari CSV berkolom kode, lat, lon."""
    try:
        told = read(berkas)
        with opened_store(config) as store:
            click.echo("\n".join(bring(store, told)))
    except NotPoints as error:
        raise click.ClickException(f"{berkas}: {error}.") from error
    except (StoreError, OSError) as error:
        raise click.ClickException(f"Titik wilayah tidak bisa disimpan ({error}).") from error
