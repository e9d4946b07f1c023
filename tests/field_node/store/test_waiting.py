"""What the queue is made of, in sums."""

from field_node.records.message import Message
from field_node.records.place import Place
from field_node.records.record import Urgency
from field_node.store import journal, outbox, waiting
from field_node.store.connection import Store
from field_node.store.outbox import Attempt, Receipt
from tests.field_node.store.stores import NOW, STAMP, headcount


def test_each_class_says_how_many_wait_for_which_way(store: Store) -> None:
    named = Place(nama="SDN 1", jenis="posko", telepon="0812")
    counts = [headcount(place=n) for n in range(1, 6)]
    journal.append_all(store, [named, *counts, Message(isi="aman"), Message(isi="air")], stamp=STAMP)
    for seqs, how in (
        ([2], Attempt.INTERNET),
        ([3], Attempt.RADIO_QUEUED),
        ([4], Attempt.RADIO_SENT),
        ([5], Attempt.ENTRUSTED),
    ):
        outbox.note_attempt(store, seqs, at=NOW, how=how)
    outbox.note_closed(store, [7])
    outbox.confirm(store, Receipt(has=(range(1, 2),)), at=NOW)
    found = {(one.urgency, one.way): one.many for one in waiting.by_class(store)}
    assert found == {
        (Urgency.COUNT, "antre_internet"): 1,
        (Urgency.COUNT, "antre_radio"): 1,
        (Urgency.COUNT, "dipancarkan"): 1,
        (Urgency.COUNT, "dititipkan"): 1,
        (Urgency.COUNT, "di_unit"): 1,
        (Urgency.STOCK, "angka_diterima"): 1,
        (Urgency.CHATTER, "hanya_internet"): 1,
        (Urgency.CHATTER, "di_unit"): 1,
    }


def test_an_empty_queue_has_no_sums(store: Store) -> None:
    assert waiting.by_class(store) == []
