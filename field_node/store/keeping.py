"""Foreign entries, each once by (unit, seq): completed by a fuller copy, set aside when two copies disagree."""

import hmac
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from field_node.records.kinds import TRACK_START, Ref
from field_node.records.record import Entry, fields
from field_node.store.arrival import Arrival, Journal
from field_node.store.body import body_of
from field_node.store.connection import Store, writing
from field_node.store.rows import ENTRY_COLUMNS, entry_of
from field_node.store.storage import wire_number

_KNOWN = (
    f"SELECT version, {ENTRY_COLUMNS} FROM entry WHERE unit = ? AND seq = ? ORDER BY version DESC LIMIT 1"
)
_FORK = (
    "INSERT INTO fork (unit, seq, type, carrier, received_at, body, content) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (unit, seq, content) DO NOTHING"
)
_ENVELOPE = ("made_at", "quality", "incident", "author", "corrects")
_log = logging.getLogger(__name__)


class Disagreement(Exception):
    """Two copies of one name say different things."""

    permanent = True


def keep(store: Store, entries: Sequence[Entry], *, carrier: str, at: int | None = None) -> list[bool]:
    """Takes entries that came from elsewhere; True for each that told something new. Durable when this returns.

    A copy that completes an incomplete one becomes a further row. A copy that contradicts (a cloned card, or an own
    number that this unit never gave) goes to `forks()` and has no effect. Raises StoreError by name.
    """
    with writing(store):
        forks_before = _count_forks(store)
        known: dict[Ref, tuple[int, Entry]] = {}
        arrivals = [_arrival(store, entry, known, (carrier, at)) for entry in entries]
        new = [arrival for arrival in arrivals if arrival is not None]
        _tell_forks(store, forks_before)
        if new:
            journal = Journal(store)
            journal.write(new)
            journal.close()
    return [arrival is not None for arrival in arrivals]


def _count_forks(store: Store) -> int:
    count: int = store.run("SELECT coalesce(max(id), 0) FROM fork")[0][0]
    return count


def _tell_forks(store: Store, before: int) -> None:
    if (new := _count_forks(store) - before) > 0:
        _log.warning("forks: %d new copies contradict what is known and were set aside", new)


def _arrival(
    store: Store, entry: Entry, known: dict[Ref, tuple[int, Entry]], way: tuple[str, int | None]
) -> Arrival | None:
    """What of this entry is new; remembers it in `known`, so that a batch may repeat itself."""
    try:
        found = known.get(entry.ref) or _known(store, entry.ref)
        version, merged = (found[0] + 1, merge(found[1], entry)) if found else (0, _named_here(store, entry))
    except Disagreement:
        _set_aside(store, entry, way)
        return None
    if found and merged == found[1]:
        known[entry.ref] = found
        return None
    known[entry.ref] = (version, merged)
    return Arrival(merged, version, carrier=way[0], received_at=way[1])


def _known(store: Store, ref: Ref) -> tuple[int, Entry] | None:
    rows = store.run(_KNOWN, ref)
    return (rows[0][0], entry_of(rows[0][1:], store.locker)) if rows else None


def _named_here(store: Store, entry: Entry) -> Entry:
    """The entry, unless it bears a number of this unit that this unit never gave. Raises Disagreement."""
    unit, form, track = store.run("SELECT unit, next_form, next_track FROM self")[0]
    if entry.unit == unit and entry.seq >= (track if entry.seq >= TRACK_START else form):
        raise Disagreement
    return entry


def merge(known: Entry, copy: Entry) -> Entry:
    """What both copies say together; a field is missing only from an incomplete one. Raises Disagreement.

    Used wherever a record arrives twice, on radio without the fields that are withheld from it.
    """
    if type(known.record) is not type(copy.record):
        raise Disagreement
    if any(getattr(known, name) != getattr(copy, name) for name in _ENVELOPE):
        raise Disagreement
    either = {one.name: _either(known, copy, one.name) for one in fields(type(known.record))}
    return replace(
        known,
        record=type(known.record)(**either),
        reason=_one(known.reason, copy.reason, known, copy),
        complete=known.complete or copy.complete,
    )


def _either(known: Entry, copy: Entry, name: str) -> Any:
    return _one(getattr(known.record, name), getattr(copy.record, name), known, copy)


def _one(ours: Any, theirs: Any, known: Entry, copy: Entry) -> Any:
    if ours == theirs:
        return ours
    if ours is None and not known.complete:
        return theirs
    if theirs is None and not copy.complete:
        return ours
    raise Disagreement


def _set_aside(store: Store, entry: Entry, way: tuple[str, int | None]) -> None:
    number = wire_number(type(entry.record))
    body = body_of(entry.record, store.locker)
    content = hmac.digest(store.locker.chain_key, repr(entry).encode(), "sha256")
    store.run(_FORK, (*entry.ref, number, *way, body, content))


def forks(store: Store) -> list[tuple[Ref, str, int | None]]:
    """Entries that were set aside: name, carrier, time of arrival; oldest first."""
    rows = store.run("SELECT unit, seq, carrier, received_at FROM fork ORDER BY id")
    return [(Ref(row[0], row[1]), row[2], row[3]) for row in rows]
