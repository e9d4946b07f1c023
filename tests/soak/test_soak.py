"""Hours of a mesh with loss, jam, restarts and outages: nothing is lost, doubled or shown as received that is not."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from sync.center.keep import Keeper
from sync.ledger import Ledger
from sync.mesh.packing import NotComing
from sync.seal.counter import CounterLine
from tests.soak import run
from tests.soak.run import Outcome, a_soak
from tests.soak.story import SMALL, TINY, Story

LONGER = replace(TINY, hours=2.5, save_s=150.0, sos_s=3600.0, restart_s=1080.0, quiet_s=3600.0)


def played(folder: Path, story: Story, seed: int = 1) -> Outcome:
    with a_soak(folder, story, seed) as soak:
        return soak.run()


def test_after_jam_and_restarts_everything_is_in_once(tmp_path: Path) -> None:
    outcome = played(tmp_path, SMALL)
    assert outcome.faults == []
    assert outcome.saved > 60 and outcome.restarts > 5 and outcome.frames > 100


def test_what_is_read_once_for_all_units_says_the_same_as_when_each_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = played(tmp_path / "together", TINY)
    monkeypatch.setattr(run, "shared_reading", nullcontext)
    assert replace(played(tmp_path / "each", TINY), took_s=together.took_s) == together


def test_a_counter_reserve_that_is_not_kept_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(self: Ledger, line: CounterLine, floor: int | None, count: int) -> CounterLine:
        return line.committed(line.to_commit(floor, count=count) or line.reserved)

    monkeypatch.setattr(Ledger, "reserve", forgetful)
    assert "twice" in " ".join(played(tmp_path, TINY).faults)


def test_a_receipt_for_what_was_not_kept_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, seen = Keeper.keep, []

    def careless(self: Keeper, entry: object, scope: object) -> None:
        seen.append(entry)
        if len(seen) % 7:
            keep(self, entry, scope)  # type: ignore[arg-type]

    monkeypatch.setattr(Keeper, "keep", careless)
    assert "the center lacks it" in " ".join(played(tmp_path, TINY).faults)


def test_gaps_that_are_said_not_to_come_and_do_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything(self: NotComing, upto: int, lowest: int) -> tuple[int, int] | None:
        return (upto, lowest) if 1 < upto < lowest else None

    monkeypatch.setattr(NotComing, "__contains__", lambda self, seq: True)
    monkeypatch.setattr(NotComing, "hole", everything)
    runs = (played(tmp_path / str(seed), LONGER, seed) for seed in range(4, 12))
    assert any("the center lacks it" in " ".join(run.faults) for run in runs)
