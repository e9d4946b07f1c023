"""The file that goes by hand: what is told of it at the console."""

import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from field_node.records.message import Message
from field_node.records.position import Position
from field_node.store import journal, requests
from sync.backup.place import Place
from sync.links.file import export_command
from sync.standing import SENTENCES
from sync.unit_end import REVOKED
from sync.wishes import Wishes
from tests.sync.parts import AUnit, a_center, a_unit


@contextmanager
def full(stick: Path) -> Iterator[None]:
    """A stick on which nothing has room."""
    stick.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(stick)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a stick")
    try:
        (stick / "tagana-ekspor").mkdir()
        with suppress(OSError), (stick / "film").open("wb", buffering=0) as film:
            while film.write(bytes(4096)):
                """Until there is no room."""
        yield
    finally:
        subprocess.run(["umount", str(stick)], check=True)


def asked_for_export(unit: AUnit, wishes: Wishes) -> Mapping[str, object]:
    """What the page is told of an export."""
    number = requests.ask(unit.store, "export", {}, at=1)
    wishes.grant(unit.end)
    said = requests.answer(unit.store, number)
    assert said and said.result
    return said.result


def test_an_export_tells_records_from_positions(tmp_path: Path) -> None:
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
        track = Position(lat=-6.8, lon=107.1, waktu=int(time.time()))
        journal.append_all(unit.store, [Message(isi="x"), track, track], stamp=unit.clock.stamp())
        config = unit.config
    out = tmp_path / "keluar.tgn"
    said = CliRunner().invoke(export_command, [str(out)], obj=config)
    assert said.output.startswith(f"1 catatan dan 2 posisi ditulis ke {out}")


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
        config = unit.config
    said = CliRunner().invoke(export_command, ["/nonexist/x"], obj=config)
    assert said.exit_code == 1
    assert "/nonexist/x tidak bisa ditulis" in said.output
    assert "Foldernya tidak ada" in said.output


def test_a_unit_that_may_not_send_exports_on_no_way(tmp_path: Path) -> None:
    with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
        unit.end.ledger.put({REVOKED: 1})
        said = asked_for_export(unit, Wishes(tmp_path / "ekspor"))
    command = CliRunner().invoke(export_command, [str(tmp_path / "x")], obj=unit.config)
    assert said["problem"] == SENTENCES[REVOKED]
    assert SENTENCES[REVOKED] in command.output and not (tmp_path / "x").exists()


def test_a_full_stick_is_told_in_plain_words_and_keeps_no_half_file(tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    with full(stick):
        with a_center(tmp_path / "pusat") as center, a_unit(tmp_path, center) as unit:
            journal.append(unit.store, Message(isi="x"), stamp=unit.clock.stamp())
            said = asked_for_export(unit, Wishes(tmp_path / "ekspor", Place(stick, mounted=True)))
        command = CliRunner().invoke(export_command, [str(stick / "x")], obj=unit.config)
        assert said["problem"] == "USB penuh. Hapus berkas lain di USB atau pakai USB lain."
        assert "Tempatnya penuh" in command.output and command.exit_code == 1
        assert [one.name for one in stick.rglob("*") if one.is_file()] == ["film"]
