"""What the center said of entries that it was given: whether they stand, and why not."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.verification import Verification
from field_node.store.as_of import REJECTED, SHIFT
from field_node.store.connection import Store
from field_node.store.folds import key_text
from field_node.store.picking import IN_FORCE
from field_node.store.storage import wire_number


class Verdict(NamedTuple):
    """The center's newest word in force about one entry. `reason`: "" for none; `at`: UTC seconds."""

    status: str
    reason: str
    at: int

    @property
    def is_rejected(self) -> bool:
        """The entry does not count."""
        return self.status == REJECTED


def verdicts(store: Store, refs: Iterable[Ref]) -> dict[Ref, Verdict]:
    """Of those entries what the center spoke of; what a unit says of another's entry is not the center's word."""
    found = {ref: _verdict(store, ref) for ref in refs}
    return {ref: verdict for ref, verdict in found.items() if verdict}


def _verdict(store: Store, ref: Ref) -> Verdict | None:
    given = {"type": wire_number(Verification), "key": key_text(ref)}
    rows = store.run(_NEWEST, given)
    return Verdict(rows[0][0], rows[0][1] or "", rows[0][2]) if rows else None


def turned(store: Store, cut: int, slugs: Sequence[str]) -> tuple[int, ...]:
    """Of each entry of those types from before the cut that counts or does not by a word of the center which came here after it:
    when that word came, UTC seconds."""
    numbers = {wire_number(type_by_slug(slug)) for slug in slugs}
    rows = store.run(_TURNED, {"type": wire_number(Verification), "cut": cut})
    return tuple(
        came
        for number, came, now, then in rows
        if number in numbers and (now == REJECTED) != (then == REJECTED)
    )


_SPOKEN = (
    "FROM claim k CROSS JOIN verifikasi w ON w.entry_unit = k.unit AND w.entry_seq = k.seq"
    " WHERE k.type = :type AND k.key = {key} AND k.unit = 0 {more} ORDER BY k.as_of DESC, k.seq DESC LIMIT 1"
)
_NEWEST = f"SELECT w.status, w.alasan, k.at {_SPOKEN.format(key=':key', more='')}"
_OF_ENTRY = "'[\"' || e.unit || '-' || e.seq || '\"]'"
_HERE_BY_THEN = "AND EXISTS (SELECT 1 FROM entry h WHERE h.unit = 0 AND h.seq = k.seq AND h.version = 0 AND h.received_at <= :cut)"
_TURNED = f"""
SELECT e.type, n.came, (SELECT w.status {_SPOKEN.format(key=_OF_ENTRY, more="")}),
(SELECT w.status {_SPOKEN.format(key=_OF_ENTRY, more=_HERE_BY_THEN)})
FROM (
    SELECT w.entri_unit AS unit, w.entri_seq AS seq, max(v.received_at) AS came
    FROM entry v CROSS JOIN verifikasi w ON w.entry_unit = v.unit AND w.entry_seq = v.seq
    WHERE v.type = :type AND v.version = 0 AND v.unit = 0 AND v.received_at > :cut GROUP BY 1, 2
) n
CROSS JOIN entry e ON e.unit = n.unit AND e.seq = n.seq AND e.version = 0
WHERE e.made_at + {SHIFT} <= :cut AND {IN_FORCE}
"""
