"""Entries <-> contents: every type, every kind, both copies; and whatever bytes there are."""

import random
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_node.records import TYPES, kinds, registered
from field_node.records.headcount import Headcount
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.position import Position
from field_node.records.record import (
    About,
    Entry,
    Record,
    TimeQuality,
    Urgency,
    fields,
    holds,
    may_radio,
    withheld,
)
from sync.codec.contents import TooMany, decode, encode, pack
from sync.codec.contexts import CONTEXTS, NEWEST, PLAIN, dialect
from sync.codec.envelope import radio_copy
from sync.codec.walk import WALKS
from sync.errors import BadFrame
from sync.frames import MAX_CONTENTS
from tests.samples import extreme, sample, sealed

START = 1_789_900_000
ALL_TYPES = sorted(TYPES.values(), key=lambda one: one.about.slug)
EACH_CONTEXT = pytest.mark.parametrize("context", [PLAIN, *CONTEXTS])
ON_RADIO = [one for one in ALL_TYPES if may_radio(one)]


def some_entries(
    chance: random.Random, types: list[type[Record]] = ALL_TYPES, *, context: int = NEWEST
) -> list[Entry]:
    """Up to 24 entries of mixed types, numbers with gaps, times both ways, some corrections: never over MAX_CONTENTS.

    context: one that is to say them.
    """
    found, seq, now = [], 0, 1_790_000_000
    for _ in range(chance.randrange(1, 25)):
        seq, now = seq + chance.choice((1, 1, 1, 2, 7)), max(0, now + chance.randrange(-4000, 9000))
        record = sample(chance.choice(types), chance, now=now, context=context)
        corrects = Ref(7, seq) if chance.random() < 0.1 else None
        found.append(
            sealed(
                record,
                seq,
                made_at=now,
                quality=chance.choice(list(TimeQuality)),
                incident=chance.choice((None, Ref(0, 1))),
                author=chance.randrange(3),
                corrects=corrects,
                reason="salah ketik" if corrects and chance.random() < 0.8 else None,
            )
        )
    return found


def by_line(entries: list[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.seq)


@EACH_CONTEXT
@pytest.mark.parametrize("record_type", ALL_TYPES, ids=lambda one: one.about.slug)
def test_every_type_comes_back_whole_from_its_declaration_alone(
    record_type: type[Record], context: int
) -> None:
    chance = random.Random(record_type.about.slug)
    entries = [
        sealed(sample(record_type, chance, fill=fill / 9, context=context), seq)
        for seq, fill in enumerate(range(10), 1)
    ]
    assert (
        list(decode(7, encode(entries, start=START, full=True, context=context), start=START).entries)
        == entries
    )


@EACH_CONTEXT
@pytest.mark.parametrize("record_type", ALL_TYPES, ids=lambda one: one.about.slug)
def test_extremes_come_back(record_type: type[Record], context: int) -> None:
    ends = [extreme(record_type, most, context=context) for most in (False, True, False)]
    entries = [sealed(record, seq) for seq, record in enumerate(ends, 1)]
    assert (
        list(decode(7, encode(entries, start=START, full=True, context=context), start=START).entries)
        == entries
    )


@pytest.mark.parametrize("record_type", ALL_TYPES, ids=lambda one: one.about.slug)
def test_the_largest_entry_of_a_type_fits_a_frame_of_its_own(record_type: type[Record]) -> None:
    largest = sealed(extreme(record_type, True), 1, corrects=Ref(7, 9), reason="é" * 160, incident=Ref(0, 1))
    assert len(pack([largest], start=START, full=True, room=1024)) == 1


@EACH_CONTEXT
@settings(max_examples=150, deadline=None)
@given(st.integers(0))
def test_mixed_entries_come_back(context: int, seed: int) -> None:
    entries = some_entries(random.Random(seed), context=context)
    assert list(
        decode(7, encode(entries, start=START, full=True, context=context), start=START).entries
    ) == by_line(entries)


@EACH_CONTEXT
@settings(max_examples=100, deadline=None)
@given(st.integers(0))
def test_a_radio_copy_lacks_what_may_not_travel_and_says_so(context: int, seed: int) -> None:
    entries = some_entries(random.Random(seed), ON_RADIO, context=context)
    found = decode(7, encode(entries, start=START, full=False, context=context), start=START)
    assert list(found.entries) == [radio_copy(entry) for entry in by_line(entries)]
    assert not any(withheld(entry.record) for entry in found.entries)
    assert [entry.complete for entry in found.entries] == [
        not withheld(entry.record) for entry in by_line(entries)
    ]


@EACH_CONTEXT
@pytest.mark.parametrize("record_type", ALL_TYPES, ids=lambda one: one.about.slug)
def test_no_personal_value_reaches_a_radio_frame(record_type: type[Record], context: int) -> None:
    """The same record with and without its personal values gives the same radio bytes, but for the flag."""
    if not may_radio(record_type):
        with pytest.raises(ValueError, match="radio"):
            encode([sealed(extreme(record_type, True), 1)], start=START, full=False, context=context)
        return
    whole = sealed(extreme(record_type, True, context=context), 1)
    shown = {one.name: getattr(whole.record, one.name) for one in fields(record_type) if one.radio}
    other = record_type(**shown)
    bare = replace(whole, record=other, complete=not withheld(whole.record))
    assert encode([whole], start=START, full=False, context=context) == encode(
        [bare], start=START, full=False, context=context
    )


@EACH_CONTEXT
def test_a_radio_copy_of_what_never_goes_by_radio_is_no_frame(
    context: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody writes one; whoever bends a frame until it says one is refused."""
    silent = next(one for one in ALL_TYPES if not may_radio(one))
    entry = sealed(silent(), 1)
    with monkeypatch.context() as bent:
        bent.setattr("sync.codec.plain_lists.aired", lambda record_type: 0)
        for number in CONTEXTS:
            bent.setattr(dialect(number).of(silent, False), "is_silent", False)
        contents = encode([entry], start=START, full=False, context=context)
    with pytest.raises(BadFrame) as caught:
        decode(7, contents, start=START)
    assert caught.value.reason == "contents"


@EACH_CONTEXT
def test_a_writer_refuses_more_bytes_than_a_reader_takes(context: int) -> None:
    entries = [sealed(extreme(TYPES[20], True, context=context), seq) for seq in range(1, 40)]
    with pytest.raises(TooMany):
        encode(entries, start=START, full=True, context=context)
    packed = pack(entries, start=START, full=True, room=MAX_CONTENTS)
    assert sum(len(kept) for _, kept in packed) == len(entries)
    assert all(decode(7, contents, start=START).entries for contents, _ in packed)


def test_null_is_not_zero() -> None:
    blank = Headcount(lokasi=Ref(0, 1), per_waktu=1_789_999_980)
    zero = replace(blank, jiwa=0, kk=0)
    found = decode(7, encode([sealed(blank, 1), sealed(zero, 2)], start=START, full=True), start=START)
    assert [entry.record for entry in found.entries] == [blank, zero]


def test_gaps_say_whether_the_missing_ones_will_come() -> None:
    chance = random.Random(1)
    entries = [sealed(sample(TYPES[14], chance), seq) for seq in (1, 4, 9)]
    found = decode(7, encode(entries, start=START, full=True, closed=frozenset({2, 3, 5, 6, 7})), start=START)
    assert found.closed == ((2, 3),)
    assert [entry.seq for entry in found.entries] == [1, 4, 9]


def test_a_trail_costs_a_few_bytes_a_point() -> None:
    chance, points = random.Random(2), []
    lat, lon = -6.33, 108.32
    for tick in range(200):
        lat, lon, at = (
            lat + chance.gauss(0, 0.0003),
            lon + chance.gauss(0, 0.0003),
            1_790_000_000 // 30 * 30 + 30 * tick,
        )
        record = Position(lat=round(lat * 1e5) / 1e5, lon=round(lon * 1e5) / 1e5, waktu=at)
        points.append(Entry(7, TRACK_START + tick, at, TimeQuality.GPS, record))
    contents = encode(points, start=START, full=False)
    assert len(contents) / len(points) < 4.5
    assert list(decode(7, contents, start=START).entries) == points


@settings(max_examples=25, deadline=None)
@given(st.integers(0), st.sampled_from((183, 214, 1024)))
def test_the_packer_keeps_to_its_room_and_drops_nothing(seed: int, room: int) -> None:
    entries = some_entries(random.Random(seed), [TYPES[1], TYPES[3], TYPES[25], TYPES[28]])
    packed = pack(entries, start=START, full=True, room=room)
    assert all(len(contents) <= room for contents, _ in packed)
    assert [entry for _, kept in packed for entry in kept] == entries
    assert by_line(
        [entry for contents, _ in packed for entry in decode(7, contents, start=START).entries]
    ) == by_line(entries)


def test_an_entry_too_large_for_any_frame_is_said_not_dropped() -> None:
    with pytest.raises(ValueError, match="fit"):
        pack([sealed(extreme(TYPES[20], True), 1)], start=START, full=True, room=183, alone=183)


@pytest.mark.parametrize(
    "change",
    [{"made_at": 59}, {"author": -1}, {"quality": 9}, {"incident": Ref(70_000, 1)}],
    ids=lambda one: next(iter(one)),
)
def test_a_writer_refuses_an_envelope_out_of_range(change: dict[str, object]) -> None:
    entry = replace(sealed(sample(TYPES[3], random.Random(1)), 1), **change)  # type: ignore[arg-type]
    with pytest.raises(ValueError):
        encode([entry], start=START, full=True)


def test_two_entries_of_one_name_are_refused() -> None:
    entry = sealed(sample(TYPES[3], random.Random(1)), 1)
    with pytest.raises(ValueError, match="name"):
        encode([entry, entry], start=START, full=True)


def test_a_time_outside_the_operation_takes_its_escape() -> None:
    for made_at in (
        0,
        START - START % 60 - 60,
        START - START % 60 + (1 << 18) * 60,
        4_000_000_000 - 4_000_000_000 % 60,
    ):
        entry = replace(sealed(sample(TYPES[3], random.Random(1), fill=0), 1), made_at=made_at)
        assert decode(7, encode([entry], start=START, full=True), start=START).entries == (entry,)


@pytest.mark.parametrize("contents", [b"", b"\0", b"\0\0", b"\0\1", b"\0\2"])
def test_short_contents_are_bad(contents: bytes) -> None:
    with pytest.raises(BadFrame):
        decode(7, contents, start=START)


def test_another_context_is_kept_for_later_not_guessed() -> None:
    with pytest.raises(BadFrame) as caught:
        decode(7, b"\xc8\5\5\5", start=START)
    assert caught.value.reason == "context"


def test_every_kind_of_field_has_its_walk() -> None:
    declared = {
        kind for kind in vars(kinds).values() if isinstance(kind, type) and issubclass(kind, kinds.Kind)
    }
    assert declared - {kinds.Kind} == set(WALKS)


def test_a_type_declared_here_travels_with_no_other_file_knowing_it() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Bridge(Record):
        about: ClassVar[About] = About("jembatan_uji", "Jembatan uji", Urgency.STOCK)
        nama: str = holds(kinds.Text(40), "Nama", required=True)
        panjang_m: int | None = holds(kinds.Count(9_999), "Panjang", unit="m")

    entry = sealed(Bridge(nama="Jembatan Kali Rusak", panjang_m=42), 1)
    with registered(900, Bridge):
        contents = encode([entry], start=START, full=True)
        assert decode(7, contents, start=START).entries == (entry,)
    with pytest.raises(BadFrame):
        decode(7, contents, start=START)
