"""What holds for every declared type: personal data stays off the air, forms can be shown, kinds are settled."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_node.records import TYPES, number_of, registered, type_by_slug
from field_node.records.handover import Recipient, Signature
from field_node.records.kinds import (
    PRIVATE,
    Choice,
    Day,
    Digest,
    InvalidValue,
    Kind,
    Moment,
    Reference,
    Several,
    Text,
)
from field_node.records.person import Someone
from field_node.records.photo import Photo
from field_node.records.record import (
    Author,
    Newest,
    Record,
    Urgency,
    fields,
    holds,
    may_radio,
    settled,
    withheld,
)
from tests.factories import a_headcount, a_posko, sealed
from tests.field_node.records.test_plain import Odd

ALL_TYPES = [TYPES[number] for number in sorted(TYPES)]
each_type = pytest.mark.parametrize("record_type", ALL_TYPES, ids=lambda one: one.about.slug)
ENVELOPE = {"unit", "incident"}


def inner(kind: Kind) -> Kind:
    return kind.kind if isinstance(kind, Several) else kind


@each_type
def test_personal_data_and_long_texts_never_travel_by_radio(record_type: type[Record]) -> None:
    for one in fields(record_type):
        kind = inner(one.kind)
        long = isinstance(kind, Text) and kind.most > 160
        if isinstance(kind, (*PRIVATE, Digest)) or long:
            assert not one.radio, one.name


@each_type
def test_a_type_is_a_frozen_slotted_declaration(record_type: type[Record]) -> None:
    assert "__slots__" in vars(record_type)
    blank = record_type()
    with pytest.raises(AttributeError):
        setattr(blank, fields(record_type)[0].name, 1)
    assert not hasattr(blank, "__dict__")


@each_type
def test_every_field_has_a_label_and_codes_fit_the_wire(record_type: type[Record]) -> None:
    for one in fields(record_type):
        assert one.label
        assert one.name.isidentifier() and one.name == one.name.lower()
        assert not isinstance(one.kind, Choice) or len(set(one.kind.codes())) == len(one.kind.options) > 1


@each_type
def test_views_and_references_name_what_exists(record_type: type[Record]) -> None:
    names = {one.name for one in fields(record_type)}
    view = record_type.about.newest or Newest(())
    assert set(view.key) <= names | ENVELOPE
    assert not view.by or isinstance(
        dict((one.name, one.kind) for one in fields(record_type))[view.by], Moment
    )
    for one in fields(record_type):
        kind = inner(one.kind)
        if isinstance(kind, Reference) and kind.to:
            assert type_by_slug(kind.to)


@each_type
def test_merged_types_have_a_view(record_type: type[Record]) -> None:
    assert not record_type.about.merged or record_type.about.newest is not None


def test_only_people_photos_and_signed_papers_may_not_travel_at_all() -> None:
    assert [one for one in ALL_TYPES if not may_radio(one)] == [Someone, Photo, Recipient, Signature]
    assert withheld(Someone(nama=sealed()))
    assert withheld(a_posko(penanggung_jawab="Kepala Desa"))
    assert not withheld(a_headcount())


def test_a_private_field_stays_off_the_air_whatever_it_says() -> None:
    kind = next(one.kind for one in fields(Someone))
    assert holds(kind, "Nama", radio=True).metadata["facts"][3] is False


def test_what_the_center_alone_says() -> None:
    alone = {one.about.slug for one in ALL_TYPES if one.about.author is Author.CENTER}
    assert alone == {"peringatan", "unit", "kamus", "prakiraan", "kabar_kiriman"}


def test_urgency_follows_the_session() -> None:
    first = {one.about.slug for one in ALL_TYPES if one.about.urgency is Urgency.SOS}
    assert first == {"sos", "sos_akhir"}
    assert type_by_slug("peringatan_jawab").about.urgency is Urgency.COUNT


def test_a_type_is_added_for_a_while_and_no_number_twice() -> None:
    with registered(99, Odd):
        assert number_of(Odd) == 99
        assert type_by_slug("aneh") is Odd
    with pytest.raises(KeyError):
        number_of(Odd)
    with pytest.raises(KeyError), registered(3, Odd):
        pass


@given(st.text(max_size=40))
def test_cleaning_a_text_twice_changes_nothing(text: str) -> None:
    once = Text().settle(text)
    assert Text().settle(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_no_letter_that_nobody_sees_turns_a_number_round_or_makes_a_second_name() -> None:
    assert Text().settle("Posko\u202e A\u2066\u200b") == "Posko A"
    assert Text().settle("\u200b\ufeff") == ""
    assert Text().settle("keluarga 👨\u200d👩\u200d👧") == "keluarga 👨\u200d👩\u200d👧"
    Text().check("Posko\u202e A")  # as units of before kept it
    with pytest.raises(InvalidValue, match="wajib_diisi"):
        Text().check("")


def test_settling_puts_values_on_their_grid() -> None:
    record: Any = settled(a_posko(nama="  Posko\x00 A  ", lat=-6.324514999, buka=119))
    assert (record.nama, record.lat, record.buka) == ("Posko A", -6.32451, 60)
    assert Day().settle(3) == 3
