"""Other disasters: the same for the same number, every parameter moved, entries that the forms would keep."""

import pytest

from field_node.records.record import flaws, settled
from tests.training.train import WORLDS
from tests.training.worlds import world
from tests.workload import BEGIN, Setting, bits, entries
from tests.workload.parameters import of

SOME = pytest.mark.parametrize("number", (1, 2, 3, 9_001))


@SOME
def test_the_same_number_makes_the_same_world_and_no_other(number: int) -> None:
    assert world(number) == world(number)
    assert world(number) != world(number + 1)


@SOME
def test_every_parameter_of_a_world_is_moved_and_of_its_sort(number: int) -> None:
    matched, moved = of(Setting.MATCHED), world(number).parameters
    assert set(moved) == set(matched)
    assert {name for name in matched if type(moved[name]) is not type(matched[name])} == set()
    still = {name for name, value in matched.items() if moved[name] == value and not isinstance(value, int)}
    assert still == set()


@SOME
def test_what_a_world_makes_is_what_the_forms_would_keep(number: int) -> None:
    made = entries(number, world(number), 300)
    assert made[0].made_at == BEGIN
    assert all(settled(one.record) == one.record and not flaws(one.record) for one in made)
    assert all(price > 0 for price in bits(made[100:140], world(number)))


def test_worlds_to_choose_by_are_not_learnt_from() -> None:
    assert max(WORLDS) < 9_000
