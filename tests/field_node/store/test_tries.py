"""Wrong PINs: what they cost, when they are forgotten, and that parallel guesses get no free ones."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from field_node.store import tries
from field_node.store.connection import Store
from field_node.store.tick import Tick
from field_node.store.tries import OF_PAIR, OF_UNIT, Paused

PAIR = tries.pair(1, 2)


def waited(store: Store, what: str, now: Tick) -> float:
    try:
        tries.charge(store, what, now)
    except Paused as error:
        return error.wait_s
    return 0.0


def guessed(store: Store, what: str, at_s: float, until_s: float) -> int:
    """Guesses that somebody gets who tries again whenever they may."""
    many = 0
    while at_s < until_s:
        wait_s = waited(store, what, Tick(1, at_s))
        many += wait_s == 0
        at_s += wait_s
    return many


def test_three_tries_are_free_and_pauses_grow_up_to_a_quarter_of_an_hour(store: Store) -> None:
    now, pauses = 0.0, []
    for _ in range(12):
        wait_s = waited(store, PAIR, Tick(1, now))
        if wait_s:
            pauses.append(wait_s)
            now += wait_s
            assert waited(store, PAIR, Tick(1, now)) == 0
    assert pauses[:6] == [30, 60, 120, 240, 480, 900]


def test_a_day_of_guessing_gets_about_a_hundred_guesses_of_a_million(store: Store) -> None:
    assert guessed(store, PAIR, 0, 86_400) < 110


def test_a_thief_who_tries_everybody_is_slowed_by_the_unit(store: Store) -> None:
    many, now = 0, 0.0
    while now < 86_400:
        waits = [waited(store, tries.pair(1, person), Tick(1, now)) for person in range(1, 31)]
        many += waits.count(0)
        now += min(wait for wait in waits if wait)
    assert many < 400


def test_a_right_pin_ends_the_pauses_of_its_pair_and_costs_the_unit_nothing(store: Store) -> None:
    for _ in range(OF_PAIR.free):
        tries.charge(store, PAIR, Tick(1, 0))
    tries.clear(store, PAIR, Tick(1, 1))
    assert waited(store, PAIR, Tick(1, 2)) == 0
    assert store.run("SELECT wrong FROM tries WHERE what = 'unit'") == [(OF_PAIR.free,)]


def test_somebody_elses_guessing_does_not_keep_out_who_signed_in_here_before(store: Store) -> None:
    tries.charge(store, PAIR, Tick(1, 0))
    tries.clear(store, PAIR, Tick(1, 0))
    for person in range(10, 10 + OF_UNIT.free):
        tries.charge(store, tries.pair(9, person), Tick(1, 5))
    assert waited(store, tries.pair(1, 7), Tick(1, 6)) > 0
    assert waited(store, PAIR, Tick(1, 6)) == 0


def test_pulling_the_plug_shortens_no_pause(store: Store) -> None:
    for _ in range(OF_PAIR.free + 1):
        tries.charge(store, PAIR, Tick(1, 500 + 30 * _))
    assert waited(store, PAIR, Tick(2, 20)) == pytest.approx(40)
    assert waited(store, PAIR, Tick(2, 61)) == 0


def test_a_quiet_half_day_forgets(store: Store) -> None:
    for _ in range(OF_PAIR.free):
        tries.charge(store, PAIR, Tick(1, 0))
    assert waited(store, PAIR, Tick(1, OF_PAIR.quiet_s + 1)) == 0
    assert store.run("SELECT wrong FROM tries WHERE what = ?", (PAIR,)) == [(1,)]


def test_guesses_at_the_same_instant_get_no_more_than_one_after_another(store: Store) -> None:
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: waited(store, PAIR, Tick(1, 0)), range(64)))
    assert waits.count(0) == OF_PAIR.free


def test_a_new_pin_lifts_the_pauses_of_that_person_alone(store: Store) -> None:
    other = tries.pair(1, 22)
    for what in (PAIR, other):
        for _ in range(OF_PAIR.free):
            tries.charge(store, what, Tick(1, 0))
    tries.forget(store, 2)
    assert waited(store, PAIR, Tick(1, 1)) == 0
    assert waited(store, other, Tick(1, 1)) > 0
    tries.forget_all(store)
    assert waited(store, other, Tick(1, 1)) == 0
