"""What the center keeps is its owner's alone."""

import os
import stat
from pathlib import Path

from field_node.records.message import Message
from tests.sync.center.parts import SealingUnit, a_center, bring


def test_no_file_of_the_center_is_for_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    folder = tmp_path / "pusat"
    try:
        center = a_center(folder)
        unit = SealingUnit.enrolled(center)
        bring(center, unit.frame(unit.entry(Message(isi="rahasia"))))
        center.counters.draw(1, 1_900_000_000)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
        center.close()
    finally:
        os.umask(before)
    assert {"center.db", "center.db-wal", "drawn.json"} <= set(modes)
    assert {name for name, mode in modes.items() if mode & 0o077} == set()
