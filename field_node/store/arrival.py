"""Writing into the journal: rows, chain, typed rows, delivery and folds, all in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from field_node.records import number_of
from field_node.records.record import Entry, Record, withheld
from field_node.store.body import body_of
from field_node.store.connection import Store
from field_node.store.folds import fold, trusted
from field_node.store.identity import NextNumbers
from field_node.store.rows import INSERT_ROW, Row, link
from field_node.store.storage import insertion, typed_row

_DELIVERY = "INSERT INTO delivery (unit, seq, class, type, made_at, withheld) VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Arrival:
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
        self.unit, self.head, self.pos, self.latest = store.run(
            "SELECT unit, head, head_pos, latest_trusted FROM self"
        )[0]

    def write(self, arrivals: Sequence[Arrival]) -> None:
        """Adds rows that are new, or complete one that is here, with all that follows from them."""
        self.store.run_many(INSERT_ROW, [self._linked(arrival) for arrival in arrivals])
        _write_typed(self.store, [arrival.entry for arrival in arrivals])
        own = [each.entry for each in arrivals if each.carrier is None]
        self.store.run_many(_DELIVERY, [_delivery(entry) for entry in own])
        fold(self.store, [each.entry for each in arrivals if each.version == 0])

    def close(self, numbers: NextNumbers | None = None) -> None:
        """Moves the head of the chain, and the unit's next numbers when some were taken."""
        head = (self.head, self.pos, self.latest)
        if numbers is None:
            self.store.run("UPDATE self SET head = ?, head_pos = ?, latest_trusted = ?", head)
            return
        self.store.run(
            "UPDATE self SET head = ?, head_pos = ?, latest_trusted = ?, next_form = ?, next_track = ?",
            (*head, numbers.form, numbers.track),
        )

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
        type=number_of(type(entry.record)),
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
    by_type: dict[object, tuple[type[Record], list[Entry]]] = {}
    for entry in entries:
        by_type.setdefault(type(entry.record), (type(entry.record), []))[1].append(entry)
    for record_type, same in by_type.values():
        rows = [typed_row(entry, store.locker) for entry in sorted(same, key=attrgetter("ref"))]
        store.run_many(insertion(record_type), rows)


def _delivery(entry: Entry) -> tuple[int, ...]:
    record = entry.record
    number, urgency = number_of(type(record)), int(record.about.urgency)
    return entry.unit, entry.seq, urgency, number, entry.made_at, int(withheld(record))
