"""Processes say that they work, and notice which others stopped."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from field_node.presence import SILENT_S, Presence
from field_node.store import status, troubles
from field_node.store.connection import Store
from field_node.watching import SAMPLE_S, SAMPLES, Watching, has_address, with_sample
from hardware.power import open_power
from tests.field_node.store.stores import new_store

AT = 1_795_000_000


@dataclass
class Time:
    passed: int = 0

    def now(self) -> int:
        return AT + self.passed

    def monotonic(self) -> float:
        return float(self.passed)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


def test_a_process_says_once_a_minute_that_it_works_and_since_when(store: Store) -> None:
    time = Time()
    presence = Presence(store, "sync", now=time.now, monotonic=time.monotonic, guarded=True)
    for time.passed in (0, 30, 61):
        presence.look()
    said = status.read(store, "proses:sync")
    assert said is not None
    assert (said.at, said.body["since"], said.body["guarded"]) == (AT + 61, AT, True)


def test_another_process_that_stopped_is_a_trouble_until_it_speaks_again(store: Store) -> None:
    time = Time()
    gps, sync = (Presence(store, name, now=time.now, monotonic=time.monotonic) for name in ("gps", "sync"))
    gps.look()
    sync.look()
    assert troubles.last(store, 9) == []
    time.passed = SILENT_S + 1
    sync.look()
    assert [(one.code, one.until) for one in troubles.last(store, 9)] == [("diam_gps", None)]
    time.passed += 60
    gps.look()
    assert [one.until for one in troubles.last(store, 9)] == [AT + time.passed]


def test_after_a_start_nobody_is_called_silent_for_the_time_that_the_unit_was_off(store: Store) -> None:
    time = Time()
    Presence(store, "gps", now=time.now, monotonic=time.monotonic).look()
    time.passed = 86_400
    again = Presence(store, "sync", now=time.now, monotonic=time.monotonic)
    again.look()
    assert troubles.last(store, 9) == []
    for _ in range(4):
        time.passed += 60
        again.look()
    assert [one.code for one in troubles.last(store, 9)] == ["diam_gps"]


def test_a_clock_that_leaps_calls_nobody_silent(store: Store) -> None:
    time, leap = Time(), 0
    gps, sync = (
        Presence(store, name, now=lambda: time.now() + leap, monotonic=time.monotonic)
        for name in ("gps", "sync")
    )
    gps.look()
    sync.look()
    leap, time.passed = 30 * 86_400, 60
    sync.look()
    assert troubles.last(store, 9) == []


def test_who_begins_anew_repeats_a_silence_until_it_ends(store: Store) -> None:
    time = Time()
    gps, sync = (Presence(store, name, now=time.now, monotonic=time.monotonic) for name in ("gps", "sync"))
    gps.look()
    sync.look()
    time.passed = SILENT_S + 1
    sync.look()
    web = Presence(store, "web", now=time.now, monotonic=time.monotonic)
    web.look()
    assert [(one.until, one.times) for one in troubles.last(store, 9)] == [(None, 1)]
    time.passed += 60
    gps.look()
    web.look()
    sync.look()
    assert [(one.until, one.times) for one in troubles.last(store, 9)] == [(AT + time.passed, 1)]


def test_power_and_room_are_told_with_their_source(store: Store) -> None:
    time = Time()
    watching = Watching(
        store,
        open_power("sim:battery=40", clock=time.monotonic),
        source="simulasi (battery=40)",
        room=lambda: (4_000, 9_000),
        floor=50,
        is_up=lambda address: address == "10.42.0.1",
        now=time.now,
        monotonic=time.monotonic,
    )
    watching.look()
    power, disk = status.read(store, "power"), status.read(store, "disk")
    assert power is not None and disk is not None
    assert (power.body["battery_percent"], power.body["known"]) == (40, True)
    assert power.body["source"] == "simulasi (battery=40)"
    assert disk.body == {"free": 4_000, "total": 9_000, "floor": 50, "samples": [[AT, 4_000]]}
    network = status.read(store, "jaringan")
    assert network is not None and network.body == {"hotspot": True}
    assert (has_address("127.0.0.1"), has_address("192.0.2.1")) == (True, False)
    time.passed = 20
    watching.look()
    assert status.read(store, "power") == power


def test_free_room_is_sampled_for_a_week() -> None:
    samples: list[list[int]] = []
    for number in range(500):
        samples = with_sample(samples, AT + number * SAMPLE_S // 2, 1_000 - number)
    assert len(samples) == SAMPLES
    assert samples[-1][0] - samples[0][0] == (SAMPLES - 1) * SAMPLE_S
    assert with_sample(samples, AT - 5, 7) == [[AT - 5, 7]]
