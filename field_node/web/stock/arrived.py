"""Which shipments this unit knows to have arrived, and which it awaits."""

from collections.abc import Iterable, Sequence

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.store import journal, papers
from field_node.store.connection import Store
from field_node.store.papers import Paper
from field_node.store.picking import IN_FORCE, NEWEST_COPY, latest, names, picked
from field_node.store.returns import still_out

MOST = 50


def last_arrival(store: Store, sent: Sequence[Ref]) -> Entry | None:
    """The newest arrival in force that names one of those kirim, also as it was before or after a correction."""
    every = {name for ref in sent for name in names(store, ref)}
    found = [one for name in every for one in picked(store, _ARRIVED, name._asdict())]
    return max(found, key=lambda one: one.made_at, default=None)


def accounted(store: Store, sent: Iterable[Ref]) -> dict[Ref, int]:
    """What arrivals in force said of each of those kirim, base units: came, broken or missing. None of those without an arrival."""
    found = dict[Ref, int]()
    for ref in sent:
        every = {
            one.ref: one for name in names(store, ref) for one in picked(store, _ARRIVED, name._asdict())
        }
        moves = [one.record for one in every.values() if isinstance(one.record, Movement)]
        if moves:
            found[ref] = sum(move.arrived() for move in moves)
    return found


def is_undone(store: Store, ref: Ref) -> bool:
    """True for a kirim that was voided here, or came back whole: nobody awaits it."""
    entry = latest(store, ref)
    if entry is None or not isinstance(entry.record, Movement):
        return journal.entry(store, ref) is not None
    return still_out(store, ref, entry.record) <= 0


def awaited(store: Store, places: set[Ref]) -> list[Paper]:
    """Papers of goods sent to those places of which something is neither known to have arrived nor back, newest first."""
    every = papers.papers(store, jenis="kirim", limit=MOST)
    return [one for _, one in every if _bound(one, places) and _missing(store, one)]


def _bound(paper: Paper, places: set[Ref]) -> bool:
    return any(one.tujuan in places for _, one in paper.lines)


def _missing(store: Store, paper: Paper) -> bool:
    told = accounted(store, [one.ref for one in paper.entries])
    return any(still_out(store, one.ref, move) > told.get(one.ref, 0) for one, move in paper.lines)


_ARRIVED = (
    "FROM mutasi m CROSS JOIN entry e ON e.unit = m.entry_unit AND e.seq = m.entry_seq"
    " WHERE m.merujuk_unit = :unit AND m.merujuk_seq = :seq AND m.jenis = 'terima_kiriman'"
    f" AND {NEWEST_COPY} AND {IN_FORCE} ORDER BY e.pos DESC"
)
