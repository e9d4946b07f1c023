"""A frame that an older center could not read is read by a newer one, whether its sender still lives or not."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from field_node.records.place import Place
from sync.center.held import units_held
from sync.center.schema import ENTRY
from sync.center.store import Center, open_center
from sync.center.updated import take_older
from sync.codec.contexts import CONTEXTS
from tests.sync.center.parts import NOW, SealingUnit, bring

NEWER = Place(nama="Balai", jenis="posko", lat=-6.3, lon=108.3, sumber_gps="tablet", akurasi_m=12)


@pytest.fixture
def sealed(center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch) -> Center:
    """A center of before context 3 that was brought a frame in it."""
    frame = unit.frame(unit.entry(NEWER))
    with monkeypatch.context() as older:
        older.delitem(CONTEXTS, 3)
        assert bring(center, frame).counts.held == 1
    return center


def of_units(center: Center) -> list[int]:
    with center.reader.connect() as conn:
        return list(conn.execute(select(ENTRY.c.seq).where(ENTRY.c.unit > 0)).scalars())


def test_what_was_too_new_is_taken_once_it_can_be_read(sealed: Center) -> None:
    assert of_units(sealed) == []
    assert [take_older(sealed, now=NOW) for _ in range(2)] == [1, 0]
    assert of_units(sealed) == [1]
    with sealed.reader.connect() as conn:
        assert units_held(conn, "context") == []


def test_what_is_still_too_new_stays_held(sealed: Center, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as older:
        older.delitem(CONTEXTS, 3)
        assert take_older(sealed, now=NOW) == 0
    with sealed.reader.connect() as conn:
        assert units_held(conn, "context") == [1]


def test_the_process_takes_it_when_it_starts(sealed: Center, tmp_path: Path) -> None:
    folder = sealed.secrets.parent
    settings = tmp_path / "node.toml"
    settings.write_text(f'[center]\ndata_dir = "{folder}"\nport = 0\n')
    words = [sys.executable, "-m", "field_node.cli", "--config", str(settings), "center", "serve"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().startswith("Pusat: ")
        finally:
            process.terminate()
        assert process.wait(20) == 0
    again = open_center(folder)
    assert of_units(again) == [1]
    again.close()
