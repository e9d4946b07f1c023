"""What is held for a person to judge: little, each once, and never lost on its way into the journal."""

from dataclasses import replace

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from field_node.records.message import Message
from sync.center import enrolment, held
from sync.center.dialect import writing
from sync.center.schema import ALARM, ENTRY, FRAME
from sync.center.store import Center
from sync.center.units import read_units
from tests.sync.center.parts import NOW, SealingUnit, bring


def quarantined(center: Center) -> SealingUnit:
    """A unit whose number two cards have used."""
    unit = SealingUnit.enrolled(center)
    entry = unit.entry(Message(isi="Pertama"))
    bring(center, unit.frame(entry))
    clone = SealingUnit(unit.keys, counter=unit.counter - 1)
    bring(center, clone.frame(replace(entry, seq=9)))
    return unit


def counters_held(center: Center, reason: str = "quarantined") -> list[int]:
    with center.reader.connect() as conn:
        rows = select(FRAME.c.counter).where(FRAME.c.held == reason).order_by(FRAME.c.counter)
        return list(conn.execute(rows).scalars())


def kept(center: Center) -> set[int]:
    with center.reader.connect() as conn:
        return set(conn.execute(select(ENTRY.c.seq).where(ENTRY.c.unit == 1)).scalars())


def test_questions_are_never_held(center: Center) -> None:
    unit = quarantined(center)
    taken = bring(center, unit.digest(), unit.frame(unit.entry(Message(isi="Kedua"))), unit.digest())
    assert (taken.counts.held, taken.counts.known, taken.heard) == (1, 2, (1,))
    assert counters_held(center) == [unit.counter - 1]


def test_a_third_frame_of_one_counter_is_not_held(center: Center) -> None:
    unit = quarantined(center)
    before = counters_held(center, "clone")
    third = SealingUnit(unit.keys, counter=unit.counter - 1)
    assert bring(center, third.frame(third.entry(Message(isi="Ketiga")))).counts.refused == 1
    assert counters_held(center, "clone") == before


def test_one_number_does_not_fill_the_disk(center: Center, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "MOST_FRAMES", 20)
    unit = quarantined(center)
    entry = unit.entry(Message(isi="Kedua"))
    for _ in range(10):
        taken = bring(center, *[unit.frame(entry) for _ in range(10)])
    assert taken.counts.refused == 10
    assert len(counters_held(center)) < 20
    with center.reader.connect() as conn:
        assert list(conn.execute(select(ALARM.c.kind).where(ALARM.c.kind == held.FULL)).scalars()) == [
            held.FULL
        ]


def test_a_release_that_fails_loses_nothing(center: Center) -> None:
    unit = quarantined(center)
    frames = [unit.frame(unit.entry(Message(isi=f"Ditahan {at}"))) for at in range(5)]
    bring(center, *frames)
    before = counters_held(center)
    with center.lock, writing(center.writer) as conn:
        conn.execute(
            text("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        )
    with pytest.raises(DBAPIError):
        enrolment.release(center, 1, now=NOW)
    assert counters_held(center) == before
    with center.lock, writing(center.writer) as conn:
        conn.execute(text("DROP TRIGGER full"))
    assert enrolment.release(center, 1, now=NOW).counts.new == 5
    assert counters_held(center) == []
    assert kept(center) >= {2, 3, 4, 5, 6}


def test_seqs_far_apart_are_looked_up_together(center: Center, unit: SealingUnit) -> None:
    """As many questions as there are portions, not as there are holes."""
    entries = [unit.entry(Message(isi="a"), seq=10 + 300 * at) for at in range(2_000)]
    frames = unit.frames(entries)
    asked: list[str] = []
    event.listen(center.writer, "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert bring(center, *frames).counts.new == len(frames)
    assert len([each for each in asked if "FROM entry" in each]) < 20
    assert len(kept(center)) == 2_000


def test_a_unit_with_thousands_of_holes_is_not_remembered_hole_by_hole(
    center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.center.spans.MOST_SPANS", 50)
    far = [unit.entry(Message(isi="a"), seq=10 + 3 * at) for at in range(200)]
    bring(center, *unit.frames(far))
    near = [unit.entry(Message(isi="b"), seq=seq) for seq in range(1, 160) if seq < 10 or seq % 3 != 1]
    bring(center, *unit.frames(near))
    with center.reader.connect() as conn:
        spans = read_units(conn, [1])[1].received.has
    assert len(spans) <= 50
    assert spans[0] == (1, 160)
    bring(center, *unit.frames(far))
    with center.reader.connect() as conn:
        assert len(read_units(conn, [1])[1].received.has) == 50
