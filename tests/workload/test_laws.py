"""A law draws its values as often as it says, and its probabilities sum to one."""

import math
from collections import Counter
from collections.abc import Iterable
from random import Random

import pytest

from tests.workload import laws
from tests.workload.laws import Follows, Law, Mixed, Times, Typed, Weighted

DRAWS = 20_000
SETTLED = laws.sized(40.0, 0.8, 400)
LAWS: dict[str, tuple[Law, Iterable[object]]] = {
    "weighted": (Weighted(("a", "b", "c"), (5, 3, 2)), "abc"),
    "a value named twice": (Weighted((1, 1, 2), (1, 1, 2)), (1, 2)),
    "flip": (laws.flip(0.3), (True, False)),
    "geometric": (laws.geometric(3.0, 200), range(201)),
    "bell": (laws.bell(12.0, 3.0, 5, 40), range(5, 41)),
    "swing": (laws.swing(2.0, 20, 0.7), range(-20, 21)),
    "sized": (SETTLED, range(401)),
    "mixed": (Mixed((0.4, laws.always(7)), (0.6, laws.geometric(5.0, 90))), range(91)),
    "maybe": (laws.maybe(0.2, laws.geometric(2.0, 50)), (None, *range(51))),
    "sticky": (laws.sticky(4, 0.5, laws.geometric(4.0, 90)), range(91)),
    "times": (Times(50, laws.geometric(2.0, 40)), range(0, 2_001)),
    "follows": (Follows(30, 0.2, SETTLED, lambda size: laws.swing(3.0, 21)), range(401)),
}


@pytest.mark.parametrize("name", LAWS)
def test_probabilities_sum_to_one(name: str) -> None:
    law, values = LAWS[name]
    assert math.isclose(sum(law.p(value) for value in values), 1.0, rel_tol=1e-9)


@pytest.mark.parametrize("name", LAWS)
def test_values_come_as_often_as_the_law_says(name: str) -> None:
    law, values = LAWS[name]
    chance = Random(20_261_122)
    drawn = Counter(law.sample(chance) for _ in range(DRAWS))
    usual = [(drawn[value], DRAWS * law.p(value)) for value in values if DRAWS * law.p(value) >= 10]
    seldom = DRAWS - sum(count for count, _ in usual), DRAWS - sum(mean for _, mean in usual)
    cells = [*usual, *([seldom] if seldom[1] >= 5 else [])]
    distance = sum((count - mean) ** 2 / mean for count, mean in cells)
    freedom = max(1, len(cells) - 1)
    assert distance < freedom + 5 * math.sqrt(2 * freedom)  # chi-square, five deviations
    assert set(drawn) <= set(values)


def test_what_a_law_never_says_has_no_probability() -> None:
    assert [law.p("never") if "weighted" in name else law.p(10**6) for name, (law, _) in LAWS.items()] == [
        0.0
    ] * len(LAWS)


def test_counts_that_follow_keep_their_law_over_all_times() -> None:
    chance, at, seen = Random(7), 40, list[int]()
    for _ in range(60_000):
        at = Follows(
            at, 0.2, SETTLED, lambda size: laws.swing(float(max(1, size // 8)), 7 * max(1, size // 8))
        ).sample(chance)
        seen.append(at)
    below = [sum(one <= edge for one in seen) / len(seen) for edge in (20, 40, 80)]
    known = [sum(SETTLED.p(value) for value in range(edge + 1)) for edge in (20, 40, 80)]
    assert below == pytest.approx(known, abs=0.05)


def test_words_that_nobody_could_learn_are_spelt() -> None:
    law = Typed(Weighted(("aparat desa", "Babinsa"), (1, 1)), {"aparat desa"})
    assert law.p("aparat desa") == 0.5
    assert law.p("Babinsa") == pytest.approx(2 ** (-7 * laws.BITS_A_LETTER))
