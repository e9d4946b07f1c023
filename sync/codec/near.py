"""What every walk stands on: where a field stands, and that only one way of saying it is right."""

from collections.abc import Callable
from typing import Any

from field_node.records.kinds import InvalidValue, Kind
from sync.codec.coder import Coder, flag
from sync.errors import BadFrame


class Near:
    """What both ends know where a field stands: the same field of the last record of that type, and the entry's time."""

    __slots__ = ("before", "made_at")

    def __init__(self) -> None:
        self.before: Any = None
        self.made_at = 0


Walk = Callable[[Coder, Any, Near], Any]


def held(kind: Kind, value: Any) -> Any:
    """The value just read. Raises BadFrame when its kind may not hold it."""
    try:
        kind.check(value)
    except InvalidValue as error:
        raise BadFrame("range") from error
    return value


def only(value: Any, canonical: bool) -> Any:
    """The value. Raises BadFrame when a writer would have said it otherwise."""
    if not canonical:
        raise BadFrame("contents")
    return value


def repeats(walk: Walk) -> Walk:
    """A walk that first says whether the value is the one before."""

    def walked(coder: Coder, value: Any, near: Near) -> Any:
        before = near.before
        if before is None:
            return walk(coder, value, near)
        if flag(coder, value == before):
            return before
        found = walk(coder, value, near)
        if found == before:
            raise BadFrame("contents")
        return found

    return walked
