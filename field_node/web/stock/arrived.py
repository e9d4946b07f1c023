"""Which shipments this unit knows to have arrived, and which it awaits."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.store import journal, papers
from field_node.store.connection import Store
from field_node.store.papers import Paper
from field_node.store.picking import IN_FORCE, NEWEST_COPY, latest, names, picked
from field_node.store.returns import still_out
from field_node.store.under_way import papers_awaited
from field_node.store.views import corrected

PAGE = 50


def last_arrival(store: Store, sent: Sequence[Ref]) -> Entry | None:
    """The newest arrival in force that names one of those kirim, also as it was before or after a correction."""
    every = {name for ref in sent for name in names(store, ref)}
    found = [one for name in every for one in picked(store, _ARRIVED, name._asdict())]
    at = dict(zip((one.ref for one in found), corrected(store, found), strict=True))
    return max(found, key=lambda one: at[one.ref], default=None)


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


class Awaited(NamedTuple):
    """Papers of one page; the numbers of those before and after it, None at the ends."""

    papers: list[Paper]
    before: int | None
    after: int | None


def awaited(store: Store, places: set[Ref], page: int = 1) -> Awaited:
    """Papers of goods sent to those places of which something is neither known to have arrived nor back, newest first."""
    refs = papers_awaited(store, places, skip=(page - 1) * PAGE, limit=PAGE + 1)
    found = (papers.paper(store, ref) for ref in refs[:PAGE])
    missing = [one for one in found if one and _missing(store, one)]
    return Awaited(missing, page - 1 or None, page + 1 if len(refs) > PAGE else None)


def _missing(store: Store, paper: Paper) -> bool:
    told = accounted(store, [one.ref for one in paper.entries])
    return any(still_out(store, one.ref, move) > told.get(one.ref, 0) for one, move in paper.lines)


_ARRIVED = (
    "FROM mutasi m CROSS JOIN entry e ON e.unit = m.entry_unit AND e.seq = m.entry_seq"
    " WHERE m.merujuk_unit = :unit AND m.merujuk_seq = :seq AND m.jenis = 'terima_kiriman'"
    f" AND {NEWEST_COPY} AND {IN_FORCE} ORDER BY e.pos DESC"
)
