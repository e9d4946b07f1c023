"""One shape of an entry for every other format: a type, small numbers, texts; deltas where a format's users take them.

Time of an entry in steps of its type since the one before on its number line, moments against the entry's own
time, coordinates in 1e-5 degrees against the fix before, choices as small numbers, what is as in the entry before
left out. The first entry of each line counts from a time and a seq that every format is given for nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from field_node.records import TYPES, kinds, number_of
from field_node.records.kinds import Kind, Ref
from field_node.records.record import Entry, Field, Record, TimeQuality, fields
from sync.codec.envelope import radio_copy

GRID = 100_000
ENVELOPE = ("gap", "time", "quality", "incident", "author", "back", "reason", "lacks")
"""Names of what stands before the fields; all but `time` may be None: no gap, as before, not a correction; `lacks`: not as entries of its type mostly are."""


@dataclass(frozen=True, slots=True)
class Plain:
    """An entry: its type's number, the envelope by place, the values of the fields that travel, by place."""

    number: int
    envelope: tuple[Any, ...]
    values: tuple[Any, ...]


@dataclass
class _Line:
    """What both ends remember of one number line."""

    seq: int
    made_at: int
    quality: int = int(TimeQuality.GPS)
    incident: Ref | None = None
    author: int = 0
    fix: tuple[int, ...] = (0, 0)


@dataclass
class Walk:
    """Both number lines of a frame; `bases`: the seq and the time that each begins with, given for nothing."""

    unit: int
    bases: tuple[tuple[int, int], tuple[int, int]]
    deltas: bool = True
    lines: dict[bool, _Line] = field(default_factory=dict)

    def line(self, on_track: bool) -> _Line:
        if on_track not in self.lines:
            self.lines[on_track] = _Line(*self.bases[on_track])
        return self.lines[on_track]


def sent(record_type: type[Record]) -> list[Field]:
    """The fields of a type that travel by radio."""
    return [one for one in fields(record_type) if one.radio]


def bases_of(entries: Sequence[Entry]) -> tuple[tuple[int, int], tuple[int, int]]:
    """(seq before the first, its time) of the forms and of the trail."""
    firsts = [next((one for one in entries if one.on_track == track), None) for track in (False, True)]
    forms, trail = ((0, 0) if one is None else (one.seq - 1, one.made_at) for one in firsts)
    return forms, trail


def plain(entries: Sequence[Entry], *, deltas: bool = True) -> list[Plain]:
    """The entries of one frame. Without deltas: an entry's time in seconds since 1970, days and coordinates whole."""
    walk = Walk(entries[0].unit, bases_of(entries), deltas)
    return [_plain(walk, radio_copy(one)) for one in entries]


def _plain(walk: Walk, entry: Entry) -> Plain:
    line, step_s = walk.line(entry.on_track), entry.record.about.resolution_s
    envelope = (
        entry.seq - line.seq - 1 or None,
        entry.made_at // step_s - line.made_at // step_s if walk.deltas else entry.made_at,
        None if entry.quality == line.quality else int(entry.quality),
        None
        if entry.incident == line.incident
        else 0
        if entry.incident is None
        else ref_number(entry.incident),
        None if entry.author == line.author else entry.author,
        None if entry.corrects is None else entry.seq - entry.corrects.seq,
        entry.reason,
        None if entry.complete != entry.record.about.track else True,
    )
    values = tuple(_value(walk, line, entry, one) for one in sent(type(entry.record)))
    _remember(line, entry)
    return Plain(number_of(type(entry.record)), envelope, values)


def _remember(line: _Line, entry: Entry) -> None:
    line.seq, line.made_at, line.author = entry.seq, entry.made_at, entry.author
    line.quality, line.incident = int(entry.quality), entry.incident
    if entry.on_track:
        line.fix = _fix(entry.record)


def _fix(record: Record) -> tuple[int, ...]:
    return tuple(round(getattr(record, name) * GRID) for name in ("lat", "lon"))


def _value(walk: Walk, line: _Line, entry: Entry, one: Field) -> Any:
    value = getattr(entry.record, one.name)
    if value is None:
        return None
    if isinstance(one.kind, kinds.Degrees):
        return round(value * GRID) - (line.fix[one.name == "lon"] if walk.deltas else 0)
    if isinstance(one.kind, kinds.Moment):
        step_s = one.kind.resolution_s
        return value // step_s - entry.made_at // step_s
    if isinstance(one.kind, kinds.Day):
        return value - entry.made_at // 86_400 if walk.deltas else value
    return _change(_TO, one.kind)(one.kind, value)


def restored(
    unit: int, bases: tuple[tuple[int, int], tuple[int, int]], told: Sequence[Plain], *, deltas: bool = True
) -> list[Entry]:
    """The radio copies of the entries: what `plain` was given."""
    walk = Walk(unit, bases, deltas)
    return [_restored(walk, one) for one in told]


def _restored(walk: Walk, told: Plain) -> Entry:
    kind = TYPES[told.number]
    line, step_s = walk.line(kind.about.track), kind.about.resolution_s
    gap, time, quality, incident, author, back, reason, lacks = told.envelope
    seq = line.seq + 1 + (gap or 0)
    made_at = (line.made_at // step_s + time) * step_s if walk.deltas else time
    named = line.incident if incident is None else ref_of(incident) if incident else None
    pairs = zip(sent(kind), told.values, strict=True)
    record = kind(**{one.name: _told(walk, (line, made_at), one, value) for one, value in pairs})
    entry = Entry(
        walk.unit, seq, made_at, TimeQuality(line.quality if quality is None else quality), record, named,
        line.author if author is None else author, None if back is None else Ref(walk.unit, seq - back), reason, kind.about.track == bool(lacks),
    )  # fmt: skip
    _remember(line, entry)
    return entry


def _told(walk: Walk, near: tuple[_Line, int], one: Field, value: Any) -> Any:
    if value is None:
        return None
    line, made_at = near
    if isinstance(one.kind, kinds.Degrees):
        return (value + (line.fix[one.name == "lon"] if walk.deltas else 0)) / GRID
    if isinstance(one.kind, kinds.Moment):
        step_s = one.kind.resolution_s
        return (value + made_at // step_s) * step_s
    if isinstance(one.kind, kinds.Day):
        return value + made_at // 86_400 if walk.deltas else value
    return _change(_FROM, one.kind)(one.kind, value)


def ref_number(ref: Ref) -> int:
    """Small for the center's entries, which are named most."""
    return ref.seq << 1 if ref.unit == 0 else (ref.seq << 16 | ref.unit) << 1 | 1


def ref_of(number: int) -> Ref:
    return Ref(number >> 1 & 0xFFFF, number >> 17) if number & 1 else Ref(0, number >> 1)


def _same(kind: Kind, value: Any) -> Any:
    return value


Change = Callable[[Any, Any], Any]


def _change(changes: dict[type[Kind], Change], kind: Kind) -> Change:
    return changes.get(type(kind), _same)


def _region(code: str) -> int:
    """The digits of a region code behind a 1, so that none is lost."""
    return int("1" + code.replace(".", ""))


def _region_of(number: int) -> str:
    digits = str(number)[1:]
    parts = (digits[:2], digits[2:4], digits[4:6], digits[6:])
    return ".".join(part for part in parts if part)


_TO: dict[type[Kind], Change] = {
    kinds.Reference: lambda kind, value: ref_number(value),
    kinds.Choice: lambda kind, value: kind.codes().index(value),
    kinds.Region: lambda kind, value: _region(value),
    kinds.Several: lambda kind, value: [_change(_TO, kind.kind)(kind.kind, one) for one in value],
}
_FROM: dict[type[Kind], Change] = {
    kinds.Reference: lambda kind, value: ref_of(value),
    kinds.Choice: lambda kind, value: kind.codes()[value],
    kinds.Region: lambda kind, value: _region_of(value),
    kinds.Several: lambda kind, value: tuple(_change(_FROM, kind.kind)(kind.kind, one) for one in value),
}
SIGNED = (kinds.Degrees, kinds.Moment, kinds.Day)
TEXTS = (kinds.Text, kinds.Official)
