"""Goods without a batch: the day of what is left, in any mix of lots, and never later than the lots allow."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from field_node.clock import Stamp
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import TimeQuality
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.lots import first_left
from field_node.store.nearest import holders
from field_node.store.stocktaking import held
from tests.field_node.store.stores import NOW, STAMP

LUMBUNG, RICE = Ref(0, 2), 1
EARLY, LATE = 20_700, 20_900


def moved(store: Store, jenis: str, jumlah: int, at: int = NOW, **more: Any) -> Ref:
    record = Movement(jenis=jenis, gudang=LUMBUNG, barang=RICE, jumlah=jumlah, **more)
    return journal.append(store, record, stamp=Stamp(at, TimeQuality.NTP, 1, 5.0)).ref


def expires(store: Store) -> int | None:
    (one,) = held(store, LUMBUNG)
    return one.expires


def test_an_old_lot_that_went_out_sounds_no_alarm_for_what_came_after(store: Store) -> None:
    moved(store, "terima", 10, kedaluwarsa=EARLY)
    moved(store, "terima", 90, kedaluwarsa=LATE)
    assert expires(store) == EARLY
    moved(store, "hapus", 10, kondisi="kedaluwarsa", alasan="lewat tanggal")
    assert expires(store) == LATE
    moved(store, "salur", 90, kedaluwarsa=LATE)
    assert expires(store) is None


def test_lots_are_told_in_the_order_of_their_times(store: Store) -> None:
    moved(store, "terima", 10, NOW, kedaluwarsa=LATE)
    moved(store, "salur", 10, NOW - 60)
    moved(store, "terima", 10, NOW - 120, kedaluwarsa=EARLY)
    assert expires(store) == LATE


def test_a_correction_brings_nothing_back_that_went_out(store: Store) -> None:
    first = moved(store, "terima", 10, NOW - 60, kedaluwarsa=EARLY)
    moved(store, "salur", 10, NOW - 50)
    moved(store, "terima", 5, NOW - 40, kedaluwarsa=LATE)
    for name in ("PT Satu", "PT Dua"):
        one = Movement(
            jenis="terima", gudang=LUMBUNG, barang=RICE, jumlah=10, kedaluwarsa=EARLY, asal_nama=name
        )
        first = journal.append(store, one, stamp=STAMP, corrects=first, reason="nama").ref
    assert expires(store) == LATE


def test_what_comes_back_is_of_the_day_of_what_went_out(store: Store) -> None:
    moved(store, "terima", 10, kedaluwarsa=EARLY)
    out = moved(store, "salur", 10, kedaluwarsa=EARLY)
    moved(store, "terima", 5, kedaluwarsa=LATE)
    moved(store, "retur", 4, merujuk=out)
    assert expires(store) == EARLY


def test_nearest_tells_the_day_that_the_shelf_tells(store: Store) -> None:
    moved(store, "terima", 10, kedaluwarsa=EARLY)
    moved(store, "terima", 90, kedaluwarsa=LATE)
    moved(store, "salur", 12)
    (word,) = next(one.words for one in holders(store, RICE, NOW) if one.depot.ref == LUMBUNG)
    assert [one.expires for one in word.batches] == [LATE] == [expires(store)]


def test_a_named_batch_keeps_the_earliest_day_that_anybody_said(store: Store) -> None:
    journal.append(store, _rice("terima", 10, EARLY), stamp=STAMP)
    journal.append(store, _rice("salur", 10, EARLY), stamp=STAMP)
    journal.append(store, _rice("terima", 10, LATE), stamp=STAMP)
    assert expires(store) == EARLY


def _rice(jenis: str, jumlah: int, day: int) -> Movement:
    return Movement(jenis=jenis, gudang=LUMBUNG, barang=RICE, jumlah=jumlah, batch="A", kedaluwarsa=day)


def test_what_leaves_is_of_the_day_it_names() -> None:
    assert first_left([(10, EARLY), (10, LATE), (-10, LATE)]) == EARLY
    assert first_left([(10, EARLY), (10, LATE), (-10, EARLY)]) == LATE
    assert first_left([(10, EARLY), (10, LATE), (-15, EARLY)]) == LATE


def test_an_empty_shelf_forgets_and_one_below_zero_does_not() -> None:
    assert first_left([(10, EARLY), (5, None), (-15, None), (10, None)]) is None
    assert first_left([(-50, None), (40, EARLY), (-10, None)]) == EARLY
    assert first_left([(10, EARLY), (-20, None), (40, LATE)]) == LATE


STEPS = st.lists(st.tuples(st.integers(1, 20), st.booleans(), st.sampled_from([None, 1, 2, 3])), max_size=12)


@given(STEPS)
def test_who_hands_out_by_the_day_shown_never_holds_an_older_one(
    steps: list[tuple[int, bool, int | None]],
) -> None:
    """The shelf as it lies there: each unit of goods with its day; who takes, takes the first that expires."""
    shelf, told = list[int | None](), list[tuple[int, int | None]]()
    for amount, comes, day in steps:
        if comes:
            shelf += [day] * amount
            told.append((amount, day))
            continue
        shelf.sort(key=lambda one: 99 if one is None else one)
        taken, shelf = shelf[:amount], shelf[amount:]
        told.append((-len(taken), None))
    assert first_left(told) == min((one for one in shelf if one is not None), default=None)
