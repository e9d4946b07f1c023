"""What a paper says beside its lines in force: what was voided or corrected, what an opname found to agree."""

from dataclasses import dataclass
from enum import Enum
from itertools import count

from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.papers import MOST_LINES, Paper
from field_node.web.kept.history import chain


class State(Enum):
    """How a paper stands."""

    VALID = ""
    CORRECTED = "dikoreksi"
    VOID = "dibatalkan"


@dataclass(frozen=True, slots=True)
class Written:
    """A paper with its lines: those in force, or those that stood last before all were voided. `why`: reasons that were given."""

    paper: Paper
    lines: tuple[tuple[Entry, Movement], ...]
    state: State
    why: tuple[str, ...] = ()


def written(store: Store, paper: Paper) -> Written:
    """The paper with what became of it."""
    if paper.lines:
        changed = [one for one, _ in paper.lines if one.corrects is not None]
        gone = _voids(store, paper) if paper.nomor else []
        why = tuple(dict.fromkeys([*(one.reason for one in changed if one.reason), *gone]))
        return Written(paper, tuple(paper.lines), State.CORRECTED if changed or gone else State.VALID, why)
    lines = tuple((one, one.record) for one in _last(store, paper) if isinstance(one.record, Movement))
    return Written(paper, lines, State.VOID, tuple(dict.fromkeys(_voids(store, paper))))


def agreed(store: Store, paper: Paper) -> list[tuple[Entry, Balance]]:
    """What the same opname counted as it stands in the book: its statements follow its lines, kept in the same moment."""
    last = max((one.seq for one, _ in paper.lines if one.corrects is None), default=paper.ref.seq)
    moment = _moment(store, paper.ref)
    found = list[tuple[Entry, Balance]]()
    for seq in count(last + 1):
        one = journal.entry(store, Ref(paper.ref.unit, seq))
        if one is None or not isinstance(one.record, Balance) or one.record.gudang != paper.gudang:
            break
        if _moment(store, one.ref) != moment:
            break
        found.append((one, one.record))
    return found


def _moment(store: Store, ref: Ref) -> tuple[object, ...]:
    """When the unit kept it, to the millisecond: what it states by itself comes later."""
    sql = "SELECT boot, uptime_ms, made_at FROM entry WHERE unit = ? AND seq = ? AND version = 0"
    return tuple(next(iter(store.run(sql, ref)), ()))


def _last(store: Store, paper: Paper) -> list[Entry]:
    """Each line as it was said last."""
    versions = (
        [one for one in chain(store, entry) if isinstance(one.record, Movement)]
        for entry in _first(store, paper)
    )
    return [each[-1] for each in versions if each]


def _first(store: Store, paper: Paper) -> list[Entry]:
    """The lines as they were first written: `ref` and those that follow it with its number."""
    found = list[Entry]()
    for seq in range(paper.ref.seq, paper.ref.seq + MOST_LINES):
        one = journal.entry(store, Ref(paper.ref.unit, seq))
        record = one.record if one else None
        if one is None or not isinstance(record, Movement) or (found and record.nomor != paper.nomor):
            break
        found.append(one)
        if paper.nomor is None:
            break
    return found


def _voids(store: Store, paper: Paper) -> list[str]:
    """The reasons of the lines that were voided."""
    versions = (one for entry in _first(store, paper) for one in chain(store, entry))
    return [one.record.alasan for one in versions if isinstance(one.record, Void)]
