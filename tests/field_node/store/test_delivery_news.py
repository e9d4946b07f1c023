"""What the center says to have arrived leaves the shipments that are under way, never twice."""

from typing import Any

import pytest

from field_node.records.correction import Void
from field_node.records.delivery_news import DeliveryNews
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry, Record, TimeQuality
from field_node.store import journal, views
from field_node.store.connection import Store
from field_node.store.delivery_news import words
from field_node.store.known import KnownNow
from field_node.store.under_way import coming, under_way
from tests.field_node.store.heard import issued
from tests.field_node.store.stores import NOW, STAMP, UNIT

LUMBUNG, OTHER = Ref(0, 2), Ref(0, 5)
NOODLES, RICE = 5, 4
STRANGER = 9


def own(store: Store, jenis: str, jumlah: int | None, **more: Any) -> Ref:
    envelope = {name: more.pop(name) for name in ("corrects", "reason") if name in more}
    given = {"gudang": LUMBUNG, "barang": NOODLES, "jumlah": jumlah, **more}
    return journal.append(store, Movement(jenis=jenis, **given), stamp=STAMP, **envelope).ref


def sent(store: Store, jumlah: int = 50, **more: Any) -> Ref:
    return own(store, "kirim", jumlah, tujuan=OTHER, nomor="SJ/1", **more)


def told(store: Store, line: Ref, *parts: int, seq: int, at: int = NOW, **more: Any) -> None:
    """The center's word number `seq`; parts: diterima, rusak, kurang."""
    came, broken, missing = (*parts, 0, 0, 0)[:3]
    given = {"kirim": line, "barang": NOODLES, "terima": Ref(STRANGER, 7), "gudang": OTHER, **more}
    word = DeliveryNews(diterima=came, rusak=broken, kurang=missing, waktu=NOW // 60 * 60, **given)
    issued(store, word, first=seq, at=at)


def left(store: Store) -> dict[Ref, int]:
    return {one.entry: one.left for one in under_way(store)}


def foreign(store: Store, record: Record, seq: int) -> None:
    """An entry of another unit that is here for once, from a stick for example."""
    journal.keep(store, [Entry(STRANGER, seq, NOW, TimeQuality.GPS, record)], carrier="file")


def arrival(line: Ref, came: int, **more: Any) -> Movement:
    given = {"gudang": OTHER, "barang": NOODLES, **more}
    return Movement(jenis="terima_kiriman", merujuk=line, diterima=came, **given)


def known(store: Store, **more: Any) -> KnownNow:
    return KnownNow(store, NOW, True, UNIT, None, **more)


def test_what_the_center_says_to_have_arrived_is_not_under_way(store: Store) -> None:
    line = sent(store)
    told(store, line, 28, 1, 1, seq=20)
    assert left(store) == {line: 20} and coming(store, OTHER) == {NOODLES: 20}
    told(store, line, 48, 1, 1, seq=21, at=NOW + 60)
    assert left(store) == {} and coming(store, OTHER) == {}


def test_the_newest_word_counts_in_any_order(store: Store) -> None:
    line = sent(store)
    told(store, line, seq=22, at=NOW + 120, terima=None, gudang=None)
    told(store, line, 30, seq=20)
    assert left(store) == {line: 50} and words(store, line) == []


def test_an_arrival_that_is_here_too_counts_once(store: Store) -> None:
    line = sent(store)
    foreign(store, arrival(line, 30), 7)
    told(store, line, 30, seq=20)
    assert left(store) == {line: 20}
    told(store, line, 45, seq=21, at=NOW + 60)
    assert left(store) == {line: 5}


def test_a_second_store_of_the_same_unit_and_another_unit_both_count(store: Store) -> None:
    line = sent(store)
    own(store, "terima_kiriman", None, merujuk=line, diterima=10, gudang=Ref(0, 3))
    told(store, line, 25, seq=20)
    own(store, "retur", 5, merujuk=line, tujuan=OTHER)
    assert left(store) == {line: 10}


def test_words_of_what_a_line_was_called_before_its_correction_count(store: Store) -> None:
    line = sent(store)
    again = sent(store, 60, corrects=line, reason="salah hitung")
    told(store, line, 30, seq=20)
    told(store, again, 10, seq=21)
    assert left(store) == {again: 20}
    assert sorted(one.news.diterima for one in words(store, again)) == [10, 30]


def test_words_of_other_goods_do_not_count(store: Store) -> None:
    line = sent(store)
    again = own(store, "kirim", 50, barang=RICE, tujuan=OTHER, corrects=line, reason="salah barang")
    told(store, line, 30, seq=20)
    assert left(store) == {again: 50}


def test_a_word_of_what_is_not_here_hides_nothing(store: Store) -> None:
    told(store, Ref(STRANGER, 3), 30, seq=20)
    line = sent(store)
    assert left(store) == {line: 50}


def test_the_balance_and_the_account_of_the_way_stay_what_the_ledger_says(store: Store) -> None:
    own(store, "terima", 100)
    line = sent(store)
    before = views.stock(store, OTHER, account="jalan")
    told(store, line, 50, seq=20)
    assert views.balance(store, LUMBUNG, NOODLES, "") == 50
    assert views.stock(store, OTHER, account="jalan") == before


def test_a_kirim_that_arrived_by_the_word_of_the_center_is_known_as_received(store: Store) -> None:
    line = sent(store)
    assert not known(store).received(line)
    told(store, line, 30, seq=20)
    assert known(store).received(line)
    (refusal,) = Void(entri=line, alasan="batal").check(known(store))
    assert refusal.blocks and refusal.code == "kiriman_sudah_diterima"
    told(store, line, seq=21, at=NOW + 60, terima=None, gudang=None)
    assert not known(store).received(line)


@pytest.mark.parametrize("arrived", [False, True])
def test_a_return_from_the_road_is_asked_about_unless_the_goods_had_arrived(
    store: Store, arrived: bool
) -> None:
    line = sent(store)
    if arrived:
        told(store, line, 30, seq=20)
    back = Movement(jenis="retur", gudang=LUMBUNG, barang=NOODLES, jumlah=5, merujuk=line, kondisi="baik")
    codes = {one.code for one in back.check(known(store))}
    assert ("retur_masih_di_jalan" in codes) is not arrived


def test_a_receiver_that_hears_the_word_of_its_own_arrival_may_correct_it_without_a_question(
    store: Store,
) -> None:
    line = Ref(STRANGER, 3)
    foreign(store, Movement(jenis="kirim", gudang=OTHER, barang=NOODLES, jumlah=50, tujuan=LUMBUNG), 3)
    came = own(store, "terima_kiriman", None, merujuk=line, diterima=30)
    told(store, line, 30, seq=20, terima=came, gudang=LUMBUNG)
    assert left(store) == {line: 20}
    assert not known(store, corrects=came).received(line) and known(store).received(line)
