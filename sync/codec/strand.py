"""How entries of one number line are SENT in a trained context: type, what is unusual, time, then the record."""

from collections.abc import Container
from dataclasses import dataclass, field
from typing import Any

from field_node.records.kinds import Ref
from field_node.records.record import Entry, TimeQuality
from sync.codec.coder import Coder, flag
from sync.codec.envelope_tables import FAR_TICKS, ON_TRACK, PEOPLE, TICKS, Dialect
from sync.codec.here import Frame, Here
from sync.codec.near import only
from sync.codec.numbers import class_of
from sync.codec.references import walk_ref_by
from sync.codec.table import Table
from sync.codec.taught import Taught
from sync.codec.walk import walk_ref
from sync.errors import BadFrame

GAP, CHANGED, LACKS = 1, 2, 4
"""What is unusual about an entry: numbers left out before it, other circumstances, withheld fields where none were or none where some were."""
QUALITY, INCIDENT, AUTHOR, CORRECTS = 1, 2, 4, 8
MINUTE_S = 60
AS_LAST, BACK, ANY = range(3)
"""A correction is of the last entry of its type, of an own one so far back, or of any."""


@dataclass(slots=True)
class Strand:
    """What both ends know along one list.

    seq, made_at: of the entry before; of the first one itself at the beginning. number: of its type; next: the table of the type after it.
    """

    coder: Coder
    dialect: Dialect
    frame: Frame
    unit: int
    full: bool
    trail: bool
    seq: int = 0
    made_at: int = 0
    quality: TimeQuality = TimeQuality.GPS
    incident: Ref | None = None
    author: int = 0
    number: int = 0
    next: Table = field(init=False)
    steps: int = 0
    lacking: dict[int, bool] = field(default_factory=dict)
    closed: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.next = self.dialect.tables.types[ON_TRACK if self.trail else 0]

    def step(self, entry: Entry | None, closed: Container[int], *, first: bool) -> Entry:
        """Writes the entry, or reads the next one when there is none. Raises BadFrame, ValueError."""
        before = self.number
        taught, unusual = self._type(entry, first)
        self.number, self.next, again = taught.number, taught.steps.next, taught.number == before
        if first:
            self._begin(entry, taught.step_s)
        else:
            self.seq += 1
            if unusual & GAP:
                self._gap(entry, closed)
            self._time(entry, taught, again)
        corrects, reason = self._changed(entry) if unusual & CHANGED else (None, None)
        lacks = taught.withholds and self._lacking(taught, unusual)
        told = taught.nothing if entry is None else taught.values_of(entry.record)
        values = taught.walk(self.coder, told, self.frame, (self.made_at, again))
        self.frame.seqs[taught.number] = self.seq
        if entry is not None:
            return entry
        about = (self.incident, self.author, corrects, reason, not lacks)
        return Entry(self.unit, self.seq, self.made_at, self.quality, taught.record_of(values), *about)

    def _type(self, entry: Entry | None, first: bool) -> tuple[Taught, int]:
        """The type, and what is unusual about the entry: one symbol says both when nothing is."""
        if entry is None:
            said = self.coder.escaped(self.next, 0)
            taught = self.dialect.numbered(said >> 1, self.full)
            only(said, not taught.is_silent)
            return taught, self._read_unusual(taught, first) if said & 1 else 0
        taught = self.dialect.of(type(entry.record), self.full)
        unusual = self._unusual(entry, taught, first)
        self.coder.escaped(self.next, 2 * taught.number + (1 if unusual else 0))
        if unusual:
            self.coder.symbol(taught.steps.usual, unusual)
        return taught, unusual

    def _read_unusual(self, taught: Taught, first: bool) -> int:
        unusual = self.coder.symbol(taught.steps.usual, 0)
        only(unusual, unusual > 0 and not (first and unusual & GAP))
        return int(only(unusual, taught.withholds or not unusual & LACKS))

    def _lacking(self, taught: Taught, unusual: int) -> bool:
        """Whether fields are withheld: as of the last entry of the type, unless that is unusual."""
        lacks = self.lacking.get(taught.number, taught.on_track) ^ bool(unusual & LACKS)
        self.lacking[taught.number] = lacks
        return lacks

    def _unusual(self, entry: Entry, taught: Taught, first: bool) -> int:
        if taught.is_silent:
            raise ValueError("may not travel by radio")
        found = GAP if entry.seq != self.seq + 1 and not first else 0
        if (
            entry.corrects is not None
            or entry.author != self.author
            or entry.quality != self.quality
            or entry.incident != self.incident
        ):
            found |= CHANGED
        if taught.withholds and taught.lacks(entry) != self.lacking.get(taught.number, taught.on_track):
            found |= LACKS
        return found

    def _gap(self, entry: Entry | None, closed: Container[int]) -> None:
        before = self.seq - 1
        gap = 1 + self.coder.bucketed(
            self.dialect.tables.gap[0], 0 if entry is None else entry.seq - before - 2
        )
        self.seq = before + gap + 1
        known = entry is not None and all(seq in closed for seq in range(before + 1, entry.seq))
        if flag(self.coder, known):
            self.closed.append((before + 1, before + gap))

    def _time(self, entry: Entry | None, taught: Taught, again: bool) -> None:
        step_s = taught.step_s
        base = self.made_at // step_s
        steps = 0 if entry is None else entry.made_at // step_s - base
        table = taught.steps.times[again]
        self.steps = steps = self._ticks(steps) if taught.on_track else self.coder.signed(table, steps)
        self.made_at = made_at = (base + steps) * step_s
        if made_at < 0 or (entry is not None and made_at != entry.made_at):
            raise BadFrame("range")

    def _begin(self, entry: Entry | None, step_s: int) -> None:
        """The first entry's time within its minute, which is known."""
        if step_s < MINUTE_S:
            past = 0 if entry is None else (entry.made_at - self.made_at) // step_s
            self.made_at += step_s * self.coder.uniform(MINUTE_S // step_s, past)
        if entry is not None and self.made_at != entry.made_at:
            raise BadFrame("range")

    def _ticks(self, given: int) -> int:
        tables = self.dialect.tables
        table = tables.ticks[class_of(self.steps, TICKS - 1)]
        found = self.coder.symbol(table, given if 0 <= given < FAR_TICKS else FAR_TICKS)
        if found < FAR_TICKS:
            return found
        return int(only(found := self.coder.signed(tables.far[0], given), not 0 <= found < FAR_TICKS))

    def _changed(self, entry: Entry | None) -> tuple[Ref | None, str | None]:
        coder, tables = self.coder, self.dialect.tables
        same = (self.quality, self.incident, self.author, None)
        given: Any = same if entry is None else (entry.quality, entry.incident, entry.author, entry.corrects)
        which = sum(1 << at for at in range(4) if given[at] != same[at])
        which = coder.symbol(tables.changes[0], which)
        if which & QUALITY:
            self.quality = _quality(coder.symbol(tables.quality[self.quality], given[0]))
        if which & INCIDENT:
            there = coder.symbol(tables.incident[0], int(given[1] is not None))
            self.incident = walk_ref_by(coder, given[1], (tables.unit[0], tables.seq[0])) if there else None
        if which & AUTHOR:
            self.author = coder.bucketed(tables.author[min(self.author, PEOPLE - 1)], given[2])
        corrects = self._correction(given[3]) if which & CORRECTS else None
        now = (self.quality, self.incident, self.author, corrects)
        only(which, which > 0 and which == sum(1 << at for at in range(4) if now[at] != same[at]))
        return corrects, None if corrects is None else self._reason(entry)

    def _correction(self, given: Ref | None) -> Ref:
        coder, tables = self.coder, self.dialect.tables
        last = Ref(self.unit, self.frame.seqs.get(self.number, self.seq))
        how = coder.symbol(tables.corrects[0], AS_LAST if given is None else self._how(given, last))
        if how == AS_LAST:
            found = last
        elif how == BACK:
            back = 1 if given is None else self.seq - given.seq
            found = Ref(self.unit, self.seq - 1 - coder.bucketed(tables.back[0], back - 1))
        else:
            found = walk_ref(coder, given)
        return Ref(*only(found, found.seq > 0 and self._how(found, last) == how))

    def _how(self, corrects: Ref, last: Ref) -> int:
        if corrects == last:
            return AS_LAST
        return BACK if corrects.unit == self.unit and corrects.seq < self.seq else ANY

    def _reason(self, entry: Entry | None) -> str | None:
        given = None if entry is None else entry.reason
        if not self.coder.symbol(self.dialect.tables.reason[0], int(given is not None)):
            return None
        return str(self.dialect.reason(self.coder, given, Here(self.frame, self.made_at, (None,))))


def _quality(number: int) -> TimeQuality:
    if number > max(TimeQuality):
        raise BadFrame("range")
    return TimeQuality(number)
