"""The clock says how good it is, and what was made before it was right gets its corrected time."""

from dataclasses import dataclass

import pytest

from field_node.clock import BUILT, UnitClock, kernel_synchronised
from field_node.records.correction import TimeCorrection
from field_node.records.kinds import Ref
from field_node.records.record import Entry, TimeQuality
from field_node.store import journal, views
from field_node.store.boots import StoreBoots, runs
from field_node.store.connection import Store
from tests.field_node.store.stores import NOW, headcount

Y2019, Y2040 = 1_546_300_800, 2_208_988_800


@dataclass
class Machine:
    """A machine whose clocks are set by the test."""

    wall: float = NOW
    uptime: float = 100.0
    synchronised: bool = False
    rtc: bool = False

    def clock(self, store: Store, boot_id: str = "a", trust: bool = True) -> UnitClock:
        return UnitClock(
            StoreBoots(store, boot_id),
            believes_machine=trust,
            wall=lambda: self.wall,
            uptime=lambda: self.uptime,
            synchronised=lambda: self.synchronised,
            has_rtc=lambda: self.rtc,
        )

    def runs(self, seconds: float) -> None:
        self.wall += seconds
        self.uptime += seconds


def save(store: Store, clock: UnitClock) -> Entry:
    return journal.append(store, headcount(), stamp=clock.stamp())


@pytest.mark.parametrize(
    ("machine", "quality"),
    [
        (Machine(), TimeQuality.NONE),
        (Machine(rtc=True), TimeQuality.RTC),
        (Machine(synchronised=True), TimeQuality.NTP),
        (Machine(wall=Y2019, synchronised=True), TimeQuality.NONE),
    ],
    ids=["nothing", "rtc", "network", "network before the build"],
)
def test_each_time_says_where_it_comes_from(store: Store, machine: Machine, quality: TimeQuality) -> None:
    assert machine.clock(store).stamp().quality is quality


def test_a_machine_that_is_not_believed_is_not_trusted(store: Store) -> None:
    assert not Machine(synchronised=True).clock(store, trust=False).trusted()


def test_boots_count_the_starts_of_the_machine(store: Store) -> None:
    assert [Machine().clock(store, name).stamp().boot for name in ("a", "b", "b", "a")] == [1, 2, 2, 1]


def test_a_time_before_the_build_date_is_refused(store: Store) -> None:
    clock = Machine().clock(store)
    assert not clock.learn(BUILT - 1, TimeQuality.GPS)
    assert not clock.trusted()


def test_a_clock_in_2019_never_says_less_than_the_build_date(store: Store) -> None:
    stamp = Machine(wall=Y2019).clock(store).stamp()
    assert (stamp.made_at, stamp.quality) == (BUILT + 100, TimeQuality.NONE)


def test_without_a_trusted_time_no_time_lies_before_what_was_saved_under_one(store: Store) -> None:
    save(store, Machine(wall=NOW + 500, synchronised=True).clock(store))
    assert Machine(wall=NOW - 500).clock(store, "b").stamp().made_at >= (NOW + 500) // 60 * 60


def test_what_one_process_learns_all_processes_of_the_boot_know(store: Store) -> None:
    machine = Machine(wall=Y2019)
    gps, web = machine.clock(store), machine.clock(store)
    assert gps.learn(NOW, TimeQuality.GPS)
    machine.runs(30)
    assert web.trusted()
    assert web.stamp()[:2] == (NOW + 30, TimeQuality.GPS)
    assert not machine.clock(store, "b").trusted()


def test_a_leap_of_the_wall_clock_moves_nothing_once_the_time_was_learnt(store: Store) -> None:
    machine = Machine()
    clock = machine.clock(store)
    clock.learn(NOW, TimeQuality.CENTER)
    machine.wall -= 6 * 365 * 86_400
    assert clock.stamp().made_at == NOW


@pytest.mark.parametrize("wrong", [Y2019, Y2040, 0, NOW - 86_400 * 30])
def test_entries_of_a_wrong_clock_get_their_corrected_times_when_a_trusted_one_arrives(
    store: Store, wrong: int
) -> None:
    machine = Machine(wall=wrong)
    clock = machine.clock(store)
    made = []
    for _ in range(4):
        made.append(save(store, clock))
        machine.runs(600)
    clock.learn(NOW, TimeQuality.GPS)
    correction = journal.entry(store, Ref(3, 5))
    assert correction
    assert isinstance(correction.record, TimeCorrection)
    assert (correction.record.dari_seq, correction.record.sampai_seq) == (1, 4)
    assert correction.quality is TimeQuality.GPS
    raw = [entry.made_at for entry in made]
    for at, back in zip(views.corrected(store, made), (2400, 1800, 1200, 600), strict=True):
        assert abs(at - (NOW - back)) <= 60
    assert [journal.entry(store, entry.ref) for entry in made] == made
    assert raw == [entry.made_at for entry in made]


def test_a_clock_that_was_right_needs_no_correction(store: Store) -> None:
    machine = Machine(rtc=True)
    clock = machine.clock(store)
    save(store, clock)
    machine.runs(60)
    clock.learn(machine.wall, TimeQuality.GPS)
    assert len(journal.since(store, 0, 10)) == 1


def test_times_are_corrected_once_for_a_boot(store: Store) -> None:
    machine = Machine(wall=Y2040)
    clock = machine.clock(store)
    save(store, clock)
    for _ in range(3):
        machine.runs(10)
        clock.learn(NOW + machine.uptime, TimeQuality.GPS)
    assert len(journal.since(store, 0, 10)) == 2


def test_a_leap_in_the_middle_makes_two_runs() -> None:
    rows = [(1, 0, 1000), (2, 60_000, 1060), (3, 120_000, 9120), (2**31, 120_000, 9120)]
    assert list(runs(rows, 100_000)) == [(1, 2, 99_000), (3, 3, 91_000), (2**31, 2**31, 91_000)]


def test_the_kernel_answers() -> None:
    assert kernel_synchronised() in {True, False}
