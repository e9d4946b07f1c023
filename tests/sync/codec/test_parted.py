"""Entries that need a later context share no frame with those that do not: a peer that lacks it misses no other entry."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from field_node.records import TYPES
from field_node.records.message import Message
from field_node.records.place import Place
from field_node.records.record import Entry, fields
from sync.codec.contents import decode, encode, fill, pack
from sync.codec.contexts import OFFERED
from sync.codec.since import least_context, parted
from tests.samples import sample, sealed

START, ROOM = 1_789_900_000, 183
KINDS = [TYPES[number] for number in (2, 3, 10, 14, 15, 20)]
NEWER = Place(nama="Balai", jenis="posko", sumber_gps="tablet", akurasi_m=12)


def some(chance: random.Random, count: int, most: float = 0.5) -> list[Entry]:
    """With and without newer fields, in an order that is not that of their numbers."""
    made = [
        sealed(sample(chance.choice(KINDS), chance, fill=chance.uniform(0, most)), 1) for _ in range(count)
    ]
    return [replace(one, seq=seq) for one, seq in zip(made, chance.sample(range(1, 99), count), strict=True)]


def leasts(entries: tuple[Entry, ...], *, full: bool) -> set[int]:
    return {least_context((one,), full=full) for one in entries}


@settings(max_examples=120, deadline=None)
@given(st.integers(0), st.booleans(), st.sampled_from((ROOM, 1024)))
def test_each_entry_is_in_one_frame_among_its_like(seed: int, full: bool, room: int) -> None:
    made = some(random.Random(seed), 24)
    packed = pack(made, start=START, full=full, room=room, alone=6_000)
    assert sorted(one.seq for _, kept in packed for one in kept) == sorted(one.seq for one in made)
    assert all(len(leasts(kept, full=full)) == 1 for _, kept in packed)
    left = list(made)
    for contents, kept in packed:
        assert kept[0] == left[0], "the first that is left"
        alike = [one for one in left if leasts((one,), full=full) == leasts(kept, full=full)]
        assert list(kept) == alike[: len(kept)], "and those after it, in their order"
        assert contents == encode(kept, start=START, full=full, context=contents[0])
        left = [one for one in left if one not in kept]


@settings(max_examples=120, deadline=None)
@given(st.integers(0), st.sampled_from((30, 60, ROOM)))
def test_what_fits_alone_is_dropped_for_no_company(seed: int, room: int) -> None:
    made = some(random.Random(seed), 24, most=1)
    contents, kept = fill(made, start=START, room=room)
    sizes = []
    for context in (*OFFERED, 3):
        if context >= least_context(made[:1], full=False):
            sizes.append(len(encode(made[:1], start=START, full=False, context=context)))
    fits = min(sizes[: len(OFFERED)]) <= room
    assert bool(kept) == fits and len(contents) <= room
    assert kept[:1] == tuple(made[:1] if fits else ()) and len(leasts(kept, full=False)) <= 1


def test_one_that_fits_in_one_context_only_goes_alone_when_others_want_another() -> None:
    """Company may want context 2 where the first entry fits in 1 alone; and the other way round."""
    chance, found = random.Random(5), set[int]()
    for _ in range(4_000):
        made = some(chance, 12, most=1)
        first = made[:1]
        if least_context(first, full=False):
            continue
        sizes = {one: len(encode(first, start=START, full=False, context=one)) for one in OFFERED}
        room, context = min((size, one) for one, size in sizes.items())
        if len(set(sizes.values())) == 1 or context in found:
            continue
        contents, kept = fill(made, start=START, room=room)
        assert kept == tuple(first)
        assert len(contents) == room
        found.add(context)
        if found == set(OFFERED):
            return
    raise AssertionError(found)


def test_both_sides_of_a_hole_share_a_frame_to_tell_it() -> None:
    told = [sealed(Message(isi="a"), 9), sealed(Message(isi="b"), 1), sealed(NEWER, 3)]
    beside, closed = frozenset({1, 3}), frozenset({2})
    for full in (True, False):
        packed = pack(told, start=START, full=full, room=ROOM, closed=closed, together=beside)
        assert [[one.seq for one in kept] for _, kept in packed] == [[9], [1, 3]]
        assert decode(7, packed[1][0], start=START).closed == ((2, 2),)
    contents, kept = fill(told, start=START, room=ROOM, closed=closed, together=beside | {9})
    assert decode(7, contents, start=START).closed == ((2, 2),) and len(kept) == 3


def test_a_list_of_types_without_newer_fields_is_not_touched() -> None:
    plain = [sealed(Message(isi="a"), seq) for seq in range(1, 40)]
    assert not any(one.since for one in fields(Message))
    (only,) = parted(plain, full=True, together=frozenset())
    assert only is plain
