"""The file that goes by hand: what is told of it at the console."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from field_node.config import Config
from field_node.records.message import Message
from field_node.records.position import Position
from field_node.store import journal, requests
from sync.backup.place import Place
from sync.links.file import CARD_FULL, export_command
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
        fill_up(stick)
        yield
    finally:
        subprocess.run(["umount", str(stick)], check=True)


@contextmanager
def small_card(card: Path) -> Iterator[None]:
    """A card of the unit's own."""
    card.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(card)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a card")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(card)], check=True)


def fill_up(folder: Path) -> Path:
    """A film that leaves no room."""
    film = folder / "film"
    with suppress(OSError), film.open("ab", buffering=0) as written:
        while written.write(bytes(4096)):
            """Until there is no room."""
    return film


def exported(config: Config, out: Path) -> Result:
    return CliRunner().invoke(export_command, [str(out)], obj=config)


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


def test_on_a_card_without_any_room_an_export_says_what_to_do(tmp_path: Path) -> None:
    card, out = tmp_path / "kartu", tmp_path / "keluar.tgn"
    with small_card(card), a_center(tmp_path / "pusat") as center:
        with a_unit(card, center) as unit:
            journal.append(unit.store, Message(isi="x"), stamp=unit.clock.stamp())
        film = fill_up(card)
        said = exported(unit.config, out)
        assert (said.exit_code, said.output) == (1, f"Error: Ekspor tidak jadi: {CARD_FULL}\n")
        assert not out.exists() and list(tmp_path.glob("keluar*")) == []
        with film.open("r+b") as cut:
            cut.truncate(film.stat().st_size - 200_000)
        assert exported(unit.config, out).output.startswith("1 catatan dan 0 posisi")


def test_a_running_unit_on_a_full_card_exports_to_a_stick(tmp_path: Path) -> None:
    """What it holds open has the room that a counter needs."""
    card, out = tmp_path / "kartu", tmp_path / "keluar.tgn"
    with small_card(card), a_center(tmp_path / "pusat") as center:
        with a_unit(card, center) as unit:
            journal.append(unit.store, Message(isi="x"), stamp=unit.clock.stamp())
        with running(card):
            fill_up(card)
            for _ in range(3):
                assert exported(unit.config, out).output.startswith("1 catatan dan 0 posisi")


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """Another process of the unit in that folder."""
    begun = f"with opened_store(a_config(Path({str(folder)!r}))): print(flush=True); sys.stdin.read()"
    said = f"import sys; from pathlib import Path; from field_node.opened import opened_store; from tests.sync.parts import a_config\n{begun}"
    with subprocess.Popen(
        [sys.executable, "-c", said], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin and other.stdout and other.stdout.readline()
        try:
            yield
        finally:
            other.stdin.close()
            other.wait(30)
