"""What the center keeps of frames, and what it says of them."""

from dataclasses import replace

import msgspec
import pytest
from sqlalchemy import select, text

from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import Entry, Record
from sync.center import enrolment
from sync.center.answer import broadcasts, receipts
from sync.center.issue import issue
from sync.center.pull import read_page
from sync.center.query import Query
from sync.center.schema import ALARM, ENTRY, FRAME
from sync.center.scope import Scope
from sync.center.store import Center, open_center
from sync.codec.envelope import radio_copy
from sync.seal import Slip
from tests.factories import a_headcount, a_position, a_posko
from tests.sync.center.parts import NOW, SealingUnit, bring


def lines(center: Center) -> list[dict[str, object]]:
    with center.reader.connect() as conn:
        return [msgspec.json.decode(row.line) for row in read_page(conn, Query(limit=10_000)).rows]


def from_units(center: Center) -> list[dict[str, object]]:
    return [line for line in lines(center) if line["unit"] != 0]


def slip_of(center: Center, unit: SealingUnit, *, mtu: int = 1041) -> Slip:
    found = unit.slip(receipts(center, (unit.keys.unit,), mtu=mtu, now=NOW))
    assert found is not None
    return found


def alarms(center: Center) -> list[str]:
    with center.reader.connect() as conn:
        return list(conn.execute(select(ALARM.c.kind).order_by(ALARM.c.id)).scalars())


def test_an_entry_is_kept_and_receipted(center: Center, unit: SealingUnit) -> None:
    taken = bring(center, unit.frame(unit.entry(a_headcount(jiwa=120))))
    assert taken.counts.new == 1
    assert [line["fields"]["jiwa"] for line in from_units(center)] == [120]  # type: ignore[index]
    slip = slip_of(center, unit)
    assert (slip.upto, slip.complete, slip.has) == (2, 2, ())


def test_a_frame_brought_twice_is_known_and_receipted_again(center: Center, unit: SealingUnit) -> None:
    frame = unit.frame(unit.entry(a_headcount()))
    bring(center, frame)
    taken = bring(center, frame, frame)
    assert (taken.counts.new, taken.counts.known) == (0, 2)
    assert taken.heard == (unit.keys.unit,)
    assert len(from_units(center)) == 1


def test_the_same_entries_in_other_frames_are_kept_once(center: Center, unit: SealingUnit) -> None:
    entries = [unit.entry(a_headcount(jiwa=n)) for n in range(1, 6)]
    bring(center, *unit.frames(entries[:4]))
    bring(center, *unit.frames(entries[2:]))
    assert len(from_units(center)) == 5
    assert alarms(center) == []


def test_a_gap_is_told_as_a_window(center: Center, unit: SealingUnit) -> None:
    entries = [unit.entry(a_headcount(jiwa=n)) for n in range(1, 8)]
    bring(center, unit.frame(entries[0], entries[4], entries[6]))
    slip = slip_of(center, unit)
    assert (slip.upto, slip.has) == (2, ((5, 6), (7, 8)))


def test_seqs_announced_as_not_coming_close_upto_but_not_complete(center: Center, unit: SealingUnit) -> None:
    entries = [unit.entry(a_headcount(jiwa=n)) for n in range(1, 5)]
    bring(center, unit.frame(entries[0], entries[3], full=False, closed=frozenset({2, 3})))
    slip = slip_of(center, unit)
    assert (slip.upto, slip.complete) == (5, 2)


def test_track_points_have_a_line_of_their_own(center: Center, unit: SealingUnit) -> None:
    bring(center, *unit.frames([unit.entry(a_position()) for _ in range(5)]))
    slip = slip_of(center, unit)
    assert slip.upto == 1
    assert slip.track is not None
    assert slip.track.upto == (1 << 31) + 5


def test_a_radio_copy_is_completed_by_a_second_row(center: Center, unit: SealingUnit) -> None:
    entry = unit.entry(a_posko(penanggung_jawab="Bu Siti"))
    bring(center, unit.frame(entry, full=False))
    assert slip_of(center, unit).complete == 1
    bring(center, unit.frame(entry))
    told = [(line["version"], line["complete"]) for line in from_units(center)]
    assert told == [(0, False), (1, True)]
    assert slip_of(center, unit).complete == 2
    bring(center, unit.frame(entry), unit.frame(entry, full=False))
    assert len(from_units(center)) == 2
    assert alarms(center) == []


def test_names_are_in_no_line_and_not_readable_in_the_file(center: Center, unit: SealingUnit) -> None:
    bring(center, unit.frame(unit.entry(a_posko(penanggung_jawab="Kenari Rahasia"))))
    assert "penanggung_jawab" not in from_units(center)[0]["fields"]  # type: ignore[operator]
    with center.writer.begin() as conn:
        conn.execute(text("SELECT 1"))
    for file in center.secrets.parent.glob("center.db*"):
        assert b"Kenari" not in file.read_bytes()


def test_the_same_name_with_another_value_is_a_fork(center: Center, unit: SealingUnit) -> None:
    entry = unit.entry(a_headcount(jiwa=10))
    other = replace(entry, record=a_headcount(jiwa=99))
    bring(center, unit.frame(entry))
    bring(center, unit.frame(other))
    assert bring(center, unit.frame(other)).counts.held == 1, "two cards: a person decides"
    told = [(line["version"], line["held"]) for line in from_units(center)]
    assert told == [(0, None), (2, "bercabang")]
    assert alarms(center) == ["bercabang"]
    assert receipts(center, (unit.keys.unit,), mtu=1041, now=NOW) == ()
    with center.reader.connect() as conn:
        assert conn.execute(text("SELECT jiwa FROM hitung_pengungsi")).scalars().all() == [10]


def test_two_cards_with_one_number_are_quarantined(center: Center, unit: SealingUnit) -> None:
    clone = replace(unit)
    bring(center, unit.frame(unit.entry(a_headcount(jiwa=10))))
    taken = bring(center, clone.frame(clone.entry(a_headcount(jiwa=20))))
    assert taken.counts.held == 1
    assert alarms(center) == ["clone"]
    later = unit.frame(unit.entry(a_headcount(jiwa=30)))
    assert bring(center, later).counts.held == 1
    assert len(from_units(center)) == 1
    enrolment.release(center, unit.keys.unit, now=NOW)
    assert [line["fields"]["jiwa"] for line in from_units(center)] == [10, 30]  # type: ignore[index]


def test_two_cards_in_one_bundle_are_noticed_too(center: Center, unit: SealingUnit) -> None:
    clone = replace(unit)
    frames = unit.frame(unit.entry(a_headcount(jiwa=10))), clone.frame(clone.entry(a_headcount(jiwa=20)))
    taken = bring(center, *frames)
    assert (taken.counts.new, taken.counts.held) == (1, 1)
    assert alarms(center) == ["clone"]


def test_a_revoked_unit_is_held_and_hears_no_more_than_that(center: Center, unit: SealingUnit) -> None:
    other = SealingUnit.enrolled(center, "Lain")
    epoch = enrolment.revoke(center, unit.keys.unit, now=NOW)
    taken = bring(center, unit.frame(unit.entry(a_headcount())), other.frame(other.entry(a_headcount())))
    assert (taken.counts.held, taken.counts.new) == (1, 1)
    frames = receipts(center, taken.heard, mtu=1041, now=NOW)
    assert unit.slip(frames) == Slip(incarnation=0, upto=1, revoked=True)
    slip = other.slip(frames)
    assert slip is not None and slip.epoch is not None
    assert slip.epoch.epoch == epoch
    assert slip.epoch.key == center.keys.group_key(epoch)
    other.keys = other.keys.with_epoch(epoch, slip.epoch.key)
    bring(center, other.frame(other.entry(a_headcount())))
    assert slip_of(center, other).epoch is None


def test_what_a_unit_may_not_say_is_set_aside_and_receipted(center: Center) -> None:
    unit = SealingUnit.enrolled(center, within=Scope(types=("catatan",)))
    kept, aside = unit.entry(Message(isi="aman")), unit.entry(a_headcount(jiwa=9))
    bring(center, unit.frame(kept, aside))
    assert [line["held"] for line in from_units(center)] == [None, "jenis_di_luar_wewenang"]
    slip = slip_of(center, unit)
    assert (slip.upto, slip.checks.spans) == (3, ((2, 3),))
    with center.reader.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM newest WHERE type = 3")).scalar_one() == 0


@pytest.mark.parametrize("corrects", [Ref(0, 1), Ref(9, 1)])
def test_a_unit_corrects_only_its_own(center: Center, unit: SealingUnit, corrects: Ref) -> None:
    bring(center, unit.frame(unit.entry(a_headcount(), corrects=corrects, reason="x")))
    assert [line["held"] for line in from_units(center)] == ["bukan_entri_sendiri"]


def test_a_place_outside_its_scope_is_set_aside(center: Center) -> None:
    unit = SealingUnit.enrolled(center, within=Scope(places=("0-7",)))
    bring(
        center,
        unit.frame(unit.entry(a_headcount(lokasi=Ref(0, 7))), unit.entry(a_headcount(lokasi=Ref(0, 8)))),
    )
    assert [line["held"] for line in from_units(center)] == [None, "lokasi_di_luar_wewenang"]


def test_junk_never_spoils_its_neighbours(center: Center, unit: SealingUnit) -> None:
    good = unit.frame(unit.entry(a_headcount()))
    flipped = bytearray(unit.frame(unit.entry(a_headcount())))
    flipped[20] ^= 1
    taken = bring(
        center, b"", b"\x00" * 40, bytes(flipped), b"\xff" * 1100, good, b"\x41\x00\x63" + bytes(30)
    )
    assert (taken.counts.new, taken.counts.refused) == (1, 5)


def test_contents_that_cannot_be_read_are_held(center: Center, unit: SealingUnit) -> None:
    taken = bring(center, unit.sealed(b"\x07abcdef"), unit.sealed(b"\x00\x01\x02"))
    assert taken.counts.held == 2
    with center.reader.connect() as conn:
        rows = conn.execute(select(FRAME.c.held, FRAME.c.sealed)).all()
    assert {row.held for row in rows} == {"context", "contents"}
    assert all(row.sealed for row in rows)


def test_a_record_that_no_check_foresaw_holds_only_its_frame(
    center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync.center import scope

    real = scope.outside

    def breaks(entry: Entry, within: Scope) -> str | None:
        if getattr(entry.record, "jiwa", 0) == 13:
            raise OverflowError("year 10000")
        return real(entry, within)

    monkeypatch.setattr(scope, "outside", breaks)
    taken = bring(
        center, unit.frame(unit.entry(a_headcount(jiwa=1))), unit.frame(unit.entry(a_headcount(jiwa=13)))
    )
    assert (taken.counts.new, taken.counts.held) == (1, 1)
    assert len(from_units(center)) == 1


def test_what_the_center_issues_reaches_a_unit(center: Center, unit: SealingUnit) -> None:
    entry = issue(center, a_posko(nama="Posko Induk"), now=NOW)
    said = broadcasts(center, 1, mtu=1041, now=NOW)
    heard = unit.broadcasts(said.frames)
    assert [one.seq for one in heard] == list(range(1, entry.seq + 1))
    assert heard[-1].record == entry.record
    assert broadcasts(center, 1, mtu=1041, now=NOW) == said, "sealed once"
    assert broadcasts(center, entry.seq + 1, mtu=1041, now=NOW).frames == ()
    assert all(len(frame) <= 200 for frame in broadcasts(center, 1, mtu=200, now=NOW).frames)


def test_over_radio_the_center_withholds_too(center: Center, unit: SealingUnit) -> None:
    entry = issue(center, a_posko(penanggung_jawab="Pak Budi"), now=NOW)
    heard = unit.broadcasts(broadcasts(center, entry.seq, mtu=200, now=NOW).frames)
    assert heard[-1:] == [radio_copy(entry)]


def test_center_counters_are_never_used_twice(center: Center) -> None:
    other = open_center(center.secrets.parent)
    drawn = [number for one in range(70) for number in (center if one % 2 else other).counters.draw(3, NOW)]
    other.close()
    again = open_center(center.secrets.parent)
    drawn += again.counters.draw(1, NOW)
    again.close()
    assert len(set(drawn)) == len(drawn)


def test_a_restored_center_says_so_and_repeats_no_counter(center: Center, unit: SealingUnit) -> None:
    folder = center.secrets.parent
    with center.writer.connect() as conn:
        conn.exec_driver_sql("SELECT 1")
    center.writer.dispose()
    import sqlite3

    backup = folder / "backup.db"
    with sqlite3.connect(folder / "center.db") as source, sqlite3.connect(backup) as copy:
        source.backup(copy)
    used = center.counters.draw(500, NOW)
    center.close()
    for file in folder.glob("center.db*"):
        file.unlink()
    backup.rename(folder / "center.db")
    restored = open_center(folder)
    try:
        assert restored.restored
        assert slip_of(restored, unit).incarnation == 1
        assert min(restored.counters.draw(1, NOW)) > max(used)
    finally:
        restored.close()


def test_every_record_type_is_kept(center: Center, unit: SealingUnit) -> None:
    import random

    from field_node.records import TYPES
    from field_node.records.record import Author
    from tests.samples import sample

    seeded = random.Random(7)
    records: list[Record] = [sample(kind, seeded) for kind in TYPES.values() for _ in range(5)]
    taken = bring(center, *unit.frames([unit.entry(record) for record in records]))
    assert taken.counts.refused == taken.counts.held == 0
    assert len(from_units(center)) == len(records)
    slip = slip_of(center, unit)
    assert slip.track is not None
    center_only = sum(record.about.author is Author.CENTER for record in records)
    assert sum(line["held"] == "jenis_di_luar_wewenang" for line in from_units(center)) == center_only
    with center.reader.connect() as conn:
        assert conn.execute(select(ENTRY.c.unit).where(ENTRY.c.unit == unit.keys.unit)).all()
