"""The statements of the outbox: the queue of what waits, and what the center's slips moved out of it."""

from field_node.records.kinds import TRACK_START
from field_node.records.record import Urgency

_ANY_CLASS = f"class IN ({', '.join(str(int(urgency)) for urgency in Urgency)})"
ROW = f"{_ANY_CLASS} AND unit = :unit AND seq = :seq"
# All that a receipt moves lies in the queue, however long the journal is.
_SPAN = f"{_ANY_CLASS} AND unit = :unit AND seq >= :first AND seq < :end"
LOWEST = "SELECT min(seq) FROM waiting WHERE class = :class AND unit = :unit AND seq >= :first AND seq < :end"
_STATE = "state, at, proof"
WAITS = f"SELECT {_STATE}, radio, radio_at, closed FROM waiting WHERE {ROW}"
RECEIPT = f"SELECT {_STATE} FROM receipt WHERE unit = ? AND seq = ? AND state IN (3, 4)"
OWN = "SELECT 1 FROM entry WHERE unit = ? AND seq = ? AND version = 0 AND carrier IS NULL"
ALL_WAITING = f"SELECT unit, seq, {_STATE} FROM waiting"
ALL_RECEIPTS = f"SELECT unit, seq, {_STATE} FROM receipt"
LOST = (
    "SELECT e.unit, e.seq FROM entry e WHERE e.carrier IS NULL AND e.version = 0"
    " AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.unit = e.unit AND r.seq = e.seq AND r.state IN (3, 4))"
    f" AND NOT EXISTS (SELECT 1 FROM waiting w WHERE w.{_ANY_CLASS} AND w.unit = e.unit AND w.seq = e.seq)"
)
WAITING = {
    urgency: "SELECT seq, class, type, made_at, state, withheld, closed, radio, radio_at FROM waiting"
    " WHERE class = :class AND unit = :unit AND closed <= :closed"
    f" ORDER BY seq {'DESC' if urgency is Urgency.POSITION else 'ASC'} LIMIT :room"
    for urgency in Urgency
}
TRIED = (
    "UPDATE waiting SET at = CASE WHEN state < 2 THEN :at ELSE at END, state = max(state, 1),"
    f" radio = CASE radio WHEN 1 THEN 0 ELSE radio END WHERE {ROW} AND (state = 0 OR radio = 1)"
)
RADIOED = (
    f"UPDATE waiting SET radio = max(radio, :radio), radio_at = :at WHERE {ROW} AND (:radio > 1 OR radio = 0)"
)
CLOSE = (
    f"UPDATE waiting SET closed = 1 WHERE {ROW}",
    "UPDATE receipt SET closed = 1 WHERE unit = :unit AND seq = :seq",
)
CLOSED = (
    f"SELECT seq FROM waiting WHERE {_ANY_CLASS} AND unit = :unit AND closed = 1"
    " UNION ALL SELECT seq FROM receipt WHERE unit = :unit AND closed = 1"
)
_KEPT = "unit, seq, class, type, made_at, withheld, closed"


def _moves(state: int, where: str) -> tuple[str, str]:
    """What takes rows from the queue to the receipts."""
    return (
        f"INSERT OR REPLACE INTO receipt ({_KEPT}, {_STATE})"
        f" SELECT {_KEPT}, {state}, :at, receipt_proof(unit, seq, {state}, :at) FROM waiting WHERE {where}",
        f"DELETE FROM waiting WHERE {where}",
    )


COVERED = (
    "UPDATE waiting SET state = 2, at = :at, proof = receipt_proof(unit, seq, 2, :at)"
    f" WHERE {_SPAN} AND closed = 0 AND withheld = 1 AND state < 2 AND seq < {TRACK_START}",
    *_moves(3, f"{_SPAN} AND closed = 0 AND (withheld = 0 OR seq >= {TRACK_START})"),
)
COMPLETE = _moves(3, _SPAN)
HOLD = (
    "UPDATE receipt SET state = 4, at = :at, proof = receipt_proof(unit, seq, 4, :at)"
    " WHERE unit = :unit AND seq = :seq AND state <> 4",
    *_moves(4, ROW),
)
REOFFER = (
    f"INSERT OR REPLACE INTO waiting ({_KEPT}, state, at) SELECT {_KEPT}, 1, at FROM receipt WHERE unit = :unit",
    "DELETE FROM receipt WHERE unit = :unit",
    "UPDATE waiting SET state = 1, proof = NULL WHERE unit = :unit AND state > 1",
)
