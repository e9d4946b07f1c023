"""What the entries amount to: newest statement of each key, stock, corrected times. Portable SQL for unit and center.

Right in any order of arrival. What a correction or a void names is out of force for ever, also when that correction is
itself voided later: whoever wants the old statement back says it again. A unit takes only its own entries out of force,
the center (unit 0) anybody's. Callers fold inside their one write transaction, each (unit, seq) once: a completed copy
of an entry is not folded again, since what folds read (keys, moments, shifts, names of entries) travels by radio.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record, Shift, TimeQuality
from field_node.store import fold_sql
from field_node.store.fold_sql import AHEAD_S, ALL_SHIFTS, AS_SAID, AT_SHIFTS
from field_node.store.fold_tables import FOLD_TABLES, MADE_AT
from field_node.store.storage import wire_number

TRUSTED = 1 << 40
"""Added to `as_of` of a track point whose time is trusted: it beats every number of one whose time is not."""
TIME_CORRECTION = "koreksi_waktu"
"""Slug of the record that corrects times: dari_seq, sampai_seq, selisih_s of its own unit."""

Row = Mapping[str, Any]


class Sql(Protocol):
    """The two ways in which folds speak to a database; parameters are named `:so`."""

    def run(self, sql: str, params: Row) -> Sequence[Sequence[Any]]:
        """One statement; its rows, none for a write."""

    def run_many(self, sql: str, rows: Sequence[Row]) -> None:
        """One statement for each row, in order; nothing for no rows."""


class _Key(NamedTuple):
    type: int
    key: str


def fold(sql: Sql, entries: Iterable[Entry]) -> None:
    """Lets entries take effect that never did before; any number at once."""
    batch = list(entries)
    gone = _take_out_of_force(sql, batch)
    touched = _withdraw(sql, gone) if gone else set()
    live = _in_force(sql, batch)
    corrections = [entry for entry in live if _corrects_times(entry.record)]
    if corrections or gone:
        touched |= _correct_times(sql, corrections, gone)
    _claim(sql, live, touched)
    _move(sql, live)


def rebuild(sql: Sql, batches: Iterable[Sequence[Entry]]) -> None:
    """Empties the folds and makes them anew from all entries of the journal, each (unit, seq) once, in any order."""
    for table in FOLD_TABLES:
        sql.run(f"DELETE FROM {table.name}", {})
    for batch in batches:
        fold(sql, batch)


# ---- out of force


def taken_out(entry: Entry) -> set[Ref]:
    """The entries that this one takes out of force."""
    named = {ref for ref in (entry.corrects, entry.record.replaces()) if ref is not None}
    return {ref for ref in named if entry.unit in {0, ref.unit} and ref != entry.ref}


def _take_out_of_force(sql: Sql, batch: Sequence[Entry]) -> set[Ref]:
    """Those that were in force, or not here, until now."""
    named = set[Ref]().union(*(taken_out(entry) for entry in batch if _may_take_out(entry)))
    if not named:
        return named
    fresh = named - _replaced_among(sql, named)
    sql.run_many(fold_sql.REPLACE, [_name(ref) for ref in sorted(fresh)])
    return fresh


def _may_take_out(entry: Entry) -> bool:
    return entry.corrects is not None or type(entry.record).replaces is not Record.replaces


def _replaced_among(sql: Sql, refs: Collection[Ref]) -> set[Ref]:
    found: set[Ref] = set()
    for unit, first, last in _spans(refs):
        found.update(Ref(unit, row[0]) for row in sql.run(fold_sql.REPLACED, _span(unit, first, last)))
    return found


def _spans(refs: Iterable[Ref]) -> list[tuple[int, int, int]]:
    """Unit, lowest and highest number, for each number line of each unit."""
    lines: dict[tuple[int, int], list[int]] = {}
    for unit, seq in refs:
        lines.setdefault((unit, seq >> 31), []).append(seq)
    return [(unit, min(seqs), max(seqs)) for (unit, _), seqs in sorted(lines.items())]


def _in_force(sql: Sql, batch: Sequence[Entry]) -> list[Entry]:
    out = _replaced_among(sql, [entry.ref for entry in batch])
    return [entry for entry in batch if entry.ref not in out] if out else list(batch)


def _withdraw(sql: Sql, gone: Collection[Ref]) -> set[_Key]:
    """Undoes what those entries had done; the keys whose newest must be found again."""
    names = [_name(ref) for ref in sorted(gone)]
    touched = {_Key(*row) for name in names for row in sql.run(fold_sql.CLAIM_KEY, name)}
    sql.run_many("DELETE FROM claim WHERE unit = :unit AND seq = :seq", names)
    moved = [row for name in names for row in sql.run(fold_sql.MOVED_BY, name)]
    sql.run_many("DELETE FROM moved WHERE unit = :unit AND seq = :seq", names)
    undone = [Shift(row[0], Ref(row[1], row[2]), row[3], row[4], -row[5]) for row in moved]
    _add(sql, undone)
    sql.run_many(fold_sql.NEVER_STOCKED, [_goods(shift) for shift in undone])
    return touched


# ---- corrected times


def _corrects_times(record: Record) -> bool:
    return record.about.slug == TIME_CORRECTION


def _correct_times(sql: Sql, corrections: Sequence[Entry], gone: Collection[Ref]) -> set[_Key]:
    """Moves the claims that these corrections, or those now out of force, speak of."""
    lost = [row for ref in sorted(gone) for row in sql.run(fold_sql.SHIFT_OF, _name(ref))]
    sql.run_many(
        "DELETE FROM time_shift WHERE unit = :unit AND seq = :seq", [_name(ref) for ref in sorted(gone)]
    )
    rows = [_time_shift(entry) for entry in corrections]
    sql.run_many(fold_sql.SHIFT_TIMES, rows)
    spans = [_span(*row) for row in lost] + [_span(row["unit"], row["first"], row["last"]) for row in rows]
    sql.run_many(fold_sql.RETIME, spans)
    return {_Key(*row) for span in spans for row in sql.run(fold_sql.KEYS_BETWEEN, span)}


def _time_shift(entry: Entry) -> Row:
    record: Any = entry.record
    first, last = record.dari_seq or 0, record.sampai_seq or 0
    return {**_name(entry.ref), "first": first, "last": last, "shift_s": record.selisih_s or 0}


def _span(unit: int, first: int, last: int) -> Row:
    return {"unit": unit, "first": first, "last": last}


def time_shifts(sql: Sql, refs: Collection[Ref]) -> Callable[[Ref], int]:
    """Seconds to add to `made_at` of those entries where its quality is below GPS."""
    rows = [
        (unit, *row)
        for unit, first, last in _spans(refs)
        for row in sql.run(fold_sql.SHIFTS, _span(unit, first, last))
    ]

    def shift_of(ref: Ref) -> int:
        return next((row[3] for row in rows if row[0] == ref.unit and row[1] <= ref.seq <= row[2]), 0)

    return shift_of


def trusted(quality: TimeQuality) -> bool:
    """True for a time that came from satellites, the network or the center."""
    return quality >= TimeQuality.GPS


# ---- newest statements


def key_of(entry: Entry) -> str:
    """The key of its type's view as canonical JSON: fields of the type, else `unit` and `incident` of the entry."""
    newest = entry.record.about.newest
    names = newest.key if newest else ()
    return key_text(*(_key_value(entry, name) for name in names))


def _key_value(entry: Entry, name: str) -> object:
    owner: object = entry.record if hasattr(entry.record, name) else entry
    return getattr(owner, name)


def key_text(*values: object) -> str:
    """The key of a view from its values, References as Ref."""
    return msgspec.json.encode([_plain(value) for value in values]).decode()


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Ref) else value


def _claim(sql: Sql, live: Sequence[Entry], touched: set[_Key]) -> None:
    stating = [entry for entry in live if entry.record.about.newest]
    if stating:
        _state(sql, stating, touched)
    keys = [key._asdict() for key in sorted(touched)]
    sql.run_many("DELETE FROM newest WHERE type = :type AND key = :key", keys)
    sql.run_many(fold_sql.FIND_NEWEST, keys)


def _state(sql: Sql, stating: Sequence[Entry], touched: set[_Key]) -> None:
    unsure = [entry.ref for entry in stating if not trusted(entry.quality)]
    shift_of = time_shifts(sql, unsure) if unsure else _no_shift
    rows = [_claim_row(entry, shift_of) for entry in stating]
    sql.run_many(fold_sql.CLAIM, rows)
    best = {_Key(row["type"], row["key"]): row for row in sorted(rows, key=_standing)}
    sql.run_many(fold_sql.BECOME_NEWEST, [row for key, row in sorted(best.items()) if key not in touched])


def _no_shift(_ref: Ref) -> int:
    return 0


def _standing(row: Row) -> tuple[int, ...]:
    return row["as_of"], row["at"], row["unit"], row["seq"]


def _claim_row(entry: Entry, shift_of: Callable[[Ref], int]) -> Row:
    sure = trusted(entry.quality)
    at = entry.made_at if sure else entry.made_at + shift_of(entry.ref)
    as_of, said = _as_of(entry, at)
    shifts = AT_SHIFTS if entry.record.about.track else ALL_SHIFTS
    return {
        "unit": entry.unit,
        "seq": entry.seq,
        "type": wire_number(type(entry.record)),
        "key": key_of(entry),
        "as_of": as_of,
        "at": at,
        "made_at": entry.made_at,
        "timed": AS_SAID if sure else shifts,
        "said": said,
    }


def _as_of(entry: Entry, at: int) -> tuple[int, int]:
    """What orders a claim within its key, and the time of which it speaks, MADE_AT when that is when it was made."""
    about = entry.record.about
    said: int | None = getattr(entry.record, about.newest.by) if about.newest and about.newest.by else None
    if about.track:
        order = TRUSTED + (at if said is None else said) if trusted(entry.quality) else entry.seq
        return order, order
    said = MADE_AT if said is None else said
    return (at if said > at + AHEAD_S else said), said


# ---- stock


def _move(sql: Sql, live: Sequence[Entry]) -> None:
    moving = [entry for entry in live if type(entry.record).shifts is not Record.shifts]
    if not moving:
        return
    shifts = [(entry, n, shift) for entry in moving for n, shift in enumerate(entry.record.shifts())]
    sql.run_many(fold_sql.MOVE, [{**_name(entry.ref), "n": n, **_goods(shift)} for entry, n, shift in shifts])
    _add(sql, [shift for _, _, shift in shifts])


def _add(sql: Sql, shifts: Sequence[Shift]) -> None:
    sums: dict[tuple[str, Ref, int, str], int] = {}
    for shift in shifts:
        goods = (shift.account, shift.place, shift.item, shift.batch)
        sums[goods] = sums.get(goods, 0) + shift.amount
    added = [Shift(*goods, amount=amount) for goods, amount in sorted(sums.items())]
    sql.run_many(fold_sql.ADD, [_goods(shift) for shift in added])


def _goods(shift: Shift) -> dict[str, Any]:
    place = {"place_unit": shift.place.unit, "place_seq": shift.place.seq}
    return {
        "account": shift.account,
        **place,
        "item": shift.item,
        "batch": shift.batch,
        "amount": shift.amount,
    }


def _name(ref: Ref) -> dict[str, int]:
    return {"unit": ref.unit, "seq": ref.seq}
