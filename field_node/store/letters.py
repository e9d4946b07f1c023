"""Letters of request: the lines of permintaan of one place and number, newest letter first."""

from typing import NamedTuple

from field_node.records.kinds import Ref
from field_node.records.record import Entry
from field_node.records.request import Request
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.picking import IN_FORCE, NEWEST_COPY, picked
from field_node.store.storage import wire_number


class Letter(NamedTuple):
    """Lines in force of one place and number, by baris; one line alone when it has no number. `ref`: the first of them."""

    ref: Ref
    entries: tuple[Entry, ...]

    @property
    def lines(self) -> list[Request]:
        """What is asked for."""
        return [one.record for one in self.entries if isinstance(one.record, Request)]


def letter(store: Store, ref: Ref) -> Letter | None:
    """The letter to which that line belongs; None when it is no permintaan, or nothing of it is in force."""
    known = journal.entry(store, ref)
    if known is None or not isinstance(known.record, Request):
        return None
    one = known.record
    if one.nomor is None:
        found = picked(store, f"{_LINE} AND e.unit = :unit AND e.seq = :seq", ref._asdict())
    else:
        given = {"nomor": one.nomor, "maker": known.unit, **one.dari._asdict()}
        found = picked(store, f"{_LINE} AND {_SAME} ORDER BY p.baris, e.pos", given)
    return Letter(found[0].ref, tuple(found)) if found else None


def letters(
    store: Store, own: int, *, before: int | None = None, limit: int = 30
) -> list[tuple[int, Letter]]:
    """Those that this unit wrote, newest first, with the positions of their first lines; below the position `before`."""
    params = {"type": wire_number(Request), "own": own, "before": before or (1 << 62), "limit": limit}
    rows = store.run(_FIRST, params)
    found = ((row[0], letter(store, Ref(row[1], row[2]))) for row in rows)
    return [(pos, one) for pos, one in found if one is not None]


def used(store: Store, dari: Ref, nomor: str) -> bool:
    """True when a letter of that place has the number, also when it was voided since."""
    sql = "SELECT 1 FROM permintaan WHERE nomor = ? AND dari_unit = ? AND dari_seq = ? LIMIT 1"
    return bool(store.run(sql, (nomor, *dari)))


_LINE = (
    "FROM permintaan p CROSS JOIN entry e ON e.unit = p.entry_unit AND e.seq = p.entry_seq"
    f" WHERE {NEWEST_COPY} AND {IN_FORCE}"
)
_SAME = "p.nomor = :nomor AND p.dari_unit = :unit AND p.dari_seq = :seq AND e.unit = :maker"
_FIRST = f"""
SELECT min(e.pos), e.unit, min(e.seq) FROM entry e
CROSS JOIN permintaan p ON p.entry_unit = e.unit AND p.entry_seq = e.seq
WHERE e.type = :type AND e.version = 0 AND e.unit = :own AND {IN_FORCE}
GROUP BY COALESCE(p.nomor, e.seq), p.dari_unit, p.dari_seq HAVING min(e.pos) < :before
ORDER BY min(e.pos) DESC LIMIT :limit
"""
