"""What neighbours said: the newest of each, apart from everything that counts."""

from dataclasses import replace

import pytest

from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import Entry, Record, TimeQuality
from field_node.store import journal, neighbours, views
from field_node.store.connection import Store
from field_node.store.neighbours import MOST_OTHERS, Neighbour
from tests.field_node.store.stores import NOW, headcount

BY = Neighbour(7, 12, 0b101, NOW + 5)


def entry(seq: int, record: Record, unit: int = 7, **more: object) -> Entry:
    return replace(Entry(unit, seq, NOW + seq * 60, TimeQuality.GPS, record), **more)  # type: ignore[arg-type]


def said(store: Store, record_type: type[Record] = Headcount) -> list[tuple[int, int]]:
    return [one.entry.ref for one in neighbours.said(store, record_type)]


def test_only_the_newest_statement_of_a_neighbour_stays(store: Store) -> None:
    first, later = (
        entry(1, headcount(jiwa=10)),
        entry(2, headcount(jiwa=12, per_waktu=NOW + 600)),
    )
    assert neighbours.hear(store, BY, [first]) == [first]
    assert neighbours.hear(store, BY, [later, first]) == [later]
    assert said(store) == [(7, 2)]


def test_an_older_statement_that_comes_late_is_no_news(store: Store) -> None:
    neighbours.hear(store, BY, [entry(2, headcount(per_waktu=NOW + 600))])
    assert neighbours.hear(store, BY, [entry(1, headcount())]) == []


def test_two_neighbours_speak_of_one_place(store: Store) -> None:
    neighbours.hear(store, BY, [entry(1, headcount(jiwa=10)), entry(1, headcount(jiwa=11), unit=8)])
    assert sorted(said(store)) == [(7, 1), (8, 1)]


def test_what_a_neighbour_said_counts_nowhere(store: Store) -> None:
    neighbours.hear(store, BY, [entry(1, headcount(jiwa=10))])
    assert views.headcounts(store) == [] and journal.entries(store, Headcount) == []


def test_the_copy_of_the_center_replaces_it(store: Store) -> None:
    heard = entry(1, headcount())
    neighbours.hear(store, BY, [heard])
    journal.keep(store, [heard], carrier="internet")
    assert said(store) == []
    assert neighbours.hear(store, BY, [heard]) == []


@pytest.mark.parametrize("unit, left", [(7, []), (8, [(7, 1)])])
def test_a_neighbour_takes_back_only_what_it_said_itself(
    store: Store, unit: int, left: list[tuple[int, int]]
) -> None:
    neighbours.hear(store, BY, [entry(1, headcount())])
    neighbours.hear(store, BY, [entry(2, Void(entri=Ref(7, 1), alasan="salah lokasi"), unit=unit)])
    assert said(store) == left


def test_a_correction_stands_for_what_it_names(store: Store) -> None:
    neighbours.hear(store, BY, [entry(1, headcount(place=1))])
    neighbours.hear(store, BY, [entry(2, headcount(place=2), corrects=Ref(7, 1), reason="lokasi")])
    assert said(store) == [(7, 2)]


def test_stock_stays_apart_for_each_item_of_each_store(store: Store) -> None:
    lines = [
        entry(seq, Balance(gudang=Ref(0, 2), barang=item, jumlah=5, per_waktu=NOW))
        for seq, item in ((1, 1), (2, 2))
    ]
    neighbours.hear(store, BY, lines)
    assert sorted(said(store, Balance)) == [(7, 1), (7, 2)]


def test_who_was_heard_is_remembered_with_the_window_of_counters(store: Store) -> None:
    neighbours.hear(store, BY, [])
    again = Neighbour(7, 14, (1 << 64) - 1, NOW + 9)
    neighbours.hear(store, again, [])
    neighbours.hear(store, Neighbour(9, 1, 1, NOW), [])
    assert neighbours.neighbour(store, 7) == again
    assert [one.unit for one in neighbours.neighbours(store)] == [7, 9]
    assert neighbours.neighbour(store, 8) is None


def test_chatter_does_not_fill_the_card(store: Store) -> None:
    for first in range(1, MOST_OTHERS + 402, 400):
        notes = [entry(seq, Message(frasa="air naik")) for seq in range(first, first + 400)]
        neighbours.hear(store, replace(BY, heard_at=NOW + first), notes)
    kept = store.run("SELECT count(*), min(seq) FROM heard")[0]
    assert kept[0] == MOST_OTHERS and kept[1] > 100


def test_one_entry_is_found_by_its_name(store: Store) -> None:
    heard = entry(1, headcount())
    neighbours.hear(store, BY, [heard])
    found = neighbours.said_entry(store, heard.ref)
    assert found is not None and (found.entry, found.heard_at) == (heard, BY.heard_at)
    assert neighbours.said_entry(store, Ref(7, 2)) is None
