"""How urgent each of the center's own entries is where only a few fit: live orders of today before old places."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from field_node.records.directory import Unit as DirectoryUnit
from field_node.records.kinds import Ref
from field_node.records.record import Entry, Urgency, fields
from field_node.records.task import Task
from field_node.records.warning import Alert
from sync.frames import CENTER

TODAY_S = 86_400


class Rank(NamedTuple):
    """Lower goes first. `turn`: 0 urgent and of today, 1 in force, 2 out of force."""

    turn: int
    urgency: int
    seq: int


@dataclass(frozen=True, slots=True)
class Said:
    """What of an entry decides its turn. `until`: UTC seconds, None without an end. `names`: own entries it speaks of."""

    seq: int
    urgency: int
    made_at: int
    until: int | None
    names: tuple[int, ...]
    fits: bool

    def rank(self, now: int, replaced: Container[int]) -> Rank:
        if self.seq in replaced or (self.until is not None and self.until < now):
            return Rank(2, self.urgency, self.seq)
        is_today = self.urgency <= Urgency.COUNT and self.made_at > now - TODAY_S
        return Rank(0 if is_today else 1, self.urgency, self.seq)


def said_by(entry: Entry, *, fits: bool) -> Said:
    """`fits`: the entry goes by radio at all."""
    return Said(entry.seq, _urgency(entry), entry.made_at, _until(entry), tuple(_names(entry)), fits)


def _urgency(entry: Entry) -> int:
    """What takes something out of force is as urgent as an order: somebody may be on the way for nothing."""
    record = entry.record
    ends = entry.corrects is not None or record.replaces() is not None
    if ends or (isinstance(record, DirectoryUnit) and record.dicabut):
        return min(record.about.urgency, Urgency.COUNT)
    return record.about.urgency


def _until(entry: Entry) -> int | None:
    record = entry.record
    if isinstance(record, Alert):
        return record.sampai
    return record.batas_waktu if isinstance(record, Task) else None


def _names(entry: Entry) -> Iterator[int]:
    values = (getattr(entry.record, one.name) for one in fields(type(entry.record)))
    refs = (ref for value in (entry.incident, *values) for ref in _refs(value))
    return (ref.seq for ref in refs if ref.unit == CENTER)


def _refs(value: object) -> tuple[Ref, ...]:
    if isinstance(value, Ref):
        return (value,)
    return tuple(each for each in value if isinstance(each, Ref)) if isinstance(value, tuple) else ()
