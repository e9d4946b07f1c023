"""One soak by one seed: units, center, air and a story on one virtual clock."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from field_node.config import defaults
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.record import Record
from field_node.records.sos import Sos
from field_node.records.task import Task
from hardware.radio.air.jam import Jam
from hardware.radio.air.model import Air
from hardware.radio.air.settings import Settings
from sync import enrolment
from sync.budget import allowed_s
from sync.center.enrolment import enroll
from sync.center.issue import issue
from sync.codec.contents import decode
from sync.errors import CannotSend
from sync.frames import INTERNET_MTU
from sync.seal import floor_at, open_at_center
from tests.soak.base import START, Base
from tests.soak.device import Device, Pace, Place
from tests.soak.lane import Line
from tests.soak.node import AirNode
from tests.soak.oracle import OfUnit, Oracle
from tests.soak.shared import shared_reading
from tests.soak.story import HOUR_S, Story, positions
from tests.workload import Setting, entries

OFF_S = (60.0, 2_400.0)
CUT_WITHIN_S = 60.0
CABLE_ROUNDS = 40


@dataclass
class Outcome:
    """What came of one seed. Times are virtual seconds; `all_in_s`: after the jam, of what was saved before its end."""

    seed: int
    faults: list[str] = field(default_factory=list)
    saved: int = 0
    by_radio: int = 0
    overtaken: int = 0
    frames: int = 0
    restarts: int = 0
    outages: int = 0
    jam: tuple[float, float] = (0.0, 0.0)
    all_in_s: float = 0.0
    last_in: float = 0.0
    peak: float = 0.0
    sos: list[float] = field(default_factory=list)
    again: int = 0
    took_s: float = 0.0

    def line(self) -> str:
        """One line for people."""
        sos = sorted(self.sos)
        return (
            f"seed {self.seed}: {self.saved} saved, {self.by_radio} in, {self.overtaken} overtaken, {self.frames} frames,"
            f" {self.restarts} restarts, {self.outages} outages, jam {self.jam[0] / HOUR_S:.1f}-{self.jam[1] / HOUR_S:.1f} h,"
            f" all in {self.all_in_s / 60:.0f} min after it, last at {self.last_in / HOUR_S:.1f} h,"
            f" budget peak {100 * self.peak:.0f} %, SOS {len(sos)} median {sos[len(sos) // 2] if sos else 0:.0f} s,"
            f" {len(self.faults)} faults, {self.took_s:.0f} s"
        )


class Soak:
    """`run` plays the story; what must not be stands in `oracle.faults`."""

    def __init__(self, folder: Path, story: Story, seed: int, stack: ExitStack) -> None:
        self.story, self.seed = story, seed
        self.chance = random.Random(f"soak {seed}")
        self.air = Air(seed, settings=Settings(loss=story.loss))
        self.oracle = Oracle(self._now, self._seqs_in)
        self.base = Base(folder / "pusat", self._now, self.oracle.came)
        stack.callback(self.base.close)
        self.outages = 0
        gateways = self.chance.sample(range(story.units), story.gateways)
        places = positions(story, self.chance)
        self.devices = [self._device(folder, at, places[at], at in gateways) for at in range(story.units)]
        for device in self.devices:
            stack.callback(device.stop)
        start = self.chance.uniform(*story.jam_from)
        self.jam = (start, start + story.jam_s)

    def _now(self) -> float:
        return self.air.now

    def _device(self, folder: Path, at: int, place: tuple[float, float], gateway: bool) -> Device:
        config = defaults(data_dir=folder / f"unit{at + 1}", runtime_dir=folder / f"run{at + 1}")
        given = enroll(self.base.center, f"Unit {at + 1}", address="http://127.0.0.1:9", now=START)
        enrolment.enroll(config, given.to_json(), replace_other=False)
        number = enrolment.read(config.secrets_dir).keys.unit
        self.oracle.units[number] = OfUnit(allowed_s(self.story.percent))
        line = Line(self.base, self.air, random.Random(f"{self.seed} line {at}"), number) if gateway else None
        placed = Place(
            config=config,
            clock=self.air,
            node=AirNode(self.air, number, place, partial(self.oracle.transmitted, number)),
            witness=self.oracle,
            percent=self.story.percent,
            pace=Pace(),
            line=line,
            knows_time=gateway or self.chance.random() >= self.story.timeless,
        )
        return Device(placed, random.Random(f"{self.seed} {number}"))

    def _seqs_in(self, frame: bytes) -> set[int]:
        """As the center would read it."""
        keys = self.base.center.keys
        floor = floor_at(int(self.base.utc()), start=keys.start)
        opened = open_at_center(keys, frame, highest=0, floor=floor or 0, epoch=0)
        said = decode(opened.header.unit, opened.contents, start=keys.start)
        return {entry.seq for entry in said.entries}

    def run(self) -> Outcome:
        """The whole story, and at its end every unit by cable."""
        began = time.process_time()
        for device in self.devices:
            device.start()
            self._plan(device)
        self.air.at(self.jam[0], lambda _: Jam(self.air, self.story.jam_percent, self.jam[1]))
        self._again(self.story.order_s, self._order)
        self._again(self.story.restart_s * 2, self.base.restart)
        self.air.run_until(self.story.end)
        return self._judged(time.process_time() - began)

    # ---- the story

    def _plan(self, device: Device) -> None:
        story, drawn = self.story, self._records(device.number)
        self._again(story.save_s, lambda: device.save([next(drawn)], self.oracle.save))
        self._again(story.sos_s, lambda: device.save([Sos(lat=-6.8, lon=107.1, orang=2)], self.oracle.save))
        self._again(story.restart_s, partial(self._trouble, device))
        if device.line is not None:
            self._again(story.outage_s, partial(self._outage, device.line))

    def _again(self, mean_s: float, do: Callable[[], object]) -> None:
        """Now and then, until the quiet begins."""
        at = self.air.now + self.chance.expovariate(1 / mean_s)
        if at < self.story.busy_until:
            self.air.at(at, self._once, (mean_s, do))

    def _once(self, given: tuple[float, Callable[[], object]]) -> None:
        mean_s, do = given
        do()
        self._again(mean_s, do)

    def _records(self, unit: int) -> Iterator[Record]:
        made = 0
        while True:
            made += 1
            yield from (
                entry.record for entry in entries(self.seed * 1_000 + made, Setting.SHIFTED, 100, unit=unit)
            )

    def _trouble(self, device: Device) -> None:
        """The process dies in the middle of something, or the power is gone for a while."""
        if device.process is None:
            return
        if self.chance.random() < 0.5:
            device.off()
            self.air.at(self.air.now + self.chance.uniform(*OFF_S), lambda _: device.on())
            return
        device.plug.loose = True
        self.air.at(self.air.now + CUT_WITHIN_S, lambda _: self._plainly(device))

    def _plainly(self, device: Device) -> None:
        if device.plug.loose and device.process is not None:
            device.plug.loose = False
            device.restart()

    def _outage(self, line: Line) -> None:
        if line.down:
            return
        line.down, self.outages = True, self.outages + 1
        until = min(self.air.now + self.chance.uniform(300, 7_200), self.story.busy_until)
        self.air.at(until, lambda _: setattr(line, "down", False))

    def _order(self) -> None:
        unit = self.chance.choice(self.devices).number
        record = self.chance.choice([Task(tujuan=unit, isi="Kirim tenda"), Message(isi="Siaga malam ini")])
        issue(self.base.center, record, now=int(self.base.utc()))

    # ---- the judgement

    def _judged(self, took_s: float) -> Outcome:
        oracle, story = self.oracle, self.story
        for ref in oracle.missing():
            oracle.fault(f"{ref} ({oracle.saved[ref].record.about.slug}) is not in at the end")
        found = Outcome(self.seed, saved=len(oracle.saved), took_s=took_s, jam=self.jam, outages=self.outages)
        found.by_radio = sum(ref in oracle.at_center for ref in oracle.saved)
        found.overtaken = found.saved - found.by_radio
        found.frames, found.again = oracle.handed, oracle.again
        found.restarts = sum(device.restarts for device in self.devices)
        found.all_in_s = max(0.0, oracle.all_in_at(self.jam[1]) - self.jam[1])
        found.last_in = oracle.all_in_at(story.end)
        found.peak = max(of.peak_s / of.allowed_s for of in oracle.units.values())
        found.sos = [at - oracle.saved_at[ref] for ref, at in oracle.at_center.items() if self._is_sos(ref)]
        for device in self.devices:
            self._by_cable(device)
        for alarm in self.base.alarms():
            oracle.fault(f"the center has an alarm: {alarm}")
        found.faults = oracle.faults
        return found

    def _is_sos(self, ref: Ref) -> bool:
        entry = self.oracle.saved.get(ref)
        return entry is not None and isinstance(entry.record, Sos)

    def _by_cable(self, device: Device) -> None:
        """All that still waits goes by a link that carries everything; then all is there, once, as it was saved."""
        process = device.process or device.on()
        end, store = process.end, process.store
        for _ in range(CABLE_ROUNDS):
            due = end.waiting(64_000)
            if not due:
                break
            try:
                sealed = end.sealed(due, room=64_000, mtu=INTERNET_MTU, full=True)
                frames = [end.digest(), *(one.frame for one in sealed)]
            except CannotSend:
                break
            end.take(self.base.post(frames, mtu=INTERNET_MTU, carrier=200).frames, carrier="usb")
        self.oracle.look(device.number, store)
        self.oracle.check_unit(device.number, store)
        self.oracle.check_center(device.number, self.base.feed(device.number))


@contextmanager
def a_soak(folder: Path, story: Story, seed: int) -> Iterator[Soak]:
    """One run, ready to begin."""
    with ExitStack() as stack:
        stack.enter_context(shared_reading())
        yield Soak(folder, story, seed, stack)
