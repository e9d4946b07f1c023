"""What the way to the center must not forget: reserved counters, the window of slips, why sending stopped."""

from collections.abc import Mapping

from field_node.records.kinds import TRACK_START
from field_node.store.connection import Store, writing
from field_node.store.outbox import first_waiting
from sync.seal.counter import CounterLine, boot
from sync.seal.window import Window

_TABLE = """CREATE TABLE IF NOT EXISTS uplink (
    unit INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (unit, name)) STRICT, WITHOUT ROWID"""
_PUT = "INSERT INTO uplink (unit, name, value) VALUES (?, ?, ?) ON CONFLICT (unit, name) DO UPDATE SET value = excluded.value"

_FROM_CENTER = (
    "SELECT DISTINCT seq FROM entry WHERE unit = 0 AND seq >= ? AND seq < ? AND complete >= ? ORDER BY seq"
)
_ABOVE = "SELECT seq FROM entry WHERE unit = 0 AND seq > ? AND version = 0 ORDER BY seq LIMIT ?"
_STEP = 500


class Ledger:
    """Small numbers by name, those of one unit number apart from those of another."""

    def __init__(self, store: Store, unit: int) -> None:
        self._store = store
        self._unit = unit

    def prepare(self) -> None:
        """At enrolment: the table, and a counter line that begins at 0. Again is harmless."""
        with writing(self._store):
            self._store.run(_TABLE)
            if self._read("reserved") is None:
                self._write({"reserved": 0})

    def get(self, name: str) -> int | None:
        """A number by name; None when it was never put."""
        return self._read(name)

    def put(self, values: Mapping[str, int]) -> None:
        """All of them or none, durably."""
        with writing(self._store):
            self._write(values)

    def window(self) -> Window:
        """The center's slips taken so far."""
        highest, taken = self._read("center_highest"), self._read("center_taken")
        return Window() if highest is None or taken is None else Window(highest, taken)

    def begin(self, floor: int | None) -> CounterLine:
        """The counter line of a process that starts. Raises CannotSend."""
        return boot(self._read("reserved"), floor=floor)

    def reserve(self, line: CounterLine, floor: int | None, count: int) -> CounterLine:
        """The line with `count` counters that nobody else takes, committed. Raises CannotSend.

        Another process may have reserved meanwhile: then the line goes on above what that one took.
        """
        if line.to_commit(floor, count=count) is None:
            return line
        with writing(self._store):
            taken = self._read("reserved")
            if taken is not None and taken > line.reserved:
                line = boot(taken, floor=floor)
            reserved = line.to_commit(floor, count=count)
            if reserved is None:
                return line
            self._write({"reserved": reserved})
        return line.committed(reserved)

    def highest_used(self, line: CounterLine) -> int:
        """No counter above this one was ever used by this card."""
        return max(line.last, (self._read("reserved") or 0) - 1)

    def own_ends(self) -> tuple[int, int]:
        """The last seq given on each of this unit's lines: forms, track."""
        form, track = self._store.run("SELECT next_form, next_track FROM self")[0]
        return int(form) - 1, int(track) - 1

    def known_upto(self, incarnation: int | None = None) -> tuple[int, int]:
        """The first own seq of each line (forms, track) that is neither received nor `perlu_diperiksa`.

        With `incarnation`: as it will be under that one of the center, which may have forgotten what was received.
        """
        of_center = self._store.run("SELECT incarnation FROM self")[0][0]
        if incarnation is not None and of_center not in {None, incarnation}:
            return 1, TRACK_START
        form, track = self.own_ends()
        return first_waiting(self._store, 1, form + 1), first_waiting(self._store, TRACK_START, track + 1)

    def center_upto(self, known: int, *, complete: bool) -> int:
        """Every entry of the center below this seq is here, with all its fields where that is asked; `known` is an earlier answer."""
        while rows := self._store.run(_FROM_CENTER, (known, known + _STEP, int(complete))):
            here = sum(1 for offset, (seq,) in enumerate(rows) if seq == known + offset)
            known += here
            if here < _STEP:
                break
        return known

    def center_above(self, upto: int, most: int) -> list[int]:
        """The lowest seqs above `upto`, at most so many, of the center's entries that are here."""
        return [int(seq) for (seq,) in self._store.run(_ABOVE, (upto, most))]

    def _read(self, name: str) -> int | None:
        rows = self._store.run("SELECT value FROM uplink WHERE unit = ? AND name = ?", (self._unit, name))
        return int(str(rows[0][0])) if rows else None

    def _write(self, values: Mapping[str, int]) -> None:
        for name, value in values.items():
            self._store.run(_PUT, (self._unit, name, str(value)))
