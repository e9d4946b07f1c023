"""What was true at an instant: the newest statement of each key up to then, and what was made between two instants."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record
from field_node.store.connection import Store
from field_node.store.folds import trusted
from field_node.store.picking import IN_FORCE, NEWEST_COPY
from field_node.store.rows import ENTRY_COLUMNS, entry_of
from field_node.store.storage import wire_number

MANY = 100_000
"""More statements than one kind of record has keys here."""
VERIFIED, REJECTED = "diverifikasi", "ditolak"


@dataclass(frozen=True, slots=True)
class Stated:
    """An entry in force, the instant of which it speaks, when it was made by the right time, when this unit had it.

    All UTC seconds. `verdict`: what the center's verification says, "" for none.
    """

    entry: Entry
    at: int
    made_at: int
    known_at: int
    verdict: str = ""

    @property
    def sure(self) -> bool:
        """True when its clock was trusted."""
        return trusted(self.entry.quality)

    @property
    def standing(self) -> tuple[int, int, Ref]:
        """The greatest of several is the newest."""
        return self.at, self.made_at, self.entry.ref


def stated(
    store: Store,
    record_type: type[Record],
    cuts: Sequence[int],
    keys: Iterable[str] | None = None,
    *,
    most: int = MANY,
) -> list[list[Stated]]:
    """For each cut the newest statement of every key (of those given) that speaks of an instant up to then.

    At most `most` in all, those that speak of the latest instants.
    What the center's verification rejects does not count, nor what a correction or a void took out of force: as far as is known
    today, whenever that was said (`verdicts.turned` tells what the center said later).
    """
    picks = ", ".join(f"({_PICK.format(n=n)})" for n in range(len(cuts)))
    params: dict[str, object] = {f"cut{n}": cut for n, cut in enumerate(cuts)}
    params |= {"type": wire_number(record_type), "verification": _verification()}
    source = "newest n WHERE n.type = :type"
    if keys is not None:
        source += " AND n.key IN (SELECT value FROM json_each(:keys))"
        params["keys"] = msgspec.json.encode(list(keys)).decode()
    rows = store.run(f"SELECT {picks} FROM {source} ORDER BY n.key", params)
    found = _named(store, _latest(store, {name for row in rows for name in row if name is not None}, most))
    return [[found[row[n]] for row in rows if row[n] in found] for n in range(len(cuts))]


def _latest(store: Store, names: set[int], most: int) -> set[int]:
    if len(names) <= most:
        return names
    params = {"names": msgspec.json.encode(sorted(names)).decode(), "most": most}
    return {row[0] for row in store.run(_LATEST, params)}


def made(record_type: type[Record]) -> str:
    """The statement that gives unit, seq, at, quality of what was made in (:after, :until] and is in force.

    By corrected times; only of the types of `schema.BY_TIME`.
    """
    return _MADE.format(number=wire_number(record_type), slug=record_type.about.slug)


def made_between(store: Store, record_type: type[Record], after: int, until: int) -> list[Ref]:
    """Names of what was made in (after, until], oldest first; of the types of `schema.BY_TIME`."""
    sql = f"SELECT unit, seq FROM ({made(record_type)}) ORDER BY at, unit, seq"
    return [Ref(row[0], row[1]) for row in store.run(sql, {"after": after, "until": until})]


def told(store: Store, refs: Iterable[Ref]) -> list[Stated]:
    """Those entries, as of when they were made, rejected ones left out, in that order."""
    wanted = [_packed(ref) for ref in refs]
    found = _named(store, wanted)
    return [found[name] for name in wanted if name in found and found[name].verdict != REJECTED]


def _packed(ref: Ref) -> int:
    return ref.unit << 32 | ref.seq


def _verification() -> int:
    return wire_number(type_by_slug("verifikasi"))


def _named(store: Store, names: Iterable[int]) -> Mapping[int, Stated]:
    """name as one number -> the statement."""
    params = {"names": msgspec.json.encode(sorted(set(names))).decode(), "verification": _verification()}
    return {
        _packed(one.entry.ref): one for row in store.run(_NAMED, params) for one in (_stated(store, row),)
    }


def _stated(store: Store, row: Sequence[Any]) -> Stated:
    as_of, at, received_at, verdict, *rest = row
    return Stated(entry_of(rest, store.locker), as_of, at, received_at or at, verdict or "")


_E = ", ".join(f"e.{name.strip()}" for name in ENTRY_COLUMNS.split(","))
_VERDICT = (
    "SELECT w.status FROM claim v CROSS JOIN verifikasi w ON w.entry_unit = v.unit AND w.entry_seq = v.seq"
    " WHERE v.type = :verification AND v.key = '[\"' || {unit} || '-' || {seq} || '\"]' AND v.unit = 0"
    " ORDER BY v.as_of DESC, v.seq DESC LIMIT 1"
)
_PICK = (
    "SELECT k.unit << 32 | k.seq FROM claim k WHERE k.type = n.type AND k.key = n.key AND k.as_of <= :cut{n}"
    f" AND COALESCE(({_VERDICT.format(unit='k.unit', seq='k.seq')}), '') <> '{REJECTED}'"
    " ORDER BY k.as_of DESC, k.at DESC, k.unit DESC, k.seq DESC LIMIT 1"
)
SHIFT_OF = (
    "COALESCE((SELECT t.shift_s FROM time_shift t WHERE t.unit = {e}.unit AND {e}.quality < 2"
    " AND {e}.seq BETWEEN t.first AND t.last ORDER BY t.seq DESC LIMIT 1), 0)"
)
SHIFT = SHIFT_OF.format(e="e")
"""Seconds between what the clock of entry `e` said and when it was made."""
_NAMED = f"""
SELECT COALESCE(c.as_of, e.made_at + {SHIFT}), COALESCE(c.at, e.made_at + {SHIFT}),
CASE e.version WHEN 0 THEN e.received_at
ELSE (SELECT f.received_at FROM entry f WHERE f.unit = e.unit AND f.seq = e.seq AND f.version = 0) END,
({_VERDICT.format(unit="e.unit", seq="e.seq")}), {_E}
FROM json_each(:names) j
CROSS JOIN entry e ON e.unit = j.value >> 32 AND e.seq = j.value & 4294967295 AND {NEWEST_COPY}
LEFT JOIN claim c ON c.unit = e.unit AND c.seq = e.seq
"""
_LATEST = """
SELECT j.value FROM json_each(:names) j CROSS JOIN claim c ON c.unit = j.value >> 32 AND c.seq = j.value & 4294967295
ORDER BY c.as_of DESC, j.value LIMIT :most
"""
_COVERS = "s.unit = e.unit AND e.seq BETWEEN s.first AND s.last"
_WINDOW = "e.made_at > :after{shift} AND e.made_at <= :until{shift}"
_MADE = f"""
SELECT e.unit, e.seq, e.made_at AS at, e.quality FROM entry e INDEXED BY entry_time_{{slug}}
WHERE e.type = {{number}} AND e.version = 0 AND {_WINDOW.format(shift="")} AND {IN_FORCE}
AND (e.quality >= 2 OR NOT EXISTS (SELECT 1 FROM time_shift s WHERE {_COVERS}))
UNION ALL
SELECT e.unit, e.seq, e.made_at + s.shift_s, e.quality
FROM time_shift s CROSS JOIN entry e INDEXED BY entry_time_{{slug}} ON {_WINDOW.format(shift=" - s.shift_s")}
WHERE e.type = {{number}} AND e.version = 0 AND e.quality < 2 AND {_COVERS} AND {IN_FORCE}
AND NOT EXISTS (
    SELECT 1 FROM time_shift t WHERE t.unit = e.unit AND e.seq BETWEEN t.first AND t.last AND t.seq > s.seq
)
"""
"""What no correction of time covers, and what the newest one that covers it moves into the window."""
