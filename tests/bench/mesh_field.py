"""Units, gateways and a center on one virtual clock, with what the mesh bench measures of them."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from field_node.clock import Stamp
from field_node.config import defaults
from field_node.records.kinds import Ref
from field_node.records.record import Entry, InvalidRecord
from field_node.store import journal
from field_node.store.connection import Store
from hardware.radio.air.model import Air
from hardware.radio.airtime import Modem, time_on_air_s
from sync import enrolment
from sync.center.enrolment import enroll
from sync.frames import CENTER
from tests.soak.base import START, Base
from tests.soak.device import Device, Node, Pace, Place
from tests.soak.lane import Line
from tests.soak.oracle import OfUnit, Oracle
from tests.soak.shared import shared_reading

PROMPT = Pace(heard=0.5, slower=2.0, calling=2.0, gateway=2.0, waiting=4.0, idle=60.0)
MEMORY = Path("/dev/shm")
QUICK_S = (0.3, 1.5)


@dataclass
class Meter:
    """What was handed to radios: seconds on air of one transmission each, by kind, and what the oracle keeps."""

    modem: Modem
    oracle: Oracle
    air_s: dict[int, float] = field(default_factory=dict)
    frames: dict[int, int] = field(default_factory=dict)

    def handed_over(self, unit: int, frame: bytes) -> None:
        """As in Witness."""
        kind = frame[0] & 15
        self.air_s[kind] = self.air_s.get(kind, 0.0) + time_on_air_s(self.modem, len(frame))
        self.frames[kind] = self.frames.get(kind, 0) + 1

    def asked(self, unit: int, frames: Sequence[bytes]) -> None:
        """As in Witness."""

    def cut(self, unit: int) -> None:
        """As in Witness."""

    def look(self, unit: int, store: Store) -> None:
        """As in Witness."""


class Field:
    """`clock` is the air, or stands in for one. `add` in the order of unit numbers; then `start`."""

    def __init__(self, folder: Path, clock: Air, seed: int, stack: ExitStack) -> None:
        self.clock, self.seed = clock, seed
        self.oracle = Oracle(lambda: clock.now, lambda _frame: set())
        self.meter = Meter(clock.modem, self.oracle)
        self.base = Base(folder / "pusat", lambda: clock.now, self.oracle.came)
        stack.callback(self.base.close)
        self._folder, self._stack = folder, stack
        self.devices: list[Device] = []

    def add(self, node: Callable[[int], Node], *, percent: float, gateway: bool = False) -> Device:
        """One more unit."""
        at = len(self.devices) + 1
        config = defaults(data_dir=self._folder / f"unit{at}", runtime_dir=self._folder / f"run{at}")
        given = enroll(self.base.center, f"Unit {at}", address="http://127.0.0.1:9", now=START)
        enrolment.enroll(config, given.to_json(), replace_other=False)
        number = enrolment.read(config.secrets_dir).keys.unit
        line = Line(self.base, self.clock, self._chance("line", at), number, way_s=QUICK_S, cut=0.0)
        self.oracle.units[number] = OfUnit(36.0 * percent)
        placed = Place(
            config=config,
            clock=self.clock,
            node=node(number),
            witness=self.meter,
            percent=percent,
            pace=PROMPT,
            line=line if gateway else None,
        )
        device = Device(placed, self._chance("unit", at))
        self._stack.callback(device.stop)
        self.devices.append(device)
        return device

    def start(self) -> None:
        """All processes begin."""
        for device in self.devices:
            device.start()

    def _chance(self, name: str, at: int) -> random.Random:
        return random.Random(f"{self.seed} {name} {at}")

    def keep(self, device: Device, entries: Sequence[Entry]) -> None:
        """These are recorded on that unit now, with the times, authors and incidents that they bear."""
        process = device.process
        assert process is not None
        names: dict[Ref, Ref] = {}
        for entry in entries:
            stamp = Stamp(entry.made_at, entry.quality, 1, 0.0)
            kept = _appended(process.store, entry, stamp, names)
            names[entry.ref] = kept.ref
            self.oracle.save(device.number, [kept])
        device.wake()

    def run(self, until: float, *, done: Callable[[], bool] | None = None, every_s: float = 10.0) -> float:
        """Lets time pass until that moment, or until it is done; when that was."""
        while self.clock.now < until and not (done is not None and done()):
            self.clock.run_until(min(until, self.clock.now + every_s))
        return self.clock.now

    def to_come(self) -> int:
        """Entries that the center lacks and that no newer statement has overtaken."""
        return len(self.oracle.missing())

    def delivered(self) -> int:
        """Saved entries of units that the center has."""
        return sum(ref in self.oracle.at_center for ref in self.oracle.saved if ref.unit != CENTER)


def _appended(store: Store, entry: Entry, stamp: Stamp, names: dict[Ref, Ref]) -> Entry:
    corrects = None if entry.corrects is None else names.get(entry.corrects)
    append = partial(
        journal.append, store, entry.record, stamp=stamp, incident=entry.incident, author=entry.author
    )
    try:
        return append(corrects=corrects, reason=entry.reason if corrects else None)
    except InvalidRecord:
        return append()


@contextmanager
def a_field(clock: Air, seed: int) -> Iterator[Field]:
    """An empty one, in memory where there is room."""
    where = MEMORY if MEMORY.is_dir() else None
    with ExitStack() as stack:
        stack.enter_context(shared_reading())
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="tagana-bench-", dir=where))
        yield Field(Path(folder), clock, seed, stack)


def ages(field: Field, since: float, until: float, every_s: float = 10.0) -> list[float]:
    """How old the newest position of each unit is at the center, sampled; of a unit never heard the whole time counts."""
    found = list[float]()
    for device in field.devices:
        came = sorted(
            (at, field.oracle.saved_at[ref])
            for ref, at in field.oracle.at_center.items()
            if ref.unit == device.number and ref in field.oracle.saved and field.oracle.saved[ref].on_track
        )
        if device.line is None:
            found += sampled(came, since, until, every_s)
    return found


def sampled(
    came: Sequence[tuple[float, float]], since: float, until: float, every_s: float
) -> Iterator[float]:
    """Ages of the newest of `came` (when it came, when it was recorded), in order of coming."""
    at, newest, place = since, 0.0, 0
    while at < until:
        while place < len(came) and came[place][0] <= at:
            newest, place = max(newest, came[place][1]), place + 1
        yield at - newest
        at += every_s
