"""Entries of a type as a person looks for them: by where they are, by day, by a word in them or in the name of their place."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from field_node.records.kinds import Reference, Text
from field_node.records.record import Entry, Record, fields
from field_node.store.as_of import SHIFT
from field_node.store.connection import Store
from field_node.store.picking import IN_FORCE, NEWEST_COPY
from field_node.store.rows import ENTRY_COLUMNS, entry_of
from field_node.store.storage import wire_number

WAITING, RECEIVED, HELD, ENDED, FOREIGN = "belum", "diterima", "periksa", "berakhir", "lain"
STATES = (WAITING, RECEIVED, HELD, ENDED, FOREIGN)
"""What may be asked for: own ones the center has not, has, or set aside; what no longer counts; what others said."""


@dataclass(frozen=True, slots=True)
class Sift:
    """What to keep of a list. `since`, `until`: UTC seconds of when it was made, put right, the end not included; "" and None keep all."""

    state: str = ""
    since: int | None = None
    until: int | None = None
    word: str = ""

    @property
    def all(self) -> bool:
        return not (self.state or self.word) and self.since is None and self.until is None


def listed(
    store: Store, record_type: type[Record], sift: Sift, *, before: int | None = None, limit: int = 50
) -> list[tuple[int, Entry]]:
    """Entries with their positions, newest arrival first, below the position `before`."""
    params: dict[str, Any] = {
        "type": wire_number(record_type),
        "class": int(record_type.about.urgency),
        "limit": limit,
    }
    params |= {"before": _LAST if before is None else before, "since": sift.since, "until": sift.until}
    params |= {"like": f"%{_plain(sift.word)}%"}
    wanted = [condition for condition in _conditions(record_type, sift) if condition]
    sql = _LISTED.format(slug=record_type.about.slug, wanted=" AND ".join(["1", *wanted]))
    return [(row[0], entry_of(row[1:], store.locker)) for row in store.run(sql, params)]


def _conditions(record_type: type[Record], sift: Sift) -> Iterator[str]:
    yield _STATES[sift.state] if sift.state else ""
    yield f"e.made_at + {SHIFT} >= :since" if sift.since is not None else ""
    yield f"e.made_at + {SHIFT} < :until" if sift.until is not None else ""
    yield f"({' OR '.join(_words(record_type)) or '0'})" if sift.word else ""


def _words(record_type: type[Record]) -> Iterator[str]:
    """Open texts of the record, and the names of the places it speaks of."""
    for one in fields(record_type):
        if type(one.kind) is Text:
            yield f"t.{one.name} LIKE :like ESCAPE '\\'"
        if isinstance(one.kind, Reference) and one.kind.to == "lokasi":
            yield _PLACE_NAMED.format(name=one.name)


def _plain(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_LAST = 1 << 62
_E = ", ".join(f"e.{name.strip()}" for name in ENTRY_COLUMNS.split(","))
_OWN = "e.unit = (SELECT unit FROM self)"
_WAITS = "EXISTS (SELECT 1 FROM waiting w WHERE w.class = :class AND w.unit = e.unit AND w.seq = e.seq)"
_RECEIPT = "EXISTS (SELECT 1 FROM receipt r WHERE r.unit = e.unit AND r.seq = e.seq AND r.state {how})"
_STATES = {
    WAITING: _WAITS,
    RECEIVED: _RECEIPT.format(how="= 3"),
    HELD: _RECEIPT.format(how="= 4"),
    ENDED: f"NOT {IN_FORCE}",
    FOREIGN: f"NOT {_OWN}",
}
_PLACE_NAMED = (
    "EXISTS (SELECT 1 FROM lokasi p WHERE p.entry_unit = t.{name}_unit AND p.entry_seq = t.{name}_seq"
    " AND p.nama LIKE :like ESCAPE '\\')"
)
_LISTED = f"""
SELECT e.pos, {_E} FROM entry e JOIN {{slug}} t ON t.entry_unit = e.unit AND t.entry_seq = e.seq
WHERE e.type = :type AND e.pos < :before AND {NEWEST_COPY} AND {{wanted}} ORDER BY e.pos DESC LIMIT :limit
"""
