"""The sync process at its start: an enrolment that cannot be used is a sentence on the pages, and it is looked for again."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.store import status
from sync.enrolment import CA_NAME, CERT_NAME, FILE_NAME, KEY_NAME
from sync.standing import SENTENCES
from sync.station import Station
from tests.sync.parts import AUnit
from tests.sync.patient import MOST_S

DAMAGED = SENTENCES["pendaftaran_rusak"]


@pytest.fixture
def station(unit: AUnit) -> Iterator[Station]:
    station = Station(unit.store, unit.clock, unit.config, unit.steps.world())
    yield station
    station.close()


def told(unit: AUnit) -> tuple[str, str]:
    said = status.read(unit.store, "link")
    assert said is not None
    return str(said.body["code"]), str(said.body["problem"])


def test_no_thread_of_a_link_touches_the_store(unit: AUnit, station: Station) -> None:
    """The process closes it while questions are out; a thread inside SQLite would take the interpreter along."""
    users = set[str]()
    unit.store.conn.set_trace_callback(lambda _sql: users.add(threading.current_thread().name))
    until = time.monotonic() + MOST_S
    while status.read(unit.store, "link") is None:
        assert time.monotonic() < until, "nobody answers, and nobody is told"
        station.step()
    assert users == {threading.current_thread().name}


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe\x00", b"half"])
def test_damage_is_told_and_the_file_is_looked_for_again(
    unit: AUnit, station: Station, damage: bytes
) -> None:
    path = unit.config.secrets_dir / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if damage == b"half" else damage)
    for _ in range(3):
        assert station.step() > 0
    assert told(unit) == ("pendaftaran_rusak", DAMAGED) and "tagana enroll --ganti BERKAS" in DAMAGED
    path.write_bytes(whole)
    until = time.monotonic() + MOST_S
    while told(unit)[0] == "pendaftaran_rusak":
        assert time.monotonic() < until, "never sends again"
        unit.steps.now += 60
        station.step()


@pytest.mark.parametrize("name", [CA_NAME, CERT_NAME, KEY_NAME])
def test_a_damaged_file_beside_it_is_written_anew(unit: AUnit, station: Station, name: str) -> None:
    path = unit.config.secrets_dir / name
    whole = path.read_bytes()
    path.write_bytes(whole[:40])
    station.step()
    assert path.read_bytes() == whole


def test_the_process_lives_on_with_a_damaged_file(unit: AUnit, tmp_path: Path) -> None:
    (unit.config.secrets_dir / FILE_NAME).write_bytes(b"{")
    settings = tmp_path / "node.toml"
    settings.write_text(
        f'data_dir = "{unit.config.data_dir}"\nruntime_dir = "{unit.config.runtime_dir}"\n'
        f'secrets_dir = "{unit.config.secrets_dir}"\n'
    )
    words = [sys.executable, "-m", "field_node.cli", "--config", str(settings), "sync"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout is not None
        line = next(line for line in process.stdout if "pendaftaran_rusak" in line or "Traceback" in line)
        lives = process.poll() is None
        process.terminate()
        rest = process.stdout.read()
    assert lives and process.returncode == 0 and "Traceback" not in line + rest
    assert told(unit) == ("pendaftaran_rusak", DAMAGED)
