"""The store that was put back is taken: by nobody too early, whole after any cut, and never over what nobody agreed to lose."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from field_node import swap
from field_node.config import Config
from field_node.doctor import examine_file
from field_node.opened import DATABASE, KEY
from field_node.records.message import Message
from field_node.records.position import Position
from field_node.store import requests
from sync.backup.job import RESTORE, Order, carry_out
from sync.backup.restore import restore
from tests.sync.backup.parts import backed_up, isi, put_back, shut
from tests.sync.parts import AUnit, opened_unit
from tests.sync.walking import save


def test_what_is_recorded_while_a_restore_waits_stays_until_somebody_agrees(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    number = requests.ask(unit.store, RESTORE, {}, at=1)
    assert carry_out(unit.config, unit.store, unit.clock, Order(RESTORE, number, str(made.path)))
    save(unit, Message(isi="Sementara itu"))
    shut(unit)
    assert isi(unit.config) == ["Sebelum", "Sementara itu"]
    assert not swap.waits(unit.config.data_dir) and swap.dropped(unit.config.data_dir) is None
    with opened_unit(unit.config) as again:
        answer = requests.answer(again.store, number)
    assert answer is not None and answer.result is not None
    assert (answer.result["would_lose"], answer.result["forms"]) == (True, 1)
    assert "ada catatan baru" in answer.result["problem"]
    put_back(unit.config, made, lose=True)
    assert len(isi(unit.config)) == 2


@pytest.mark.parametrize("agreed", [True, False])
def test_points_of_the_trail_go_with_what_somebody_agreed_to_lose(
    unit: AUnit, stick: Path, agreed: bool
) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    restore(unit.config, made.path, lose=agreed, now=made.facts.made_at)
    save(unit, Position(lat=-6.3, lon=108.3, waktu=1_795_000_000))
    shut(unit)
    assert swap.swap_in(unit.config) is agreed
    assert not swap.waits(unit.config.data_dir)


def test_no_store_is_taken_whose_numbers_were_given_meanwhile(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    restore(unit.config, made.path, lose=True, now=made.facts.made_at)
    unit.store.run("UPDATE self SET next_track = next_track + 9000000")
    shut(unit)
    assert not swap.swap_in(unit.config)


def test_a_process_that_runs_ends_and_the_store_is_taken_at_its_next_start(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    restore(unit.config, made.path, lose=True)
    with pytest.raises(swap.SwapWaits):
        swap.swap_in(unit.config)
    shut(unit)
    assert len(isi(unit.config)) == 2
    assert not swap.waits(unit.config.data_dir)


def test_a_swap_that_was_cut_anywhere_is_finished_by_the_next_start(
    unit: AUnit, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    shut(unit)
    cuts = 0
    for step in range(20):
        restore(unit.config, made.path, lose=True)
        cuts += _cut_at(step, unit.config, monkeypatch)
        swap.swap_in(unit.config)
        assert len(isi(unit.config)) == 2
        assert not [
            one
            for one in examine_file(unit.config.data_dir / DATABASE, unit.config.secrets_dir / KEY)
            if one.bad
        ]
        shutil.rmtree(next(unit.config.data_dir.glob("sebelum-pemulihan-*")))
    assert cuts >= 4


def test_a_store_that_something_keeps_open_for_long_stays(unit: AUnit, stick: Path) -> None:
    save(unit, Message(isi="Sebelum"))
    made = backed_up(unit, stick)
    restore(unit.config, made.path, lose=True)
    os.utime(unit.config.data_dir / swap.STAGED / swap.READY, (1_000, 1_000))
    for _ in range(2):
        with pytest.raises(swap.SwapWaits):
            swap.swap_in(unit.config)
    assert swap.waits(unit.config.data_dir), "a clock that leaps is no long time"
    late = time.clock_gettime(time.CLOCK_BOOTTIME) + swap.PATIENCE_S + 1
    with pytest.raises(swap.SwapWaits):
        swap.swap_in(unit.config, uptime=lambda: late)
    assert not swap.swap_in(unit.config)
    shut(unit)
    assert isi(unit.config) == ["Sebelum"]


class _Cut(BaseException):
    """The power went."""


def _cut_at(step: int, config: Config, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the swap came to its so many-th change of the disk, and ended there."""
    left = [step]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def change(*given: object, **named: object) -> object:
            if left[0] == 0:
                raise _Cut
            left[0] -= 1
            return real(*given, **named)

        return change

    with monkeypatch.context() as patched:
        for owner, name in ((Path, "rename"), (os, "replace"), (shutil, "copy2"), (Path, "unlink")):
            patched.setattr(owner, name, counted(getattr(owner, name)))
        try:
            swap.swap_in(config)
        except _Cut:
            return True
    return False
