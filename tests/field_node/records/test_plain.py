"""The JSON form gives every record back, refuses everything else, and is quick."""

import json
import timeit
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from field_node.records import TYPES
from field_node.records.headcount import Headcount
from field_node.records.kinds import Count, Kind, Ref
from field_node.records.plain import UnknownKind, from_plain, to_plain
from field_node.records.record import About, InvalidRecord, Record, Urgency, fields, flaws, holds, settled
from tests.factories import a_headcount, any_record, records_of

ALL_TYPES = [TYPES[number] for number in sorted(TYPES)]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("record_type", ALL_TYPES, ids=lambda one: one.about.slug)
@settings(max_examples=25)
@given(data=st.data())
def test_every_type_comes_back_from_its_json_form(record_type: type[Record], data: st.DataObject) -> None:
    record = data.draw(records_of(record_type))
    plain = json.loads(json.dumps(to_plain(record)))
    assert from_plain(record_type, plain) == record


@given(any_record())
def test_what_the_factories_make_is_settled_and_sound(record: Record) -> None:
    assert settled(record) == record
    assert flaws(record) == ()


@given(any_record())
def test_the_form_holds_what_was_said_in_declared_order(record: Record) -> None:
    said = [one.name for one in fields(type(record)) if getattr(record, one.name) is not None]
    assert list(to_plain(record)) == said


@given(st.sampled_from(ALL_TYPES), st.data())
def test_any_json_gives_a_record_or_a_typed_error(record_type: type[Record], data: st.DataObject) -> None:
    names = st.sampled_from([one.name for one in fields(record_type)])
    plain = data.draw(st.dictionaries(names, JSON, max_size=4))
    try:
        record = from_plain(record_type, plain)
    except InvalidRecord as error:
        assert error.notices
    else:
        assert from_plain(record_type, to_plain(record)) == record


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("jiwa", "12", "bukan_bilangan"),
        ("jiwa", True, "bukan_bilangan"),
        ("jiwa", -1, "di_luar_rentang"),
        ("jiwa", None, "bukan_bilangan"),
        ("lokasi", "3-017", "rujukan_rusak"),
        ("lokasi", [3, 17], "rujukan_rusak"),
        ("lokasi", "3-99999999999", "rujukan_rusak"),
        ("tempat", ["tenda"], "pilihan_tidak_dikenal"),
        ("alamat", "x", "isian_tidak_dikenal"),
    ],
)
def test_wrong_shapes_are_named_by_field_and_code(name: str, value: Any, code: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        from_plain(Headcount, {name: value})
    assert [(one.field, one.code) for one in caught.value.notices] == [(name, code)]


def test_null_is_not_zero() -> None:
    nobody_looked, counted_none = a_headcount(sakit=None), a_headcount(sakit=0)
    assert "sakit" not in to_plain(nobody_looked)
    assert to_plain(counted_none)["sakit"] == 0
    assert from_plain(Headcount, to_plain(nobody_looked)) != from_plain(Headcount, to_plain(counted_none))


@dataclass(frozen=True, slots=True)
class Foreign(Kind):
    def check(self, value: Any) -> None:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd(Record):
    about: ClassVar[About] = About("aneh", "Aneh", Urgency.CHATTER)
    hal: Any = holds(Foreign(), "Hal")


def test_a_kind_that_the_form_does_not_know_is_refused_not_guessed() -> None:
    with pytest.raises(UnknownKind):
        to_plain(Odd(hal=1))
    with pytest.raises(UnknownKind):
        from_plain(Odd, {})


def test_a_full_record_is_written_and_read_within_microseconds() -> None:
    counts = {one.name: 5 for one in fields(Headcount) if isinstance(one.kind, Count)}
    record = a_headcount(**counts)
    plain = to_plain(record)
    assert min(timeit.repeat(lambda: to_plain(record), number=500, repeat=9)) / 500 < 20e-6
    assert min(timeit.repeat(lambda: from_plain(Headcount, plain), number=500, repeat=9)) / 500 < 60e-6


def test_a_reference_reads_as_unit_and_number() -> None:
    assert to_plain(a_headcount(lokasi=Ref(3, 17)))["lokasi"] == "3-17"
