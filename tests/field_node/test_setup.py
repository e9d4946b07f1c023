"""`tagana setup` makes what is missing, `tagana doctor` says whether it is whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from field_node import cli
from field_node.config import Config, defaults
from field_node.opened import opened_store
from field_node.setup import set_up
from field_node.store.directory import region, search_regions

CODES = 91_599
"""Of decree 300.2.2-2430/2025."""


def settings(folder: Path) -> Path:
    file = folder / "node.toml"
    file.write_text(f'data_dir = "{folder}/data"\nruntime_dir = "{folder}/run"\n')
    return file


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.main, ["--config", str(settings(folder)), *words])


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which setup ran."""
    folder = tmp_path_factory.mktemp("unit")
    made = run(folder, "setup")
    assert made.exit_code == 0, made.output
    assert str(CODES) in made.output
    return folder


def config(folder: Path) -> Config:
    return defaults(data_dir=folder / "data", runtime_dir=folder / "run")


def test_setup_copies_every_admin_code_once(unit: Path) -> None:
    assert set_up(config(unit)) == CODES
    with opened_store(config(unit)) as store:
        found = region(store, "32.03")
        assert found
        assert "Cianjur" in found.name
        assert search_regions(store, "cugenang")


def test_setup_keeps_secrets_to_their_owner(unit: Path) -> None:
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (unit / "data").rglob("*")}
    assert modes["unit.key"] == "0o600"
    assert modes["unit.db"] == "0o600"
    assert modes["secrets"] == "0o700"


def test_the_doctor_finds_a_new_unit_whole(unit: Path) -> None:
    told = run(unit, "doctor")
    assert told.exit_code == 0, told.output
    assert "SQLite" in told.output
    assert "Data utuh." in told.output


def test_the_doctor_names_what_does_not_even_open(tmp_path: Path) -> None:
    run(tmp_path, "setup")
    database = tmp_path / "data" / "unit.db"
    database.write_bytes(b"not a database" * 1000)
    told = run(tmp_path, "doctor")
    assert told.exit_code == 1
    assert "NOTADB" in told.output


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    told = run(tmp_path, "setup")
    assert told.exit_code == 1
    assert "tidak bisa disiapkan" in told.output
