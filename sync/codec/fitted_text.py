"""How texts are SENT where tables were learnt: one said lately, its number moved on, or letter by letter."""

import re
from typing import Any

from sync.codec.coder import Coder
from sync.codec.here import MOST_RECENT, Fitted, Here, candidates, remember
from sync.codec.letters import Letters
from sync.codec.model import Tables
from sync.codec.near import held, only
from sync.codec.numbers import signed
from sync.codec.spot import Spot
from sync.errors import BadFrame

NUMBER, SPELT = MOST_RECENT, MOST_RECENT + 1
"""After the symbols of what was said lately: the last number of the text before moves on; letter by letter."""
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
        self._letters, self._which = letters, which
        self._shared = not spot.fact("own", False)
        self._change = spot.changes("number") if spot.fact("moves", False) else None
        self._listed, self._voice = f"text {spot.fact('list', spot.name)}", spot.fact("voice", 0)

    def walk(self, coder: Coder, value: Any, here: Here) -> str:
        how, before = self._told(here)
        recent = here.frame.recent.setdefault(self._listed, [])
        known = candidates(before, recent)[:MOST_RECENT] if self._shared else [before] if how == 2 else []
        moves = self._change is not None
        said = coder.symbol(self._which[4 * how + min(len(known), 3)], _said(value, known, moves))
        if said < SPELT:
            found = self._known(coder, said, known, value)
        else:
            found = self._letters.spell(coder, value or "", self._voice, self._kind.most)  # type: ignore[attr-defined]
        remember(recent, only(found, _said(found, known, moves) == said))
        return str(held(self._kind, found))

    def _known(self, coder: Coder, said: int, known: list[str], value: str | None) -> str:
        if said == NUMBER and known and self._change is not None:
            return _moved(known[0], signed(coder, self._change[0], _change(known[0], value)))
        if said >= len(known):
            raise BadFrame("contents")
        return known[said]


def _said(value: str | None, known: list[str], moves: bool) -> int:
    """The first way to say it."""
    if value in known:
        return known.index(value)
    return NUMBER if moves and known and _moved(known[0], _change(known[0], value)) == value else SPELT


def _change(before: str, value: str | None) -> int:
    """By how much the last number of the text is higher; 0 where either has none."""
    was, is_now = _LAST_NUMBER.fullmatch(before), _LAST_NUMBER.fullmatch(value or "")
    return int(is_now[2]) - int(was[2]) if was and is_now else 0


def _moved(before: str, change: int) -> str:
    """The text with its last number changed, as many digits long as it was where it began with 0."""
    was = _LAST_NUMBER.fullmatch(before)
    if was is None or not 0 <= int(was[2]) + change < 10**9:
        return before
    number = str(int(was[2]) + change)
    return was[1] + (number.zfill(len(was[2])) if was[2][0] == "0" else number) + was[3]
