"""The journal: `append` numbers a new record, `keep` takes an entry once, `since` tells them in order of arrival."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from field_node.clock import Stamp
from field_node.records.kinds import InvalidValue, Kind, Ref
from field_node.records.record import Entry, InvalidRecord, Record, blocks, fields, flaws, settled
from field_node.store.arrival import Arrival, Journal, NextNumbers
from field_node.store.connection import Store, writing
from field_node.store.keeping import forks, keep
from field_node.store.rows import ENTRY_COLUMNS, entry_of
from field_node.store.storage import per_type, values_of, wire_number

__all__ = ["append", "append_all", "entries", "entry", "forks", "keep", "last", "since"]


_Rule = tuple[bool, Callable[[Any], None]]
"""Whether the field is required, what raises InvalidValue for a value that is not as it will be kept."""


class FormKey(NamedTuple):
    """One filled-in form. `kunci`: its key; `content`: a proof of what was typed, so that another content is noticed."""

    kunci: str
    content: bytes = b""


def append(
    store: Store,
    record: Record,
    *,
    stamp: Stamp,
    incident: Ref | None = None,
    author: int = 0,
    corrects: Ref | None = None,
    reason: str | None = None,
    form: FormKey | None = None,
) -> Entry:
    """Records something new under this unit's next number; durable when this returns.

    `form` names the form that was filled in: seen before, its first entry is the answer and nothing is written.
    Raises InvalidRecord, NotEnrolled, StoreError by name; nothing was recorded then.
    """
    common = {"incident": incident, "author": author, "corrects": corrects, "reason": reason}
    return _append(store, (record,), stamp, common, form)[0]


def append_all(
    store: Store,
    records: Sequence[Record],
    *,
    stamp: Stamp,
    incident: Ref | None = None,
    author: int = 0,
    form: FormKey | None = None,
) -> list[Entry]:
    """The same for several records: all of them or none."""
    return _append(store, records, stamp, {"incident": incident, "author": author}, form)


def _append(
    store: Store, records: Sequence[Record], stamp: Stamp, common: dict[str, Any], form: FormKey | None
) -> list[Entry]:
    sound = [_sound(record) for record in records]
    with writing(store):
        if form is not None and (known := of_form(store, form)):
            return known
        _must_stand(store, sound, common.get("corrects"))
        journal = Journal(store)
        made = [_entry(record, journal.numbers, stamp, common) for record in sound]
        journal.write([_own(entry, stamp) for entry in made])
        journal.close()
        if form is not None:
            names = msgspec.json.encode([str(entry.ref) for entry in made]).decode()
            store.run(
                "INSERT INTO form_key (kunci, names, content) VALUES (?, ?, ?)",
                (form.kunci, names, form.content),
            )
    return made


def _must_stand(store: Store, records: Sequence[Record], corrects: Ref | None) -> None:
    """Raises InvalidRecord when what is corrected or voided was corrected or voided before."""
    named = [ref for ref in (corrects, *(record.replaces() for record in records)) if ref is not None]
    if any(store.run("SELECT 1 FROM replaced WHERE unit = ? AND seq = ?", ref) for ref in named):
        raise InvalidRecord((blocks("sudah_diganti"),))


def _sound(record: Record) -> Record:
    """The record as it is kept. Raises InvalidRecord; what several fields say together is the caller's `examined()`."""
    try:
        _demand_settled(record)
    except InvalidValue:
        return _settled_sound(record)
    return record


def _settled_sound(record: Record) -> Record:
    kept = settled(record)
    if wrong := flaws(kept):
        raise InvalidRecord(wrong)
    return kept


def _demand_settled(record: Record) -> None:
    """Returns for what `examined()` gave, the quick way for nearly every record; else raises InvalidValue."""
    values = values_of(type(record))(record)
    for value, (required, demand) in zip(values, _rules(type(record)), strict=True):
        if value is not None:
            demand(value)
        elif required:
            raise InvalidValue("wajib_diisi")


@per_type
def _rules(record_type: type[Record]) -> tuple[_Rule, ...]:
    return tuple((one.required, _demand(one.kind)) for one in fields(record_type))


def _demand(kind: Kind) -> Callable[[Any], None]:
    """The kind's check, and that the value is as it will be kept."""
    if type(kind).settle is Kind.settle:
        return kind.check

    def demand(value: Any) -> None:
        kind.check(value)
        if kind.settle(value) != value:
            raise InvalidValue("bentuk_salah")

    return demand


def _entry(record: Record, numbers: NextNumbers, stamp: Stamp, common: dict[str, Any]) -> Entry:
    about = record.about
    made_at = stamp.made_at // about.resolution_s * about.resolution_s
    unit, seq = numbers.name(track=about.track)
    return Entry(unit, seq, made_at, stamp.quality, record, **common)


def _own(entry: Entry, stamp: Stamp) -> Arrival:
    return Arrival(entry, boot=stamp.boot, uptime_ms=int(stamp.uptime_s * 1000))


def of_form(store: Store, form: FormKey) -> list[Entry]:
    """What that form became, [] when it was never saved. Raises InvalidRecord when it was saved with other content."""
    rows = store.run("SELECT names, content FROM form_key WHERE kunci = ?", (form.kunci,))
    if not rows:
        return []
    names = msgspec.json.decode(rows[0][0])
    if rows[0][1] != form.content:
        raise InvalidRecord((blocks("formulir_sudah_dipakai", nomor=names[0]),))
    return [known for name in names if (known := entry(store, Ref.parse(name)))]


def entry(store: Store, ref: Ref) -> Entry | None:
    """The entry of that name, its completest copy; None when it is not here."""
    sql = f"SELECT {ENTRY_COLUMNS} FROM entry WHERE unit = ? AND seq = ? ORDER BY version DESC LIMIT 1"
    rows = store.run(sql, ref)
    return entry_of(rows[0], store.locker) if rows else None


def since(store: Store, after_pos: int, limit: int) -> list[tuple[int, Entry]]:
    """The entries after that position in order of arrival; one that was completed comes again."""
    sql = f"SELECT pos, {ENTRY_COLUMNS} FROM entry WHERE pos > ? ORDER BY pos LIMIT ?"
    return [(row[0], entry_of(row[1:], store.locker)) for row in store.run(sql, (after_pos, limit))]


def last(store: Store) -> int:
    """The place in the order of arrival of what came last; 0 while there is nothing."""
    return int(store.run("SELECT COALESCE(MAX(pos), 0) FROM entry")[0][0])


def entries(
    store: Store, record_type: type[Record] | None = None, *, before: int | None = None, limit: int = 50
) -> list[tuple[int, Entry]]:
    """A page of entries with their positions, newest arrival first, below the position `before`; each entry once."""
    of_type = "" if record_type is None else "type = :type AND "
    sql = (
        f"SELECT pos, {ENTRY_COLUMNS} FROM entry e WHERE {of_type}pos < :before AND NOT EXISTS"
        " (SELECT 1 FROM entry l WHERE l.unit = e.unit AND l.seq = e.seq AND l.version > e.version)"
        " ORDER BY pos DESC LIMIT :limit"
    )
    number = None if record_type is None else wire_number(record_type)
    params = {"before": before or (1 << 62), "limit": limit}
    rows = store.run(sql, params if number is None else {**params, "type": number})
    return [(row[0], entry_of(row[1:], store.locker)) for row in rows]
