"""Imports of tables: the papers that one file became, found again by the keys under which they were kept."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

import msgspec

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.picking import latest

KEPT, UNDONE = "impor-", "batal-impor-"
PAPERS = 3
"""Digits of the number of a paper within its import."""


class Import(NamedTuple):
    """One file that was kept. `papers`: of each the names of its lines, in the order of the file."""

    key: str
    papers: tuple[tuple[Ref, ...], ...]

    @property
    def lines(self) -> tuple[Ref, ...]:
        """Every line."""
        return tuple(line for paper in self.papers for line in paper)


def paper_key(key: str, paper: int) -> str:
    """Under which the papers of an import are kept, one by one."""
    return f"{KEPT}{key}-{paper:0{PAPERS}d}"


def imported(store: Store, key: str) -> Import | None:
    """The import of that key; None when it was never kept."""
    low = f"{KEPT}{key}-"
    rows = store.run(
        "SELECT names FROM form_key WHERE kunci >= ? AND kunci < ? ORDER BY kunci", (low, f"{low}:")
    )
    return Import(key, tuple(_names(row[0]) for row in rows)) if rows else None


def with_content(store: Store, content: bytes) -> str | None:
    """The key of a kept import with that proof of its content that nobody took back, None without one."""
    rows = store.run(f"{_EVERY} AND content = ? ORDER BY kunci", (KEPT, f"{KEPT}~", content))
    keys = dict.fromkeys(_key(row[0]) for row in rows)
    return next((key for key in keys if not undone(store, key)), None)


def imports(store: Store, *, limit: int = 20) -> list[tuple[Import, Entry]]:
    """Kept imports with their first lines, the newest first."""
    rows = store.run(f"{_EVERY} ORDER BY kunci", (KEPT, f"{KEPT}~"))
    groups = groupby(rows, lambda row: _key(row[0]))
    found = [Import(key, tuple(_names(row[1]) for row in same)) for key, same in groups]
    first = ((one, journal.entry(store, one.papers[0][0])) for one in found)
    told = [(one, entry) for one, entry in first if entry is not None]
    return sorted(told, key=lambda one: one[1].ref, reverse=True)[:limit]


def standing(store: Store, lines: Sequence[Ref]) -> Iterator[Entry]:
    """What stands for those lines now, corrections in their place; voided ones are left out."""
    return (entry for line in lines if (entry := latest(store, line)) is not None)


def undone(store: Store, key: str) -> bool:
    """True once somebody took the whole import back, at once or line by line."""
    if store.run("SELECT 1 FROM form_key WHERE kunci = ?", (f"{UNDONE}{key}",)):
        return True
    kept = imported(store, key)
    return kept is not None and next(standing(store, kept.lines), None) is None


def _key(kunci: str) -> str:
    return kunci.removeprefix(KEPT).rpartition("-")[0]


def _names(text: str) -> tuple[Ref, ...]:
    return tuple(Ref.parse(name) for name in msgspec.json.decode(text))


_EVERY = "SELECT kunci, names FROM form_key WHERE kunci >= ? AND kunci < ?"
