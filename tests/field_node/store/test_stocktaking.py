"""What a store holds and what is under way: batches by FEFO, facts of movements in force, shipments one by one."""

from dataclasses import replace
from typing import Any

from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.stock_cards import Extent, Goods, card, extent
from field_node.store.stocktaking import held, kept, last_moved, minimums
from field_node.store.under_way import coming, heard_of, under_way
from tests.field_node.store.heard import heard, issued
from tests.field_node.store.stores import NOW, STAMP, UNIT

LUMBUNG, OTHER, FAR = Ref(0, 2), Ref(0, 5), Ref(0, 8)
NOODLES = 5


def move(jenis: str, jumlah: int | None, batch: str | None = "A", **more: Any) -> Movement:
    return Movement(
        **{"jenis": jenis, "gudang": LUMBUNG, "barang": NOODLES, "jumlah": jumlah, "batch": batch, **more}
    )


def own(store: Store, record: Movement | Balance | Void, **envelope: Any) -> Ref:
    return journal.append(store, record, stamp=STAMP, **envelope).ref


def arrival(sent: Ref, diterima: int, **more: Any) -> Movement:
    return move("terima_kiriman", None, merujuk=sent, **{"diterima": diterima, **more})


def test_batches_come_by_expiry_and_those_without_a_date_last(store: Store) -> None:
    for batch, day in (("C", None), ("B", 20_700), ("A", 20_800)):
        own(store, move("terima", 10, batch, kedaluwarsa=day, sumber_dana="apbn"))
    assert [one.batch for one in held(store, LUMBUNG)] == ["B", "A", "C"]


def test_a_batch_says_what_its_movements_in_force_say(store: Store) -> None:
    first = own(store, move("terima", 80, kedaluwarsa=20_700, sumber_dana="donasi", isi_per_kemasan=40))
    own(store, move("salur", 4, kedaluwarsa=20_690))
    (one,) = held(store, LUMBUNG)
    assert (one.amount, one.expires, one.funds, one.packed) == (76, 20_690, ("donasi",), 40)
    own(store, move("terima", 80, sumber_dana="apbn", isi_per_kemasan=24))
    (one,) = held(store, LUMBUNG)
    assert (one.funds, one.packed) == (("apbn", "donasi"), None)
    own(store, Void(entri=first, alasan="salah gudang"))
    (one,) = held(store, LUMBUNG)
    assert (one.amount, one.funds, one.packed) == (76, ("apbn",), 24)


def test_what_ran_out_is_told_and_what_ran_below_too(store: Store) -> None:
    own(store, move("terima", 5, "A"))
    own(store, move("salur", 5, "A"))
    own(store, move("salur", 2, "B"))
    assert [(one.batch, one.amount) for one in held(store, LUMBUNG)] == [("A", 0), ("B", -2)]


def test_a_ledger_is_kept_here_unless_the_place_names_another_unit(store: Store) -> None:
    issued(store, Place(nama="Lumbung Lain", jenis="lumbung", unit=9), first=5)
    issued(store, Place(nama="Lumbung Kita", jenis="lumbung", unit=UNIT), first=2)
    issued(store, move("terima", 5, gudang=FAR), first=20)
    own(store, move("terima", 5))
    own(store, move("terima", 5, gudang=OTHER))
    assert kept(store) == [LUMBUNG]
    own(store, move("terima", 5, gudang=FAR))
    assert kept(store) == [LUMBUNG, FAR]


def test_the_minimum_is_that_of_the_newest_statement_that_names_one(store: Store) -> None:
    line = Balance(gudang=LUMBUNG, barang=NOODLES, jumlah=1, per_waktu=NOW - 600, minimum=100)
    own(store, line)
    own(store, replace(line, batch="A", minimum=200, per_waktu=NOW - 60))
    own(store, replace(line, batch="B", minimum=None, per_waktu=NOW))
    own(store, replace(line, gudang=Ref(0, 21), minimum=7, per_waktu=NOW))
    assert minimums(store, LUMBUNG) == {NOODLES: 200}


def test_goods_are_under_way_until_all_of_a_line_is_accounted_for(store: Store) -> None:
    own(store, move("terima", 100))
    sent = own(store, move("kirim", 30, tujuan=OTHER, nomor="SJ/1"))
    (one,) = under_way(store)
    assert (one.entry, one.origin, one.bound, one.left) == (sent, LUMBUNG, OTHER, 30)
    own(store, arrival(sent, 10, gudang=OTHER, rusak=2))
    assert [one.left for one in under_way(store)] == [18] and coming(store, OTHER) == {NOODLES: 18}
    own(store, arrival(sent, 0, gudang=OTHER, kurang=18))
    assert under_way(store) == [] and coming(store, OTHER) == {}


def test_an_arrival_whose_shipment_is_not_here_hides_no_other_one(store: Store) -> None:
    own(store, arrival(Ref(9, 4), 30))
    assert under_way(store) == []
    issued(store, move("kirim", 30, gudang=FAR, tujuan=LUMBUNG))
    assert coming(store, LUMBUNG) == {NOODLES: 30}


def test_an_arrival_counts_against_the_shipment_that_was_corrected_since(store: Store) -> None:
    sent = own(store, move("kirim", 30, tujuan=OTHER))
    again = own(store, move("kirim", 40, tujuan=OTHER), corrects=sent, reason="salah ketik")
    own(store, arrival(sent, 30, gudang=OTHER))
    assert [(one.entry, one.left) for one in under_way(store)] == [(again, 10)]
    own(store, arrival(again, 10, gudang=OTHER))
    assert under_way(store) == []


def test_what_comes_back_or_is_voided_is_not_under_way(store: Store) -> None:
    sent = own(store, move("kirim", 30, tujuan=OTHER))
    own(store, move("retur", 30, merujuk=sent, tujuan=OTHER))
    assert under_way(store) == []
    sent = own(store, move("kirim", 5, tujuan=OTHER))
    own(store, Void(entri=sent, alasan="truk rusak"))
    assert under_way(store) == []


def test_what_neighbours_say_of_shipments_is_told_apart(store: Store) -> None:
    sent = own(store, move("kirim", 30, tujuan=OTHER))
    heard(
        store,
        9,
        arrival(sent, 28, gudang=OTHER),
        move("kirim", 7, gudang=OTHER, tujuan=LUMBUNG),
        move("kirim", 8, gudang=OTHER, tujuan=FAR),
    )
    assert {(one.unit, one.move.jenis) for one in heard_of(store, {LUMBUNG})} == {
        (9, "terima_kiriman"),
        (9, "kirim"),
    }
    assert [one.left for one in under_way(store)] == [30]


def test_a_card_tells_the_balance_after_each_movement_on_any_page(store: Store) -> None:
    for amount in range(1, 8):
        own(store, move("terima", amount))
    own(store, move("salur", 3, "B"))
    goods = Goods(LUMBUNG, NOODLES, "A")
    assert extent(store, goods) == Extent(7, 28)
    assert [(one.amount, one.left) for one in card(store, goods, limit=3)] == [(1, 1), (2, 3), (3, 6)]
    assert [(one.amount, one.left) for one in card(store, goods, skip=6, limit=3)] == [(7, 28)]
    every = card(store, Goods(LUMBUNG, NOODLES))
    assert (every[-1].batch, every[-1].amount, every[-1].left) == ("B", -3, 25)
    assert extent(store, Goods(OTHER, NOODLES)) == Extent(0, 0)


def test_a_correction_stands_on_the_card_where_the_entry_stood(store: Store) -> None:
    first = own(store, move("terima", 10))
    own(store, move("salur", 4))
    second = own(store, move("terima", 12), corrects=first, reason="salah hitung")
    own(store, move("terima", 15), corrects=second, reason="salah lagi")
    found = card(store, Goods(LUMBUNG, NOODLES, "A"))
    assert [(one.amount, one.left) for one in found] == [(15, 15), (-4, 11)]


def test_the_last_movement_of_goods_has_its_time(store: Store) -> None:
    own(store, move("terima", 10))
    last = own(store, move("salur", 1))
    found = last_moved(store, LUMBUNG, [(NOODLES, "A"), (NOODLES, "B")])
    assert {key: one.entry for key, one in found.items()} == {(NOODLES, "A"): last}
