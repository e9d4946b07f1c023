"""Runs the soak: `SEEDS=50 FIRST=1 JOBS=2 HOURS=48 python -m tests.soak`; ends with 1 when anything happened that must not."""

import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import click

from tests.bench.rows import machine
from tests.soak.run import Outcome, a_soak
from tests.soak.story import FULL, Story

MEMORY = Path("/dev/shm")


def played(seed: int, story: Story) -> Outcome:
    """One seed in a folder of its own, in memory where there is room for it."""
    where = MEMORY if MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="tagana-soak-", dir=where))
    try:
        with a_soak(folder, story, seed) as soak:
            return soak.run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    asked = os.environ.get
    seeds, first, jobs = int(asked("SEEDS", "4")), int(asked("FIRST", "1")), int(asked("JOBS", "2"))
    story = replace(
        FULL, hours=float(asked("HOURS", str(FULL.hours))), units=int(asked("UNITS", str(FULL.units)))
    )
    click.echo(f"# {machine()}; {story}")
    began, bad = time.monotonic(), 0
    with ProcessPoolExecutor(jobs) as pool:
        for outcome in pool.map(played, range(first, first + seeds), [story] * seeds):
            click.echo("\n  ".join((outcome.line(), *outcome.faults[:10])))
            bad += bool(outcome.faults)
    click.echo(f"# {seeds - bad} of {seeds} seeds without a fault, {time.monotonic() - began:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
