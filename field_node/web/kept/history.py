"""What became of an entry: the entries that correct it or take it out of force."""

from collections.abc import Sequence

import msgspec

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import journal, views
from field_node.store.connection import Store
from field_node.store.picking import latest

_CORRECTIONS = (
    "SELECT unit, seq FROM entry WHERE corrects_unit = ? AND corrects_seq = ? AND version = 0 ORDER BY pos"
)
_VOIDS = "SELECT entry_unit, entry_seq FROM pembatalan WHERE entri_unit = ? AND entri_seq = ?"


def ended(store: Store, refs: Sequence[Ref]) -> set[Ref]:
    """Those that no longer count."""
    return {ref for ref in refs if not views.in_force(store, ref)}


def what_ended(store: Store, ref: Ref) -> str:
    """Why an entry that is out of force no longer counts."""
    if store.run(f"{_VOIDS} LIMIT 1", ref):
        return "Dibatalkan"
    return "Sudah dikoreksi" if store.run(f"{_CORRECTIONS} LIMIT 1", ref) else "Sudah diganti"


def latest_name(store: Store, ref: Ref) -> Ref:
    """What stands for that entry now; the last thing said of it when nothing does."""
    entry, names = latest(store, ref), [ref]
    for name in names:
        names += [new for row in store.run(_CORRECTIONS, name) if (new := Ref(*row)) not in names]
    return entry.ref if entry else names[-1]


def history(store: Store, ref: Ref) -> list[Entry]:
    """Corrections and cancellings of that entry in order of arrival, corrections first."""
    if views.in_force(store, ref):
        return []
    names = [Ref(*row) for sql in (_CORRECTIONS, _VOIDS) for row in store.run(sql, ref)]
    return [entry for name in names if (entry := journal.entry(store, name))]


def of_form(store: Store, kunci: str) -> list[Entry]:
    """What the form of that key became, [] when it was never saved."""
    rows = store.run("SELECT names FROM form_key WHERE kunci = ?", (kunci,))
    names = [Ref.parse(name) for row in rows for name in msgspec.json.decode(row[0])]
    return [entry for name in names if (entry := journal.entry(store, name))]
