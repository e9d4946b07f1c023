"""Amounts as they are typed: what may be read in two ways is refused, not guessed."""

import pytest

from field_node.records.kinds import InvalidValue
from field_node.web.said.numbers import scaled
from field_node.web.said.texts import sentence


@pytest.mark.parametrize(
    "text, skala, value",
    [
        ("2,5", 1, 25),
        ("2.5", 1, 25),
        ("2,50", 1, 25),
        ("10.00", 1, 100),
        ("1.000", 1, 10_000),
        ("1.000,5", 1, 10_005),
        ("12.345", 0, 12_345),
        ("0,500", 1, 5),
        ("0,125", 3, 125),
        ("1,125", 3, 1125),
        ("−4", 0, -4),
    ],
)
def test_an_amount_is_read_as_people_here_write_it(text: str, skala: int, value: int) -> None:
    assert scaled(text, skala) == value


@pytest.mark.parametrize(
    "text, skala",
    [("1,000", 1), ("2,500", 1), ("1,000.5", 1), ("0,05", 1), ("٢", 1)],
)
def test_what_may_be_a_thousand_or_one_is_refused(text: str, skala: int) -> None:
    with pytest.raises(InvalidValue, match="bukan_jumlah"):
        scaled(text, skala)


@pytest.mark.parametrize("text", ["1,000", "1.5", "1,5", "2,50", "1 dus", "٢"])
def test_of_what_is_counted_in_pieces_no_example_has_a_part(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        scaled(text, 0)
    assert "12" in (told := sentence(refused.value.code, {})) and "2,5" not in told
