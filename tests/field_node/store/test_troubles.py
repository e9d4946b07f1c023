"""The log of faults follows what the processes say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.store import status, troubles
from field_node.store.connection import Store
from tests.field_node.store.stores import new_store

AT = 1_795_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


def link(store: Store, code: str, at: int) -> None:
    status.say(store, "link", {"code": code, "problem": f"Kalimat {code}." if code else ""}, at)


def test_a_trouble_lasts_from_the_first_word_of_it_to_the_first_without(store: Store) -> None:
    for code, after in (("", 0), ("unreachable", 60), ("unreachable", 120), ("", 900)):
        link(store, code, AT + after)
    assert troubles.last(store, 9) == [("pusat_unreachable", "Kalimat unreachable.", AT + 60, AT + 900, 1)]


def test_what_comes_back_soon_is_one_trouble_and_later_another(store: Store) -> None:
    for code, after in (("cut", 0), ("", 10), ("cut", 200), ("", 210), ("cut", 2_000)):
        link(store, code, AT + after)
    told = [(one.since - AT, one.until and one.until - AT, one.times) for one in troubles.last(store, 9)]
    assert told == [(2_000, None, 1), (0, 210, 2)]


def test_what_lasts_is_told_before_what_ended_later(store: Store) -> None:
    status.say(store, "gps", {"state": "tidak_ada"}, AT)
    link(store, "cut", AT + 50)
    link(store, "", AT + 60)
    assert [one.code for one in troubles.last(store, 9)] == ["gps_tidak_ada", "pusat_cut"]


@pytest.mark.parametrize(
    ("name", "body", "codes"),
    [
        ("gps", {"state": "mencari"}, []),
        ("link", {"code": "waiting", "problem": "Menunggu."}, []),
        ("radio", {"problem": "silent", "sentence": "Radio diam."}, ["radio_silent"]),
        ("radio", {"problem": ""}, []),
        ("power", {"under_voltage": True, "battery_percent": 9, "temperature_c": 81.0},
         ["daya_lemah", "daya_panas", "daya_tegangan"]),
        ("power", {"under_voltage": None, "battery_percent": None, "temperature_c": None}, []),
        ("power", {"battery_percent": 9, "charging": True}, []),
        ("disk", {"free": 10, "floor": 10}, ["ruang_habis"]),
        ("disk", {"free": 11, "floor": 10}, []),
        ("layanan", {"silent": ["gps", "web"]}, ["diam_gps", "diam_web"]),
        ("cadangan", {"problem": "USB penuh."}, ["cadangan_gagal"]),
        ("peers", {"problem": "x"}, []),
    ],
)  # fmt: skip
def test_a_state_says_what_is_wrong(
    store: Store, name: str, body: dict[str, object], codes: list[str]
) -> None:
    status.say(store, name, body, AT)
    assert sorted(one.code for one in troubles.last(store, 9)) == codes


def test_the_log_holds_so_many_and_drops_the_oldest(store: Store) -> None:
    for number in range(troubles.KEPT + 20):
        link(store, "cut", AT + number * 2_000)
        link(store, "", AT + number * 2_000 + 1)
    found = troubles.last(store, 10_000)
    assert len(found) == troubles.KEPT
    assert found[-1].since == AT + 20 * 2_000


def test_what_still_lasts_is_never_dropped(store: Store) -> None:
    status.say(store, "gps", {"state": "tidak_ada"}, AT)
    for number in range(troubles.KEPT + 20):
        link(store, "cut", AT + number * 2_000)
        link(store, "", AT + number * 2_000 + 1)
    assert troubles.last(store, 10_000)[0] == ("gps_tidak_ada", "", AT, None, 1)
    status.say(store, "gps", {"state": "terkunci"}, AT + 9)
    assert ("gps_tidak_ada", AT + 9) in [(one.code, one.until) for one in troubles.last(store, 10_000)]
