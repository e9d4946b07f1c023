"""The arithmetic of needs: what is not known is never nought, and nothing that is missing is rounded away."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_node.records.headcount import Headcount
from field_node.records.kamus import kamus
from field_node.web.stock.calculator.needs import PEOPLE, Base, base_of, gross_of, group_of, in_goods, need_of

RICE, MEALS = kamus().goods[4], kamus().goods[1]
STANDARDS = kamus().standards


def people(**said: int | None) -> SimpleNamespace:
    return SimpleNamespace(**said)


def test_rice_for_people_and_days_in_tenths_of_a_kilo() -> None:
    rice = STANDARDS["beras"]
    gross = gross_of(488, Fraction(400), rice, 3) * (in_goods(rice, RICE) or 0)
    assert gross == 5_856
    assert need_of(gross, Base(488), 1_000, 500).net == 4_356


def test_what_is_needed_for_good_is_not_needed_every_day() -> None:
    assert gross_of(10, Fraction(2), STANDARDS["selimut"], 30) == 20


def test_units_that_do_not_fit_are_not_made_to_fit() -> None:
    assert (
        in_goods(STANDARDS["beras"], MEALS) is None and in_goods(STANDARDS["air"], kamus().goods[14]) is None
    )


def test_a_place_that_nobody_counted_leaves_a_gap_and_no_nought() -> None:
    assert base_of([people(jiwa=40), None, people(jiwa=None)], "orang") == Base(40, 2)
    assert base_of([None], "orang") == Base(None, 1)
    assert base_of([people(jiwa=0)], "orang") == Base(0)


def test_children_are_known_only_when_boys_and_girls_are() -> None:
    assert base_of([people(balita_0_4_l=3, balita_0_4_p=4)], "balita") == Base(7)
    assert base_of([people(balita_0_4_l=3, balita_0_4_p=None)], "balita") == Base(None, 1)


def test_a_group_that_no_head_count_tells_has_no_base() -> None:
    assert base_of([people(jiwa=9)], "perempuan 12-50") is None


def test_each_site_has_its_own_groups() -> None:
    assert base_of([people(jiwa=21), people(jiwa=3)], "20 orang") == Base(3)
    assert group_of("20 orang") == ("orang", 20) and group_of("KK") == ("KK", 1)


def test_every_base_of_the_kamus_is_known_or_told_as_unknown() -> None:
    fields = {name for names in PEOPLE.values() for name in names}
    assert fields <= set(Headcount.__dataclass_fields__)
    assert {group_of(one.per)[0] for one in STANDARDS.values()} - set(PEOPLE) == {"perempuan 12-50"}


def test_every_goods_of_a_standard_is_counted_in_its_unit() -> None:
    for one in STANDARDS.values():
        goods = [kamus().goods_by_code(code) for code in one.goods]
        assert all(in_goods(one, each) is not None for each in goods), one.code


@given(st.integers(0, 10**6), st.integers(0, 10**6) | st.none(), st.integers(0, 10**6))
def test_a_need_is_never_below_nought_and_never_less_than_what_is_missing(
    gross: int, stock: int | None, coming: int
) -> None:
    need = need_of(Fraction(gross, 3), Base(1), stock, coming)
    assert need.net >= 0 and need.net + (stock or 0) + coming >= Fraction(gross, 3)
    assert need.most == (stock is None)


@pytest.mark.parametrize("stock", [-50, 0])
def test_a_balance_below_nought_holds_nothing(stock: int) -> None:
    assert need_of(Fraction(100), Base(1), stock, 0).net == 100
