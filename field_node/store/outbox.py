"""The unit's own entries on their way to the center: what waits, what a receipt covers, what state each is in."""

import hmac
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from field_node.records.kinds import TRACK_START, Ref
from field_node.records.record import Entry, Urgency
from field_node.store.chain import sound_entries
from field_node.store.connection import Store, writing


class Delivery(IntEnum):
    """How far an own entry has come. Below RECEIVED it waits."""

    HERE = 0
    QUEUED = 1
    FIGURES = 2
    RECEIVED = 3
    HELD = 4


BROKEN = "tanda_terima_rusak"
"""The word of a receipt that this unit did not write so."""


WORDS = {
    Delivery.HERE: "di_unit",
    Delivery.QUEUED: "antre_internet",
    Delivery.FIGURES: "angka_diterima",
    Delivery.RECEIVED: "diterima",
    Delivery.HELD: "perlu_diperiksa",
}


@dataclass(frozen=True, slots=True)
class Pending:
    """An own entry that the center has not, or not completely. `figures_there`: only its withheld fields are missing."""

    seq: int
    urgency: Urgency
    type: int
    made_at: int
    figures_there: bool


@dataclass(frozen=True, slots=True)
class State:
    """Where an own entry is, as a word with a sentence, and since when (UTC seconds; None while it only lies here)."""

    word: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Own entries by state; `received` are those that the center has completely."""

    waiting: int
    received: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the center says it has of this unit; all numbers are seqs as entries bear them.

    Every form below `upto` is there or was announced as not coming by radio, below `complete` with all its fields; `has`
    are ranges above `upto`. `track_upto`, `track_has` say the same of the track line. `held` was set aside there.
    """

    upto: int = 1
    complete: int = 1
    has: tuple[range, ...] = ()
    track_upto: int = TRACK_START
    track_has: tuple[range, ...] = ()
    held: frozenset[int] = frozenset()
    incarnation: int = 0


def pending(store: Store, limit: int | None = None) -> list[Pending]:
    """What waits, most urgent class first, oldest first within it; positions newest first."""
    found: list[Pending] = []
    for urgency in Urgency:
        room = -1 if limit is None else limit - len(found)
        found += [
            _pending(row) for row in store.run(_WAITING[urgency], {"class": int(urgency), "room": room})
        ]
    return found


def _pending(row: Sequence[int]) -> Pending:
    return Pending(row[0], Urgency(row[1]), row[2], row[3], row[4] == Delivery.FIGURES)


def entries_of(store: Store, seqs: Sequence[int]) -> list[Entry]:
    """Own entries by number, in that order, each checked against the chain; a damaged one is left out (and named by `doctor`)."""
    return sound_entries(store, _unit(store), seqs)


def counts(store: Store) -> Counts:
    """How many wait, were received, were set aside at the center."""
    waiting = store.run("SELECT count(*) FROM delivery INDEXED BY delivery_waiting WHERE state < 3")[0][0]
    held = store.run("SELECT count(*) FROM delivery INDEXED BY delivery_held WHERE state = 4")[0][0]
    unit, form, track = store.run("SELECT unit, next_form, next_track FROM self")[0]
    total = 0 if unit is None else form - 1 + track - TRACK_START
    return Counts(waiting, max(0, total - waiting - held), held)


def state(store: Store, refs: Iterable[Ref]) -> dict[Ref, State]:
    """The state of own entries; names of others are left out."""
    rows = [row for ref in refs for row in store.run(f"{_RECEIPTS} WHERE unit = ? AND seq = ?", ref)]
    return {Ref(row[0], row[1]): State(_word(store, row), row[3]) for row in rows}


def _word(store: Store, row: Sequence[Any]) -> str:
    return WORDS[Delivery(row[2])] if _is_proven(store, row) else BROKEN


def _is_proven(store: Store, row: Sequence[Any]) -> bool:
    """True for what waits, and for a receipt as this unit wrote it down."""
    *said, proof = row
    if said[2] <= Delivery.QUEUED:
        return proof is None
    return isinstance(proof, bytes) and hmac.compare_digest(proof, store.locker.receipt_proof(*said))


def broken_receipts(store: Store) -> Iterator[Ref]:
    """Entries whose state of delivery is not as this unit wrote it."""
    for row in store.conn.execute(_RECEIPTS):
        if not _is_proven(store, row):
            yield Ref(row[0], row[1])


def note_attempt(store: Store, seqs: Collection[int], *, at: int) -> None:
    """These were handed to a link; they stay waiting."""
    unit = _unit(store)
    with writing(store):
        store.run_many(_ATTEMPT, [{"unit": unit, "seq": seq, "at": at} for seq in seqs])


def note_closed(store: Store, seqs: Collection[int]) -> None:
    """These were announced as not coming by radio: an `upto` beyond them says nothing about them, only `complete` does."""
    unit = _unit(store)
    with writing(store):
        store.run_many(
            "UPDATE delivery SET closed = 1 WHERE unit = :unit AND seq = :seq",
            [{"unit": unit, "seq": seq} for seq in seqs],
        )


def confirm(store: Store, receipt: Receipt, *, at: int) -> int:
    """Takes the center's newest word (the caller drops older slips); how many entries changed their state.

    Within one incarnation of the center a state only moves forward. Under a new one, what it does not name is offered again.
    """
    with writing(store) as conn:
        before = conn.total_changes
        unit = _unit(store)
        same = store.run("SELECT incarnation FROM self")[0][0] in {None, receipt.incarnation}
        if not same:
            store.run(_REOFFER, {"unit": unit})
        _cover(store, receipt, {"unit": unit, "at": at})
        changed = conn.total_changes - before
        if changed or not same or receipt.incarnation:
            store.run("UPDATE self SET incarnation = ?", (receipt.incarnation,))
    return changed


def _cover(store: Store, receipt: Receipt, common: dict[str, int]) -> None:
    lines = ((1, receipt.upto, receipt.has), (TRACK_START, receipt.track_upto, receipt.track_has))
    spans = [(start, upto) for start, upto, _ in lines] + [
        (r.start, r.stop) for line in lines for r in line[2]
    ]
    rows = [{**common, "first": first, "end": end} for first, end in spans if first < end]
    store.run_many(_COVERED, rows)
    store.run(_COMPLETE, {**common, "first": 1, "end": receipt.complete})
    store.run_many(_HOLD, [{**common, "seq": seq} for seq in sorted(receipt.held)])


def _unit(store: Store) -> int:
    unit: int | None = store.run("SELECT unit FROM self")[0][0]
    return -1 if unit is None else unit


_RECEIPTS = "SELECT unit, seq, state, at, proof FROM delivery"
_COLUMNS = "seq, class, type, made_at, state"
_ALL = "SELECT {columns} FROM delivery INDEXED BY delivery_waiting WHERE class = :class AND state < 3 ORDER BY seq {way} LIMIT :room"
_WAITING = {
    urgency: _ALL.format(columns=_COLUMNS, way="DESC" if urgency is Urgency.POSITION else "ASC")
    for urgency in Urgency
}
_ATTEMPT = "UPDATE delivery SET state = 1, at = :at WHERE unit = :unit AND seq = :seq AND state = 0"
# All that a receipt moves lies in the index of what waits, however long the journal is.
_SPAN = "WHERE state < 3 AND class IN (0, 1, 2, 3, 4) AND seq >= :first AND seq < :end AND unit = :unit"
_REACHED = f"CASE WHEN withheld = 1 AND seq < {TRACK_START} THEN 2 ELSE 3 END"
_COVERED = (
    "UPDATE delivery INDEXED BY delivery_waiting SET at = :at,"
    f" state = {_REACHED}, proof = receipt_proof(unit, seq, {_REACHED}, :at) {_SPAN}"
    f" AND closed = 0 AND NOT (state = 2 AND seq < {TRACK_START})"
)
_COMPLETE = f"UPDATE delivery INDEXED BY delivery_waiting SET at = :at, state = 3, proof = receipt_proof(unit, seq, 3, :at) {_SPAN}"
_HOLD = (
    "UPDATE delivery SET at = :at, state = 4, proof = receipt_proof(unit, seq, 4, :at)"
    " WHERE unit = :unit AND seq = :seq AND state <> 4"
)
_REOFFER = "UPDATE delivery SET state = 1, proof = NULL WHERE unit = :unit AND state > 1"
