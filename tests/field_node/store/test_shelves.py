"""What a store holds, all goods at once: the word that counts, said once, as the search for one of its goods tells it."""

from dataclasses import replace

import pytest

from field_node.records.directory import Unit
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place, PlaceMerge
from field_node.records.record import Entry, TimeQuality
from field_node.store import journal, nearest
from field_node.store.connection import Store
from field_node.store.shelves import Shelf, shelves
from tests.field_node.store.heard import BLANKETS, LUMBUNG, heard, issued, saldo
from tests.field_node.store.stores import NOW, STAMP, UNIT

HERE = Place(nama="Lumbung A", jenis="lumbung", unit=7)
OURS = Movement(jenis="saldo_awal", gudang=LUMBUNG, barang=BLANKETS, jumlah=40, batch="A", nomor="SA/1")


def told(store: Store) -> Shelf | None:
    """The shelf of the place, which the search for its goods tells too."""
    shelf = shelves(store, NOW).get(LUMBUNG)
    places = nearest.holders(store, BLANKETS, NOW)
    words = next((one.words for one in places if one.depot.ref == LUMBUNG), ())
    assert (shelf and (shelf.unit, dict(shelf.goods)[BLANKETS], shelf.revoked)) == (
        (words[0].unit, words[0].amount(), words[0].revoked) if words else None
    )
    return shelf


def test_what_our_ledger_holds_is_told_once_also_after_we_stated_it(store: Store) -> None:
    issued(store, replace(HERE, unit=UNIT), first=2)
    journal.append(store, OURS, stamp=STAMP)
    assert told(store) == Shelf(UNIT, ((BLANKETS, 40),), None)
    journal.append(store, saldo(40, batch="A"), stamp=STAMP)
    assert told(store) == Shelf(UNIT, ((BLANKETS, 40),), None)
    issued(store, saldo(99, batch="A", at=NOW + 60), first=9)
    assert told(store) == Shelf(UNIT, ((BLANKETS, 40),), None)


def test_goods_that_we_moved_in_the_store_of_another_are_no_ledger(store: Store) -> None:
    issued(store, HERE, first=2)
    journal.append(store, OURS, stamp=STAMP)
    assert told(store) is None
    heard(store, 7, saldo(12))
    assert told(store) == Shelf(7, ((BLANKETS, 12),), NOW, heard=True)


def test_our_statement_about_the_store_of_another_hides_nothing(store: Store) -> None:
    issued(store, HERE, saldo(100), saldo(90, at=NOW - 60), first=2)
    journal.append(store, saldo(5, at=NOW + 600), stamp=STAMP)
    assert told(store) == Shelf(0, ((BLANKETS, 100),), NOW)


def test_of_each_batch_the_newest_statement_counts_whatever_brought_it(store: Store) -> None:
    issued(store, HERE, first=2)
    older = Entry(7, 1, NOW - 500, TimeQuality.GPS, saldo(10, at=NOW - 600, batch="A"))
    journal.keep(store, [older], carrier="stick")
    heard(store, 7, saldo(7, at=NOW - 60, batch="A"), saldo(5, at=NOW - 120, batch="B"), first=4)
    assert told(store) == Shelf(7, ((BLANKETS, 12),), NOW - 120, heard=True)


@pytest.mark.parametrize(("center_at", "revoked", "unit"), [(60, None, 0), (-60, None, 7), (-60, True, 0)])
def test_the_newest_of_owner_and_center_counts_and_who_was_revoked_comes_last(
    store: Store, center_at: int, revoked: bool | None, unit: int
) -> None:
    issued(store, HERE, saldo(100, at=NOW + center_at), first=2)
    issued(store, Unit(nomor=7, nama="Unit 7", dicabut=revoked), first=20)
    heard(store, 7, saldo(12))
    heard(store, 8, saldo(1_000, at=NOW + 600))
    found = told(store)
    assert found is not None and found.unit == unit


def test_what_was_said_of_a_merged_place_is_said_of_the_one_that_stands(store: Store) -> None:
    issued(store, HERE, PlaceMerge(ke=LUMBUNG, dari=Ref(0, 4)), first=2)
    heard(store, 7, saldo(12, place=Ref(0, 4)))
    assert told(store) == Shelf(7, ((BLANKETS, 12),), NOW, heard=True)


def test_what_we_moved_under_the_name_of_a_merged_place_lies_in_the_one_that_stands(store: Store) -> None:
    issued(store, replace(HERE, unit=UNIT), PlaceMerge(ke=LUMBUNG, dari=Ref(0, 4)), first=2)
    journal.append(store, OURS, stamp=STAMP)
    journal.append(store, replace(OURS, gudang=Ref(0, 4), jumlah=5, nomor="SA/2"), stamp=STAMP)
    assert told(store) == Shelf(UNIT, ((BLANKETS, 45),), None)
    assert [one.depot.ref for one in nearest.holders(store, BLANKETS, NOW) if one.words] == [LUMBUNG]
