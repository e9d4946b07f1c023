"""What the center said of entries that it was given: whether they stand, and why not."""

from collections.abc import Iterable
from typing import NamedTuple

from field_node.records.kinds import Ref
from field_node.records.verification import Verification
from field_node.store.as_of import REJECTED
from field_node.store.connection import Store
from field_node.store.folds import key_text
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


_NEWEST = (
    "SELECT w.status, w.alasan, k.at FROM claim k"
    " CROSS JOIN verifikasi w ON w.entry_unit = k.unit AND w.entry_seq = k.seq"
    " WHERE k.type = :type AND k.key = :key AND k.unit = 0 ORDER BY k.as_of DESC, k.seq DESC LIMIT 1"
)
