"""What neighbours say: opened with the group's key, kept to be shown."""

import logging
from dataclasses import dataclass

from field_node.records.record import Entry
from field_node.store import neighbours
from field_node.store.connection import Store
from field_node.store.neighbours import Neighbour
from sync.codec.contents import decode
from sync.errors import BadFrame
from sync.frames import Kind
from sync.seal.keys import UnitKeys
from sync.seal.opening import open_at_peer
from sync.seal.window import Window

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overheard:
    """`proven`: a holder of the group's key sealed it, and it was not heard before. `entries`: what it says that was not known."""

    proven: bool
    entries: tuple[Entry, ...] = ()


def overhear(store: Store, keys: UnitKeys, frame: bytes, *, floor: int | None, now: int) -> Overheard:
    """Keeps what a unit's frame says and who was heard; `now`: UTC seconds. What does not open changes nothing."""
    unit = frame[1] << 8 | frame[2]
    known = neighbours.neighbour(store, unit)
    window = Window(known.highest, known.taken) if known else Window()
    try:
        opened, later = open_at_peer(keys, frame, window=window, floor=floor)
    except BadFrame as error:
        _log.info("a frame from the air says nothing here: %s", error.reason)
        return Overheard(proven=False)
    by = Neighbour(unit, later.highest, later.taken, now)
    if opened.header.kind is Kind.DIGEST:
        neighbours.hear(store, by, ())
        return Overheard(True)
    try:
        said = decode(unit, opened.contents, start=keys.start).entries
    except BadFrame as error:
        _log.info("contents of unit %d are not understood here: %s", unit, error.reason)
        said = ()
    return Overheard(True, tuple(neighbours.hear(store, by, said)))
