"""Entries into the store, each once: what is new, what completes, what forks, what is set aside."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from field_node.records.record import Entry, Record
from sync.center import scope
from sync.center.alarms import sound_overrides
from sync.center.at_rest import AtRest
from sync.center.dialect import insert_many, or_replace, unless_there
from sync.center.due_news import note_due
from sync.center.fold_tables import take_effect
from sync.center.photos import tell_at_once
from sync.center.render import Arrival, agrees, row_of_entry
from sync.center.schema import ENTRY
from sync.center.scope import Scope
from sync.center.typed import row_of, table_of

FORK = "bercabang"
FIRST_FORK, MOST_VERSIONS = 2, 16
"""Versions of one name: 0 as it came first, 1 completed, from 2 up what contradicts."""
RUN_GAP = 256
"""Seqs nearer to each other than this are looked up as one run."""
MOST_RUNS, AT_ONCE = 8, 500
Stored = Mapping[str, Any]
_C = ENTRY.c


class Keeper:
    """Collects the rows of one transaction, so that each table is written once."""

    def __init__(self, conn: Connection, rest: AtRest, arrival: Arrival) -> None:
        self._conn, self._rest, self._arrival = conn, rest, arrival
        self._there: dict[tuple[int, int], list[Stored]] = {}
        self._rows: list[dict[str, Any]] = []
        self._new: list[Entry] = []
        self._completed: list[Entry] = []
        self.forks: list[tuple[int, int]] = []

    def look_up(self, unit: int, seqs: Iterable[int]) -> None:
        """Reads what is there under those names; before `keep`."""
        rows = select(_C.seq, _C.version, _C.complete, _C.held, _C.line, _C.private)
        for wanted in _wanted(sorted(seqs)):
            for row in self._conn.execute(rows.where(_C.unit == unit, wanted)):
                self._there.setdefault((unit, row.seq), []).append(row._asdict())

    def keep(self, entry: Entry, within: Scope | None) -> str | None:
        """Why it is set aside, None when it has its effect (now or since earlier). `within` None: whatever it says."""
        there = self._there.setdefault((entry.unit, entry.seq), [])
        if there:
            return self._against(entry, there)
        held = None if within is None else scope.outside(entry, within)
        self._add(entry, there, version=0, held=held)
        if held is None:
            self._new.append(entry)
        return held

    def agreement(self, entry: Entry) -> bool | None:
        """Whether it says what is there under its name; None where nothing is. After `look_up`."""
        taken = [
            each for each in self._there.get((entry.unit, entry.seq), ()) if each["version"] < FIRST_FORK
        ]
        row = row_of_entry(entry, self._rest, self._arrival)
        return all(agrees(type(entry.record), each, row, self._rest) for each in taken) if taken else None

    def flush(self) -> int:
        """Writes all in the order of names; how many rows of `entry` that are."""
        self._rows.sort(key=lambda row: (row["unit"], row["seq"], row["version"]))
        tell_at_once(self._conn, self._rows, [*self._new, *self._completed])
        insert_many(self._conn, unless_there(self._conn, ENTRY), self._rows)
        for record_type, entries in _by_type([*self._new, *self._completed]).items():
            rows = list({one.ref: row_of(one) for one in entries}.values())
            insert_many(self._conn, or_replace(self._conn, table_of(record_type)), rows)
        take_effect(self._conn, self._new)
        note_due(self._conn, self._new, self._arrival.at)
        sound_overrides(self._conn, self._new, self._arrival.at)
        return len(self._rows)

    def _against(self, entry: Entry, there: list[Stored]) -> str | None:
        """A name that is there already: the same again, its completion, or a fork."""
        record_type = type(entry.record)
        row = row_of_entry(entry, self._rest, self._arrival)
        taken = [each for each in there if each["version"] < FIRST_FORK]
        if all(agrees(record_type, each, row, self._rest) for each in taken):
            return self._completing(entry, there, taken)
        if not any(agrees(record_type, each, row, self._rest) for each in there if each not in taken):
            self._fork(entry, there)
        return FORK

    def _completing(self, entry: Entry, there: list[Stored], taken: Sequence[Stored]) -> str | None:
        held: str | None = taken[0]["held"]
        if entry.complete and not any(each["complete"] for each in taken):
            self._add(entry, there, version=1, held=held)
            if held is None:
                self._completed.append(entry)
        return held

    def _fork(self, entry: Entry, there: list[Stored]) -> None:
        version = max(FIRST_FORK, 1 + max(each["version"] for each in there))
        if version < MOST_VERSIONS:
            self._add(entry, there, version=version, held=FORK)
            self.forks.append((entry.unit, entry.seq))

    def _add(self, entry: Entry, there: list[Stored], *, version: int, held: str | None) -> None:
        row = row_of_entry(entry, self._rest, self._arrival, version=version, held=held)
        there.append(row)
        self._rows.append(row)


def _wanted(seqs: Sequence[int]) -> list[ColumnElement[bool]]:
    """Few runs as runs, else the seqs themselves, so many at once: one question for each run takes minutes."""
    found = runs(seqs)
    if len(found) <= MOST_RUNS:
        return [_C.seq.between(first, last) for first, last in found]
    return [_C.seq.in_(seqs[at : at + AT_ONCE]) for at in range(0, len(seqs), AT_ONCE)]


def runs(seqs: Sequence[int]) -> list[tuple[int, int]]:
    """First and last of each run of ascending seqs that lie near each other."""
    found: list[tuple[int, int]] = []
    for seq in seqs:
        if found and seq - found[-1][1] <= RUN_GAP:
            found[-1] = (found[-1][0], seq)
        else:
            found.append((seq, seq))
    return found


def _by_type(entries: Iterable[Entry]) -> dict[type[Record], list[Entry]]:
    sorted_out: dict[type[Record], list[Entry]] = {}
    for entry in entries:
        sorted_out.setdefault(type(entry.record), []).append(entry)
    return sorted_out
