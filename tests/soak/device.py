"""One unit on a virtual clock: what survives a restart, and the process that does not."""

import random
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from field_node.clock import UnitClock
from field_node.config import Config
from field_node.opened import opened_store
from field_node.records.record import Record, Urgency
from field_node.store import journal
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store
from hardware.radio.airtime import Modem
from hardware.radio.radio import Radio
from sync import enrolment
from sync.budget import allowed_s
from sync.frames import LORA_MTU
from sync.links.lora import Lora
from sync.mesh.end import MeshEnd, MeshWorld
from sync.mesh.gateway import Gateway
from sync.mesh.shelf import opened_gateway
from sync.mesh.telling import Airtime
from sync.unit_end import UnitEnd
from sync.uplink import Uplink, World
from sync.wishes import Wishes
from tests.soak.base import START
from tests.soak.handset import Handset, Plug, PowerCut
from tests.soak.lane import Line, SlowLane, Timer

BOOT = "0f0e0d0c-0000-4000-8000-{:012}"
POLL_S = 300.0
ALONE = "locking_mode=EXCLUSIVE", "synchronous=OFF"
"""Nobody else opens the store of a unit in a simulation, and no machine loses power: locks and syncs cost much and do nothing."""


class Node(Protocol):
    """A unit's radio as a machine: it lives on when the unit's process dies."""

    modem: Modem

    def radio(self, listen: Callable[[], object]) -> Radio:
        """A new process takes it; `listen` is called when something was heard."""

    def power(self, *, on: bool) -> None:
        """Off, all that it knew is gone."""


class Witness(Protocol):
    """Who is told of what a unit does."""

    def handed_over(self, unit: int, frame: bytes) -> None: ...
    def asked(self, unit: int, frames: Sequence[bytes]) -> None: ...
    def cut(self, unit: int) -> None: ...
    def look(self, unit: int, store: Store) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Seconds between two steps: after something happened or was heard, then `slower` times as long where nothing does;
    at most so long while an SOS waits, on a gateway, while anything waits, else.
    """

    soon: float = 0.5
    heard: float = 2.0
    slower: float = 60.0
    calling: float = 8.0
    gateway: float = 30.0
    waiting: float = 60.0
    idle: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and how a unit works. `line`: the internet of a gateway, None for a unit that has only its radio.

    `knows_time` False: its clock begins in 1970 at each boot, and nothing tells it better.
    """

    config: Config
    clock: Timer
    node: Node
    witness: Witness
    percent: float
    pace: Pace
    line: Line | None = None
    knows_time: bool = True


@dataclass
class Process:
    """What runs on a unit. `changes`: of its store when it was last looked at, and the most urgent class that waited then."""

    stack: ExitStack
    store: Store
    clock: UnitClock
    end: UnitEnd
    mesh: MeshEnd
    uplink: Uplink | None
    changes: int = -1
    urgent: int | None = None


class Device:
    """An enrolled unit; `start` begins its life."""

    def __init__(self, place: Place, chance: random.Random) -> None:
        self.place, self.line = place, place.line
        self.number = enrolment.read(place.config.secrets_dir).keys.unit
        self._chance = chance
        self.plug = Plug(chance)
        self._boots, self._booted_at = 0, 0.0
        self._next, self._rest_s = float("inf"), place.pace.soon
        self.process: Process | None = None
        self.restarts = 0

    # ---- life

    def start(self, *, booted: bool = True) -> Process:
        """A new process over the old store; `booted`: after a new start of the machine."""
        if booted:
            self._boots, self._booted_at = self._boots + 1, self.place.clock.now
        self.process = self._made()
        self.wake()
        return self.process

    def stop(self) -> None:
        """All that the process knew is gone; what the machine's radio knew stays."""
        if self.process is not None:
            self.process.stack.close()
        self.process, self._next = None, float("inf")

    def restart(self) -> None:
        """The process dies and comes again."""
        self._end()
        self.start(booted=False)

    def off(self) -> None:
        """No power, for the radio neither."""
        self._end()
        self.place.node.power(on=False)

    def on(self) -> Process:
        """Power again."""
        self.place.node.power(on=True)
        return self.start()

    def save(self, records: Sequence[Record], saved: Callable[[int, list[Any]], object]) -> None:
        """A volunteer's form, answered after the commit; nobody can while there is no power."""
        if self.process is not None:
            stamp = self.process.clock.stamp()
            saved(self.number, journal.append_all(self.process.store, records, stamp=stamp))
            self.wake()

    def _end(self) -> None:
        self.restarts += 1
        self.place.witness.cut(self.number)
        self.stop()

    # ---- steps

    def wake(self) -> None:
        """Step soon."""
        self._step_in(self.place.pace.soon, self.place.pace.soon)

    def _heard(self) -> None:
        self._step_in(self.place.pace.heard, self.place.pace.soon)

    def _step_in(self, in_s: float, rest_s: float) -> None:
        """Step no later than so."""
        at = self.place.clock.now + in_s
        if self.process is not None and at < self._next:
            self._next, self._rest_s = at, rest_s
            self.place.clock.at(at, self._due, at)

    def _due(self, asked: float) -> None:
        if asked == self._next and self.process is not None:
            self._next = float("inf")
            try:
                self._step(self.process)
            except PowerCut:
                self.restart()

    def _step(self, process: Process) -> None:
        before = process.store.conn.total_changes
        process.mesh.step()
        if process.uplink is not None:
            process.uplink.step()
        if process.store.conn.total_changes != process.changes:
            process.changes = process.store.conn.total_changes
            process.urgent = process.store.run("SELECT min(class) FROM waiting")[0][0]
            self.place.witness.look(self.number, process.store)
        pace = self.place.pace
        rest_s = min(pace.slower * self._rest_s, self._longest(process.urgent))
        rest_s = pace.soon if process.changes != before else rest_s
        self._step_in(rest_s, rest_s)

    def _longest(self, urgent: int | None) -> float:
        pace = self.place.pace
        if urgent == Urgency.SOS:
            return pace.calling
        if self.line is not None:
            return pace.gateway
        return pace.idle if urgent is None else pace.waiting

    def _monotonic(self) -> float:
        return self.place.clock.now - self._booted_at

    def _wall(self) -> float:
        return START + self.place.clock.now if self.place.knows_time else self._monotonic()

    # ---- what a process is made of

    def _made(self) -> Process:
        stack, config = ExitStack(), self.place.config
        store = stack.enter_context(opened_store(config))
        for pragma in ALONE:
            store.run(f"PRAGMA {pragma}")
        clock = UnitClock(
            StoreBoots(store, BOOT.format(self._boots)),
            believes_machine=True,
            wall=self._wall,
            uptime=self._monotonic,
            synchronised=lambda: self.place.knows_time,
            has_rtc=lambda: False,
        )
        enrolled = enrolment.read(config.secrets_dir)
        end = UnitEnd(store, clock, secrets_dir=config.secrets_dir, enrolled=enrolled)
        uplink = self._uplink(end, stack)
        return Process(stack, store, clock, end, self._mesh(end, stack, uplink), uplink)

    def _uplink(self, end: UnitEnd, stack: ExitStack) -> Uplink | None:
        if self.line is None:
            return None
        lanes = [SlowLane(self.line, self.wake, _unheeded) for _ in range(3)]
        world = World(monotonic=self._monotonic, chance=self._chance.uniform)
        wishes = Wishes(self.place.config.data_dir / "ekspor")
        uplink = Uplink(end, lanes[:2], parked=lanes[2], every_s=POLL_S, world=world, wishes=wishes)
        stack.callback(uplink.close)
        return uplink

    def _mesh(self, end: UnitEnd, stack: ExitStack, uplink: Uplink | None) -> MeshEnd:
        airtime, allowed = Airtime(end.store, end.stamp), allowed_s(self.place.percent)
        lora = Lora(
            Handset(self.place.node.radio(self._heard), self.plug, self._handed, self._monotonic),
            self.place.node.modem,
            airtime.budget(allowed, monotonic=self._monotonic()),
            monotonic=self._monotonic,
            spent=airtime.spent,
        )
        world = MeshWorld(
            monotonic=self._monotonic,
            chance=self._chance.uniform,
            online=lambda: uplink is not None and uplink.online,
            allowed_s=lambda: allowed,
        )
        return MeshEnd(end, lora, gateway=self._gateway(end.store, stack) if self.line else None, world=world)

    def _gateway(self, store: Store, stack: ExitStack) -> Gateway:
        assert self.line is not None
        lane = SlowLane(self.line, self.wake, self._asked, mtu=LORA_MTU)
        stack.callback(lane.close)
        return opened_gateway(store, lane, monotonic=self._monotonic, chance=self._chance.uniform)

    def _handed(self, frame: bytes) -> None:
        self.place.witness.handed_over(self.number, frame)

    def _asked(self, frames: Sequence[bytes]) -> None:
        self.place.witness.asked(self.number, frames)


def _unheeded(_frames: Sequence[bytes]) -> None:
    """The unit's own bundles have an order of their own."""
