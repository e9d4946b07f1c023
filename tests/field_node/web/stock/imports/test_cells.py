"""Cells: numbers, days and sources of money as people write them; what is not clear is refused, never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_node.web.stock.imports import cells
from field_node.web.stock.imports.cells import Unclear
from field_node.web.stock.imports.sheet import number_text

EPOCH = date(1970, 1, 1)


@pytest.mark.parametrize(
    "text, value",
    [
        ("1250", "1250"),
        ("1.250", "1250"),
        ("1.250,5", "1250.5"),
        ("2,5", "2.5"),
        ("-3", "-3"),
        ("12 500", "12500"),
    ],
)
def test_dots_part_thousands_and_a_comma_the_decimals(text: str, value: str) -> None:
    assert cells.number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["1.5", "1,250.50", "12.34", "1.2345", "5x", "", "lima", "#REF!", "1e5", "٣"]
)
def test_a_number_that_may_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        cells.number(text)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_what_a_spreadsheet_holds_is_read_as_it_was_meant(value: Decimal) -> None:
    assert cells.number(number_text(float(value))) == value


@pytest.mark.parametrize(
    "text, day",
    [
        *(
            (text, date(2027, 12, 31))
            for text in ("2027-12-31", "31/12/2027", "31-12-2027", "31.12.27", "20271231")
        ),
        *((text, date(2027, 12, 31)) for text in ("31 Desember 2027", "31 Des 2027", "31-Dec-27", "46752")),
        *((text, date(2027, 2, 28)) for text in ("Feb 2027", "02/2027", "28/2/27")),
        ("3/4/2027", date(2027, 4, 3)),
    ],
)
def test_days_are_read_in_the_ways_of_here_the_day_before_the_month(text: str, day: date) -> None:
    assert cells.day(text).day == (day - EPOCH).days


def test_a_day_that_was_worked_out_says_so() -> None:
    assert cells.day("46752").remark and cells.day("Des 2027").remark and not cells.day("31/12/2027").remark


@pytest.mark.parametrize(
    "text", ["12/31/2027", "31/02/2027", "besok", "0/0/2027", "13/2027", "31/12/1899", "1"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Unclear):
        cells.day(text)


@given(st.text(max_size=30))
def test_no_text_whatever_ends_a_reading_otherwise(text: str) -> None:
    for read in (cells.number, cells.day, cells.amount, cells.whole, cells.rupiah):
        try:
            read(text)
        except Unclear as error:
            assert error.sentence % error.values


@pytest.mark.parametrize("text, value", [("Rp 2.500,-", 2500), ("2500", 2500), ("Rp2.500.000", 2_500_000)])
def test_money_may_say_that_it_is_rupiah(text: str, value: int) -> None:
    assert cells.rupiah(text) == value


@pytest.mark.parametrize(
    "text, code",
    [
        ("APBN 2026", "apbn"),
        ("apbd prov.", "apbd_provinsi"),
        ("APBD Kab/Kota", "apbd_kabkota"),
        ("Hibah", "donasi"),
    ],
)
def test_words_for_who_paid(text: str, code: str) -> None:
    assert cells.fund(text) == code


def test_apbd_alone_may_be_either_of_two() -> None:
    assert cells.fund("APBD") is None
