"""The export follows from the declaration: one cell per column, null stays null, the schema is true."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from field_node.records import TYPES
from field_node.records.columns import cells, columns, iso
from field_node.records.headcount import Headcount
from field_node.records.kamus import Goods
from field_node.records.kinds import END_OF_TIME, Ref
from field_node.records.movement import Movement
from field_node.records.plain import UnknownKind
from field_node.records.record import Record
from field_node.records.warning import Alert
from tests.factories import KEJADIAN, LUMBUNG, NOW, a_headcount, a_movement, any_record
from tests.field_node.records.test_plain import Odd

ALL_TYPES = [TYPES[number] for number in sorted(TYPES)]


def row(record: Record) -> dict[str, Any]:
    return dict(zip([one.name for one in columns(type(record))], cells(record), strict=True))


@settings(max_examples=150)
@given(any_record())
def test_every_cell_fits_the_schema_of_its_column(record: Record) -> None:
    for column, cell in zip(columns(type(record)), cells(record), strict=True):
        Draft202012Validator(column.json_schema).validate(cell)


@pytest.mark.parametrize("record_type", ALL_TYPES, ids=lambda one: one.about.slug)
def test_columns_have_names_and_tags_of_their_own(record_type: type[Record]) -> None:
    names = [one.name for one in columns(record_type)]
    tags = [one.hxl for one in columns(record_type) if one.hxl]
    assert len(set(names)) == len(names)
    assert all(tag.startswith("#") for tag in tags)
    assert [tag for tag in set(tags) if tags.count(tag) > 1] == []


def test_belum_didata_is_an_empty_cell_and_nol_is_zero() -> None:
    assert row(a_headcount(sakit=None))["sakit"] is None
    assert row(a_headcount(sakit=0))["sakit"] == 0


def test_times_are_utc_and_names_of_entries_read_as_they_are_said() -> None:
    found = row(a_headcount(lokasi=Ref(3, 17), per_waktu=NOW // 60 * 60))
    assert found["per_waktu"] == "2026-11-22T02:00:00Z"
    assert found["lokasi"] == "3-17"
    assert iso(END_OF_TIME) == "9999-12-31T23:59:59Z"


def test_goods_are_named_with_their_unit_and_scale() -> None:
    found = row(a_movement(barang=4, jumlah=25))
    assert [found[f"barang{part}"] for part in ("", "_nama", "_satuan", "_skala")] == [
        "BRS",
        "beras reguler",
        "kg",
        1,
    ]
    assert found["jumlah"] == 25


def test_goods_added_by_the_center_are_looked_up_where_they_are_known() -> None:
    lamp = Goods(130, "SNT", "senter", "buah", asset=False, expires=False, scale=0)
    names = [one.name for one in columns(Movement)]
    record = a_movement(barang=130)
    assert cells(record)[names.index("barang")] == "130"
    assert cells(record, {130: lamp}.get)[names.index("barang")] == "SNT"


def test_a_list_is_one_cell() -> None:
    alert = Alert(jenis="banjir", keparahan="berat", mulai=NOW, lokasi=(LUMBUNG, KEJADIAN))
    assert row(alert)["lokasi"] == "0-2;0-3"


def test_the_tags_of_the_handbook_are_there() -> None:
    tags = {one.name: one.hxl for one in columns(Headcount)}
    assert tags["jiwa"] == "#affected+displaced+ind"
    assert tags["kk"] == "#affected+displaced+hh"
    assert tags["lansia_60p_p"] == "#affected+displaced+elderly+f"


def test_a_kind_that_the_export_does_not_know_is_refused_not_guessed() -> None:
    with pytest.raises(UnknownKind):
        columns(Odd)


@given(st.integers(0, END_OF_TIME))
def test_any_moment_can_be_written(moment: int) -> None:
    assert iso(moment).endswith("Z")
