"""Writing into the journal: rows, chain, typed rows, queue and folds, all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record, withheld
from field_node.store.body import body_of
from field_node.store.connection import Store
from field_node.store.errors import NotEnrolled
from field_node.store.folds import fold, trusted
from field_node.store.rows import INSERT_ROW, Row, link
from field_node.store.storage import insertion, typed_row, wire_number
from field_node.store.tracks import states

_WAITS = "INSERT INTO waiting (unit, seq, class, type, made_at, withheld) VALUES (?, ?, ?, ?, ?, ?)"
_SELF = "SELECT unit, next_form, next_track, head, head_pos, latest_trusted FROM self"
_SELF_MOVES = "UPDATE self SET next_form = ?, next_track = ?, head = ?, head_pos = ?, latest_trusted = ?"


@dataclass(slots=True)
class NextNumbers:
    """The next number on each of the unit's two lines; `unit` None before it was enrolled."""

    unit: int | None
    form: int
    track: int

    def name(self, *, track: bool) -> Ref:
        """Gives the next number of that line. Raises NotEnrolled."""
        if self.unit is None:
            raise NotEnrolled("this unit has no number yet")
        seq = self.track if track else self.form
        self.track, self.form = self.track + track, self.form + (not track)
        return Ref(self.unit, seq)


class Arrival(NamedTuple):
    """An entry on its way into the journal. Own ones say boot and uptime, foreign ones carrier and time of arrival."""

    entry: Entry
    version: int = 0
    boot: int | None = None
    uptime_ms: int | None = None
    carrier: str | None = None
    received_at: int | None = None


class Journal:
    """The end of the journal inside one write transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.unit, form, track, self.head, self.pos, self.latest = store.run(_SELF)[0]
        self.numbers = NextNumbers(self.unit, form, track)

    def write(self, arrivals: Sequence[Arrival]) -> None:
        """Adds rows that are new, or complete one that is here, with all that follows from them."""
        self.store.run_many(INSERT_ROW, [self._linked(arrival) for arrival in arrivals])
        _write_typed(self.store, [arrival.entry for arrival in arrivals])
        own = [each.entry for each in arrivals if each.carrier is None]
        self.store.run_many(_WAITS, [_waiting(entry) for entry in own])
        stating = [each.entry for each in arrivals if each.version == 0 and states(each.entry)]
        if stating:
            fold(self.store, stating)

    def close(self) -> None:
        """Moves the head of the chain and the unit's next numbers."""
        numbers = (self.numbers.form, self.numbers.track)
        self.store.run(_SELF_MOVES, (*numbers, self.head, self.pos, self.latest))

    def _linked(self, arrival: Arrival) -> tuple[object, ...]:
        self.pos += 1
        row = _row(self.pos, arrival, body_of(arrival.entry.record, self.store.locker))
        self.head = link(self.store.locker.chain_key, self.head, row)
        if arrival.entry.unit in {0, self.unit} and trusted(arrival.entry.quality):
            self.latest = max(self.latest, arrival.entry.made_at)
        return (*row, self.head)


def _row(pos: int, arrival: Arrival, body: str) -> Row:
    entry = arrival.entry
    incident, corrects = entry.incident or (None, None), entry.corrects or (None, None)
    return Row(
        pos=pos,
        unit=entry.unit,
        seq=entry.seq,
        version=arrival.version,
        type=wire_number(type(entry.record)),
        made_at=entry.made_at,
        quality=int(entry.quality),
        boot=arrival.boot,
        uptime_ms=arrival.uptime_ms,
        incident_unit=incident[0],
        incident_seq=incident[1],
        author=entry.author,
        corrects_unit=corrects[0],
        corrects_seq=corrects[1],
        reason=entry.reason,
        complete=int(entry.complete),
        carrier=arrival.carrier,
        received_at=arrival.received_at,
        body=body,
    )


def _write_typed(store: Store, entries: Sequence[Entry]) -> None:
    if len(entries) == 1:
        store.run(insertion(type(entries[0].record)), typed_row(entries[0], store.locker))
        return
    by_type: dict[object, tuple[type[Record], list[Entry]]] = {}
    for entry in entries:
        by_type.setdefault(type(entry.record), (type(entry.record), []))[1].append(entry)
    for record_type, same in by_type.values():
        rows = [typed_row(entry, store.locker) for entry in sorted(same, key=attrgetter("ref"))]
        store.run_many(insertion(record_type), rows)


def _waiting(entry: Entry) -> tuple[int, ...]:
    record = entry.record
    number, urgency = wire_number(type(record)), int(record.about.urgency)
    return entry.unit, entry.seq, urgency, number, entry.made_at, int(withheld(record))
