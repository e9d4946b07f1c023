"""What is said about something right after it was saved: that it is kept, what was odd about it, how long it may be undone."""

from dataclasses import dataclass

from flask import request

from field_node.records.kinds import Ref
from field_node.web.desk import Desk


@dataclass(frozen=True, slots=True)
class Fresh:
    """An entry that was saved a moment ago. `undo`: the signed card that takes it back, "" once that is over."""

    ref: Ref
    sentences: tuple[str, ...]
    undo: str


def fresh(desk: Desk) -> Fresh | None:
    """What the signed card in the address says, while its entry stands."""
    signed = request.args.get("kartu", "")
    card = desk.signer.read(signed)
    if card is None or not desk.stands(card.ref):
        return None
    return Fresh(card.ref, card.sentences, signed if card.may_undo(desk.now) else "")
