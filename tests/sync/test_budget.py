"""Own airtime in any hour never exceeds what is allowed."""

from hypothesis import given
from hypothesis import strategies as st

from sync.budget import FOR_SOS, WINDOW_S, Budget, allowed_s

TRIES = st.lists(st.tuples(st.floats(0, 600), st.floats(0.3, 6.0), st.booleans()), max_size=150)


@given(TRIES)
def test_no_hour_holds_more_than_is_allowed(tries: list[tuple[float, float, bool]]) -> None:
    budget, now = Budget(allowed_s(1.0)), 0.0
    sent = list[tuple[float, float, bool]]()
    for pause, seconds, sos in tries:
        now += pause
        if budget.wait_s(seconds, now, sos=sos) == 0:
            budget = budget.after(seconds, now)
            sent.append((now, seconds, sos))
    for at, _, _ in sent:
        hour = [each for each in sent if at - WINDOW_S < each[0] <= at]
        assert sum(seconds for _, seconds, _ in hour) <= budget.allowed_s + 1e-6
        plain = sum(seconds for _, seconds, sos in hour if not sos)
        assert plain <= budget.allowed_s * (1 - FOR_SOS) + 1e-6


def test_a_part_is_kept_for_sos() -> None:
    budget = Budget(36.0).after(27.0, 0.0)
    assert budget.left_s(1.0) == 0
    assert budget.left_s(1.0, sos=True) == 9.0
    assert budget.wait_s(2.0, 1.0) > 0 and budget.wait_s(2.0, 1.0, sos=True) == 0


def test_an_hour_later_all_may_be_spent_again() -> None:
    budget = Budget(36.0).after(20.0, 0.0).after(7.0, 100.0)
    assert budget.wait_s(10.0, 200.0) == WINDOW_S - 200.0
    assert budget.left_s(WINDOW_S + 101) == 27.0


def test_what_never_fits_says_so() -> None:
    assert Budget(1.0).wait_s(2.0, 0.0) == WINDOW_S


def test_the_radio_s_own_count_is_believed_where_it_is_more() -> None:
    assert Budget(36.0).told(30.0).left_s(0.0) == 0
    assert Budget(36.0).after(10.0, 0.0).told(3.0).used_s(1.0) == 10.0


def test_what_was_not_on_air_is_given_back() -> None:
    budget = Budget(36.0).after(6.0, 5.0).less(4.0, 5.0)
    assert budget.used_s(6.0) == 2.0


def test_background_keeps_a_pace_that_lasts() -> None:
    budget = Budget(36.0).after(0.75, 0.0)
    pause_s = 0.75 / (36.0 * (1 - FOR_SOS) / WINDOW_S)
    assert not budget.paced(pause_s - 1)
    assert budget.paced(pause_s + 1)
    assert Budget(36.0).paced(0.0) and not Budget(0.0).after(0.1, 0.0).paced(9e9)


def test_relaying_for_others_leaves_no_room_for_trails() -> None:
    assert Budget(36.0).told(17.0).spare(0.0)
    assert not Budget(36.0).told(18.0).spare(0.0)
    assert not Budget(0.0).spare(0.0)
