"""What a unit with internet still says on air: the newest of its own statements, for the neighbours' picture."""

from field_node.records.record import Entry, may_radio
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.folds import key_of

A_LOOK = 200  # entries of the journal at a time


class Showing:
    """Follows the journal from where it ends now."""

    def __init__(self, store: Store, unit: int) -> None:
        self._store, self._unit = store, unit
        self._newest: dict[tuple[str, str], tuple[int, int]] = {}
        self._overtaken: list[tuple[int, int]] = []
        rows = store.run("SELECT head_pos FROM self")
        self._pos = int(rows[0][0])

    def newest(self) -> dict[int, int]:
        """seq -> urgency of the newest own statement of each key since the start."""
        while found := journal.since(self._store, self._pos, A_LOOK):
            self._pos = found[-1][0]
            for _, entry in found:
                self._note(entry)
        return dict(self._newest.values())

    def overtaken(self) -> list[tuple[int, int]]:
        """Own statements that a newer one of their key took the place of since this was asked last, each with that one."""
        found, self._overtaken = self._overtaken, []
        return found

    def _note(self, entry: Entry) -> None:
        record = type(entry.record)
        if entry.unit == self._unit and record.about.newest and may_radio(record):
            key = record.about.slug, key_of(entry)
            if key in self._newest:
                self._overtaken.append((self._newest[key][0], entry.seq))
            self._newest[key] = (entry.seq, int(record.about.urgency))
