"""Tables follow from the register, and old files are brought up to date."""

import sqlite3
from dataclasses import dataclass, make_dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from field_node.records import TYPES, kinds, registered
from field_node.records.kinds import TRACK_START, Count, Kind, Ref, Reference, Text
from field_node.records.place import Place
from field_node.records.record import About, Newest, Record, Urgency, fields, holds
from field_node.store import chain, derived, journal, outbox, views
from field_node.store.connection import Store, open_store
from field_node.store.locker import Locker
from field_node.store.storage import STORED, UnknownKind, columns, storage
from tests.field_node.store.stores import KEY, STAMP, UNIT, new_store

GOLDEN = Path(__file__).parents[2] / "golden" / "store"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boat(Record):
    about: ClassVar[About] = About("perahu", "Perahu", Urgency.STOCK, newest=Newest(("lokasi",)))
    lokasi: Ref = holds(Reference("lokasi"), "Lokasi", required=True)
    kursi: int | None = holds(Count(40), "Kursi")


def test_a_type_declared_here_has_its_table_journal_and_view(tmp_path: Path) -> None:
    with registered(200, Boat):
        store = new_store(tmp_path)
        made = journal.append(store, Boat(lokasi=Ref(0, 1), kursi=8), stamp=STAMP)
        assert store.run("SELECT lokasi_seq, kursi FROM perahu") == [(1, 8)]
        assert views.newest(store, Boat, Ref(0, 1)) == made
        assert isinstance(made.record, Boat)
        assert made.record.kursi == 8
        store.close()


def test_a_field_added_at_the_end_gets_its_column_and_old_rows_stay(tmp_path: Path) -> None:
    with registered(200, Boat):
        store = new_store(tmp_path)
        journal.append(store, Boat(lokasi=Ref(0, 1), kursi=8), stamp=STAMP)
        store.close()
    longer: Any = make_dataclass(
        "Longer", [("bahan", str | None, holds(Text(20), "Bahan"))], bases=(Boat,), frozen=True, kw_only=True
    )
    with registered(200, longer):
        store = new_store(tmp_path)
        journal.append(store, longer(lokasi=Ref(0, 2), bahan="karet"), stamp=STAMP)
        assert store.run("SELECT kursi, bahan FROM perahu ORDER BY entry_seq") == [(8, None), (None, "karet")]
        store.close()


def test_every_kind_of_field_is_stored() -> None:
    every = {
        kind
        for kind in vars(kinds).values()
        if isinstance(kind, type) and issubclass(kind, Kind) and kind is not Kind
    }
    assert every - set(STORED) == set()


def test_a_kind_that_nobody_taught_the_store_is_refused() -> None:
    class Strange(Kind):
        pass

    with pytest.raises(UnknownKind):
        storage(Strange())


def test_tables_are_strict(store: Store) -> None:
    tables = store.run("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert {row[0] for row in tables if not row[1]} <= {
        "sqlite_schema",
        "_sqlite_migrations",
        "sqlite_sequence",
    }
    assert {kind.about.slug for kind in TYPES.values()} <= {row[0] for row in tables}


def test_no_table_of_ours_bears_the_name_of_a_record_type(store: Store) -> None:
    slugs = [kind.about.slug for kind in TYPES.values()]
    for slug, kind in zip(slugs, TYPES.values(), strict=True):
        here = [row[1] for row in store.run(f"PRAGMA table_info({slug})")]
        assert here == list(columns(kind))
        assert all(one.name not in {"entry_unit", "entry_seq"} for one in fields(kind))


@pytest.mark.parametrize("old", sorted(GOLDEN.glob("*.sql")), ids=lambda path: path.stem)
def test_an_old_database_opens_reads_and_goes_on(tmp_path: Path, old: Path) -> None:
    conn = sqlite3.connect(tmp_path / "unit.db")
    conn.executescript(old.read_text())
    conn.close()
    store = open_store(tmp_path / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    before = [entry for _, entry in journal.since(store, 0, 1000)]
    assert len(before) == 4
    assert journal.append(store, before[0].record, stamp=STAMP).seq == 1 + max(
        e.seq for e in before if not e.on_track
    )
    store.close()


def test_a_database_of_before_a_field_gains_its_column_and_keeps_what_it_has(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "unit.db")
    conn.executescript((GOLDEN / "2026-11-22-fields.sql").read_text())
    conn.close()
    store = open_store(tmp_path / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    newer = Place(nama="SDN 2", jenis="posko", lat=-6.8, lon=107.1, sumber_gps="tablet", akurasi_m=12)
    journal.append(store, newer, stamp=STAMP)
    told = store.run("SELECT nama, sumber_koordinat, sumber_gps, akurasi_m FROM lokasi ORDER BY entry_seq")
    assert told == [("SDN 1", "gps", None, None), ("SDN 2", None, "tablet", 12)]
    assert store.run("SELECT akurasi, sumber_gps FROM sos") == [("15m", None)]
    assert store.run("SELECT ringkas, sumber_gps, akurasi_m FROM laporan_warga") == [("Air naik", None, None)]
    assert list(derived.wrong_tables(store)) == []
    assert list(chain.bad_rows(store)) == []
    store.close()


def test_states_of_delivery_outlive_the_migration(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "unit.db")
    conn.executescript((GOLDEN / "2026-11-22-delivery.sql").read_text())
    conn.close()
    store = open_store(tmp_path / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    refs = [Ref(UNIT, seq) for seq in (1, 2, 3, TRACK_START)]
    words = [state.word for state in outbox.state(store, refs).values()]
    assert words == ["diterima", "angka_diterima", "perlu_diperiksa", "antre_internet"]
    assert [one.seq for one in outbox.pending(store)] == [2, TRACK_START]
    assert outbox.counts(store) == outbox.Counts(waiting=2, received=1, held=1)
    assert list(outbox.broken_receipts(store)) == []
    assert list(derived.wrong_tables(store)) == []
    assert [entry.ref for entry in views.unit_positions(store)] == [Ref(UNIT, TRACK_START)]
    store.close()
