"""A field that a type gains after its frames were landed: old frames open, older contexts never say it, newer ones do."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, make_dataclass, replace
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_node.records import TYPES, number_of, registered
from field_node.records.kinds import Count, Ref, Text
from field_node.records.place import Place
from field_node.records.plain import from_plain
from field_node.records.record import About, Entry, Record, Urgency, fields, holds, may_radio
from field_node.records.sos import SosEnd
from sync.codec.contents import TooNew, decode, encode, fill, pack
from sync.codec.contexts import CONTEXTS, NEWEST, OFFERED, PLAIN, dialect
from sync.codec.envelope import radio_copy
from sync.codec.presence import Newer
from sync.codec.reader import Reader
from sync.codec.writer import Writer
from sync.errors import BadFrame
from tests.golden.contents_vectors import FILES
from tests.samples import sample, sealed
from tests.workload import OPERATION_START, Setting, entries

START, ROOM = 1_789_900_000, 183
BEFORE = [PLAIN, 1, 2]
SINCE = 3
Grown = Callable[[type[Record]], type[Record]]
ALL = sorted(TYPES.values(), key=lambda one: one.about.slug)


@pytest.fixture
def grown(monkeypatch: pytest.MonkeyPatch) -> Grown:
    """A type as a later release declares it: two more fields, one of them withheld from radio."""

    def grow(record_type: type[Record]) -> type[Record]:
        extra = [
            ("tambahan", int | None, holds(Count(500), "Tambahan", since=SINCE)),
            ("rahasia", str | None, holds(Text(40), "Rahasia", radio=False, since=SINCE)),
        ]
        made: Any = make_dataclass(
            f"Grown{record_type.__name__}", extra, bases=(record_type,), frozen=True, slots=True, kw_only=True
        )
        monkeypatch.setitem(TYPES, number_of(record_type), made)
        larger: type[Record] = made
        return larger

    return grow


@pytest.mark.parametrize("context", BEFORE)
def test_frames_of_before_open_with_the_larger_types_to_the_same_entries(context: int, grown: Grown) -> None:
    larger = {one.about.slug: grown(one) for one in ALL}
    for vector in json.loads(FILES[context].read_text()):
        contents = bytes.fromhex(vector["contents"])
        found = decode(vector["unit"], contents, start=vector["start"])
        told = {one["seq"]: one for one in vector["entries"]}
        for entry in found.entries:
            one = told[entry.seq]
            whole = replace(
                entry, record=from_plain(larger[one["type"]], one["record"]), complete=one["complete"]
            )
            assert entry == (whole if found.full else radio_copy(whole))
            assert entry.record.tambahan is None and entry.record.rahasia is None  # type: ignore[attr-defined]
        closed = frozenset(vector["closed"])
        again = encode(found.entries, start=vector["start"], full=found.full, closed=closed, context=context)
        assert again == contents


@pytest.mark.parametrize("context", BEFORE)
@pytest.mark.parametrize("full", [True, False])
def test_a_context_of_before_never_says_a_newer_field(context: int, full: bool, grown: Grown) -> None:
    for record_type in (one for one in ALL if full or may_radio(one)):
        larger, chance = grown(record_type), random.Random(3)
        plain = sample(record_type, chance, fill=0.4, context=context)
        for more in ({"tambahan": 0}, {"rahasia": "x"}):
            kept = {one.name: getattr(plain, one.name) for one in fields(record_type)}
            with pytest.raises(TooNew):
                encode([sealed(larger(**kept, **more), 1)], start=START, full=full, context=context)


def test_a_field_of_a_context_that_is_not_here_travels_nowhere() -> None:
    later = about_a_well(holds(Count(9), "Tambahan", since=NEWEST + 1))
    with registered(900, later):
        encode([sealed(later(), 1)], start=START, full=True)
        filled = [sealed(later(tambahan=1), 1)]
        with pytest.raises(TooNew):
            encode(filled, start=START, full=True)
        with pytest.raises(TooNew):
            pack(filled, start=START, full=True, room=ROOM)


@settings(max_examples=120, deadline=None)
@given(st.integers(0), st.booleans(), st.sampled_from((ROOM, 1024)))
def test_packers_say_each_frame_in_a_context_that_knows_its_fields(seed: int, full: bool, room: int) -> None:
    chance = random.Random(seed)
    types = [TYPES[number] for number in (2, 3, 15, 20, 14)]
    made = [
        sealed(sample(chance.choice(types), chance, fill=chance.choice((0.1, 0.6))), seq)
        for seq in range(1, 25)
    ]
    for contents, kept in pack(made, start=START, full=full, room=room, alone=6_000):
        newer = any(newer_values(entry) for entry in kept)
        assert (contents[0] in OFFERED) != newer
        found = decode(7, contents, start=START)
        assert list(found.entries) == [entry if full else radio_copy(entry) for entry in kept]


@settings(max_examples=60, deadline=None)
@given(st.integers(0))
def test_a_frame_without_newer_fields_costs_what_it_did(seed: int) -> None:
    """Chosen among the contexts of before, and in the context for newer fields hardly longer."""
    chance = random.Random(seed)
    types = [TYPES[number] for number in (2, 3, 15, 20, 10)]
    made = [sealed(sample(chance.choice(types), chance, context=2), seq) for seq in range(1, 20)]
    contents, kept = fill(made, start=START, room=ROOM)
    if kept:
        said = [encode(kept, start=START, full=False, context=context) for context in OFFERED]
        sizes = list(map(len, said))
        assert contents in said
        assert len(encode(kept, start=START, full=False, context=SINCE)) <= sizes[OFFERED.index(2)] + 2


def newer_values(entry: Entry) -> list[object]:
    """What it says that only a later context can."""
    known = [getattr(entry.record, one.name) for one in fields(type(entry.record)) if one.since]
    return [value for value in known if value is not None]


def test_one_newer_field_costs_its_own_bits_and_no_table() -> None:
    made = [one for one in entries(71, Setting.MATCHED, 400, unit=7, notes=0.0) if not one.on_track][:20]
    place = Place(nama="Posko Sindang", jenis="posko", lat=-6.32, lon=108.32, sumber_koordinat="gps")
    known = [replace(made[0], seq=made[-1].seq + 1, record=place, made_at=made[-1].made_at)]
    newer = [replace(known[0], record=replace(place, sumber_gps="tablet", akurasi_m=12))]
    sizes = [len(encode([*made, *one], start=OPERATION_START, full=False)) for one in (known, newer)]
    assert 0 < sizes[1] - sizes[0] <= 3


def test_full_and_radio_copies_say_what_is_withheld_in_each_context(grown: Grown) -> None:
    """Whole is who lacks nothing that its context knows; what a newer field withholds, only a newer context tells."""
    Larger: Any = grown(SosEnd)
    told = {"sos": Ref(7, 1), "hasil": "dicabut"}
    bare, secret = sealed(Larger(**told), 1), sealed(Larger(**told, rahasia="x"), 1)
    for context in CONTEXTS:
        assert decode(7, encode([bare], start=START, full=True, context=context), start=START).entries == (
            bare,
        )
    assert decode(7, encode([bare], start=START, full=False), start=START).entries == (bare,)
    heard = decode(7, encode([secret], start=START, full=False), start=START).entries[0]
    assert heard == radio_copy(secret) and not heard.complete
    again = encode([heard], start=START, full=False)
    assert again[0] == SINCE and decode(7, again, start=START).entries == (heard,)


def about_a_well(extra: Any, *, radio: bool = True) -> Any:
    """A type of one field and one that came later."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Well(Record):
        about: ClassVar[About] = About("sumur_uji", "Sumur uji", Urgency.STOCK)
        dalam: int | None = holds(Count(99), "Dalam", radio=radio)
        tambahan: int | None = extra

    return Well


@pytest.mark.parametrize("context", [PLAIN, *CONTEXTS])
def test_a_type_goes_by_radio_from_its_first_field_that_may(context: int) -> None:
    well = about_a_well(holds(Count(9), "Tambahan", since=SINCE), radio=False)
    with registered(900, well):
        silent = sealed(well(dalam=4), 1)
        assert encode([silent], start=START, full=False)[0] == SINCE
        if context < SINCE:
            with pytest.raises(TooNew):
                encode([silent], start=START, full=False, context=context)
            return
        found = decode(7, encode([silent], start=START, full=False, context=context), start=START)
        assert found.entries == (radio_copy(silent),)


@pytest.mark.parametrize("context", BEFORE)
def test_a_frame_of_before_that_speaks_of_a_type_without_fields_on_radio_is_bad(
    context: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody writes one; it is made by a writer that is bent until it does."""
    silent = about_a_well(holds(Count(9), "Tambahan", since=SINCE), radio=False)
    with registered(900, silent):
        with monkeypatch.context() as bent:
            bent.setattr("sync.codec.contents.least_context", lambda entries, full: 0)
            bent.setattr("sync.codec.plain_lists.aired", lambda record_type: 0)
            for number in (1, 2):
                bent.setattr(dialect(number).of(silent, False), "is_silent", False)
            contents = encode([sealed(silent(), 1)], start=START, full=False, context=context)
        with pytest.raises(BadFrame) as caught:
            decode(7, contents, start=START)
        assert caught.value.reason == "contents"


def test_newer_fields_that_are_there_as_before_are_said_in_one_way() -> None:
    writer = Writer()
    writer.uniform(2, 0)
    writer.uniform(4, 2)
    reader = Reader(writer.finish())
    with pytest.raises(BadFrame):
        Newer(5, 2).walk(reader, 0, 2 << 5)
    assert Newer(5, 2).walk(Writer(), 2 << 5 | 7, 1 << 5) == 2 << 5


def test_a_frame_of_newer_fields_that_says_no_change_as_a_change_is_bad() -> None:
    """Every single bit of a frame with newer fields turned: what opens writes the same bytes, the rest is refused."""
    places = [
        sealed(Place(nama=f"Posko {name}", jenis="posko", sumber_gps=source, akurasi_m=metres), seq)
        for seq, (name, source, metres) in enumerate(
            (("A", "tablet", 12), ("B", "tablet", 9), ("C", None, None), ("D", None, 9), ("E", "unit", None)),
            1,
        )
    ]
    contents = encode(places, start=START, full=False)
    assert contents[0] == SINCE
    opened = 0
    for bit in range(8, 8 * len(contents)):
        bent = bytearray(contents)
        bent[bit // 8] ^= 1 << bit % 8
        try:
            found = decode(7, bytes(bent), start=START)
        except BadFrame:
            continue
        opened += 1
        closed = frozenset(
            seq for first, last in found.closed for seq in range(first, min(last, first + 99) + 1)
        )
        if all(last - first < 99 for first, last in found.closed):
            assert encode(found.entries, start=START, full=found.full, closed=closed, context=SINCE) == bytes(
                bent
            )
    assert opened
