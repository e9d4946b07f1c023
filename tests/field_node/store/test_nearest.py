"""Who holds goods, by whose word: one owner a ledger, others' movements never summed, unknown is not zero."""

from dataclasses import replace

import pytest

from field_node.records.directory import Unit
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place, PlaceMerge
from field_node.records.record import Entry, TimeQuality
from field_node.store import journal, nearest
from field_node.store.connection import Store
from field_node.store.depots import places_near
from field_node.store.nearest import Held, Source
from tests.field_node.store.heard import BLANKETS, LUMBUNG, heard, issued, saldo
from tests.field_node.store.stores import NOW, STAMP, UNIT

HERE = Place(nama="Lumbung A", jenis="lumbung", lat=-6.3, lon=108.3, unit=7)


def held(store: Store, ref: Ref = LUMBUNG, item: int = BLANKETS) -> Held:
    return {one.depot.ref: one for one in nearest.holders(store, item, NOW)}[ref]


def told(store: Store, ref: Ref = LUMBUNG) -> list[tuple[Source, int, int]]:
    return [(word.source, word.unit, word.amount()) for word in held(store, ref).words]


def opening(amount: int, place: Ref = LUMBUNG, **more: object) -> Movement:
    return Movement(jenis="saldo_awal", gudang=place, barang=BLANKETS, jumlah=amount, nomor="A", **more)  # type: ignore[arg-type]


def test_a_store_of_which_nobody_spoke_has_no_word_and_an_empty_one_has_zero(store: Store) -> None:
    issued(store, HERE, first=2)
    assert told(store) == []
    issued(store, saldo(0), first=3)
    assert told(store) == [(Source.CENTER, 0, 0)]


def test_the_owner_speaks_for_its_store_and_nobody_else(store: Store) -> None:
    issued(store, HERE, first=2)
    heard(store, 8, saldo(99))
    assert told(store) == []
    heard(store, 7, saldo(40))
    assert told(store) == [(Source.NEIGHBOUR, 7, 40)]


def test_a_neighbour_that_is_newer_than_the_center_stands_before_it(store: Store) -> None:
    issued(store, HERE, saldo(100, at=NOW), first=2)
    heard(store, 7, saldo(40, at=NOW + 600))
    assert told(store) == [(Source.NEIGHBOUR, 7, 40), (Source.CENTER, 0, 100)]


def test_the_word_of_a_revoked_owner_stands_behind_the_center(store: Store) -> None:
    issued(store, HERE, saldo(100, at=NOW), Unit(nomor=7, nama="A", dicabut=True), first=2)
    heard(store, 7, saldo(40, at=NOW + 600))
    assert [(word.source, word.revoked) for word in held(store).words] == [
        (Source.CENTER, False),
        (Source.NEIGHBOUR, True),
    ]


@pytest.mark.parametrize("later", [0, 600])
def test_a_neighbour_that_is_not_newer_adds_nothing_to_the_center(store: Store, later: int) -> None:
    issued(store, HERE, saldo(100, at=NOW + later), first=2)
    heard(store, 7, saldo(40, at=NOW))
    assert told(store) == [(Source.CENTER, 0, 100)]


@pytest.mark.parametrize("owner", [7, None])
def test_movements_that_were_overheard_or_issued_are_never_summed(store: Store, owner: int | None) -> None:
    issued(store, replace(HERE, unit=owner), opening(500), first=2)
    heard(store, 7, opening(700), first=9)
    assert told(store) == []


def test_the_own_ledger_is_as_of_now_and_alone(store: Store) -> None:
    issued(store, replace(HERE, unit=UNIT), saldo(900, at=NOW + 60), first=2)
    out = Movement(
        jenis="hapus", gudang=LUMBUNG, barang=BLANKETS, jumlah=30, batch="B", kondisi="rusak", nomor="A"
    )
    first = opening(100, batch="B", kedaluwarsa=20_900)
    journal.append_all(store, [first, opening(7), out], stamp=STAMP)
    found = held(store)
    assert told(store) == [(Source.OWN, UNIT, 77)]
    assert [tuple(one) for one in found.words[0].batches] == [("", 7, None, None), ("B", 70, None, 20_900)]
    assert found.words[0].moved_at == NOW


def test_an_own_statement_about_the_store_of_another_hides_nothing(store: Store) -> None:
    issued(store, HERE, saldo(100), first=2)
    journal.append(store, saldo(5, at=NOW + 600), stamp=STAMP)
    assert told(store) == [(Source.CENTER, 0, 100)]


def test_batches_are_summed_and_expired_ones_are_told_apart(store: Store) -> None:
    issued(store, HERE, first=2)
    heard(
        store, 7, saldo(40, batch="A", kedaluwarsa=20_000), saldo(25, batch="B", kedaluwarsa=20_002), saldo(5)
    )
    word = held(store).words[0]
    assert (word.amount(), word.expired(20_001), word.expired(20_000)) == (70, 40, 0)


def test_a_store_that_only_a_neighbour_named_is_its_own(store: Store) -> None:
    heard(store, 8, replace(HERE, unit=None, nama="Darurat"), saldo(9, place=Ref(8, 1)))
    found = held(store, Ref(8, 1))
    assert (found.depot.name, found.depot.owner, found.depot.heard_from) == ("Darurat", 8, 8)
    assert told(store, Ref(8, 1)) == [(Source.NEIGHBOUR, 8, 9)]


def test_a_store_keeps_its_first_name_through_corrections_and_merges(store: Store) -> None:
    issued(store, HERE, Place(nama="Lumbung B", jenis="lumbung", unit=7), first=2)
    later = Entry(
        0, 4, NOW, TimeQuality.CENTER, replace(HERE, nama="Lumbung AA"), corrects=LUMBUNG, reason="nama"
    )
    journal.keep(store, [later], carrier="radio")
    issued(store, PlaceMerge(ke=LUMBUNG, dari=Ref(0, 3)), saldo(12, place=Ref(0, 3)), first=5)
    names = {one.depot.ref: one.depot.name for one in nearest.holders(store, BLANKETS, NOW)}
    assert names == {LUMBUNG: "Lumbung AA"}
    assert told(store) == [(Source.CENTER, 0, 12)]


def test_closed_stores_and_poskos_are_left_out_unless_goods_are_told_there(store: Store) -> None:
    posko = Place(nama="Posko", jenis="posko", unit=7)
    issued(store, replace(HERE, tutup=NOW - 60), posko, first=2)
    assert nearest.holders(store, BLANKETS, NOW) == []
    heard(store, 7, saldo(4, place=Ref(0, 3)))
    assert [one.depot.name for one in nearest.holders(store, BLANKETS, NOW)] == ["Posko"]


def test_goods_of_which_something_is_told_are_listed_once(store: Store) -> None:
    issued(store, saldo(4), first=2)
    heard(store, 7, saldo(9), replace(saldo(1), barang=4))
    assert nearest.items_here(store) == [4, BLANKETS]


def test_places_near_are_found_in_a_square(store: Store) -> None:
    issued(store, HERE, replace(HERE, nama="Jauh", lat=-6.5), Place(nama="Tanpa", jenis="posko"), first=2)
    assert places_near(store, (-6.31, 108.29), 0.05) == [("Lumbung A", -6.3, 108.3)]
