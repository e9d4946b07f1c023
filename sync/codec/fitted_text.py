"""How texts are SENT where tables were learnt: one said lately, its number moved on, or letter by letter."""

import re
from functools import lru_cache
from typing import Any

from sync.codec.coder import Coder
from sync.codec.here import MOST_RECENT, Fitted, Here, candidates, remember
from sync.codec.letters import Letters
from sync.codec.model import Tables
from sync.codec.near import held, only
from sync.codec.spot import Spot
from sync.errors import BadFrame

NUMBER, SPELT = MOST_RECENT, MOST_RECENT + 1
"""After the symbols of what was said lately: the last number of the text before moves on; letter by letter."""
NUMBERS_KEPT = 1_024
"""So many numbers of papers are kept taken apart."""
_LAST_NUMBER = re.compile(r"(.*?)([0-9]{1,9})([^0-9]*)", re.DOTALL)


def text(spot: Spot) -> Fitted | None:
    """A text of at most as many letters as its kind allows."""
    letters: Letters | None = spot.model.fact("letters", None)
    which = spot.tables("which", SPELT + 1, 3, 4)
    return None if letters is None or which is None else _Texts(spot, letters, which).walk


class _Texts:
    """One field's way: `listed` names what was said lately, `voice` how its texts begin; numbers move where that is usual."""

    def __init__(self, spot: Spot, letters: Letters, which: Tables) -> None:
        self._told, self._kind = spot.told(), spot.field.kind
        self._most: int = spot.field.kind.most  # type: ignore[attr-defined]
        self._letters, self._which = letters, which
        self._shared = not spot.fact("own", False)
        self._change = spot.changes("number") if spot.fact("moves", False) else None
        self._listed, self._voice = f"text {spot.fact('list', spot.name)}", spot.fact("voice", 0)

    def walk(self, coder: Coder, value: Any, here: Here) -> str:
        how, before = self._told(here)
        recent = here.frame.recent[self._listed]
        known = candidates(before, recent)[:MOST_RECENT] if self._shared else [before] if how == 2 else []
        size, moves = len(known), self._change is not None
        given = 0 if coder.reads else _said(value, known, moves)
        said = coder.symbol(self._which[4 * how + (size if size < 3 else 3)], given)
        found = self._known(known[said]) if said < size else self._new(coder, value, (said, known))
        remember(recent, found)
        return found

    def _known(self, found: str) -> str:
        """What was said in another field may be too long for this one."""
        return found if len(found) <= self._most else str(held(self._kind, found))

    def _new(self, coder: Coder, value: Any, about: tuple[int, list[str]]) -> str:
        said, known = about
        if said == SPELT:
            found = self._letters.spell(coder, value or "", self._voice, self._most)
        elif said == NUMBER and known and self._change is not None:
            found = _moved(known[0], coder.signed(self._change[0], _change(known[0], value)))
        else:
            raise BadFrame("contents")
        if coder.reads:
            only(found, _said(found, known, self._change is not None) == said)
        return str(held(self._kind, found))


def _said(value: str | None, known: list[str], moves: bool) -> int:
    """The first way to say it."""
    if value in known:
        return known.index(value)
    return NUMBER if moves and known and _moved(known[0], _change(known[0], value)) == value else SPELT


@lru_cache(NUMBERS_KEPT)
def _change(before: str, value: str | None) -> int:
    """By how much the last number of the text is higher; 0 where either has none."""
    was, is_now = _LAST_NUMBER.fullmatch(before), _LAST_NUMBER.fullmatch(value or "")
    return int(is_now[2]) - int(was[2]) if was and is_now else 0


@lru_cache(NUMBERS_KEPT)
def _moved(before: str, change: int) -> str:
    """The text with its last number changed, as many digits long as it was where it began with 0."""
    was = _LAST_NUMBER.fullmatch(before)
    if was is None or not 0 <= int(was[2]) + change < 10**9:
        return before
    number = str(int(was[2]) + change)
    return was[1] + (number.zfill(len(was[2])) if was[2][0] == "0" else number) + was[3]
