"""`tagana wilayah`: points of a CSV reach the store, what cannot be one is named by its line."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from field_node.area_points import NotPoints, read
from field_node.cli import main
from field_node.config import defaults
from field_node.opened import opened_store
from field_node.store.directory import Region, fill_regions, region_center

POINTS = """kode,nama,lat,lon
32.12,Indramayu,-6.45,108.17
32.12.01,Haurgeulis,-6.45,107.93
99.99,Entah,-6.4,108.1
32.12.02,Gantar,utara,107.97
32.12.03,Kroya,51.5,0.1
"""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """A unit that knows three codes."""
    folders = {"data_dir": tmp_path, "runtime_dir": tmp_path / "run", "secrets_dir": tmp_path / "secrets"}
    (tmp_path / "secrets").mkdir(mode=0o700)
    with opened_store(defaults(**folders)) as store:
        codes = ("32.12", "32.12.01", "32.12.02")
        fill_regions(store, [Region(code, code, code.count(".") + 1) for code in codes])
    file = tmp_path / "node.toml"
    file.write_text("".join(f'{name} = "{folder}"\n' for name, folder in folders.items()))
    return file


def bring(settings: Path, text: str) -> tuple[int, str]:
    file = settings.parent / "titik.csv"
    file.write_text(text)
    done = CliRunner().invoke(main, ["--config", str(settings), "wilayah", str(file)])
    return done.exit_code, done.output


def test_points_of_known_codes_are_kept_and_the_rest_is_named(settings: Path) -> None:
    code, told = bring(settings, POINTS)
    assert code == 0
    assert "2 titik wilayah disimpan." in told and "1 kode tidak dikenal" in told
    assert "Baris 5 dilewati: koordinatnya bukan angka." in told
    assert "Baris 6 dilewati: koordinatnya di luar Indonesia." in told
    folder = settings.parent
    with opened_store(
        defaults(data_dir=folder, runtime_dir=folder / "run", secrets_dir=folder / "secrets")
    ) as store:
        assert region_center(store, "32.12.01") == (-6.45, 107.93)


def test_a_table_of_another_office_program_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "titik.csv"
    file.write_text("﻿Lon;Lat;Kode\r\n108,17;-6,45;32.12\r\n\r\n", encoding="utf-8")
    assert read(file) == ([("32.12", -6.45, 108.17)], [])


@pytest.mark.parametrize("text", ["", "kode,lat\n32.12,-6\n", "PK\x03\x04"])
def test_something_else_changes_nothing(settings: Path, text: str) -> None:
    code, told = bring(settings, text)
    assert code == 1 and "baris pertamanya tidak punya kolom" in told


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "titik.csv"
    file.write_bytes(b"kode,lat,lon\n\xff\xfe\n")
    with pytest.raises(NotPoints):
        read(file)
