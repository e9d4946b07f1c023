"""`make install` puts a working command, the units and the settings below DESTDIR, and keeps settings that are there."""

import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BASE_MAP = ROOT / "field_node/web/static/vendor/peta/indonesia.pmtiles"
MAP_ENGINES = {
    *("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css", "maplibre-gl.LICENSE"),
    *("pmtiles.js", "pmtiles.LICENSE", "fflate.LICENSE", "leaflet.js", "leaflet.css", "leaflet.LICENSE"),
}
READS_QR = {
    *("reader", "reader/index.js", "share.js", "zxing_reader.wasm"),
    *("zxing-wasm.LICENSE", "zxing-cpp.LICENSE"),
}


def install(destination: Path) -> None:
    command = [
        "make",
        "-s",
        "install",
        f"DESTDIR={destination}",
        f"SYSTEM_PYTHON={sys.executable}",
        f"PYTHON={sys.executable}",
        f"VENV={sys.prefix}",
    ]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    destination = tmp_path_factory.mktemp("machine")
    settings = destination / "etc/tagana/node.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("zone = 'WIT'\n")
    install(destination)
    return destination


def test_the_installed_command_runs_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    command = [str(installed / "opt/tagana/bin/tagana"), "--version"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env={})
    assert done.stdout.startswith("tagana, version ")


def test_the_wheel_carries_the_scripts_of_others_with_their_licences(installed: Path) -> None:
    vendor = installed / "opt/tagana/lib/field_node/web/static/vendor"
    assert {path.name for path in vendor.iterdir()} == {"idb.js", "idb.LICENSE", "peta", "pindai"}
    assert {path.name for path in (vendor / "peta").iterdir()} >= MAP_ENGINES
    assert {
        path.relative_to(vendor / "pindai").as_posix() for path in (vendor / "pindai").rglob("*")
    } == READS_QR


def test_what_services_may_not_write_is_compiled_when_it_is_installed(installed: Path) -> None:
    modules = [*(installed / "opt/tagana/lib/field_node").rglob("*.py")]
    assert modules
    assert [one for one in modules if not Path(cache_from_source(str(one))).exists()] == []


@pytest.mark.skipif(not BASE_MAP.exists(), reason="make map has not run")
def test_the_wheel_carries_the_base_map_with_its_licence(installed: Path) -> None:
    folder = installed / "opt/tagana/lib/field_node/web/static/vendor/peta"
    assert (folder / "indonesia.pmtiles").stat().st_size == BASE_MAP.stat().st_size
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "GSHHG.LICENSE").read_text()
    assert "Wessel & Smith" in (folder / "GSHHG.md").read_text()


def test_nothing_installed_knows_where_it_was_built(installed: Path) -> None:
    files = [path for path in (installed / "opt/tagana/bin").iterdir() if path.is_file()]
    assert files
    assert not [path for path in files if str(installed) in path.read_text()]
    assert not list((installed / "opt/tagana/lib").glob("*.pth"))


def test_units_users_and_folders_are_in_their_places(installed: Path) -> None:
    units = {path.name for path in (installed / "usr/lib/systemd/system").iterdir()}
    assert units == {
        path.name for path in (ROOT / "systemd").rglob("*") if path.suffix in (".service", ".target", ".path")
    }
    assert (installed / "opt/tagana/nginx.conf").exists()
    assert (installed / "etc/NetworkManager/dnsmasq-shared.d/tagana.conf").exists()
    assert (installed / "usr/lib/sysusers.d/tagana.conf").exists()
    assert (installed / "usr/lib/tmpfiles.d/tagana.conf").exists()


def test_settings_that_are_there_stay(installed: Path) -> None:
    assert (installed / "etc/tagana/node.toml").read_text() == "zone = 'WIT'\n"


def test_a_machine_without_settings_gets_the_documented_ones(installed: Path) -> None:
    settings = installed / "etc/tagana/node.toml"
    kept = settings.read_text()
    settings.unlink()
    install(installed)
    assert settings.read_text() == (ROOT / "systemd/node.toml").read_text()
    settings.write_text(kept)
