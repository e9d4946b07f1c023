"""The command `tagana radio`: what is wrong is said in words, set after a question, and never beside the sync process."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from field_node.config import Config, defaults
from hardware.radio.device.__main__ import lone_server
from hardware.radio.device.setup import Setup, factory_setup
from hardware.radio.device.thread import DeviceThread
from hardware.radio.provision.examine import ROWS
from sync import radio_setup
from sync.radio_commands import group
from sync.radio_words import PROBLEMS, SETTINGS


@pytest.fixture
def device() -> Iterator[tuple[str, Setup]]:
    """A radio out of the box, quick."""
    setup = factory_setup(7)
    with DeviceThread() as thread:
        server = thread.do(lambda: lone_server(setup, thread.loop, speed=20))
        yield thread.do(server.listen), setup
        thread.do(server.close)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return defaults(data_dir=tmp_path / "data", runtime_dir=tmp_path / "run")


def run(config: Config, *arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(group, arguments, obj=config, input=text)


def test_every_finding_and_every_trouble_has_its_words() -> None:
    source = Path("hardware/radio/provision/examine.py").read_text()
    codes = {row.code for row in ROWS} | set(re.findall(r'Finding\(\s*"(\w+)"', source))
    assert codes == set(SETTINGS)
    assert {"unreachable", "silent", "no_device", "busy", "settings", "closed"} == set(PROBLEMS)


def test_a_radio_is_set_after_a_look_and_a_question(config: Config, device: tuple[str, Setup]) -> None:
    address, setup = device
    assert run(config, "key", "--new").exit_code == 0
    checked = run(config, "check", "--device", address)
    assert checked.exit_code == 1
    assert "SALAH     Wilayah radio: UNSET -> KR" in checked.output and "BELUM DIVERIFIKASI" in checked.output
    asked = run(config, "apply", "--device", address, text="n\n")
    assert asked.exit_code == 1 and setup.primary.name == ""
    applied = run(config, "apply", "--device", address, text="y\n")
    assert applied.exit_code == 0, applied.output
    assert "Semua pengaturan radio benar." in applied.output
    assert setup.primary.psk == radio_setup.radio_key(config.secrets_dir)
    again = run(config, "check", "--device", address)
    assert again.exit_code == 0
    key = radio_setup.radio_key(config.secrets_dir) or b""
    for said in (checked, asked, applied, again):
        assert radio_setup.shown_key(key) not in said.output


def test_while_another_process_holds_the_radio_it_says_what_to_stop(config: Config) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with radio_setup.holding_radio(config):
            held.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(10)
    said = run(config, "check", "--device", "tcp:127.0.0.1:1")
    done.set()
    holder.join()
    assert said.exit_code == 1
    assert "systemctl stop tagana-sync" in said.output


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["check"], "radio.device"),
        (["check", "--device", "sim:x"], "simulasi"),
        (["check", "--device", "serial:/dev/does-not-exist"], "tidak terpasang"),
        (["check", "--device", "tcp:nowhere"], "Alamat radio"),
        (["apply", "--device", "tcp:127.0.0.1:1"], "tagana radio key"),
        (["key"], "tagana radio key --new"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(config: Config, arguments: list[str], word: str) -> None:
    said = run(config, *arguments)
    assert said.exit_code == 1
    assert word in said.output


def test_a_key_is_a_secret_of_its_owner_and_shown_only_when_asked(config: Config) -> None:
    made = run(config, "key", "--new")
    path = config.secrets_dir / radio_setup.KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    key = radio_setup.radio_key(config.secrets_dir)
    assert key is not None
    shown = radio_setup.shown_key(key)
    assert shown not in made.output
    assert shown in run(config, "key", "--show").output


def test_a_key_is_imported_once_and_not_replaced_by_accident(config: Config) -> None:
    other = bytes(range(32))
    for text in (radio_setup.shown_key(other), other.hex()):
        assert run(config, "key", "--import", "-", text=text + "\n").exit_code == 0
    assert radio_setup.radio_key(config.secrets_dir) == other
    assert run(config, "key", "--new").exit_code == 1
    assert radio_setup.radio_key(config.secrets_dir) == other
    assert run(config, "key", "--new", "--replace").exit_code == 0
    assert radio_setup.radio_key(config.secrets_dir) != other


def test_what_one_unit_shows_the_next_one_takes(config: Config, tmp_path: Path) -> None:
    run(config, "key", "--new")
    other = defaults(data_dir=tmp_path / "other", runtime_dir=tmp_path / "run2")
    assert run(other, "key", "--import", "-", text=run(config, "key", "--show").output).exit_code == 0
    assert radio_setup.radio_key(other.secrets_dir) == radio_setup.radio_key(config.secrets_dir)


@pytest.mark.parametrize("text", ["", "AQ==", "nonsense!", "00" * 32, "ff" * 31])
def test_what_is_no_key_is_refused(config: Config, text: str) -> None:
    assert run(config, "key", "--import", "-", text=text).exit_code == 1
    assert radio_setup.radio_key(config.secrets_dir) is None
