"""Key material goes to a file and back, and says nothing of itself in a log."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import BadKeys
from sync.seal import OperationKeys, UnitKeys
from tests.golden.wire_inputs import KEYS

UNIT = KEYS.for_unit(7, range(9))
JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


def test_keys_come_back_from_their_file() -> None:
    assert OperationKeys.from_dict(KEYS.to_dict()) == KEYS
    assert UnitKeys.from_dict(UNIT.to_dict()) == UNIT
    assert (UNIT.epoch, set(UNIT.groups)) == (8, {5, 6, 7, 8})


def test_no_secret_is_in_what_a_log_would_show() -> None:
    shown = repr(KEYS) + repr(UNIT)
    secrets = [KEYS.master, KEYS.sign_private, KEYS.box_private, UNIT.root, *UNIT.groups.values()]
    assert not [secret for secret in secrets if repr(secret)[2:-1] in shown or secret.hex() in shown]


@given(st.sampled_from([KEYS.to_dict(), UNIT.to_dict()]), st.data(), JSON)
def test_any_other_value_is_refused_by_name(
    plain: dict[str, Any], data: st.DataObject, value: object
) -> None:
    field = data.draw(st.sampled_from(sorted(plain)))
    broken = {**plain, field: value}
    with pytest.raises(BadKeys) as refused:
        _load(broken if value != plain[field] and field not in {"start", "unit"} else {**plain, field: "?"})
    assert refused.value.field == field


def _load(plain: dict[str, Any]) -> object:
    return UnitKeys.from_dict(plain) if "unit" in plain else OperationKeys.from_dict(plain)


@given(JSON)
def test_any_json_gives_keys_or_one_typed_error(value: object) -> None:
    for kind in (OperationKeys, UnitKeys):
        with pytest.raises(BadKeys):
            kind.from_dict(value)


@pytest.mark.parametrize("groups", [{}, {"x": "a"}, {"-1": "a"}, {"4294967296": "a"}, {"1": "", "9": ""}])
def test_groups_of_another_shape_are_refused(groups: dict[str, str]) -> None:
    key = UNIT.to_dict()["groups"]["8"]
    with pytest.raises(BadKeys, match="groups"):
        UnitKeys.from_dict({**UNIT.to_dict(), "groups": {epoch: key for epoch in groups}})


@pytest.mark.parametrize("number", [0, 65_536, -1])
def test_nobody_is_enrolled_under_the_centers_number(number: int) -> None:
    with pytest.raises(ValueError, match="no unit"):
        KEYS.for_unit(number, [1])
