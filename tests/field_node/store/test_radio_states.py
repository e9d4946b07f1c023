"""What our radio sent is never called delivered, and a radio session can tell what is due again and what was overtaken."""

import pytest

from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.place import Place
from field_node.store import journal, outbox
from field_node.store.connection import Store
from field_node.store.merging import superseded
from field_node.store.outbox import Attempt, ByRadio, Receipt, State
from tests.field_node.store.stores import NOW, STAMP, UNIT, headcount

QUEUED, SENT, ENTRUSTED = Attempt.RADIO_QUEUED, Attempt.RADIO_SENT, Attempt.ENTRUSTED


def state(store: Store, seq: int = 1) -> State:
    return outbox.state(store, [Ref(UNIT, seq)])[Ref(UNIT, seq)]


def tried(store: Store, *steps: Attempt) -> State:
    for n, how in enumerate(steps):
        outbox.note_attempt(store, [1], at=NOW + n, how=how)
    return state(store)


@pytest.mark.parametrize(
    ("steps", "word", "after_s"),
    [
        ((QUEUED,), "antre_radio", 0),
        ((QUEUED, QUEUED), "antre_radio", 0),
        ((Attempt.INTERNET, QUEUED), "antre_radio", 1),
        ((QUEUED, Attempt.INTERNET), "antre_internet", 1),
        ((QUEUED, SENT), "dipancarkan", 1),
        ((SENT, SENT), "dipancarkan", 1),
        ((SENT, QUEUED), "dipancarkan", 0),
        ((SENT, Attempt.INTERNET), "dipancarkan", 0),
        ((SENT, ENTRUSTED), "dititipkan", 1),
        ((ENTRUSTED, SENT), "dititipkan", 1),
        ((ENTRUSTED, Attempt.INTERNET, QUEUED), "dititipkan", 0),
    ],
)
def test_a_state_only_moves_forward_and_still_waits(
    store: Store, steps: tuple[Attempt, ...], word: str, after_s: int
) -> None:
    journal.append(store, headcount(), stamp=STAMP)
    assert tried(store, *steps) == State(word, NOW + after_s)
    assert [one.seq for one in outbox.pending(store)] == [1]
    assert outbox.counts(store) == outbox.Counts(waiting=1, received=0, held=0)


def test_only_the_slip_of_the_center_says_received(store: Store) -> None:
    journal.append(store, headcount(), stamp=STAMP)
    tried(store, SENT, ENTRUSTED)
    outbox.confirm(store, Receipt(upto=2, complete=2), at=NOW + 60)
    assert state(store) == State("diterima", NOW + 60)
    outbox.note_attempt(store, [1], at=NOW + 90, how=SENT)
    assert state(store) == State("diterima", NOW + 60)


def test_figures_at_the_center_say_more_than_what_our_radio_sent(store: Store) -> None:
    journal.append(store, Place(nama="SDN 1", jenis="posko", telepon="0812"), stamp=STAMP)
    tried(store, SENT)
    outbox.confirm(store, Receipt(upto=2), at=NOW + 60)
    assert tried(store, SENT) == State("angka_diterima", NOW + 60)
    assert list(outbox.broken_receipts(store)) == []


def test_what_waits_tells_a_session_all_that_it_needs(store: Store) -> None:
    journal.append(store, Place(nama="SDN 1", jenis="posko", telepon="0812"), stamp=STAMP)
    journal.append(store, headcount(), stamp=STAMP)
    outbox.note_attempt(store, [1], at=NOW + 5, how=ENTRUSTED)
    outbox.note_closed(store, [2])
    found = {one.seq: one for one in outbox.pending(store)}
    assert (found[1].withheld, found[1].closed) == (True, False)
    assert (found[1].radio, found[1].radio_at) == (ByRadio.ENTRUSTED, NOW + 5)
    assert (found[2].withheld, found[2].closed, found[2].radio, found[2].radio_at) == (
        False,
        True,
        ByRadio.NOT,
        None,
    )


def test_a_center_that_forgot_is_offered_again_what_went_by_radio(store: Store) -> None:
    journal.append(store, headcount(), stamp=STAMP)
    tried(store, SENT)
    outbox.confirm(store, Receipt(upto=2, complete=2, incarnation=1), at=NOW)
    outbox.confirm(store, Receipt(incarnation=2), at=NOW)
    assert [one.radio for one in outbox.pending(store)] == [ByRadio.NOT]
    assert state(store).word == "antre_internet"


def test_only_the_newest_statement_of_a_place_goes_by_radio(store: Store) -> None:
    late, other, early = headcount(1, 20, NOW), headcount(2, 5), headcount(1, 10, NOW - 600)
    for record in (late, other, early, Message(isi="Beras tiba"), Message(isi="Beras tiba")):
        journal.append(store, record, stamp=STAMP)
    assert superseded(store, outbox.pending(store)) == {3}


def test_a_clock_that_went_back_makes_no_statement_older(store: Store) -> None:
    for made_at in (NOW + 600, NOW):
        journal.append(store, headcount(1, 20, NOW - 60), stamp=STAMP._replace(made_at=made_at))
    assert superseded(store, outbox.pending(store)) == {1}


def test_a_newer_statement_that_the_center_has_overtakes_what_waits(store: Store) -> None:
    for per_waktu in (NOW - 600, NOW):
        journal.append(store, headcount(1, 20, per_waktu), stamp=STAMP)
    outbox.confirm(store, Receipt(has=(range(2, 3),)), at=NOW)
    assert superseded(store, outbox.pending(store)) == {1}


def test_what_another_unit_says_of_the_place_overtakes_nothing(store: Store) -> None:
    mine = journal.append(store, headcount(), stamp=STAMP)
    other = type(mine)(9, 1, mine.made_at, mine.quality, headcount(1, 99, NOW + 60))
    journal.keep(store, [other], carrier="lora")
    assert superseded(store, outbox.pending(store)) == frozenset()


def test_a_statement_out_of_force_is_overtaken(store: Store) -> None:
    journal.append(store, headcount(), stamp=STAMP)
    journal.append(store, headcount(1, 12), stamp=STAMP, corrects=Ref(UNIT, 1), reason="salah hitung")
    journal.append(store, headcount(2), stamp=STAMP)
    journal.append(store, Void(entri=Ref(UNIT, 3), alasan="salah posko"), stamp=STAMP)
    assert superseded(store, outbox.pending(store)) == {1, 3}
