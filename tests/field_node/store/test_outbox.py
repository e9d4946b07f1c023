"""What waits, what a receipt covers, and that nothing is called received that is not wholly there."""

import pytest

from field_node.doctor import examine
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.message import Message
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.position import Position
from field_node.records.sos import Sos
from field_node.store import journal, outbox
from field_node.store.connection import Store
from field_node.store.identity import become
from field_node.store.outbox import Counts, Receipt
from tests.field_node.store.stores import NOW, STAMP, UNIT, headcount, seqs

POINT = Position(lat=-6.8, lon=107.1, waktu=NOW // 30 * 30)


def word(store: Store, seq: int) -> str:
    return outbox.state(store, [Ref(UNIT, seq)])[Ref(UNIT, seq)].word


def save(store: Store, *records: object) -> list[int]:
    return [journal.append(store, record, stamp=STAMP).seq for record in records]  # type: ignore[arg-type]


def private() -> Place:
    return Place(nama="SDN 1", jenis="posko", telepon="0812")


def test_the_most_urgent_class_goes_first_and_positions_newest_first(store: Store) -> None:
    save(store, POINT, Message(isi="Beras tiba"), POINT, headcount(), Sos(), headcount())
    waiting = outbox.pending(store)
    assert seqs(waiting) == [3, 2, 4, TRACK_START + 1, TRACK_START, 1]
    assert outbox.pending(store, 2) == waiting[:2]
    assert [entry.seq for entry in outbox.entries_of(store, seqs(waiting))] == seqs(waiting)


def test_calls_for_help_are_found_among_all_that_waits(store: Store) -> None:
    save(store, headcount(), Sos(), POINT, Sos(), Sos())
    assert outbox.calls(store, 2) == outbox.pending(store)[:2]
    assert seqs(outbox.calls(store, 9)) == [2, 3, 4]


def test_a_new_entry_lies_here_until_it_was_tried(store: Store) -> None:
    save(store, headcount())
    assert word(store, 1) == "di_unit"
    outbox.note_attempt(store, [1], at=NOW)
    assert outbox.state(store, [Ref(UNIT, 1), Ref(9, 9)]) == {
        Ref(UNIT, 1): outbox.State("antre_internet", NOW)
    }
    assert outbox.counts(store) == Counts(waiting=1, received=0, held=0)


def test_a_receipt_covers_what_lies_below_it_and_in_its_ranges(store: Store) -> None:
    save(store, *[headcount()] * 8)
    assert outbox.confirm(store, Receipt(upto=3, has=(range(5, 7),)), at=NOW) == 4
    assert seqs(outbox.pending(store)) == [3, 4, 7, 8]
    assert outbox.counts(store) == Counts(waiting=4, received=4, held=0)
    assert outbox.state(store, [Ref(UNIT, 1)])[Ref(UNIT, 1)].at == NOW


def test_the_moment_of_the_first_receipt_stays(store: Store) -> None:
    save(store, headcount())
    for at in (NOW, NOW + 60):
        outbox.confirm(store, Receipt(upto=2, complete=2), at=at)
    assert outbox.state(store, [Ref(UNIT, 1)])[Ref(UNIT, 1)].at == NOW


def test_figures_without_their_names_are_not_called_received(store: Store) -> None:
    save(store, private(), headcount())
    outbox.confirm(store, Receipt(upto=3, complete=1), at=NOW)
    assert [word(store, 1), word(store, 2)] == ["angka_diterima", "diterima"]
    assert [(one.seq, one.figures_there) for one in outbox.pending(store)] == [(1, True)]
    outbox.confirm(store, Receipt(upto=3, complete=3), at=NOW)
    assert word(store, 1) == "diterima"


def test_what_was_announced_as_not_coming_by_radio_needs_complete(store: Store) -> None:
    save(store, headcount(), headcount())
    outbox.note_closed(store, [1])
    outbox.confirm(store, Receipt(upto=3), at=NOW)
    assert [word(store, 1), word(store, 2)] == ["di_unit", "diterima"]
    outbox.confirm(store, Receipt(upto=3, complete=3), at=NOW)
    assert word(store, 1) == "diterima"


def test_what_the_center_set_aside_is_not_sent_again(store: Store) -> None:
    save(store, headcount(), headcount())
    outbox.confirm(store, Receipt(upto=3, complete=3, held=frozenset({2})), at=NOW)
    assert [word(store, 1), word(store, 2)] == ["diterima", "perlu_diperiksa"]
    assert outbox.pending(store) == []
    assert outbox.counts(store) == Counts(waiting=0, received=1, held=1)


def test_the_track_line_has_its_own_receipt(store: Store) -> None:
    save(store, POINT, POINT, POINT, headcount())
    receipt = Receipt(
        upto=1, track_upto=TRACK_START + 1, track_has=(range(TRACK_START + 2, TRACK_START + 3),)
    )
    outbox.confirm(store, receipt, at=NOW)
    assert seqs(outbox.pending(store)) == [1, TRACK_START + 1]


def test_an_older_word_of_the_same_center_takes_nothing_back(store: Store) -> None:
    save(store, headcount(), headcount())
    outbox.confirm(store, Receipt(upto=3, complete=3, incarnation=1), at=NOW)
    assert outbox.confirm(store, Receipt(upto=1, incarnation=1), at=NOW) == 0
    assert outbox.pending(store) == []


def test_a_restored_center_is_offered_what_it_no_longer_has(store: Store) -> None:
    save(store, headcount(), headcount(), headcount())
    outbox.confirm(store, Receipt(upto=4, complete=4, incarnation=1), at=NOW)
    outbox.confirm(store, Receipt(upto=2, complete=2, incarnation=2), at=NOW + 60)
    assert seqs(outbox.pending(store)) == [2, 3]
    assert word(store, 1) == "diterima"


def test_what_the_center_set_aside_later_is_told_although_it_was_received(store: Store) -> None:
    save(store, headcount(), headcount())
    outbox.confirm(store, Receipt(upto=3, complete=3), at=NOW)
    assert outbox.confirm(store, Receipt(held=frozenset({2})), at=NOW) == 1
    assert [word(store, 1), word(store, 2)] == ["diterima", "perlu_diperiksa"]


def test_entries_under_a_number_that_the_unit_had_before_are_not_taken_for_its_own(store: Store) -> None:
    save(store, headcount(), headcount())
    become(store, UNIT + 1)
    save(store, POINT)
    assert seqs(outbox.pending(store)) == [TRACK_START]
    assert outbox.first_waiting(store, 1, 3) == 3
    outbox.confirm(store, Receipt(upto=3, complete=3), at=NOW)
    become(store, UNIT)
    assert seqs(outbox.pending(store)) == [1, 2]


@pytest.mark.parametrize("withheld", [True, False])
def test_foreign_entries_never_wait(store: Store, withheld: bool) -> None:
    record = private() if withheld else Movement(jenis="terima", gudang=Ref(0, 2), barang=1, jumlah=5)
    made = journal.append(store, record, stamp=STAMP)
    other = type(made)(9, 1, made.made_at, made.quality, record)
    journal.keep(store, [other], carrier="lora")
    assert seqs(outbox.pending(store)) == [1]


@pytest.mark.parametrize(
    "flip",
    [
        "UPDATE waiting SET state = 3 WHERE seq = 2",
        "UPDATE waiting SET state = 2, at = 5 WHERE seq = 2",
        "UPDATE waiting SET state = 2, at = 5, proof = zeroblob(8) WHERE seq = 2",
        "DELETE FROM waiting WHERE seq = 2",
        "UPDATE receipt SET seq = 2 WHERE seq = 1",
        "UPDATE receipt SET state = 4 WHERE seq = 1",
    ],
)
def test_a_flipped_bit_never_says_that_the_center_has_it(store: Store, flip: str) -> None:
    save(store, headcount(), headcount())
    outbox.confirm(store, Receipt(upto=2, complete=2), at=NOW)
    assert list(outbox.broken_receipts(store)) == []
    store.conn.execute(flip)
    broken = 1 if "receipt" in flip else 2
    assert word(store, broken) == "tanda_terima_rusak"
    assert word(store, 3 - broken) == ("di_unit" if broken == 1 else "diterima")
    assert Ref(UNIT, broken) in list(outbox.broken_receipts(store))
    assert f"Tanda terima 3-{broken} rusak" in [finding.sentence for finding in examine(store)]


def test_a_receipt_that_is_withdrawn_waits_again(store: Store) -> None:
    save(store, headcount(), private())
    outbox.confirm(store, Receipt(upto=3, complete=2, incarnation=1), at=NOW)
    outbox.confirm(store, Receipt(incarnation=2), at=NOW)
    assert {word(store, 1), word(store, 2)} == {"antre_internet"}
