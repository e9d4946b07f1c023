"""The small signed card that a saved page gets in its address: what to say about it, and until when it may be undone."""

from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from field_node.records.kinds import Ref

UNDO_S = 30
"""The button is there for 10 s; the rest is for slow links."""


@dataclass(frozen=True, slots=True)
class Card:
    """Said about one entry right after it was saved, at `at` UTC seconds."""

    ref: Ref
    at: int
    sentences: tuple[str, ...] = ()

    def may_undo(self, now: int) -> bool:
        return 0 <= now - self.at <= UNDO_S


class Signer:
    """Signs cards with a key of this process: after a restart older cards say nothing."""

    def __init__(self, key: bytes) -> None:
        self._box = URLSafeSerializer(key, salt="tagana saved")

    def write(self, card: Card) -> str:
        return str(self._box.dumps([*card.ref, card.at, card.sentences]))

    def read(self, text: str) -> Card | None:
        """The card, None when it was not signed here."""
        try:
            unit, seq, at, sentences = self._box.loads(text)
        except BadData:
            return None
        return Card(Ref(unit, seq), at, tuple(sentences))
