"""A backup is made: by itself, when a page asks, beside running processes."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from errno import EIO, ENODEV, ENOSPC, EROFS
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from field_node.config import Config
from field_node.records.message import Message
from field_node.store import requests, status, troubles
from sync.backup.errors import BackupError, NoPlace, of_stick
from sync.backup.job import BACKUP, RESTORE, ROW, Order, carry_out
from sync.backup.place import Place, place_of
from sync.backup.turns import AGAIN_S, Turns
from tests.sync.backup.parts import backed_up, with_stick
from tests.sync.parts import AUnit, a_config
from tests.sync.walking import save


def test_a_backup_is_read_back_before_it_counts_and_nobody_else_reads_it(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Jembatan Cimanuk putus"), Message(isi="Tim siap"))
    made = backed_up(unit, stick)
    assert (made.facts.own, made.facts.unit, made.path.parent.name) == (2, 1, "tagana-unit-1")
    assert b"Cimanuk" not in made.path.read_bytes()
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_backups_are_taken_while_records_are_saved(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Pertama"))
    ended = threading.Event()

    def go_on() -> None:
        while not ended.is_set():
            save(unit, *(Message(isi="Terus") for _ in range(20)))

    saver = threading.Thread(target=go_on)
    saver.start()
    try:
        found = [backed_up(unit, stick, at=1_795_000_000 + number).facts.own for number in range(4)]
    finally:
        ended.set()
        saver.join()
    assert found == sorted(found) and found[0] < found[-1]


def test_the_oldest_backups_go_and_what_was_cut_is_cleared_away(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    unit.config = replace(unit.config, backup=replace(unit.config.backup, keep=2))
    made = [backed_up(unit, stick, at=1_795_000_000 + 60 * number) for number in range(3)]
    (stick / "tagana-unit-1" / "cadangan-1-20200101-000000.tgnb.part").write_bytes(b"x")
    last = backed_up(unit, stick, at=1_795_009_999)
    there = sorted(path.name for path in last.path.parent.iterdir())
    assert there == sorted([made[-1].path.name, last.path.name])


def test_a_backup_that_a_wrong_clock_dates_before_all_others_stays(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    unit.config = replace(unit.config, backup=replace(unit.config.backup, keep=2))
    for number in range(3):
        backed_up(unit, stick, at=1_795_000_000 + 60 * number)
    made = backed_up(unit, stick, at=1_793_491_300)
    there = sorted(path.name for path in made.path.parent.iterdir())
    assert made.path.name in there and len(there) == 2


def test_what_the_kernel_says_of_a_stick_is_told_in_plain_words(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    (stick / "tagana-unit-1").write_text("no folder")
    with pytest.raises(NoPlace, match=r"^USB tercabut atau rusak\. Pasang lagi"):
        backed_up(unit, stick)
    sentences = {str(of_stick(OSError(number, "x"))) for number in (ENOSPC, EROFS, EIO, ENODEV)}
    assert len(sentences) == 3 and all(one.startswith("USB ") for one in sentences)


def test_a_stick_that_goes_while_it_is_looked_at_is_told_as_not_there(
    unit: AUnit, turns: tuple[Turns, list[float], list[Order]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_path: object) -> os.statvfs_result:
        raise OSError(EIO, "Input/output error")

    monkeypatch.setattr(os, "statvfs", gone)
    turns[0].step()
    told = status.read(unit.store, "usb")
    assert told is not None and told.body["there"] is False


def test_a_unit_without_records_and_a_missing_stick_are_told(unit: AUnit, stick: Path) -> None:
    with pytest.raises(BackupError, match="Belum ada catatan"):
        backed_up(unit, stick)
    with pytest.raises(NoPlace, match="Tidak ada USB"):
        backed_up(unit, stick / "lain")
    assert not Place(stick, mounted=True).there()
    assert place_of("") is None


def test_a_failure_is_a_trouble_until_a_backup_succeeds(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    gone = with_stick(unit.config, stick / "lain")
    assert not carry_out(gone, unit.store, unit.clock, Order(BACKUP))
    assert [(one.code, one.until) for one in troubles.last(unit.store, 9)] == [("cadangan_gagal", None)]
    assert carry_out(with_stick(unit.config, stick), unit.store, unit.clock, Order(BACKUP))
    assert troubles.last(unit.store, 9)[0].until is not None
    said = status.read(unit.store, ROW)
    assert said is not None and said.body["last"]["own"] == 1 and "for_unit" not in said.body["last"]


class _Here:
    """A process that is this one, and over at once."""

    def __init__(self, config: Config, unit: AUnit, order: Order) -> None:
        carry_out(config, unit.store, unit.clock, order)
        self.exitcode = 0

    def is_alive(self) -> bool:
        return False

    def join(self) -> None:
        """Over already."""


@pytest.fixture
def turns(unit: AUnit, stick: Path) -> Iterator[tuple[Turns, list[float], list[Order]]]:
    config, now, begun = with_stick(unit.config, stick), [0.0], list[Order]()

    def start(_config: Config, order: Order) -> BaseProcess:
        begun.append(order)
        return _Here(config, unit, order)  # type: ignore[return-value]

    yield Turns(unit.store, unit.clock, config, lambda: now[0], start=start), now, begun


def test_a_backup_is_made_by_itself_once_an_hour(
    unit: AUnit, turns: tuple[Turns, list[float], list[Order]]
) -> None:
    each, now, begun = turns
    each.step()
    assert begun == []  # no record yet
    save(unit, Message(isi="Sebelum"))
    for now[0] in (10, 20, AGAIN_S + 30):
        each.step()
    assert [order.kind for order in begun] == [BACKUP]
    told = status.read(unit.store, "usb")
    assert told is not None and told.body["there"] and told.body["found"][0]["own"] == 1
    said = status.read(unit.store, ROW)
    assert said is not None
    said.body["last"]["at"] -= 3_601
    status.say(unit.store, ROW, said.body, said.at)
    for now[0] in (2_000, 2_010):
        each.step()
    assert len(begun) == 2


def test_what_a_page_asks_is_done_and_answered(
    unit: AUnit, stick: Path, turns: tuple[Turns, list[float], list[Order]]
) -> None:
    each, _, begun = turns
    save(unit, Message(isi="Sebelum"))
    number = requests.ask(unit.store, BACKUP, {}, at=1)
    each.step()
    answer = requests.answer(unit.store, number)
    assert answer is not None and answer.result is not None and answer.result["own"] == 1
    save(unit, Message(isi="Sesudah"))
    number = requests.ask(unit.store, RESTORE, {"file": answer.result["file"]}, at=1)
    each.step()
    each.step()
    refused = requests.answer(unit.store, number)
    assert (
        refused is not None
        and refused.result is not None
        and "1 catatan sesudah" in refused.result["problem"]
    )
    assert [order.kind for order in begun] == [BACKUP, RESTORE]


def test_what_was_cut_with_the_process_before_is_told_as_such(
    unit: AUnit, turns: tuple[Turns, list[float], list[Order]]
) -> None:
    number = requests.ask(unit.store, BACKUP, {}, at=1)
    requests.take(unit.store, at=1, kind=BACKUP)
    status.say(unit.store, ROW, {"step": "menulis", "share": 50}, 1)
    turns[0].step()
    answer, said = requests.answer(unit.store, number), status.read(unit.store, ROW)
    assert answer is not None and answer.result is not None and "terhenti" in answer.result["problem"]
    assert said is not None and said.body["step"] == ""
    assert turns[2] == []


def test_the_processes_own_child_does_the_same(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    each = Turns(unit.store, unit.clock, with_stick(unit.config, stick), time.monotonic)
    number = requests.ask(unit.store, BACKUP, {}, at=1)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        each.step()
        answer = requests.answer(unit.store, number)
        if answer is not None and answer.done_at is not None:
            break
        threading.Event().wait(0.05)
    each.close()
    assert answer is not None and answer.result is not None and answer.result["own"] == 1


def test_the_config_of_a_test_has_no_stick(tmp_path: Path) -> None:
    place = place_of(a_config(tmp_path).backup.place)
    assert place is not None and not place.there()
