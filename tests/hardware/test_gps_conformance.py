"""What every GPS driver must do, asked of each on its own stage."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.errors import NoFix
from hardware.gps import Gps, open_gps
from tests.hardware.gps_stages import HOUR_S, STAGES, SimStage, Stage, until_fix, until_reason

SLACK_S = 0.6
of_hardware = pytest.mark.parametrize("stage", ["gpsd", "nmea"], indirect=True)


@pytest.fixture(params=sorted(STAGES))
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    if request.param == "gpsd" and not (shutil.which("gpsfake") and shutil.which("gpsd")):
        pytest.skip("gpsfake is missing: install the Debian packages gpsd and gpsd-clients")
    made = STAGES[request.param](tmp_path)
    yield made
    made.die()


@pytest.fixture
def gps(stage: Stage) -> Iterator[Gps]:
    opened = open_gps(stage.address, clock=stage.clock)
    yield opened
    opened.close()


def test_a_fix_near_the_track_comes_within_a_deadline(stage: Stage, gps: Gps) -> None:
    stage.play()
    fix = until_fix(gps)
    assert fix.lat == pytest.approx(-6.325, abs=0.01)
    assert fix.lon == pytest.approx(108.32, abs=0.01)
    assert fix.mode == 3
    assert fix.source == stage.address.partition(":")[0]
    assert fix.accuracy_m is not None and 0 < fix.accuracy_m < 50
    assert fix.satellites is not None and fix.satellites >= 4
    assert "outside" not in fix.flags and "jump" not in fix.flags


def test_every_fix_is_newer_than_the_one_before_and_never_null_island(stage: Stage, gps: Gps) -> None:
    stage.play()
    fixes = [until_fix(gps) for _ in range(8)]
    times = [fix.time for fix in fixes]
    assert times == sorted(set(times))
    assert all(abs(fix.lat) > 1 and abs(fix.lon) > 1 for fix in fixes)
    assert all(fix.altitude_m != 0.0 for fix in fixes)


def test_without_sky_it_says_so_and_keeps_its_time(stage: Stage, gps: Gps) -> None:
    stage.play(sky=False)
    assert until_reason(gps, {"no_sky"}) == "no_sky"
    began = time.monotonic()
    with pytest.raises(NoFix) as told:
        gps.read(0.7)
    assert time.monotonic() - began < 0.7 + SLACK_S
    assert not told.value.permanent


def test_a_source_that_falls_silent_does_not_hang_it(stage: Stage, gps: Gps) -> None:
    stage.play()
    until_fix(gps)
    stage.silence()
    expected = "no_sky" if isinstance(stage, SimStage) else "silent"
    assert until_reason(gps, {expected}, within_s=15) == expected
    began = time.monotonic()
    with pytest.raises(NoFix):
        gps.read(0.5)
    assert time.monotonic() - began < 0.5 + SLACK_S


def test_a_source_that_dies_and_comes_back_is_found_again(stage: Stage, gps: Gps) -> None:
    stage.play()
    before = until_fix(gps)
    stage.die()
    assert until_reason(gps, {"unreachable", "no_receiver", "no_sky"})
    stage.play()
    assert until_fix(gps).time > before.time - 60


@of_hardware  # the simulated walk is always there
def test_a_source_that_is_not_there_yet_is_waited_for(stage: Stage, gps: Gps) -> None:
    with pytest.raises(NoFix) as told:
        gps.read(0.3)
    assert told.value.reason in {"unreachable", "no_receiver"}
    stage.play()
    assert until_fix(gps).mode == 3


@of_hardware  # the simulated walk takes its time from the clock itself
def test_a_fix_an_hour_old_is_refused_when_the_clock_is_trusted(stage: Stage) -> None:
    stage.play(late_s=HOUR_S)
    gps = open_gps(stage.address, clock=stage.trusting)
    assert until_reason(gps, {"stale"}) == "stale"
    stage.play()
    assert until_fix(gps).time > time.time() - 60
    gps.close()


def test_a_trusted_clock_lets_the_first_fix_through(stage: Stage) -> None:
    stage.play()
    gps = open_gps(stage.address, clock=stage.trusting)
    assert until_fix(gps).mode == 3
    gps.close()


def test_close_again_is_harmless_and_reading_after_it_is_a_permanent_no(stage: Stage, gps: Gps) -> None:
    stage.play()
    until_fix(gps)
    gps.close()
    gps.close()
    with pytest.raises(NoFix) as told:
        gps.read(1.0)
    assert told.value.permanent
