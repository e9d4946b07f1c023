"""What came back: slips that name us, and the center's signed entries."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from field_node.records.record import Entry
from sync.codec.contents import decode
from sync.errors import BadFrame
from sync.frames import CENTER, Kind, parse_header
from sync.ledger import Ledger
from sync.seal.keys import UnitKeys
from sync.seal.opening import open_broadcast
from sync.seal.receipt import open_slip
from sync.seal.slip import Slip

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Learnt:
    """The newest slip for us, None when none came that is news; the center's entries; frames that said nothing."""

    slip: Slip | None
    entries: tuple[Entry, ...]
    bad: int


class Hearing:
    """Opens what the center sent to one unit; nothing that is not the center's word has an effect."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def hear(self, keys: UnitKeys, frames: Iterable[bytes], *, floor: int | None) -> Learnt:
        """Slips and broadcasts among `frames`; others are passed over."""
        slip, entries, bad = None, list[Entry](), 0
        for frame in frames:
            try:
                newer, said = self._one(keys, frame, floor)
            except BadFrame as error:
                bad += 1
                _log.info("a frame of %d bytes says nothing: %s", len(frame), error.reason)
                continue
            slip = newer or slip
            entries += said
        return Learnt(slip, tuple(entries), bad)

    def _one(self, keys: UnitKeys, frame: bytes, floor: int | None) -> tuple[Slip | None, tuple[Entry, ...]]:
        kind = parse_header(frame).kind
        if kind is Kind.RECEIPT:
            return self._slip(keys, frame, floor), ()
        if kind is Kind.BROADCAST:
            return None, self._broadcast(keys, frame, floor)
        return None, ()

    def _slip(self, keys: UnitKeys, frame: bytes, floor: int | None) -> Slip | None:
        window = self._ledger.window()
        opened = open_slip(keys, frame, window=window, floor=floor)
        if opened is None:
            return None
        slip, later = opened
        self._ledger.put({"center_highest": later.highest, "center_taken": later.taken})
        return slip.slip if slip.counter > window.highest else None

    def _broadcast(self, keys: UnitKeys, frame: bytes, floor: int | None) -> tuple[Entry, ...]:
        highest = max(self._ledger.get("broadcast_highest") or -1, self._ledger.window().highest)
        opened = open_broadcast(keys, frame, highest=highest, floor=floor)
        contents = decode(CENTER, opened.contents, start=keys.start)
        if opened.counter > highest:
            self._ledger.put({"broadcast_highest": opened.counter})
        return contents.entries
