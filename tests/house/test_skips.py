"""A skipped group is named in the last lines, and the exit code stays pytest's."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SKIPPING = """
import pytest

@pytest.mark.skip(reason="no gpsd here")
def test_a_fix_arrives(): pass

@pytest.mark.parametrize("n", [1, 2])
def test_many_fixes_arrive(n): pytest.skip("no gpsd here")

def test_that_runs(): assert {passes}
"""


def session(folder: Path, passes: bool) -> subprocess.CompletedProcess[str]:
    tests = folder / "tests" / "hardware"
    tests.mkdir(parents=True)
    (tests / "test_gps.py").write_text(SKIPPING.format(passes=passes))
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.skips",
        "-p",
        "no:cacheprovider",
        "tests/hardware",
    ]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(("passes", "exit_code"), [(True, 0), (False, 1)])
def test_skipped_groups_are_named_at_the_end(tmp_path: Path, passes: bool, exit_code: int) -> None:
    done = session(tmp_path, passes)
    assert done.returncode == exit_code
    assert "dilewati: hardware: no gpsd here (3)" in done.stdout.splitlines()[-3:]
