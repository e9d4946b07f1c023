"""The file that goes by hand: what is told of it at the console."""

import time
from pathlib import Path

from click.testing import CliRunner

from field_node.records.message import Message
from field_node.records.position import Position
from field_node.store import journal
from sync.links.file import export_command
from tests.sync.parts import a_center, a_unit


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
    assert "Errno" not in said.output
