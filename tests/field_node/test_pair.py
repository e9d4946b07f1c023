"""`tagana pair`: the way in that only the unit itself has."""

import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from field_node import pair
from field_node.cli import main
from field_node.config import defaults
from field_node.store import crew
from field_node.web.app import create_app
from field_node.web.opening import opened_desk
from tests.behind_nginx import in_the_field
from tests.field_node.web.tablets_here import FIRST, OTHER_PIN, PIN, another, browser, first, sign_in
from tests.sync.parts import a_center


def settings(folder: Path) -> str:
    """The settings file of the unit in that folder."""
    file = folder / "node.toml"
    file.write_text(f'data_dir = "{folder}"\nruntime_dir = "{folder}/run"\n')
    return str(file)


def told(folder: Path, *arguments: str, answer: str = "") -> str:
    """What the command says; a process of its own, as beside the running pages."""
    command = [sys.executable, "-m", "field_node.cli", "--config", settings(folder), "pair", *arguments]
    return subprocess.run(command, input=answer, capture_output=True, text=True, check=True).stdout


def path_in(said: str) -> str:
    found = re.search(r"atau buka http://localhost:8080(/pasang/\S+)", said)
    assert found
    return found[1]


def test_a_unit_whose_pins_are_lost_gets_a_new_teknisi(tmp_path: Path) -> None:
    config = defaults(data_dir=tmp_path, runtime_dir=tmp_path / "run")
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        app = create_app(desk, allowed_hosts=("localhost",))
        officer = first(app)
        path = path_in(told(tmp_path))
        tablet = browser(app)
        assert "Tambah Koordinator atau Teknisi baru" in tablet.get(path).text
        new = {**FIRST, "tablet": "B", "nama": "Teknisi Baru", "peran": "teknisi"}
        assert tablet.post(path, data=new).status_code == 303
        assert tablet.get("/orang").status_code == 200
        assert [one.name for one in crew.people(desk.store)] == ["Ibu Koordinator", "Teknisi Baru"]
        assert officer.get("/orang").status_code == 200


def test_an_offer_of_the_unit_may_also_just_pair(tmp_path: Path) -> None:
    config = defaults(data_dir=tmp_path, runtime_dir=tmp_path / "run")
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        app = create_app(desk, allowed_hosts=("localhost",))
        first(app)
        tablet = browser(app)
        assert tablet.post(path_in(told(tmp_path)), data={"tablet": "B"}).status_code == 303
        assert sign_in(tablet, 1, PIN).status_code == 303
        assert len(crew.people(desk.store)) == 1


def test_reset_shuts_every_tablet_out_and_opens_nothing(tmp_path: Path) -> None:
    config = defaults(data_dir=tmp_path, runtime_dir=tmp_path / "run")
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        app = create_app(desk, allowed_hosts=("localhost",))
        officer = first(app)
        tablet = another(app, officer)
        for _ in range(4):
            sign_in(tablet, 1, OTHER_PIN)
        said = told(tmp_path, "--reset", answer="y\n")
        assert "Akses 2 tablet dicabut." in said
        for lost in (officer, tablet):
            assert lost.get("/").status_code == 401
        assert browser(app).get("/").status_code == 401
        again = browser(app)
        assert again.post(path_in(said), data={"tablet": "C"}).status_code == 303
        assert sign_in(again, 1, PIN).status_code == 303


def test_reset_asks_first(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--config", settings(tmp_path), "pair", "--reset"], input="n\n")
    assert result.exit_code == 1
    assert "belum terkirim di tablet ikut terhapus" in result.output
    assert not (tmp_path / "unit.db").exists()


def test_the_first_tablet_of_a_new_unit_can_be_paired_so_too(tmp_path: Path) -> None:
    path = path_in(told(tmp_path))
    config = defaults(data_dir=tmp_path, runtime_dir=tmp_path / "run")
    with opened_desk(config, chance=secrets.token_bytes) as desk:
        tablet = browser(create_app(desk, allowed_hosts=("localhost",)))
        assert tablet.post(path, data=FIRST).status_code == 303
        assert tablet.get("/orang").status_code == 200


@pytest.mark.parametrize(
    ("hosts", "expected"),
    [
        (["posko-07.tagana.internal", "localhost"], "https://posko-07.tagana.internal"),
        (["localhost", "posko-07.tagana.internal"], "https://posko-07.tagana.internal"),
        (["127.0.0.1"], "http://127.0.0.1:8080"),
    ],
)
def test_the_address_is_the_one_that_tablets_know(hosts: list[str], expected: str) -> None:
    assert pair.address(defaults(web={"allowed_hosts": hosts})) == expected


def test_a_unit_whose_settings_name_nothing_goes_by_its_certificate(tmp_path: Path) -> None:
    with a_center(tmp_path / "pusat") as center:
        places = in_the_field(tmp_path, center)
    config = defaults(data_dir=places.data, runtime_dir=tmp_path / "run", secrets_dir=places.secrets)
    assert pair.address(config) == f"https://{places.name}"


def test_an_unreadable_store_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "unit.db").write_bytes(b"nonsense" * 999)
    result = CliRunner().invoke(main, ["--config", settings(tmp_path), "pair"])
    assert result.exit_code == 1
    assert "Penyimpanan unit tidak bisa dibuka" in result.output
