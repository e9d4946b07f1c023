"""What became of an entry: the entries that correct it or take it out of force."""

from collections.abc import Sequence

import msgspec

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.store import journal, views
from field_node.store.connection import Store
from field_node.store.picking import latest, root
from field_node.web.said.language import _

_CORRECTIONS = (
    "SELECT unit, seq FROM entry WHERE corrects_unit = ? AND corrects_seq = ? AND version = 0 ORDER BY pos"
)
_VOIDS = "SELECT entry_unit, entry_seq FROM pembatalan WHERE entri_unit = ? AND entri_seq = ?"


def ended(store: Store, refs: Sequence[Ref]) -> set[Ref]:
    """Those that no longer count."""
    return {ref for ref in refs if not views.in_force(store, ref)}


def was_voided(store: Store, ref: Ref) -> bool:
    """Whether somebody took that entry back, not only said it anew."""
    return bool(store.run(f"{_VOIDS} LIMIT 1", ref))


def what_ended(store: Store, ref: Ref) -> str:
    """Why an entry that is out of force no longer counts."""
    if was_voided(store, ref):
        return _("Dibatalkan")
    return _("Sudah dikoreksi") if store.run(f"{_CORRECTIONS} LIMIT 1", ref) else _("Sudah diganti")


def latest_name(store: Store, ref: Ref) -> Ref:
    """What stands for that entry now; the last thing said of it when nothing does."""
    entry, names = latest(store, ref), [ref]
    for name in names:
        names += [new for row in store.run(_CORRECTIONS, name) if (new := Ref(*row)) not in names]
    return entry.ref if entry else names[-1]


def chain(store: Store, one: Entry) -> list[Entry]:
    """Every version of what that entry speaks of and what took it out of force: from the first statement on, by arrival."""
    names = [root(store, one)]
    for name in names:
        later = [Ref(*row) for sql in (_CORRECTIONS, _VOIDS) for row in store.run(sql, name)]
        names += [new for new in later if new not in names]
    found = {name: journal.entry(store, name) for name in names}
    return [entry for entry in found.values() if entry] if one.ref in found else [one]


def stands(store: Store, ref: Ref) -> bool:
    """False once a correction or a void named it."""
    return views.in_force(store, ref)


def of_form(store: Store, kunci: str) -> list[Entry]:
    """What the form of that key became, [] when it was never saved."""
    rows = store.run("SELECT names FROM form_key WHERE kunci = ?", (kunci,))
    names = [Ref.parse(name) for row in rows for name in msgspec.json.decode(row[0])]
    return [entry for name in names if (entry := journal.entry(store, name))]
