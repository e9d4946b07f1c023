"""What came back: slips that name us, and the center's signed entries."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from field_node.records.record import Entry
from sync.codec.contents import decode
from sync.errors import BadFrame
from sync.frames import CENTER, Kind, parse_header
from sync.ledger import Ledger
from sync.seal.keys import UnitKeys
from sync.seal.opening import open_broadcast
from sync.seal.receipt import open_slip
from sync.seal.slip import Slip

IN_VAIN = 64
"""Frames of one bundle that are looked for weeks back and open nowhere; an honest bundle has hardly one."""
_UNFOUND = frozenset({"group_tag", "slip_tag"})
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Learnt:
    """The newest slip for us, None when none came that is news; the center's entries; frames that said nothing."""

    slip: Slip | None
    entries: tuple[Entry, ...]
    bad: int


class _Searches:
    """How many more frames of one bundle may cost a long search that brings nothing. Counts down."""

    def __init__(self, left: int) -> None:
        self._left = left

    def opened(self, tried: Callable[[bool], T]) -> T:
        """What `tried` says of the likely counters, and of those weeks back while that is not used up. Raises BadFrame."""
        try:
            return tried(False)
        except BadFrame as error:
            if error.reason not in _UNFOUND or self._left <= 0:
                raise
        try:
            return tried(True)
        except BadFrame:
            self._left -= 1
            raise


class Hearing:
    """Opens what the center sent to one unit; nothing that is not the center's word has an effect."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def hear(self, keys: UnitKeys, frames: Iterable[bytes], *, floor: int | None) -> Learnt:
        """Slips and broadcasts among the `frames` of one bundle, each once; others are passed over."""
        slip, entries, bad = None, list[Entry](), Counter[str]()
        searches = _Searches(IN_VAIN)
        for frame in dict.fromkeys(frames):
            try:
                newer, said = self._one(keys, frame, floor, searches)
            except BadFrame as error:
                bad[error.reason] += 1
                continue
            slip = newer or slip
            entries += said
        if bad:
            _log.info(
                "frames that say nothing: %s", ", ".join(f"{count} {why}" for why, count in bad.items())
            )
        return Learnt(slip, tuple(entries), bad.total())

    def _one(
        self, keys: UnitKeys, frame: bytes, floor: int | None, searches: _Searches
    ) -> tuple[Slip | None, tuple[Entry, ...]]:
        kind = parse_header(frame).kind
        if kind is Kind.RECEIPT:
            return self._slip(keys, frame, floor, searches), ()
        if kind is Kind.BROADCAST:
            return None, self._broadcast(keys, frame, floor, searches)
        return None, ()

    def _slip(self, keys: UnitKeys, frame: bytes, floor: int | None, searches: _Searches) -> Slip | None:
        window = self._ledger.window()
        opened = searches.opened(lambda late: open_slip(keys, frame, window=window, floor=floor, late=late))
        if opened is None:
            return None
        slip, later = opened
        self._ledger.put({"center_highest": later.highest, "center_taken": later.taken})
        return slip.slip if slip.counter > window.highest else None

    def _broadcast(
        self, keys: UnitKeys, frame: bytes, floor: int | None, searches: _Searches
    ) -> tuple[Entry, ...]:
        highest = max(self._ledger.get("broadcast_highest") or -1, self._ledger.window().highest)
        opened = searches.opened(
            lambda late: open_broadcast(keys, frame, highest=highest, floor=floor, late=late)
        )
        contents = decode(CENTER, opened.contents, start=keys.start)
        if opened.counter > highest:
            self._ledger.put({"broadcast_highest": opened.counter})
        return contents.entries
