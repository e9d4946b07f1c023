"""How long a radio driver with its real deadlines needs to notice each fault that ends a connection, and to work again."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hardware.radio.meshtastic.deadlines import Deadlines
from tests.bench.rows import Row
from tests.hardware.radio_faults import CASES, Case, Told, survey

SILENCE_S = 45.0
GOAL_S = 60.0


def rows() -> list[Row]:
    """One row a fault: the real library against the simulated device, four at a time; `make bench ARGS=radio`."""
    cases = [_lasting(case) for case in CASES if case.trouble.loses]
    with tempfile.TemporaryDirectory() as folder:
        seen = survey(cases, Path(folder), Deadlines(), lanes=4)
    return [_row(case, seen.get(case.name)) for case in cases]


def _lasting(case: Case) -> Case:
    """A silence has to last until it is noticed."""
    silent = case.trouble.says == {"silent"}
    return replace(case, trouble=replace(case.trouble, lasts_s=SILENCE_S)) if silent else case


def _row(case: Case, told: Told | None) -> Row:
    name, goal = f"radio, {case.name}", f"at most {GOAL_S:g} s"
    if told is None or told.recovered_s is None:
        return Row(name, None, "s", goal=goal, met=False, how="it did not come back")
    noticed = "never" if told.noticed_s is None else f"{told.noticed_s:.1f} s"
    how = (
        f"from the fault's end until packets went and came; noticed after {noticed}; said {' '.join(sorted(told.words))}; "
        f"{len(told.workers)} workers; longest call {told.longest_s:.2f} s"
    )
    return Row(name, round(told.recovered_s, 2), "s", goal=goal, met=told.recovered_s <= GOAL_S, how=how)
