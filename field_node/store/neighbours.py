"""What neighbours said over the air: to be shown with age and sayer, never counted, moved or dispatched."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record
from field_node.store.body import body_of
from field_node.store.connection import Store, writing
from field_node.store.folds import key_of
from field_node.store.rows import ENTRY_COLUMNS, entry_of
from field_node.store.storage import wire_number

MOST_OTHERS = 1_000
"""Entries kept of each type that has no newest: the last ones heard."""
MOST_OF_UNIT, MOST_NEWEST = 500, 20_000
"""Statements kept of one unit and of all: a holder of the group's key may make up what they are about."""
AHEAD_S = 600
"""What is said about a time further ahead counts as of when it was made, or heard: else it would hide all later ones for ever."""


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as a neighbour said it, not yet confirmed by the center. `heard_at`: UTC seconds by this unit's clock."""

    entry: Entry
    heard_at: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A unit whose frames were heard. `highest`, `taken`: which of its counters were taken (a window of 64)."""

    unit: int
    highest: int
    taken: int
    heard_at: int


def neighbour(store: Store, unit: int) -> Neighbour | None:
    """What is known of that unit; None when it was never heard."""
    rows = store.run(f"{_NEIGHBOURS} WHERE unit = ?", (unit,))
    return _neighbour(rows[0]) if rows else None


def neighbours(store: Store) -> list[Neighbour]:
    """All units ever heard, the last one heard first."""
    return [_neighbour(row) for row in store.run(f"{_NEIGHBOURS} ORDER BY heard_at DESC, unit")]


def hear(store: Store, by: Neighbour, entries: Iterable[Entry]) -> list[Entry]:
    """Keeps who was heard, and what it said; the entries that were news. Durable when this returns.

    Of a type with a newest only that stays, per unit; what a correction or a void of the same unit names goes.
    """
    with writing(store):
        store.run(_HEARD_UNIT, (by.unit, by.highest, by.taken.to_bytes(8, "big"), by.heard_at))
        news = [entry for entry in entries if _is_news(store, entry, by.heard_at)]
        for entry in news:
            _put(store, entry, by.heard_at)
        if news:
            _prune(store, by.unit, {wire_number(type(entry.record)) for entry in news})
    return news


def _prune(store: Store, unit: int, types: Iterable[int]) -> None:
    bounds = [(_PRUNE_TYPE, (number, MOST_OTHERS)) for number in types]
    for (too_many, prune), values in (
        *bounds,
        (_PRUNE_UNIT, (unit, MOST_OF_UNIT)),
        (_PRUNE_ALL, (MOST_NEWEST,)),
    ):
        if store.run(too_many, values):
            store.run(prune, values)


def said(store: Store, record_type: type[Record], *, limit: int = 200) -> list[Said]:
    """What neighbours said of that type and the center's copy has not replaced, the newest statement first."""
    rows = store.run(_SAID, (wire_number(record_type), limit))
    return [Said(entry_of(row[1:], store.locker), row[0]) for row in rows]


def said_entry(store: Store, ref: Ref) -> Said | None:
    """One entry of a neighbour."""
    rows = store.run(f"SELECT heard_at, {ENTRY_COLUMNS} FROM heard WHERE unit = ? AND seq = ?", ref)
    return Said(entry_of(rows[0][1:], store.locker), rows[0][0]) if rows else None


def _is_news(store: Store, entry: Entry, heard_at: int) -> bool:
    if store.run(
        "SELECT 1 FROM heard WHERE unit = ? AND seq = ? UNION ALL SELECT 1 FROM entry WHERE unit = ? AND seq = ?",
        (*entry.ref, *entry.ref),
    ):
        return False
    if not entry.record.about.newest:
        return True
    return not store.run(
        _NEWER, (wire_number(type(entry.record)), key_of(entry), entry.unit, *_order(entry, heard_at))
    )


def _put(store: Store, entry: Entry, heard_at: int) -> None:
    number, key = wire_number(type(entry.record)), key_of(entry)
    for gone in (entry.corrects, entry.record.replaces()):
        if gone is not None and gone.unit == entry.unit:
            store.run("DELETE FROM heard WHERE unit = ? AND seq = ?", gone)
    if entry.record.about.newest:
        store.run("DELETE FROM heard WHERE type = ? AND key = ? AND unit = ?", (number, key, entry.unit))
    incident, corrects = entry.incident or (None, None), entry.corrects or (None, None)
    envelope = (*entry.ref, number, entry.made_at, int(entry.quality), *incident, entry.author, *corrects)
    body = body_of(entry.record, store.locker)
    row = (*envelope, entry.reason, int(entry.complete), body, key, _order(entry, heard_at)[0], heard_at)
    store.run(_PUT, row)


def _order(entry: Entry, heard_at: int) -> tuple[int, int]:
    """When the statement was true, as far as that may be, and its number: the greater is the newer one."""
    newest = entry.record.about.newest
    said_at: int | None = getattr(entry.record, newest.by) if newest and newest.by else None
    at = entry.made_at if said_at is None else said_at
    return (at if at <= heard_at + AHEAD_S else min(entry.made_at, heard_at)), entry.seq


def _neighbour(row: Sequence[Any]) -> Neighbour:
    return Neighbour(row[0], row[1], int.from_bytes(row[2], "big"), row[3])


_NEIGHBOURS = "SELECT unit, highest, taken, heard_at FROM neighbour"
_HEARD_UNIT = (
    "INSERT INTO neighbour (unit, highest, taken, heard_at) VALUES (?, ?, ?, ?) ON CONFLICT (unit) DO UPDATE"
    " SET highest = excluded.highest, taken = excluded.taken, heard_at = excluded.heard_at"
)
_NEWER = "SELECT 1 FROM heard WHERE type = ? AND key = ? AND unit = ? AND (said_at, seq) > (?, ?)"
_PUT = (
    f"INSERT INTO heard ({ENTRY_COLUMNS}, key, said_at, heard_at) VALUES ({', '.join('?' * 16)})"
    " ON CONFLICT (unit, seq) DO NOTHING"
)
_SAID = (
    f"SELECT heard_at, {ENTRY_COLUMNS} FROM heard h WHERE type = ? AND NOT EXISTS"
    " (SELECT 1 FROM entry e WHERE e.unit = h.unit AND e.seq = h.seq) ORDER BY said_at DESC, seq DESC LIMIT ?"
)
_ONE_MORE = "SELECT 1 FROM heard WHERE {which} LIMIT 1 OFFSET ?"
_OLDEST = "DELETE FROM heard WHERE (unit, seq) IN (SELECT unit, seq FROM heard WHERE {which} ORDER BY heard_at DESC, unit, seq DESC LIMIT -1 OFFSET ?)"


def _bound(which: str) -> tuple[str, str]:
    """Whether there are more than so many, which no sort is needed for; and what drops those heard longest ago."""
    return _ONE_MORE.format(which=which), _OLDEST.format(which=which)


_PRUNE_TYPE = _bound("key = '[]' AND type = ?")
_PRUNE_UNIT = _bound("key <> '[]' AND unit = ?")
_PRUNE_ALL = _bound("key <> '[]'")
