"""People, tablets, sign-ins and offers in the unit's own file, and in nothing that leaves it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from field_node.store import crew, journal, pairing, sessions, tablets
from field_node.store.connection import Store, writing
from field_node.store.crew import KOORDINATOR, RELAWAN, LastOfficer
from field_node.store.pairing import OFFER_S, WRONG_CODES, OfferGone
from field_node.store.sessions import LONGEST_S
from field_node.store.tick import Tick

NOW = Tick(1, 1000.0)


def test_names_lie_locked_in_the_file_and_in_no_entry(store: Store) -> None:
    crew.add(store, "Ibu Rahasia", KOORDINATOR, "hash", at=1)
    tablets.add(store, "Tablet Rahasia", b"p", at=1, by=1)
    raw = b"".join(path.read_bytes() for path in store.path.parent.glob("unit.db*"))
    assert b"Rahasia" not in raw
    assert [one.name for one in crew.people(store)] == ["Ibu Rahasia"]
    assert journal.since(store, 0, 10) == []


def test_the_last_officer_can_neither_be_revoked_nor_lose_the_role(store: Store) -> None:
    crew.add(store, "A", KOORDINATOR, "hash", at=1)
    crew.add(store, "B", RELAWAN, "hash", at=1)
    with pytest.raises(LastOfficer):
        crew.revoke(store, 1, at=2)
    with pytest.raises(LastOfficer):
        crew.set_role(store, 1, RELAWAN)
    assert [(one.number, one.role) for one in crew.people(store)] == [(1, KOORDINATOR), (2, RELAWAN)]


def test_a_number_is_never_given_twice(store: Store) -> None:
    crew.add(store, "A", KOORDINATOR, "hash", at=1)
    gone = crew.add(store, "B", RELAWAN, "hash", at=1)
    crew.revoke(store, gone, at=2)
    assert crew.add(store, "C", RELAWAN, "hash", at=3) != gone
    assert crew.pin_of(store, gone) is None
    kept = crew.person(store, gone)
    assert kept and kept.name == "B"


def test_a_sign_in_ends_by_idleness_by_age_and_by_a_restart(store: Store) -> None:
    sessions.begin(store, 1, 2, b"p", now=NOW)
    found = sessions.session(store, 1)
    assert found
    assert found.stands(Tick(1, 1600), 600)
    assert not found.stands(Tick(1, 1601), 600)
    assert not found.stands(Tick(2, 1001), 600)
    assert not found.stands(Tick(1, 1001 + LONGEST_S), 2 * LONGEST_S)


def test_revoking_ends_what_is_open_and_opens_nothing(store: Store) -> None:
    number = tablets.add(store, "T", b"p", at=1, by=None)
    crew.add(store, "A", KOORDINATOR, "hash", at=1)
    person = crew.add(store, "B", RELAWAN, "hash", at=1)
    sessions.begin(store, number, person, b"p", now=NOW)
    crew.revoke(store, person, at=2)
    assert sessions.session(store, number) is None
    sessions.begin(store, number, 1, b"p", now=NOW)
    tablets.revoke(store, number, at=3)
    assert sessions.session(store, number) is None
    assert tablets.any_paired(store)
    assert [one.name for one in tablets.revoked(store, 5)] == ["T"]


def test_an_offer_ends_by_time_by_a_restart_and_by_its_use(store: Store) -> None:
    number = pairing.make(store, b"n", b"code", now=NOW)
    found = pairing.offer(store, number, b"n", Tick(1, NOW.s + OFFER_S))
    assert found
    assert pairing.offer(store, number, b"m", NOW) is None
    assert pairing.offer(store, number, b"n", Tick(1, NOW.s + OFFER_S + 1)) is None
    assert pairing.offer(store, number, b"n", Tick(2, 1)) is None
    pairing.use(store, found, NOW)
    with pytest.raises(OfferGone):
        pairing.use(store, found, NOW)


def test_of_many_tablets_that_race_for_one_offer_one_wins(store: Store) -> None:
    number = pairing.make(store, b"n", b"code", now=NOW)
    found = pairing.offer(store, number, b"n", NOW)
    assert found

    def race(_: int) -> bool:
        try:
            with writing(store):
                pairing.use(store, found, NOW)
        except OfferGone:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(race, range(32))) == 1


def test_wrong_codes_kill_the_code_and_leave_the_token(store: Store) -> None:
    number = pairing.make(store, b"n", b"code", now=NOW)
    for _ in range(WRONG_CODES - 1):
        assert pairing.by_code(store, b"wrong", NOW) is None
    assert pairing.by_code(store, b"code", NOW) is not None
    pairing.by_code(store, b"wrong", NOW)
    assert pairing.by_code(store, b"code", NOW) is None
    assert pairing.offer(store, number, b"n", NOW) is not None
