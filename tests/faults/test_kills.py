"""SIGKILL at random moments of web, sync and center under load. It proves restart, not power loss: rule S1 has other rigs.

KILLS=200 SEED=7 make faults: another number, another schedule.
"""

import os
import random
import time
from pathlib import Path
from threading import Event

import pytest

from tests.faults.checks import faults_of_center, faults_of_unit
from tests.faults.rig import Rig, a_rig, until
from tests.faults.tablets import Tablets, tablets

KILLS = int(os.environ.get("KILLS", "10"))
SEED = int(os.environ.get("SEED", "20261122"))
AT_ONCE = 40
"""Kills of one operation. A unit's counters may run 1,024 ahead of the clock and each death of sync leaves up to a block of
them unused (wire.md 4.3): more kills within minutes end in "ahead_of_clock", as they should, so others begin anew."""
PRESS_S = 0.5
TABLETS = 3
EARLY = 0.3
"""So many of the kills come at any moment after the start, the others only once the process has done work again."""
LONGEST_S = 0.3


class Killer:
    """Kills one process after the other; `done`: of each how often."""

    def __init__(self, rig: Rig, load: Tablets, seed: int) -> None:
        self._rig, self._load = rig, load
        self._chance, self._moment = random.Random(seed), Event()
        self._before = dict.fromkeys(("web", "sync", "center"), 0)
        self.done = dict.fromkeys(self._before, 0)
        self._pressed_at = 0.0

    def kill_one(self) -> None:
        """At a random moment; what is receipted then must be at the center."""
        name = self._chance.choice(sorted(self.done))
        if self._chance.random() >= EARLY:
            self._wait_for_work(name)
        self._moment.wait(self._chance.uniform(0, LONGEST_S))
        self._rig.kill(name)
        missing = self._rig.receipted() - self._rig.at_center()
        assert not missing, f"receipted and not at the center: {sorted(missing)[:10]}"
        self._before[name] = self._work(name)
        self._rig.start(name)
        self.done[name] += 1

    def _wait_for_work(self, name: str) -> None:
        if name == "center":
            until(lambda: self._rig.answers("center"), "the center answers")
        until(lambda: self._works(name), f"{name} works again")

    def _works(self, name: str) -> bool:
        """Looked at by somebody who presses "Kirim sekarang" meanwhile: no back-off lengthens the run."""
        if name != "web" and time.monotonic() - self._pressed_at > PRESS_S:
            self._load.send_now()
            self._pressed_at = time.monotonic()
        return self._work(name) > self._before[name]

    def _work(self, name: str) -> int:
        """What the process has brought about so far."""
        return len(self._load.saved) if name == "web" else len(self._rig.receipted())


def heal(rig: Rig, load: Tablets) -> None:
    """Everything runs; nothing waits any more."""
    until(lambda: rig.answers("web") and rig.answers("center"), "both answer again")
    load.stop(within_s=60)
    highest = max(ref.seq for ref in load.saved.values())

    def all_there() -> bool:
        load.send_now()
        return len(rig.receipted()) >= highest

    until(all_there, "the outbox is empty", within_s=120)


@pytest.mark.parametrize("before", range(0, KILLS, AT_ONCE))
def test_kills_lose_nothing_that_was_answered_and_double_nothing(
    tmp_path: Path, blank: Path, before: int
) -> None:
    seed = SEED + before
    began = time.monotonic()
    with a_rig(tmp_path, blank) as rig, tablets(rig.site.units[0].url, TABLETS) as load:
        rig.start("center", "web", "sync")
        killer = Killer(rig, load, seed)
        for _ in range(min(AT_ONCE, KILLS - before)):
            killer.kill_one()
        heal(rig, load)
        codes = rig.end()
        took = time.monotonic() - began
        print(f"seed {seed}: {killer.done} kills, {len(load.saved)} records, {took:.0f} s")  # noqa: T201
        assert load.refused == []
        assert faults_of_unit(rig, load.saved) == []
        assert faults_of_center(rig) == []
        assert set(codes.values()) == {0}, codes


def test_the_rig_sees_a_web_process_that_answers_before_the_commit(tmp_path: Path, blank: Path) -> None:
    with (
        a_rig(tmp_path, blank, {"web": "tests.faults.hasty_web"}) as rig,
        tablets(rig.site.units[0].url, 2) as load,
    ):
        for more in (20, 40):
            rig.start("web")
            wanted = len(load.saved) + more
            until(lambda wanted=wanted: len(load.saved) >= wanted, "it saves")  # type: ignore[misc]
            rig.kill("web")
        rig.start("web")
        until(lambda: rig.answers("web"), "it answers again")
        load.stop(within_s=60)
        rig.close()
        assert any("is not there" in fault for fault in faults_of_unit(rig, load.saved))
