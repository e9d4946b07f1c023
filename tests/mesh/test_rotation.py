"""Epochs change in the middle, units are away meanwhile, clocks leap: everybody goes on hearing the center."""

import pytest

from field_node.clock import Stamp
from field_node.records.kinds import Ref
from field_node.records.record import TimeQuality
from sync.budget import WINDOW_S
from sync.center.enrolment import enroll, revoke
from sync.mesh.telling import Airtime
from tests.mesh.ether import Ether
from tests.mesh.test_gateways import has, order, posko
from tests.mesh.test_receipts import counts, received
from tests.mesh.world import START, Mesh, a_count


def rotate(mesh: Mesh, times: int = 1) -> None:
    """Somebody's unit is stolen, so often."""
    now = int(mesh.time.utc())
    for number in range(times):
        taken = enroll(mesh.center, f"Hilang {number}", address="http://127.0.0.1:9", now=now)
        revoke(mesh.center, taken.keys.unit, now=now)
    for unit in mesh.units:
        for _ in range(2 if unit.door else 0):
            assert unit.door is not None
            unit.end.take(unit.door.exchange([unit.end.digest()]).frames, carrier="internet")


def test_a_unit_that_was_away_for_two_epochs_hears_all_again(mesh: Mesh, ether: Ether) -> None:
    away, silent = mesh.add(ether.join(), percent=10), mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), gateway=True, percent=10)
    for unit in mesh.units:
        unit.save(*counts(1))
    mesh.run(200, until=lambda: all(map(received, mesh.units)))
    ether.radios[0].off = True
    rotate(mesh)
    silent.save(*counts(1, first=5))
    mesh.run(200, until=lambda: silent.end.enrolled.keys.epoch == 1)
    mesh.run(60)
    silent.save(*counts(1, first=6))
    mesh.run(200, until=lambda: received(silent))
    ether.radios[1].off = True  # for ever; nobody revokes it
    rotate(mesh)
    ether.radios[0].off = False
    for people in (8, 9, 10):
        away.save(a_count(Ref(0, 1), people, mesh.time()))
        mesh.run(1_300, until=lambda: received(away), step_s=1)
    place = order(mesh, posko())[0]
    mesh.run(4_000, step_s=1, until=lambda: has(away, place))
    assert has(away, place)
    assert received(away) and away.end.enrolled.keys.epoch == 2


def test_a_lost_unit_that_nobody_revokes_does_not_deafen_the_others(mesh: Mesh, ether: Ether) -> None:
    far = mesh.add(ether.join(), percent=10)
    mesh.add(ether.join(), percent=10).save(*counts(1))
    mesh.add(ether.join(), gateway=True, percent=10)
    mesh.run(120)
    ether.radios[1].off = True
    for epoch in range(1, 7):
        rotate(mesh)
        far.save(a_count(Ref(0, 1), epoch, mesh.time()))
        mesh.run(400, until=lambda: received(far), step_s=1)
        assert received(far) and far.end.enrolled.keys.epoch == epoch
    place = order(mesh, posko())[0]
    mesh.run(4_000, step_s=1, until=lambda: has(far, place))
    assert has(far, place)


HOUR_S = int(WINDOW_S)


def stamp(at: int, *, boot: int = 1, uptime_s: float = 500.0, trusted: bool = True) -> Stamp:
    return Stamp(START + at, TimeQuality.GPS if trusted else TimeQuality.NONE, boot, uptime_s)


def spent_after(mesh: Mesh, ether: Ether, before: Stamp, after: Stamp) -> float:
    """What counts as spent after a start of the process then, when 20 s went out before."""
    store = mesh.add(ether.join()).store
    Airtime(store, lambda: before).spent(20.0)
    return Airtime(store, lambda: after).budget(36.0, monotonic=100.0).used_s(100.0)


@pytest.mark.parametrize("leap_s", [-10 * 365 * 24 * HOUR_S, -5 * HOUR_S, 0, 5 * HOUR_S])
def test_a_clock_that_is_set_between_two_starts_gives_no_new_hour(
    mesh: Mesh, ether: Ether, leap_s: int
) -> None:
    assert spent_after(mesh, ether, stamp(0), stamp(leap_s, uptime_s=4_000.0)) == 20.0


@pytest.mark.parametrize("leap_s", [-5 * HOUR_S, 5 * HOUR_S])
def test_after_an_hour_of_uptime_it_is_past_whatever_the_clock_shows(
    mesh: Mesh, ether: Ether, leap_s: int
) -> None:
    assert spent_after(mesh, ether, stamp(0), stamp(leap_s, uptime_s=500.0 + HOUR_S)) == 0.0


@pytest.mark.parametrize(("uptime_s", "counts"), [(30.0, 20.0), (HOUR_S - 1.0, 20.0), (HOUR_S + 1.0, 0.0)])
def test_what_an_earlier_boot_spent_counts_for_an_hour_of_this_one_where_a_clock_was_doubtful(
    mesh: Mesh, ether: Ether, uptime_s: float, counts: float
) -> None:
    after = stamp(5 * HOUR_S, boot=2, uptime_s=uptime_s)
    assert spent_after(mesh, ether, stamp(0, trusted=False), after) == counts


def test_where_both_boots_knew_the_time_their_times_count(mesh: Mesh, ether: Ether) -> None:
    assert spent_after(mesh, ether, stamp(0), stamp(600, boot=2, uptime_s=30.0)) == 20.0
    assert spent_after(mesh, ether, stamp(0), stamp(5 * HOUR_S, boot=2, uptime_s=30.0)) == 0.0


def test_what_was_spent_leaves_the_budget_an_hour_later(mesh: Mesh, ether: Ether) -> None:
    store = mesh.add(ether.join()).store
    Airtime(store, lambda: stamp(0)).spent(20.0)
    budget = Airtime(store, lambda: stamp(1_000, uptime_s=1_500.0)).budget(36.0, monotonic=50.0)
    assert budget.used_s(50.0 + HOUR_S - 1_001) == 20.0
    assert budget.used_s(50.0 + HOUR_S - 999) == 0.0


def test_what_was_not_on_air_after_all_is_given_back(mesh: Mesh, ether: Ether) -> None:
    store = mesh.add(ether.join()).store
    Airtime(store, lambda: stamp(0)).spent(6.0)
    Airtime(store, lambda: stamp(20, uptime_s=520.0)).spent(-4.0)
    budget = Airtime(store, lambda: stamp(30, uptime_s=530.0)).budget(36.0, monotonic=50.0)
    assert budget.used_s(50.0) == 2.0
    assert budget.used_s(50.0 + HOUR_S - 15) == 0.0
