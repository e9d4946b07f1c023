"""The unit's own entries on their way to the center: what waits, what a receipt covers, what state each is in."""

import hmac
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum
from itertools import chain
from typing import Any, NamedTuple

from field_node.records.kinds import TRACK_START, Ref
from field_node.records.record import Entry, Urgency
from field_node.store import outbox_sql
from field_node.store.chain import sound_entries
from field_node.store.connection import Store, writing
from field_node.store.photos import ledger


class Delivery(IntEnum):
    """How far an own entry has come to the center. Below RECEIVED it waits."""

    HERE = 0
    QUEUED = 1
    FIGURES = 2
    RECEIVED = 3
    HELD = 4


class ByRadio(IntEnum):
    """How far a waiting entry has come by radio: never further than to somebody who says that he holds it."""

    NOT = 0
    QUEUED = 1
    SENT = 2
    ENTRUSTED = 3


class Attempt(Enum):
    """What was tried: a link that answers, our radio's turn awaited, our radio has sent it, a neighbour holds it."""

    INTERNET = "internet"
    RADIO_QUEUED = "radio_queued"
    RADIO_SENT = "radio_sent"
    ENTRUSTED = "entrusted"


BROKEN = "tanda_terima_rusak"
"""The word of a receipt that this unit did not write so."""
WORDS = {
    Delivery.HERE: "di_unit",
    Delivery.QUEUED: "antre_internet",
    Delivery.FIGURES: "angka_diterima",
    Delivery.RECEIVED: "diterima",
    Delivery.HELD: "perlu_diperiksa",
}
THERE = frozenset({WORDS[Delivery.FIGURES], WORDS[Delivery.RECEIVED], WORDS[Delivery.HELD]})
"""Words of what reached the center: completely or not, or set aside there."""
RADIO_WORDS = {
    ByRadio.QUEUED: "antre_radio",
    ByRadio.SENT: "dipancarkan",
    ByRadio.ENTRUSTED: "dititipkan",
}


class Pending(NamedTuple):
    """An own entry that the center has not, or not completely. `figures_there`: only its withheld fields are missing.

    withheld: it holds something that may not travel by radio. closed: announced as not coming by radio. radio, radio_at:
    how far it came by radio and when that was last so (UTC seconds; None: never tried).
    """

    seq: int
    urgency: Urgency
    type: int
    made_at: int
    figures_there: bool
    withheld: bool = False
    closed: bool = False
    radio: ByRadio = ByRadio.NOT
    radio_at: int | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Where an own entry is, as a word with a sentence, and since when (UTC seconds; None while it only lies here)."""

    word: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Own entries by state; `received` are those that the center has completely. `photos`: files that it has not."""

    waiting: int
    received: int
    held: int
    photos: int = 0


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


def pending(store: Store, limit: int | None = None, *, closed: bool = True) -> list[Pending]:
    """What waits, most urgent class first, oldest first within it; positions newest first. `closed` False: without those."""
    found, common = list[Pending](), {"unit": _unit(store), "closed": int(closed)}
    for urgency in Urgency:
        room = -1 if limit is None else limit - len(found)
        given = {**common, "class": int(urgency), "room": room}
        found += [_pending(row) for row in store.run(outbox_sql.WAITING[urgency], given)]
    return found


def calls(store: Store, limit: int) -> list[Pending]:
    """The calls for help among them, oldest first."""
    given = {"unit": _unit(store), "closed": 1, "class": int(Urgency.SOS), "room": limit}
    return [_pending(row) for row in store.run(outbox_sql.WAITING[Urgency.SOS], given)]


def _pending(row: Sequence[Any]) -> Pending:
    seq, urgency, type_, made_at, state, withheld, closed, radio, radio_at = row
    figures = state == Delivery.FIGURES
    told = bool(withheld), bool(closed), _BY_RADIO[radio], radio_at
    return Pending(seq, _URGENCIES[urgency], type_, made_at, figures, *told)


def first_waiting(store: Store, first: int, end: int) -> int:
    """The lowest own number in first .. end - 1 that waits; `end` when none does."""
    given = {"unit": _unit(store), "first": first, "end": end}
    found = [store.run(outbox_sql.LOWEST, {**given, "class": int(urgency)})[0][0] for urgency in Urgency]
    return min((int(seq) for seq in found if seq is not None), default=end)


def entries_of(store: Store, seqs: Sequence[int]) -> list[Entry]:
    """Own entries by number, in that order, each checked against the chain; a damaged one is left out (and named by `doctor`)."""
    return sound_entries(store, _unit(store), seqs)


def counts(store: Store) -> Counts:
    """How many wait, were received, were set aside at the center."""
    waiting = store.run("SELECT count(*) FROM waiting")[0][0]
    held = store.run("SELECT count(*) FROM receipt INDEXED BY receipt_held WHERE state = 4")[0][0]
    unit, form, track = store.run("SELECT unit, next_form, next_track FROM self")[0]
    left_out = store.run("SELECT coalesce(sum(stop - first), 0) FROM lost")[0][0]
    total = 0 if unit is None else form - 1 + track - TRACK_START - left_out
    return Counts(waiting, max(0, total - waiting - held), held, ledger.waiting(store))


def state(store: Store, refs: Iterable[Ref]) -> dict[Ref, State]:
    """The state of own entries; names of others are left out."""
    found = {ref: _state(store, ref) for ref in refs}
    return {ref: state for ref, state in found.items() if state is not None}


def _state(store: Store, ref: Ref) -> State | None:
    for row in store.run(outbox_sql.WAITS, ref._asdict()):
        return _waiting_state(row, sound=_is_proven(store, ref, row))
    for row in store.run(outbox_sql.RECEIPT, ref):
        return State(WORDS[Delivery(row[0])] if _is_proven(store, ref, row) else BROKEN, row[1])
    return State(BROKEN, None) if store.run(outbox_sql.OWN, ref) else None


def _waiting_state(row: Sequence[Any], *, sound: bool) -> State:
    reached, at, _proof, radio, radio_at, closed = row
    if not sound or reached > Delivery.FIGURES:
        return State(BROKEN, at)
    in_radio_queue = radio == ByRadio.QUEUED and not closed
    if reached < Delivery.FIGURES and (in_radio_queue or radio > ByRadio.QUEUED):
        return State(RADIO_WORDS[radio], radio_at)
    return State(WORDS[reached], at)


def _is_proven(store: Store, ref: Ref, row: Sequence[Any]) -> bool:
    """True for what waits, and for a receipt as this unit wrote it down."""
    reached, at, proof = row[:3]
    if reached <= Delivery.QUEUED:
        return proof is None
    return isinstance(proof, bytes) and hmac.compare_digest(
        proof, store.locker.receipt_proof(*ref, reached, at)
    )


def broken_receipts(store: Store) -> Iterator[Ref]:
    """Entries whose state of delivery is not as this unit wrote it."""
    said = (store.conn.execute(sql) for sql in (outbox_sql.ALL_WAITING, outbox_sql.ALL_RECEIPTS))
    for unit, seq, *row in chain.from_iterable(said):
        if not _is_proven(store, Ref(unit, seq), row):
            yield Ref(unit, seq)
    for row in store.conn.execute(outbox_sql.LOST):
        yield Ref(*row)


def note_attempt(store: Store, seqs: Collection[int], *, at: int, how: Attempt = Attempt.INTERNET) -> None:
    """These were handed to a link; they stay waiting.

    What the radio sent stays `dipancarkan`, what somebody holds `dititipkan`, until the center's slip: trying another link
    or sending again takes neither back. Of the two queues an entry stands in the one that was named last.
    """
    sql = outbox_sql.TRIED if how is Attempt.INTERNET else outbox_sql.RADIOED
    same = {"unit": _unit(store), "at": at, "radio": _REACHED_BY_RADIO.get(how, 0)}
    with writing(store):
        store.run_many(sql, [{**same, "seq": seq} for seq in seqs])


def note_closed(store: Store, seqs: Collection[int]) -> None:
    """These are announced as not coming by radio: an `upto` beyond them says nothing about them, only `complete` does.

    Also of what was received: a center that was put back may have lost it.
    """
    rows = [{"unit": _unit(store), "seq": seq} for seq in seqs]
    with writing(store):
        for sql in outbox_sql.CLOSE:
            store.run_many(sql, rows)


def closed(store: Store) -> frozenset[int]:
    """All own numbers that were ever announced so."""
    return frozenset(seq for (seq,) in store.run(outbox_sql.CLOSED, {"unit": _unit(store)}))


def confirm(store: Store, receipt: Receipt, *, at: int) -> int:
    """Takes the center's newest word (the caller drops older slips); how many entries changed their state.

    Within one incarnation of the center a state only moves forward. Under a new one, what it does not name is offered again.
    """
    with writing(store):
        unit = _unit(store)
        same = store.run("SELECT incarnation FROM self")[0][0] in {None, receipt.incarnation}
        changed = 0 if same else _change(store, outbox_sql.REOFFER, [{"unit": unit}])
        changed += _cover(store, receipt, {"unit": unit, "at": at})
        if changed or not same or receipt.incarnation:
            store.run("UPDATE self SET incarnation = ?", (receipt.incarnation,))
    return changed


def _cover(store: Store, receipt: Receipt, common: dict[str, int]) -> int:
    lines = ((1, receipt.upto, receipt.has), (TRACK_START, receipt.track_upto, receipt.track_has))
    spans = [(start, upto) for start, upto, _ in lines] + [
        (r.start, r.stop) for line in lines for r in line[2]
    ]
    rows = [{**common, "first": first, "end": end} for first, end in spans if first < end]
    changed = _change(store, outbox_sql.COVERED, rows)
    changed += _change(store, outbox_sql.COMPLETE, [{**common, "first": 1, "end": receipt.complete}])
    return changed + _change(store, outbox_sql.HOLD, [{**common, "seq": seq} for seq in sorted(receipt.held)])


def _change(store: Store, statements: Sequence[str], rows: Sequence[dict[str, int]]) -> int:
    """Runs them in turn for each row; how many rows they changed in place or moved."""
    changed = 0
    for row in rows:
        for sql in statements:
            count = store.conn.execute(sql, row).rowcount
            changed += 0 if sql.startswith("INSERT") else count
    return changed


def _unit(store: Store) -> int:
    unit: int | None = store.run("SELECT unit FROM self")[0][0]
    return -1 if unit is None else unit


_URGENCIES, _BY_RADIO = tuple(Urgency), tuple(ByRadio)
_REACHED_BY_RADIO = {
    Attempt.RADIO_QUEUED: int(ByRadio.QUEUED),
    Attempt.RADIO_SENT: int(ByRadio.SENT),
    Attempt.ENTRUSTED: int(ByRadio.ENTRUSTED),
}
