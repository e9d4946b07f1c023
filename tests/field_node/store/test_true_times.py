"""Times that were put right: one look-up for any number of entries, and in everything that reckons with time."""

from typing import Any

from field_node.clock import Stamp
from field_node.records.correction import TimeCorrection, Void
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.record import Entry, Record, TimeQuality
from field_node.store import expiry_checks, journal
from field_node.store.connection import Store
from field_node.store.nearest import holders
from field_node.store.stock_cards import Goods, moved_between
from field_node.store.stocktaking import last_moved
from field_node.store.true_times import TrueTimes
from tests.field_node.store.stores import NOW, STAMP, UNIT

YEAR_S = 365 * 86_400
WRONG = Stamp(NOW - YEAR_S, TimeQuality.NONE, 1, 60.0)
NOODLES = 5


def own(store: Store, record: Record, stamp: Stamp = WRONG) -> Entry:
    return journal.append(store, record, stamp=stamp)


def late(store: Store, first: Entry, last: Entry, by_s: int) -> Ref:
    return own(store, TimeCorrection(dari_seq=first.seq, sampai_seq=last.seq, selisih_s=by_s), STAMP).ref


def test_many_entries_ask_the_store_once(store: Store) -> None:
    notes = [own(store, Message(isi=f"Catatan {n}")) for n in range(60)]
    late(store, notes[0], notes[-1], YEAR_S)
    times, asked = TrueTimes(store), list[str]()
    store.conn.set_trace_callback(asked.append)
    made = [times.made(one) for one in notes]
    store.conn.set_trace_callback(None)
    assert set(made) == {notes[0].made_at + YEAR_S} and len(asked) == 1


def test_a_time_that_was_right_asks_nothing(store: Store) -> None:
    note = own(store, Message(isi="Tiba"), STAMP)
    times, asked = TrueTimes(store), list[str]()
    store.conn.set_trace_callback(asked.append)
    assert times.made(note) == note.made_at and times.is_sure(note)
    store.conn.set_trace_callback(None)
    assert asked == []


def test_the_newest_correction_in_force_counts(store: Store) -> None:
    note = own(store, Message(isi="Tiba"))
    assert not TrueTimes(store).is_sure(note)
    late(store, note, note, 60)
    again = late(store, note, note, 3_600)
    assert TrueTimes(store).made(note) == note.made_at + 3_600 and TrueTimes(store).is_sure(note)
    own(store, Void(entri=again, alasan="salah jam"), STAMP)
    assert TrueTimes(store).made(note) == note.made_at + 60


def test_goods_moved_when_they_truly_did(store: Store) -> None:
    lumbung = own(store, Place(nama="Lumbung", jenis="lumbung", unit=UNIT), STAMP).ref
    goods: Any = {"gudang": lumbung, "barang": NOODLES, "batch": "A"}
    first = own(store, Movement(jenis="terima", jumlah=50, **goods))
    last = own(store, Movement(jenis="kirim", jumlah=5, tujuan=Ref(0, 9), **goods))
    told = Goods(lumbung, NOODLES, "A")
    assert moved_between(store, told, NOW - 60, NOW) == 0 and expiry_checks.check_due(store, lumbung, NOW)
    late(store, first, last, YEAR_S - 30)
    true = NOW - 30
    assert last_moved(store, lumbung, [(NOODLES, "A")])[NOODLES, "A"].made_at == true
    assert moved_between(store, told, NOW - 60, NOW) == 45
    assert [word.moved_at for one in holders(store, NOODLES, NOW) for word in one.words] == [true]
    assert not expiry_checks.check_due(store, lumbung, NOW)
