"""Keeps its own list of what was saved, sent and received, and says what must never be."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from field_node.records.columns import cells, columns
from field_node.records.kinds import PRIVATE, Ref
from field_node.records.record import Entry, Urgency, fields
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.folds import key_of
from hardware.radio.airtime import PRESETS, time_on_air_s
from sync.budget import WINDOW_S
from sync.frames import CENTER, LORA_MTU, Kind

MODEM = PRESETS["LONG_FAST"]
LATE_PACKETS = 2
"""Packets that wait in a radio while the channel is busy: their hour on air is not the hour in which they were handed over."""
MOST_FAULTS = 50
_SHOWN = "SELECT seq, state FROM receipt WHERE unit = ? AND state IN (3, 4)"
_FIGURES = "SELECT seq, state FROM waiting WHERE unit = ? AND state > 1"


@dataclass
class OfUnit:
    """What the oracle knows of one unit. `calls`: SOS saved that its radio was never given."""

    allowed_s: float
    calls: set[int] = field(default_factory=set)
    shown: set[int] = field(default_factory=set)
    on_air: deque[tuple[float, float]] = field(default_factory=deque)
    on_air_s: float = 0.0
    cuts: deque[float] = field(default_factory=deque)
    peak_s: float = 0.0


class Oracle:
    """`clock`: virtual seconds. `read`: the seqs in a unit's frame. `faults`: what must not be, empty after a good run."""

    def __init__(self, clock: Callable[[], float], read: Callable[[bytes], set[int]]) -> None:
        self._clock, self._read = clock, read
        self.faults: list[str] = []
        self.saved: dict[Ref, Entry] = {}
        self.saved_at: dict[Ref, float] = {}
        self.at_center: dict[Ref, float] = {}
        self.units: dict[int, OfUnit] = {}
        self.handed = self.again = 0
        self._frames: set[bytes] = set()
        self._counters: set[tuple[int, bytes]] = set()
        self._asked: set[tuple[int, bytes]] = set()

    def fault(self, words: str) -> None:
        """This must not be."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(f"{self._clock() / 3600:.3f} h: {words}")

    def save(self, unit: int, entries: Sequence[Entry]) -> None:
        """A person was told that these are saved."""
        for entry in entries:
            self.saved[entry.ref] = entry
            self.saved_at[entry.ref] = self._clock()
            if type(entry.record).about.urgency == Urgency.SOS:
                self.units[unit].calls.add(entry.seq)

    def came(self, unit: int, seq: int) -> None:
        """The center has committed it."""
        ref = Ref(unit, seq)
        if ref in self.at_center:
            self.fault(f"{ref} is at the center twice")
        self.at_center.setdefault(ref, self._clock())

    def handed_over(self, unit: int, frame: bytes) -> None:
        """That unit's radio has taken a frame."""
        self.handed += 1
        kind, sender = frame[0] & 15, int.from_bytes(frame[1:3], "big")
        if sender == unit and kind == Kind.SOS:
            self._called(self.units[unit], unit, self._read(frame))
        elif self.units[unit].calls:
            self.fault(f"unit {unit} sent kind {kind} before its SOS {sorted(self.units[unit].calls)}")
        if sender not in {unit, CENTER}:
            self.fault(f"unit {unit} sent a frame of unit {sender} on air again")
        if frame in self._frames:
            self.again += 1
            if kind != Kind.BROADCAST:
                self.fault(f"unit {unit} sent a frame of kind {kind} of unit {sender} twice")
        elif sender != CENTER and (sender, frame[3:5]) in self._counters:
            self.fault(f"unit {sender} used counter ..{frame[3:5].hex()} twice")
        self._frames.add(frame)
        self._counters.add((sender, frame[3:5]))

    def _called(self, of: OfUnit, unit: int, said: set[int]) -> None:
        """A newer call stands for an older one that the center has."""
        newest = max(said, default=0)
        older = {seq for seq in of.calls if seq < newest and Ref(unit, seq) in self.at_center}
        of.calls -= said | older

    def asked(self, unit: int, frames: Sequence[bytes]) -> None:
        """A gateway asks the center: of what it brings for the first time calls for help stand first."""
        fresh = [frame for frame in frames if (unit, frame) not in self._asked]
        self._asked |= {(unit, frame) for frame in fresh}
        kinds = [frame[0] & 15 for frame in fresh]
        records = kinds.index(Kind.RECORDS) if Kind.RECORDS in kinds else len(kinds)
        if Kind.SOS in kinds[records:]:
            self.fault(f"gateway {unit} put an SOS behind records")

    def transmitted(self, unit: int, size: int) -> None:
        """An own packet of that unit is on air, its retries too."""
        of, now, took_s = self.units[unit], self._clock(), time_on_air_s(MODEM, size)
        of.on_air.append((now, took_s))
        of.on_air_s += took_s
        while of.on_air[0][0] <= now - WINDOW_S + 1:
            of.on_air_s -= of.on_air.popleft()[1]
        while of.cuts and of.cuts[0] <= now - WINDOW_S:
            of.cuts.popleft()
        of.peak_s = max(of.peak_s, of.on_air_s)
        late_s = (LATE_PACKETS + len(of.cuts)) * time_on_air_s(MODEM, LORA_MTU)
        if of.on_air_s > of.allowed_s + late_s:
            self.fault(f"unit {unit} was on air {of.on_air_s:.1f} s of an hour")

    def cut(self, unit: int) -> None:
        """The plug was pulled: what the radio had just taken is not in its books."""
        self.units[unit].cuts.append(self._clock())

    def look(self, unit: int, store: Store) -> None:
        """What the unit shows as received is at the center."""
        of = self.units[unit]
        for seq, state in (*store.run(_SHOWN, (unit,)), *store.run(_FIGURES, (unit,))):
            if seq in of.shown:
                continue
            of.shown.add(seq)
            if Ref(unit, seq) not in self.at_center:
                self.fault(f"unit {unit} shows {seq} in state {state} and the center lacks it")
            if state == 4:
                self.fault(f"unit {unit} shows {seq} as set aside")

    def overtaken(self) -> set[Ref]:
        """Statements that a newer one of the same unit has overtaken or corrected: by radio they need not come."""
        newest: dict[tuple[int, str, str], tuple[int, Ref]] = {}
        gone: set[Ref] = set()
        for ref, entry in self.saved.items():
            about = type(entry.record).about
            if not about.merged or about.newest is None:
                continue
            if entry.corrects is not None:
                gone.add(entry.corrects)
            by = about.newest.by
            said_at = getattr(entry.record, by) if by else entry.made_at
            key = entry.unit, about.slug, key_of(entry)
            before = newest.get(key)
            if before is not None:
                gone.add(min(before, (said_at or 0, ref))[1])
            newest[key] = max(before or (-1, ref), (said_at or 0, ref))
        return gone

    def missing(self) -> list[Ref]:
        """Saved, not at the center, and nothing newer said in their place."""
        gone = self.overtaken()
        return [ref for ref in self.saved if ref not in self.at_center and ref not in gone]

    def all_in_at(self, until: float) -> float:
        """When the last came of all that were saved before `until` and were to come by radio."""
        found = (self.at_center.get(ref, 0.0) for ref, at in self.saved_at.items() if at <= until)
        return max(found, default=0.0)

    def check_unit(self, unit: int, store: Store) -> None:
        """Every saved entry lies there as it was saved."""
        for ref, entry in self.saved.items():
            if ref.unit == unit and journal.entry(store, ref) != entry:
                self.fault(f"{ref} is lost or changed on its unit")

    def check_center(self, unit: int, lines: Sequence[Mapping[str, Any]]) -> None:
        """`lines`: what the center's feed says of that unit. Each saved entry once, saying what was saved; nothing else."""
        told: dict[int, Mapping[str, Any]] = {}
        for line in lines:
            if line["version"] and line["seq"] not in told:
                self.fault(f"{unit}-{line['seq']} has a version without a first")
            told[line["seq"]] = line
        if len(lines) != len({(line["seq"], line["version"]) for line in lines}):
            self.fault(f"an entry of unit {unit} is twice in the feed")
        mine = {ref.seq: entry for ref, entry in self.saved.items() if ref.unit == unit}
        for seq, entry in mine.items():
            if seq not in told:
                self.fault(f"{entry.ref} never came to the center, not even by cable")
            elif told[seq]["type"] != entry.record.about.slug or _differ(told[seq], entry):
                self.fault(f"{entry.ref} says something else at the center: {told[seq]}")
        for seq in told.keys() - mine.keys():
            self.fault(f"{unit}-{seq} is at the center and nobody saved it")


def _differ(line: Mapping[str, Any], entry: Entry) -> bool:
    """Of a track point that came by radio the rest never comes."""
    there, here = line["fields"], _fields(entry)
    if entry.on_track and not line["complete"]:
        return any(there[name] not in {None, value} for name, value in here.items())
    return bool(there != here)


def _fields(entry: Entry) -> dict[str, Any]:
    """What anybody may read of it, as the feed tells it."""
    said = zip((column.name for column in columns(type(entry.record))), cells(entry.record), strict=True)
    private = {one.name for one in fields(type(entry.record)) if isinstance(one.kind, PRIVATE)}
    return {name: value for name, value in said if name not in private}
