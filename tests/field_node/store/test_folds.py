"""Any order, repetition and split of the same entries gives the same folds, and those of a plain oracle."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from field_node.records import TYPES, number_of
from field_node.records.correction import TimeCorrection, Void
from field_node.records.headcount import Headcount
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.movement import Movement
from field_node.records.need import NeedStatus
from field_node.records.position import Position
from field_node.records.record import Entry, TimeQuality, fields
from field_node.store import folds, schema
from field_node.store.fold_tables import FOLD_TABLES

T0 = 1_795_312_800


class Sql:
    """The folds alone, in memory."""

    def __init__(self) -> None:
        self.conn = sqlite3.connect(":memory:", isolation_level=None)
        schema.create_folds(Database(self.conn, execute_plugins=False))

    def run(self, sql: str, params: Any) -> list[tuple[Any, ...]]:
        return self.conn.execute(sql, params).fetchall()

    def run_many(self, sql: str, rows: Sequence[Any]) -> None:
        self.conn.executemany(sql, rows)

    def picture(self) -> dict[str, list[tuple[Any, ...]]]:
        return {table.name: sorted(self.run(f"SELECT * FROM {table.name}", {})) for table in FOLD_TABLES}


@pytest.fixture(scope="module")
def sql() -> Iterator[Sql]:
    made = Sql()
    yield made
    made.conn.close()


@dataclass(frozen=True)
class Claim:
    order: tuple[int, int, int, int]
    key: tuple[int, str]


def oracle(entries: Sequence[Entry]) -> tuple[set[Ref], dict[tuple[int, str], Ref], dict[Any, int]]:
    """Out of force, newest by key, stock: said plainly."""
    gone = {
        ref
        for entry in entries
        for ref in (entry.corrects, entry.record.replaces())
        if ref and ref != entry.ref and entry.unit in {0, ref.unit}
    }
    live = [entry for entry in entries if entry.ref not in gone]
    shifts = sorted(
        (entry for entry in live if isinstance(entry.record, TimeCorrection)), key=lambda e: -e.seq
    )
    claims = [_claim(entry, shifts) for entry in live if entry.record.about.newest]
    newest = {claim.key: Ref(*claim.order[2:]) for claim in sorted(claims, key=lambda claim: claim.order)}
    stock: dict[Any, int] = {}
    for entry in live:
        for shift in entry.record.shifts():
            goods = (shift.account, *shift.place, shift.item, shift.batch)
            stock[goods] = stock.get(goods, 0) + shift.amount
    return gone, newest, stock


def _claim(entry: Entry, corrections: Sequence[Entry]) -> Claim:
    about, sure = entry.record.about, entry.quality >= TimeQuality.GPS
    covering: list[Any] = [
        one.record
        for one in corrections
        if one.unit == entry.unit and one.record.dari_seq <= entry.seq <= one.record.sampai_seq  # type: ignore[attr-defined]
    ]
    at = entry.made_at + (covering[0].selisih_s if covering and not sure else 0)
    assert about.newest
    said = getattr(entry.record, about.newest.by) if about.newest.by else at
    said = at if said > at + 600 and not about.track else said
    if about.track:
        said = (1 << 40) + said if sure else entry.seq
    return Claim((said, at, *entry.ref), (number_of(type(entry.record)), folds.key_of(entry)))


UNITS = (0, 3, 4)
SEQS = st.integers(1, 4)
"""Few names, so that voids and corrections hit something."""
REFS = st.builds(Ref, st.sampled_from(UNITS), SEQS)
TIMES = st.integers(0, 9).map(lambda minutes: T0 + 60 * minutes)
AHEAD = st.integers(8, 30).map(lambda minutes: T0 + 60 * minutes)
"""Around and beyond ten minutes ahead of TIMES."""
RECORDS = st.one_of(
    st.builds(
        Headcount,
        lokasi=st.builds(Ref, st.just(0), st.integers(1, 2)),
        per_waktu=TIMES | AHEAD,
        jiwa=st.integers(0, 9),
    ),
    st.builds(NeedStatus, kebutuhan=st.builds(Ref, st.just(0), st.integers(1, 2)), status=st.just("dikirim")),
    st.builds(
        Movement,
        jenis=st.sampled_from(("terima", "kirim", "terima_kiriman", "pinjam")),
        gudang=st.builds(Ref, st.just(0), st.integers(1, 2)),
        tujuan=st.none() | st.builds(Ref, st.just(0), st.integers(1, 2)),
        barang=st.integers(1, 2),
        jumlah=st.integers(0, 3),
        diterima=st.none() | st.integers(0, 3),
        batch=st.none() | st.just("A"),
    ),
    st.builds(Void, entri=REFS, alasan=st.just("salah")),
    st.builds(
        TimeCorrection,
        dari_seq=st.integers(1, 2),
        sampai_seq=st.integers(2, 4),
        selisih_s=st.sampled_from((-600, 90, 700)),
    ),
)
POINTS = st.builds(Position, lat=st.just(-6.5), lon=st.just(107.0), waktu=TIMES)
ENVELOPE = {"made_at": TIMES, "quality": st.sampled_from(TimeQuality)}
FORMS = st.builds(
    Entry,
    unit=st.sampled_from(UNITS),
    seq=SEQS,
    record=RECORDS,
    corrects=st.none() | st.none() | REFS,
    **ENVELOPE,
)
TRACK = st.builds(
    Entry,
    unit=st.sampled_from(UNITS),
    seq=st.integers(TRACK_START, TRACK_START + 5),
    record=POINTS,
    **ENVELOPE,
)
JOURNALS = st.lists(FORMS | FORMS | TRACK, min_size=4, max_size=14, unique_by=lambda entry: entry.ref)


@settings(max_examples=300, deadline=None)
@given(entries=JOURNALS, data=st.data())
def test_any_order_and_split_folds_to_the_same_and_as_the_oracle_says(
    sql: Sql, entries: list[Entry], data: st.DataObject
) -> None:
    folds.rebuild(sql, [entries])
    whole = sql.picture()
    shuffled = data.draw(st.permutations(entries))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(entries)), max_size=5)))
    parts = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(entries)], strict=True)]
    folds.rebuild(sql, parts)
    assert sql.picture() == whole
    gone, newest, stock = oracle(entries)
    assert {Ref(*row) for row in whole["replaced"]} == gone
    assert {(row[0], row[1]): Ref(row[2], row[3]) for row in whole["newest"]} == newest
    told = {(row[0], row[1], row[2], row[3], row[4]): row[5] for row in whole["stock"]}
    assert told == stock


def entry(seq: int, record: Any, unit: int = 3, **envelope: Any) -> Entry:
    return replace(Entry(unit, seq, T0, TimeQuality.GPS, record), **envelope)


def count(jiwa: int = 1, per_waktu: int = T0) -> Headcount:
    return Headcount(lokasi=Ref(0, 1), per_waktu=per_waktu, jiwa=jiwa)


def newest(sql: Sql) -> list[int]:
    return [row[0] for row in sql.run("SELECT seq FROM newest ORDER BY type, key", {})]


def test_a_void_that_arrives_first_still_voids(sql: Sql) -> None:
    folds.rebuild(sql, [[entry(2, Void(entri=Ref(3, 1), alasan="salah"))], [entry(1, count())]])
    assert newest(sql) == []


def test_voiding_a_correction_does_not_bring_the_old_statement_back(sql: Sql) -> None:
    corrected = entry(2, count(2), corrects=Ref(3, 1), reason="salah hitung")
    folds.rebuild(sql, [[entry(1, count()), corrected], [entry(3, Void(entri=Ref(3, 2), alasan="salah"))]])
    assert newest(sql) == []


def test_a_voided_movement_gives_its_goods_back(sql: Sql) -> None:
    came = Movement(jenis="terima", gudang=Ref(0, 1), barang=1, jumlah=5)
    folds.rebuild(sql, [[entry(1, came), entry(2, came)], [entry(3, Void(entri=Ref(3, 1), alasan="salah"))]])
    assert sql.run("SELECT amount FROM stock", {}) == [(5,)]


def test_a_unit_cannot_void_what_another_said_but_the_center_can(sql: Sql) -> None:
    said = entry(1, count())
    void = Void(entri=Ref(3, 1), alasan="salah")
    folds.rebuild(sql, [[said, entry(5, void, unit=4)]])
    assert newest(sql) == [1]
    folds.rebuild(sql, [[said, entry(5, void, unit=0)]])
    assert newest(sql) == []


def test_a_late_statement_about_an_earlier_time_does_not_become_the_newest(sql: Sql) -> None:
    folds.rebuild(sql, [[entry(1, count(per_waktu=T0 + 600))], [entry(2, count(per_waktu=T0))]])
    assert newest(sql) == [1]


def test_a_count_of_a_day_to_come_does_not_rule_the_view(sql: Sql) -> None:
    ahead = entry(1, count(1, per_waktu=T0 + 40 * 86_400))
    folds.rebuild(sql, [[ahead], [entry(2, count(2, per_waktu=T0 + 660), made_at=T0 + 660)]])
    assert newest(sql) == [2]
    folds.rebuild(sql, [[ahead], [entry(2, count(2, per_waktu=T0 - 60), made_at=T0 - 60)]])
    assert newest(sql) == [1]


def test_a_corrected_clock_gives_a_count_its_own_time_back(sql: Sql) -> None:
    late_clock = entry(1, count(1, per_waktu=T0 + 90_000), quality=TimeQuality.NONE)
    other = entry(2, count(2, per_waktu=T0 + 80_000), made_at=T0 + 80_000)
    folds.rebuild(sql, [[late_clock, other]])
    assert newest(sql) == [2]
    mended = entry(3, TimeCorrection(dari_seq=1, sampai_seq=1, selisih_s=90_000))
    folds.rebuild(sql, [[late_clock, other], [mended]])
    assert newest(sql) == [1]


def test_a_trusted_position_beats_any_whose_time_is_not(sql: Sql) -> None:
    def point(n: int, waktu: int, quality: TimeQuality) -> Entry:
        return entry(TRACK_START + n, Position(lat=-6.5, lon=107.0, waktu=waktu), quality=quality)

    wrong_clock = [point(1, T0 + 10**9, TimeQuality.NONE), point(2, T0 - 10**8, TimeQuality.RTC)]
    folds.rebuild(sql, [wrong_clock])
    assert newest(sql) == [TRACK_START + 2]
    folds.rebuild(sql, [[point(0, T0, TimeQuality.GPS)], wrong_clock])
    assert newest(sql) == [TRACK_START]


def test_what_folds_read_travels_by_radio() -> None:
    private = [
        (kind.about.slug, one.name)
        for kind in TYPES.values()
        if kind.about.newest
        for one in fields(kind)
        if not one.radio and one.name in (*kind.about.newest.key, kind.about.newest.by)
    ]
    assert private == []
