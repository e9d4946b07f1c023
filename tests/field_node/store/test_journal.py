"""append numbers and keeps; keep takes each entry once, completes it, and sets a fork aside."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from field_node.records.headcount import Headcount
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.records.position import Position
from field_node.records.record import Entry, InvalidRecord, TimeQuality
from field_node.store import journal
from field_node.store.connection import Store, open_store
from field_node.store.errors import NotEnrolled
from field_node.store.identity import become, own_unit
from field_node.store.journal import FormKey
from field_node.store.locker import Locker
from tests.field_node.store.stores import KEY, NOW, STAMP, UNIT, headcount

PLACE = Place(nama="SDN 1", jenis="posko", penanggung_jawab="Rahmat Hidayat", telepon="0812")


def foreign(seq: int = 1, unit: int = 9, jiwa: int = 4, **envelope: object) -> Entry:
    return replace(
        Entry(unit, seq, NOW // 60 * 60, TimeQuality.GPS, headcount(jiwa=jiwa)),
        **envelope,  # type: ignore[arg-type]
    )


def test_forms_and_track_points_are_numbered_on_two_lines_without_a_gap(store: Store) -> None:
    point = Position(lat=-6.8, lon=107.1, waktu=NOW // 30 * 30)
    made = [journal.append(store, record, stamp=STAMP) for record in (headcount(), point, headcount(), point)]
    assert [entry.ref for entry in made] == [
        Ref(UNIT, 1),
        Ref(UNIT, TRACK_START),
        Ref(UNIT, 2),
        Ref(UNIT, TRACK_START + 1),
    ]


def test_an_entry_comes_back_as_it_was_answered(store: Store) -> None:
    made = journal.append(
        store, PLACE, stamp=STAMP, incident=Ref(0, 8), author=4, corrects=Ref(UNIT, 7), reason="salah ketik"
    )
    assert journal.entry(store, made.ref) == made
    assert [entry for _, entry in journal.since(store, 0, 10)] == [made]
    assert [entry for _, entry in journal.entries(store, Place)] == [made]


def test_made_at_lies_on_the_grid_of_its_type(store: Store) -> None:
    assert (
        journal.append(store, headcount(), stamp=STAMP._replace(made_at=NOW + 59)).made_at == NOW // 60 * 60
    )


def test_a_record_that_its_kinds_refuse_takes_no_number(store: Store) -> None:
    with pytest.raises(InvalidRecord):
        journal.append(store, replace(headcount(), jiwa=-1), stamp=STAMP)
    assert journal.append(store, headcount(), stamp=STAMP).seq == 1


def test_an_unsettled_record_is_settled(store: Store) -> None:
    made = journal.append(store, replace(headcount(), per_waktu=NOW // 60 * 60 + 7), stamp=STAMP)
    assert isinstance(made.record, Headcount)
    assert made.record.per_waktu == NOW // 60 * 60


def test_the_same_form_twice_is_saved_once(store: Store) -> None:
    first = journal.append(store, headcount(), stamp=STAMP, form=FormKey("a"))
    assert journal.append(store, headcount(jiwa=99), stamp=STAMP, form=FormKey("a")) == first
    with pytest.raises(InvalidRecord):
        journal.append(store, headcount(jiwa=99), stamp=STAMP, form=FormKey("a", b"other"))
    lines = journal.append_all(store, [headcount(2), headcount(3)], stamp=STAMP, form=FormKey("b"))
    assert journal.append_all(store, [headcount(4)], stamp=STAMP, form=FormKey("b")) == lines
    assert len(journal.since(store, 0, 10)) == 3


def test_all_of_several_records_or_none(store: Store) -> None:
    with pytest.raises(InvalidRecord):
        journal.append_all(store, [headcount(), replace(headcount(), jiwa=-1)], stamp=STAMP)
    assert journal.since(store, 0, 10) == []


def test_a_unit_without_a_number_saves_nothing(tmp_path: Path) -> None:
    bare = open_store(tmp_path / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    with pytest.raises(NotEnrolled):
        journal.append(bare, headcount(), stamp=STAMP)
    assert journal.since(bare, 0, 10) == []
    bare.close()


def test_a_unit_that_gets_its_old_number_back_goes_on_where_it_was(store: Store) -> None:
    journal.append(store, headcount(), stamp=STAMP)
    become(store, 12)
    assert journal.append(store, headcount(), stamp=STAMP).ref == Ref(12, 1)
    become(store, UNIT)
    assert own_unit(store) == UNIT
    assert journal.append(store, headcount(), stamp=STAMP).ref == Ref(UNIT, 2)


def test_a_repeated_entry_is_kept_once_also_within_a_batch(store: Store) -> None:
    assert journal.keep(store, [foreign(), foreign(2), foreign()], carrier="internet") == [True, True, False]
    assert journal.keep(store, [foreign(2)], carrier="lora") == [False]
    assert len(journal.since(store, 0, 10)) == 2


def test_a_full_copy_completes_the_one_that_came_by_radio(store: Store) -> None:
    radio = Entry(9, 1, NOW // 60 * 60, TimeQuality.GPS, Place(nama="SDN 1", jenis="posko"), complete=False)
    full = replace(radio, record=PLACE, complete=True)
    assert journal.keep(store, [radio], carrier="lora") == [True]
    assert journal.keep(store, [full], carrier="internet") == [True]
    assert journal.keep(store, [radio, full], carrier="lora") == [False, False]
    assert journal.entry(store, Ref(9, 1)) == full
    assert [entry for _, entry in journal.since(store, 0, 10)] == [radio, full]
    assert [entry for _, entry in journal.entries(store)] == [full]
    assert store.run("SELECT count(*) FROM lokasi") == [(1,)]


@pytest.mark.parametrize(
    "other",
    [foreign(jiwa=5), foreign(made_at=NOW // 60 * 60 + 60), foreign(author=2), foreign(incident=Ref(0, 1))],
    ids=["value", "time", "author", "incident"],
)
def test_another_content_under_a_known_name_is_set_aside_without_effect(store: Store, other: Entry) -> None:
    journal.keep(store, [foreign()], carrier="internet")
    assert journal.keep(store, [other, other], carrier="usb", at=NOW) == [False, False]
    assert journal.entry(store, Ref(9, 1)) == foreign()
    assert journal.forks(store) == [(Ref(9, 1), "usb", NOW)]


def test_an_own_number_that_this_unit_never_gave_is_a_fork(store: Store) -> None:
    journal.keep(store, [foreign(5, unit=UNIT)], carrier="lora")
    assert [ref for ref, _, _ in journal.forks(store)] == [Ref(UNIT, 5)]
    assert seven_more(store) == list(range(1, 8))


def seven_more(store: Store) -> list[int]:
    return [journal.append(store, headcount(), stamp=STAMP).seq for _ in range(7)]


@pytest.mark.parametrize("sql", ["UPDATE entry SET made_at = 0", "DELETE FROM entry"])
def test_the_journal_is_append_only(store: Store, sql: str) -> None:
    journal.append(store, headcount(), stamp=STAMP)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        store.conn.execute(sql)


def test_names_in_office_lie_encrypted_on_the_disk(store: Store, tmp_path: Path) -> None:
    sent = Movement(jenis="kirim", gudang=Ref(0, 2), barang=1, jumlah=5, pengemudi="Rahmat Hidayat")
    made = [journal.append(store, record, stamp=STAMP) for record in (PLACE, sent)]
    store.conn.execute("PRAGMA wal_checkpoint")
    disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"SDN 1" in disk
    assert b"Rahmat" not in disk
    assert [journal.entry(store, entry.ref) for entry in made] == made


def test_pages_go_backwards_in_order_of_arrival(store: Store) -> None:
    for jiwa in range(7):
        journal.append(store, headcount(jiwa=jiwa), stamp=STAMP)
    first = journal.entries(store, Headcount, limit=4)
    rest = journal.entries(store, Headcount, before=first[-1][0], limit=4)
    assert [entry.seq for _, entry in first + rest] == [7, 6, 5, 4, 3, 2, 1]
