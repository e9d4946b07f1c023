"""Fixes become positions of the journal, whatever the receiver does."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from field_node.clock import UnitClock
from field_node.records.kinds import TRACK_START
from field_node.records.position import Position
from field_node.records.record import TimeQuality
from field_node.store import journal, status
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store
from field_node.thinning import Thinning
from field_node.tracking import Tracking, label, position
from hardware.errors import NoFix
from hardware.gps import Clock, Fix, open_gps
from tests.field_node.store.stores import new_store

NOW = 1_795_312_800.0


@dataclass
class Receiver:
    """Gives what the test laid out, one answer a read."""

    answers: list[Fix | NoFix] = field(default_factory=list)

    def read(self, timeout_s: float) -> Fix:
        answer = self.answers.pop(0)
        if isinstance(answer, NoFix):
            raise answer
        return answer

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass
class Scene:
    """A tracking process with its time in the test's hand."""

    store: Store
    receiver: Receiver = field(default_factory=Receiver)
    now: float = 100.0
    room: bool = True

    def __post_init__(self) -> None:
        self.clock = UnitClock(
            StoreBoots(self.store, "boot"),
            believes_machine=True,
            wall=lambda: NOW + self.now,
            uptime=lambda: self.now,
            synchronised=lambda: False,
            has_rtc=lambda: False,
        )
        self.tracking = Tracking(
            self.receiver,
            self.store,
            self.clock,
            thinning=Thinning(30, 25, 50),
            monotonic=lambda: self.now,
            has_room=lambda: self.room,
            source="simulasi",
        )

    def reads(self, answer: Fix | NoFix, *, after_s: float = 31.0) -> None:
        self.now += after_s
        self.receiver.answers.append(answer)
        self.tracking.step()

    def positions(self) -> list[Position]:
        entries = [entry for _, entry in journal.since(self.store, 0, 100)]
        return [entry.record for entry in entries if isinstance(entry.record, Position)]

    def state(self) -> str:
        said = status.read(self.store, "gps")
        return str(said.body["state"]) if said else ""


def fix(scene: Scene, *, lat: float = -6.32, **given: object) -> Fix:
    facts = {"lon": 108.3, "mode": 3, "source": "sim", "accuracy_m": 4.0, "satellites": 9} | given
    return Fix(lat=lat, time=NOW + scene.now + 31, **facts)  # type: ignore[arg-type]


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    store = new_store(tmp_path)
    yield Scene(store)
    store.close()


def test_a_fix_becomes_a_position_with_the_time_of_the_satellites(scene: Scene) -> None:
    scene.reads(fix(scene, speed_mps=10.0, course_deg=359.8))
    ((_, entry),) = journal.since(scene.store, 0, 10)
    assert entry.seq == TRACK_START
    assert entry.quality is TimeQuality.GPS
    assert entry.made_at == int(NOW + scene.now) // 30 * 30
    (made,) = scene.positions()
    assert (made.akurasi, made.akurasi_m, made.kecepatan, made.arah, made.satelit) == ("5m", 4, 36, 0, 9)
    assert made.janggal is None


def test_the_unit_learns_the_time_from_the_sky(scene: Scene) -> None:
    assert not scene.clock.trusted()
    scene.reads(fix(scene))
    assert scene.clock.trusted()
    assert abs(scene.clock.stamp().made_at - (NOW + scene.now)) <= 1


def test_there_is_never_a_position_without_a_fix(scene: Scene) -> None:
    for reason in (
        "no_receiver",
        "unreachable",
        "silent",
        "babble",
        "no_sky",
        "not_yet",
        "stale",
        "unplausible",
    ):
        scene.reads(NoFix(reason))
    assert scene.positions() == []


@pytest.mark.parametrize(
    ("reason", "state"),
    [("no_receiver", "tidak_ada"), ("silent", "tidak_ada"), ("babble", "tidak_ada"), ("no_sky", "mencari")],
)
def test_a_receiver_in_trouble_is_told_and_tracking_goes_on(scene: Scene, reason: str, state: str) -> None:
    scene.reads(fix(scene))
    assert scene.state() == "terkunci"
    scene.reads(NoFix(reason), after_s=6)
    assert scene.state() == state
    scene.reads(fix(scene, lat=-6.33))
    assert scene.state() == "terkunci"
    assert len(scene.positions()) == 2


def test_one_missed_second_is_no_lost_sky(scene: Scene) -> None:
    scene.reads(fix(scene))
    scene.reads(NoFix("not_yet"), after_s=1)
    assert scene.state() == "terkunci"


def test_standing_still_makes_no_trail(scene: Scene) -> None:
    for _ in range(10):
        scene.reads(fix(scene))
    assert len(scene.positions()) == 1


def test_a_jump_is_kept_and_flagged(scene: Scene) -> None:
    scene.reads(fix(scene))
    scene.reads(fix(scene, lat=-7.32))
    assert [one.janggal for one in scene.positions()] == [None, True]


def test_a_doubt_of_the_receiver_flags_the_position(scene: Scene) -> None:
    assert position(fix(scene, flags=frozenset({"outside"})), jump=False).janggal


def test_a_full_disk_takes_no_more_trail(scene: Scene) -> None:
    scene.room = False
    scene.reads(fix(scene))
    assert scene.positions() == []
    assert scene.state() == "terkunci"


def test_the_state_is_told_at_least_each_ten_seconds(scene: Scene) -> None:
    scene.reads(fix(scene))
    first = status.read(scene.store, "gps")
    scene.reads(fix(scene), after_s=11)
    second = status.read(scene.store, "gps")
    assert first is not None
    assert second is not None
    assert second.body["fix_at"] > first.body["fix_at"]


def test_the_shipped_recording_makes_a_trail(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    now = [0.0]

    def wait(seconds: float) -> None:
        now[0] += seconds

    clock = Clock(utc=lambda: time.time() + now[0], monotonic=lambda: now[0], wait=wait)
    gps = open_gps("sim:gladi-banjir.gpx", clock=clock)
    unit_clock = UnitClock(StoreBoots(store, "boot"), believes_machine=True)
    tracking = Tracking(
        gps, store, unit_clock, thinning=Thinning(30, 25, 50), monotonic=lambda: now[0], has_room=lambda: True
    )
    while now[0] < 300:
        tracking.step()
    store.run("SELECT 1")
    points = [entry for _, entry in journal.since(store, 0, 100)]
    assert 5 <= len(points) <= 11
    assert all(isinstance(entry.record, Position) and entry.on_track for entry in points)
    store.close()


def test_a_simulated_receiver_is_called_so() -> None:
    assert label("sim:gladi-banjir.gpx?speed=2") == "simulasi (gladi-banjir.gpx)"
    assert label("gpsd:127.0.0.1:2947") == "gpsd:127.0.0.1:2947"
