"""What both ends know where a field stands in a trained context."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sync.codec.coder import Coder
from sync.codec.near import Near
from sync.codec.trail import Trail

MOST_RECENT = 14
"""So many values of a list are remembered in a frame, the newest first."""


class Last(NamedTuple):
    """The newest that was said: each field as it was last told, the bits of the optional fields that were there, and of all ever told."""

    values: tuple[Any, ...]
    optional: int
    told: int


@dataclass(slots=True)
class Frame:
    """What was said so far: the last of each type, the last under each key, single fields that types share, recent values."""

    last: dict[int, Last] = field(default_factory=dict)
    under: dict[tuple[Any, ...], Last] = field(default_factory=dict)
    shared: dict[tuple[str, Any], Any] = field(default_factory=dict)
    recent: defaultdict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    seqs: dict[int, int] = field(default_factory=dict)
    trail: Trail | None = None
    motion: dict[int, list[int]] = field(default_factory=dict)


class Here(Near):
    """A record on its way. values: its own so far, by place.

    under: the last with its key; before_it: the last of its type. kept, said: their values, all None where there is none.
    """

    __slots__ = ("before_it", "frame", "kept", "said", "under", "values")

    def __init__(
        self, frame: Frame, made_at: int, nothing: Sequence[None], before_it: Last | None = None
    ) -> None:
        self.made_at = made_at
        self.frame = frame
        self.values: list[Any] = list(nothing)
        self.under: Last | None = None
        self.before_it = before_it
        self.kept: Sequence[Any] = nothing
        self.said: Sequence[Any] = nothing if before_it is None else before_it.values


Fitted = Callable[[Coder, Any, Here], Any]
"""The walk of one field in a trained context."""


def remember(recent: list[Any], value: Any) -> None:
    """The value becomes the newest of its list."""
    if recent and recent[0] == value:
        return
    if value in recent:
        recent.remove(value)
    elif len(recent) == MOST_RECENT:
        recent.pop()
    recent.insert(0, value)


def candidates(first: Any, recent: list[Any]) -> list[Any]:
    """What a value probably is: `first` when there is one, then what was said lately."""
    if first is None or (recent and recent[0] == first):
        return recent
    found = [first, *recent]
    if first in recent:
        del found[found.index(first, 1)]
    return found
