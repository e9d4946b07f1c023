"""`tagana web` with a planted fault: it answers before the commit. What a rig that finds nothing is held against."""

import queue
import threading
from typing import Any

from field_node import cli
from field_node.records.record import Entry, Record
from field_node.store import journal
from field_node.store.connection import Store

LATE_S = 0.3
_append = journal.append
_waiting: "queue.SimpleQueue[tuple[Store, Record, dict[str, Any]]]" = queue.SimpleQueue()
_lock, _never = threading.Lock(), threading.Event()
_next = 0


def hasty(store: Store, record: Record, **given: Any) -> Entry:
    """Says "saved" with the number that the record will have, and writes it a little later."""
    global _next  # noqa: PLW0603 - the journal that this one plays is one for the process
    with _lock:
        unit, first = store.run("SELECT unit, next_form FROM self")[0]
        _next = max(_next + 1, first)
        _waiting.put((store, record, given))
        return Entry(unit, _next, given["stamp"].made_at, given["stamp"].quality, record)


def write_late() -> None:
    while not _never.wait(LATE_S):
        while not _waiting.empty():
            store, record, given = _waiting.get()
            _append(store, record, **given)


if __name__ == "__main__":
    journal.append = hasty
    threading.Thread(target=write_late, daemon=True).start()
    cli.main()
