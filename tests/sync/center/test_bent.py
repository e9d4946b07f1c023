"""A frame whose group seal opens and whose unit tag does not fit: bent by anybody, or forged by a holder of the group's key."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from field_node.records.message import Message
from field_node.records.record import Entry
from sync.center import suspects
from sync.center.keep import Keeper
from sync.center.schema import FRAME
from sync.center.store import Center
from sync.codec.contents import encode
from sync.frames import Kind
from sync.seal import UnitKeys, seal_frame
from tests.factories import a_headcount
from tests.sync.center.parts import NOW, START, SealingUnit, bring
from tests.sync.center.test_receive import alarms, from_units

DAY_S = 86_400


def bent(frame: bytes, count: int = 3) -> list[bytes]:
    """What anybody makes of an overheard frame: its last byte is another."""
    return [frame[:-1] + bytes((frame[-1] ^ bit,)) for bit in range(1, count + 1)]


def held(center: Center) -> list[str]:
    with center.reader.connect() as conn:
        return list(conn.execute(select(FRAME.c.held).where(FRAME.c.held.is_not(None))).scalars())


def counts(unit: SealingUnit, many: int) -> list[Entry]:
    return [unit.entry(a_headcount(jiwa=100 + at)) for at in range(many)]


def forged(center: Center, unit: SealingUnit, *entries: Entry, counter: int) -> bytes:
    """By another unit of the group, in the name of this one."""
    thief = SealingUnit.enrolled(center, "Maling")
    keys = UnitKeys.from_dict({**thief.keys.to_dict(), "unit": unit.keys.unit})
    contents = encode(entries, start=START, full=False)
    return seal_frame(keys, Kind.RECORDS, counter=counter, contents=contents)


def test_bent_copies_of_what_the_center_has_are_refused_and_leave_nothing(
    center: Center, unit: SealingUnit
) -> None:
    frames = [unit.frame(entry) for entry in counts(unit, 4)]
    bring(center, *frames)
    taken = bring(center, *[copy for frame in frames for copy in bent(frame)])
    assert (taken.counts.refused, taken.counts.held, taken.heard) == (12, 0, ())
    assert alarms(center) == [] and held(center) == []


def test_bent_copies_that_come_before_their_frames_are_let_go_with_them(
    center: Center, unit: SealingUnit
) -> None:
    frames = [unit.frame(entry) for entry in counts(unit, 4)]
    bring(center, *[copy for frame in frames for copy in bent(frame)])
    assert alarms(center) == [] and len(held(center)) == len(frames)
    assert bring(center, *frames).counts.new == 4
    assert alarms(center) == [] and held(center) == []
    assert len(from_units(center)) == 4


def test_bent_copies_of_frames_that_never_come_are_explained_by_their_entries(
    center: Center, unit: SealingUnit
) -> None:
    entries = counts(unit, 4)
    lost = [unit.frame(entry, full=False) for entry in entries]
    bring(center, *[copy for frame in lost for copy in bent(frame)])
    bring(center, unit.frame(*entries), now=NOW + 3 * DAY_S)
    assert alarms(center) == [] and held(center) == []


def test_who_has_the_group_key_and_invents_numbers_is_told_when_the_unit_uses_them(
    center: Center, unit: SealingUnit
) -> None:
    entries = counts(unit, 2)
    lies = [replace(entry, record=Message(isi="Bohong")) for entry in entries]
    for at, lie in enumerate(lies):
        assert bring(center, forged(center, unit, lie, counter=5_000 + at)).counts.held == 1
    assert alarms(center) == []
    bring(center, unit.frame(*entries), now=NOW + 3 * DAY_S)
    assert alarms(center) == ["forged"]
    assert [line["fields"]["jiwa"] for line in from_units(center)] == [100, 101]  # type: ignore[index]


def test_who_has_the_group_key_and_says_otherwise_what_is_known_is_told_at_once(
    center: Center, unit: SealingUnit
) -> None:
    entries = counts(unit, 2)
    bring(center, unit.frame(*entries))
    for at, entry in enumerate(entries):
        lie = replace(entry, record=a_headcount(jiwa=9))
        bring(center, forged(center, unit, lie, counter=5_000 + at))
    assert alarms(center) == ["forged"]


def test_a_counter_that_the_unit_has_used_for_something_else_is_a_proof(
    center: Center, unit: SealingUnit
) -> None:
    frames = [unit.frame(entry) for entry in counts(unit, 2)]
    bring(center, *frames)
    unknown = counts(unit, 2)
    for at, entry in enumerate(unknown):
        bring(center, forged(center, unit, entry, counter=unit.counter - at))
    assert alarms(center) == ["forged"]


def test_one_proof_alone_may_be_chance(center: Center, unit: SealingUnit) -> None:
    entry = counts(unit, 1)[0]
    bring(center, unit.frame(entry))
    lie = forged(center, unit, replace(entry, record=a_headcount(jiwa=9)), counter=5_000)
    bring(center, lie, *bent(lie))
    bring(center, lie, *bent(lie), now=NOW + 60)
    assert alarms(center) == []


def test_of_one_unit_the_newest_suspects_are_kept(
    center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspects, "MOST", 5)
    for at, entry in enumerate(counts(unit, 12)):
        bring(center, *bent(unit.frame(entry)), now=NOW + at)
    assert len(held(center)) == 5 and alarms(center) == []


def test_a_suspect_that_breaks_a_check_does_not_break_the_frame_beside_it(
    center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = counts(unit, 1)[0]
    bring(center, *bent(unit.frame(entry, full=False)))

    def broken(*_given: object) -> bool:
        raise ValueError("no check foresaw this")

    monkeypatch.setattr(Keeper, "agreement", broken)
    assert bring(center, unit.frame(entry)).counts.new == 1
    assert len(held(center)) == 1 and alarms(center) == []


def test_of_what_is_proven_the_newest_are_kept(
    center: Center, unit: SealingUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suspects, "MOST", 3)
    entry = counts(unit, 1)[0]
    bring(center, unit.frame(entry))
    lies = [replace(entry, record=a_headcount(jiwa=at)) for at in range(8)]
    bring(center, *[forged(center, unit, lie, counter=5_000 + at) for at, lie in enumerate(lies)])
    assert held(center) == ["forged"] * 3 and alarms(center) == ["forged"]
