"""How an entry's envelope is SENT: number, time, incident, author, correction, and which fields follow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, NamedTuple

from field_node.records import TYPES, number_of
from field_node.records.kinds import Ref
from field_node.records.record import REASON, Entry, Record, TimeQuality, fields, withheld
from sync.codec.coder import Coder, flag, zigzag
from sync.codec.near import Near, Walk
from sync.codec.since import fields_in
from sync.codec.walk import walk_of, walk_ref
from sync.errors import BadFrame

_REASON_WALK = walk_of(REASON)


@dataclass(frozen=True, slots=True)
class Plan:
    """What travels of a type: its fields by place. `optional`: (bit, place) of those that a bit each says are there."""

    record_type: type[Record]
    number: int
    step_s: int
    time_order: int
    sent: tuple[tuple[str, Walk], ...]
    always: tuple[int, ...]
    optional: tuple[tuple[int, int], ...]
    withholds: bool
    nothing: tuple[None, ...]
    values_of: Callable[[Record], tuple[Any, ...]]


_PLANS: dict[tuple[type[Record], bool], Plan] = {}


def plan_of(record_type: type[Record], full: bool) -> Plan:
    """The plan of a type, for a full copy or a radio copy."""
    found = _PLANS.get((record_type, full))
    if found is None:
        found = _PLANS[record_type, full] = _planned(record_type, full)
    return found


def _planned(record_type: type[Record], full: bool) -> Plan:
    step_s = record_type.about.resolution_s
    known = fields_in(record_type, 0)
    sent = [one for one in known if full or one.radio]
    optional = [place for place, one in enumerate(sent) if not one.required]
    return Plan(
        record_type,
        number_of(record_type),
        step_s,
        2 if step_s >= 30 else 7,
        tuple((one.name, walk_of(one.kind, on_track=record_type.about.track)) for one in sent),
        tuple(place for place, one in enumerate(sent) if one.required),
        tuple((1 << bit, place) for bit, place in enumerate(optional)),
        len(sent) < len(known),
        (None,) * len(sent),
        getter([one.name for one in sent]),
    )


def getter(names: Sequence[str]) -> Callable[[Record], tuple[Any, ...]]:
    """The values of a record under those names."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


class Last(NamedTuple):
    """The last record of a type: its values by place, the bits of its optional fields, the places that it had."""

    values: tuple[Any, ...]
    optional: int
    there: tuple[int, ...]


@dataclass(slots=True)
class Line:
    """What both ends know while they walk along one list of entries: the one before, and the last of each type."""

    unit: int
    full: bool
    seq: int
    made_at: int
    quality: TimeQuality = TimeQuality.NTP
    incident: Ref | None = None
    author: int = 0
    plan: Plan | None = None

    def step(self, coder: Coder, entry: Entry | None, memory: dict[int, Last]) -> Entry:
        """Writes the entry, or reads the next one when there is none."""
        plan = self._type(coder, entry)
        self.made_at = self._time(coder, entry, plan)
        corrects, reason = self._circumstances(coder, entry)
        lacks = plan.withholds and flag(coder, entry is not None and _lacks(entry))
        record = _record(coder, entry, plan, memory, self.made_at)
        if entry is not None:
            return entry
        return Entry(
            self.unit,
            self.seq,
            self.made_at,
            self.quality,
            record,
            self.incident,
            self.author,
            corrects,
            reason,
            not lacks,
        )

    def _type(self, coder: Coder, entry: Entry | None) -> Plan:
        given = None if entry is None else plan_of(type(entry.record), self.full)
        before = self.plan
        if before is not None and flag(coder, given is before):
            return before
        number = coder.golomb(4, 0 if given is None else given.number)
        if number not in TYPES:
            raise BadFrame("context")
        self.plan = plan_of(TYPES[number], self.full)
        if self.plan is before:
            raise BadFrame("contents")
        return self.plan

    def _time(self, coder: Coder, entry: Entry | None, plan: Plan) -> int:
        step_s = plan.step_s
        base = self.made_at // step_s
        given = 0 if entry is None else entry.made_at // step_s - base
        made_at = (base + zigzag(coder, plan.time_order, given)) * step_s
        if made_at < 0 or (entry is not None and made_at != entry.made_at):
            raise BadFrame("range")
        return made_at

    def _circumstances(self, coder: Coder, entry: Entry | None) -> tuple[Ref | None, str | None]:
        """Time quality, incident, author, correction: one flag when all is as before."""
        same = (self.quality, self.incident, self.author, None)
        given = same if entry is None else (entry.quality, entry.incident, entry.author, entry.corrects)
        if flag(coder, given == same):
            return None, None
        quality = coder.uniform(8, given[0])
        if quality > max(TimeQuality):
            raise BadFrame("range")
        self.quality = TimeQuality(quality)
        self.incident = walk_ref(coder, given[1]) if flag(coder, given[1] is not None) else None
        self.author = coder.golomb(2, given[2])
        return self._correction(coder, entry, same)

    def _correction(
        self, coder: Coder, entry: Entry | None, same: tuple[Any, ...]
    ) -> tuple[Ref | None, str | None]:
        if not flag(coder, entry is not None and entry.corrects is not None):
            if (self.quality, self.incident, self.author, None) == same:
                raise BadFrame("contents")
            return None, None
        corrects = walk_ref(coder, None if entry is None else entry.corrects)
        given = None if entry is None else entry.reason
        if not flag(coder, given is not None):
            return corrects, None
        return corrects, _REASON_WALK(coder, given, Near())


def _lacks(entry: Entry) -> bool:
    return not entry.complete or withheld(entry.record)


def _record(coder: Coder, entry: Entry | None, plan: Plan, memory: dict[int, Last], made_at: int) -> Record:
    given = plan.nothing if entry is None else plan.values_of(entry.record)
    last = memory.get(plan.number)
    optional, there = _presence(coder, plan, given, last)
    before = plan.nothing if last is None else last.values
    near = Near()
    near.made_at = made_at
    values, told = list(plan.nothing), {}
    for place in there:
        name, walk = plan.sent[place]
        near.before = before[place]
        values[place] = told[name] = walk(coder, given[place], near)
    memory[plan.number] = Last(tuple(values), optional, there)
    return plan.record_type(**told) if entry is None else entry.record


def _presence(
    coder: Coder, plan: Plan, given: tuple[Any, ...], last: Last | None
) -> tuple[int, tuple[int, ...]]:
    """Bits of the optional fields that follow, and the places of all; "the same as the last of this type" costs one bit."""
    if not plan.optional:
        return 0, plan.always
    optional = sum([bit for bit, place in plan.optional if given[place] is not None])
    if last is not None and flag(coder, optional == last.optional):
        return last.optional, last.there
    found = coder.uniform(1 << len(plan.optional), optional)
    if last is not None and found == last.optional:
        raise BadFrame("contents")
    return found, tuple(sorted((*plan.always, *(place for bit, place in plan.optional if found & bit))))


def radio_copy(entry: Entry) -> Entry:
    """The entry as it arrives by radio: without what is withheld, and saying so."""
    if not withheld(entry.record):
        return entry
    kept = {one.name: getattr(entry.record, one.name) for one in fields(type(entry.record)) if one.radio}
    return replace(entry, record=type(entry.record)(**kept), complete=False)
