"""`tagana radio status`: the page Radio on the terminal; 0 only while the radio works."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from field_node.config import Config, defaults
from field_node.opened import opened_store
from field_node.store import status
from sync.radio_commands import group
from sync.radio_words import PROBLEMS


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return defaults(
        data_dir=tmp_path / "data", runtime_dir=tmp_path / "run", secrets_dir=tmp_path / "secrets"
    )


def run(config: Config) -> Result:
    return CliRunner().invoke(group, ["status"], obj=config)


def say(config: Config, *, ago_s: int = 0, **body: object) -> None:
    with opened_store(config) as store:
        status.say(store, "radio", body, int(time.time()) - ago_s)


def test_a_unit_that_was_never_set_up_says_so_and_is_not_made(config: Config) -> None:
    result = run(config)
    assert result.exit_code == 1 and "tagana setup" in result.output and not config.data_dir.exists()


def test_a_working_radio_ends_with_0(config: Config) -> None:
    queue = [{"class": 0, "unsent": 1, "on_air": 0, "through_s": 0}]
    say(config, problem="", used_s=10.0, allowed_s=36.0, for_sos_s=9.0, queue=queue, preset="LONG_FAST")
    result = run(config)
    assert result.exit_code == 0 and result.output.startswith("Radio bekerja\n")
    assert "Waktu pancar sendiri: 10 detik dari 36 detik" in result.output
    assert "  SOS: 1 antre radio; kira-kira kurang dari 1 menit lagi" in result.output


def test_a_radio_in_trouble_or_an_old_row_ends_with_1(config: Config) -> None:
    say(config, problem="silent", sentence=PROBLEMS["silent"])
    result = run(config)
    assert (
        result.exit_code == 1 and PROBLEMS["silent"] in result.output and "  - Matikan radio" in result.output
    )
    say(config, ago_s=90, problem="")
    result = run(config)
    assert result.exit_code == 1 and "tagana sync tidak berjalan" in result.output
