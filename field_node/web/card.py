"""The small signed card that a saved page gets in its address: which notices to show, and until when it may be undone."""

from dataclasses import dataclass
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from field_node.records.kinds import Ref
from field_node.records.record import Notice

UNDO_S = 30
"""The button is there for 10 s; the rest is for slow links."""


@dataclass(frozen=True, slots=True)
class Card:
    """Said about one entry right after it was saved, at `at` UTC seconds."""

    ref: Ref
    at: int
    notices: tuple[Notice, ...] = ()

    def may_undo(self, now: int) -> bool:
        return 0 <= now - self.at <= UNDO_S


class Signer:
    """Signs cards with a key of this process: after a restart older cards say nothing."""

    def __init__(self, key: bytes) -> None:
        self._box = URLSafeSerializer(key, salt="tagana saved")

    def write(self, card: Card) -> str:
        notices = [[one.code, one.field, _printable(one.values)] for one in card.notices]
        return str(self._box.dumps([*card.ref, card.at, notices]))

    def read(self, text: str) -> Card | None:
        """The card, None when it was not signed here."""
        try:
            unit, seq, at, notices = self._box.loads(text)
        except BadData:
            return None
        told = (Notice(code, field, False, tuple(map(tuple, values))) for code, field, values in notices)
        return Card(Ref(unit, seq), at, tuple(told))


def _printable(values: tuple[tuple[str, object], ...]) -> list[tuple[str, Any]]:
    return [(name, value if isinstance(value, int | float | str) else str(value)) for name, value in values]
