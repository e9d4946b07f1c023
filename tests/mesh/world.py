"""A real center and real units on one virtual clock, joined by radios and by the center's real door."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from flask.testing import FlaskClient

from field_node.clock import UnitClock
from field_node.config import Config, defaults
from field_node.opened import opened_store
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.record import Entry, Record
from field_node.store import journal, outbox
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store
from hardware.radio.airtime import Modem
from hardware.radio.radio import Radio
from sync import enrolment
from sync.budget import Budget, allowed_s
from sync.bundle import MEDIA_TYPE, BundleReader, write_bundle
from sync.center.app import create_app
from sync.center.enrolment import enroll as enroll_at_center
from sync.center.founding import init
from sync.center.limits import Limits
from sync.center.store import Center, open_center
from sync.errors import SyncError
from sync.frames import LORA_MTU
from sync.links import Heard, LinkTrouble
from sync.links.lora import Lora
from sync.mesh.end import MeshEnd, MeshWorld
from sync.mesh.shelf import opened_gateway
from sync.unit_end import UnitEnd
from tests.mesh.ether import MODEM

START = 1_795_312_800
"""22 November 2026, 02.00 UTC: when the virtual clock shows 0."""
BOOT = "0f0e0d0c-0000-4000-8000-00000000000"


@dataclass
class Time:
    """Virtual seconds since START."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def utc(self) -> float:
        return START + self.now


class Door:
    """The center's one door without a socket. `down`: nobody answers; `deaf`: what is asked arrives, its answer does not."""

    def __init__(self, client: FlaskClient, mtu: int = LORA_MTU) -> None:
        self._client, self._mtu = client, mtu
        self.down = self.deaf = False
        self.asked: list[tuple[bytes, ...]] = []
        self._answer: Heard | SyncError | None = None

    @property
    def waits(self) -> bool:
        return self._answer is not None

    def ask(self, frames: Sequence[bytes], wait_s: float) -> None:
        self.asked.append(tuple(frames))
        try:
            self._answer = self.exchange(frames)
        except SyncError as error:
            self._answer = error

    def take(self) -> Heard | SyncError | None:
        answer, self._answer = self._answer, None
        return answer

    def exchange(self, frames: Sequence[bytes]) -> Heard:
        if self.down:
            raise LinkTrouble("unreachable")
        response = self._client.post(
            f"/v1/frames?mtu={self._mtu}", data=write_bundle(frames), headers={"Content-Type": MEDIA_TYPE}
        )
        if self.deaf or response.status_code != 200:
            raise LinkTrouble("cut" if self.deaf else "status", str(response.status_code))
        reader = BundleReader()
        return Heard(frames=tuple(reader.feed(response.data)))

    def to(self, client: FlaskClient) -> None:
        """Another process of the center behind the same address."""
        self._client = client

    def close(self) -> None:
        pass


@dataclass
class MeshUnit:
    """An enrolled unit with a radio; a gateway has a door to the center."""

    number: int
    config: Config
    store: Store
    clock: UnitClock
    end: UnitEnd
    mesh: MeshEnd
    process: ExitStack
    door: Door | None = None
    online: bool = False

    def save(self, *records: Record, incident: Ref | None = None) -> list[Entry]:
        return journal.append_all(self.store, records, stamp=self.clock.stamp(), incident=incident)

    def words(self) -> list[str]:
        """The states of all own entries, by number."""
        rows = self.store.run(
            "SELECT unit, seq FROM entry WHERE unit = ? AND version = 0 ORDER BY seq", (self.number,)
        )
        return [state.word for state in outbox.state(self.store, [Ref(*row) for row in rows]).values()]


@dataclass
class Mesh:
    """All of it; `run` lets time pass."""

    folder: Path
    center: Center
    time: Time
    stack: ExitStack
    client: FlaskClient
    seed: int = 1
    units: list[MeshUnit] = field(default_factory=list)

    def add(
        self, radio: Radio, *, gateway: bool = False, percent: float = 1.0, modem: Modem = MODEM
    ) -> MeshUnit:
        """A new unit of the center, on air with that radio."""
        number = len(self.units) + 1
        config = defaults(data_dir=self.folder / f"unit{number}", runtime_dir=self.folder / f"run{number}")
        given = enroll_at_center(
            self.center, f"Unit {number}", address="http://127.0.0.1:9", now=int(self.time.utc())
        )
        enrolment.enroll(config, given.to_json(), replace_other=False)
        unit = self.started(config, radio, gateway=gateway, percent=percent, modem=modem)
        self.units.append(unit)
        return unit

    def started(
        self, config: Config, radio: Radio, *, gateway: bool, percent: float = 1.0, modem: Modem = MODEM
    ) -> MeshUnit:
        """The process of a unit as it is after its start."""
        process = self.stack.enter_context(ExitStack())
        store = process.enter_context(opened_store(config))
        clock = UnitClock(
            StoreBoots(store, BOOT + "1"),
            believes_machine=True,
            wall=self.time.utc,
            synchronised=lambda: True,
            has_rtc=lambda: False,
        )
        enrolled = enrolment.read(config.secrets_dir)
        end = UnitEnd(store, clock, secrets_dir=config.secrets_dir, enrolled=enrolled)
        number = enrolled.keys.unit
        chance = random.Random(self.seed * 1_000 + number).uniform
        lora = Lora(
            radio, modem, Budget(allowed_s(percent)), monotonic=self.time, spent=lambda _seconds: None
        )
        door = Door(self.client) if gateway else None
        carrier = opened_gateway(store, door, monotonic=self.time, chance=chance) if door else None
        unit: MeshUnit
        world = MeshWorld(
            monotonic=self.time,
            chance=chance,
            online=lambda: unit.online,
            allowed_s=lambda: allowed_s(percent),
        )
        unit = MeshUnit(
            number, config, store, clock, end, MeshEnd(end, lora, gateway=carrier, world=world), process, door
        )
        return unit

    def run(self, seconds: float, *, step_s: float = 0.5, until: Callable[[], bool] = lambda: False) -> float:
        """Lets time pass; how many seconds it took until `until` was so."""
        began = self.time.now
        while self.time.now < began + seconds and not until():
            for unit in self.units:
                unit.mesh.step()
            self.time.now += step_s
        return self.time.now - began

    def at_center(self, unit: MeshUnit) -> list[int]:
        """The seqs of that unit that the center has."""
        with self.center.reader.connect() as conn:
            rows = conn.exec_driver_sql("SELECT seq FROM entry WHERE unit = ? ORDER BY seq", (unit.number,))
            return [row[0] for row in rows]


@contextmanager
def a_mesh(folder: Path, *, seed: int = 1) -> Iterator[Mesh]:
    """A center without units; the operation began a day ago."""
    time = Time()
    init(folder / "pusat", "Pusat Gladi", host="127.0.0.1", at=START - 86_400)
    with ExitStack() as stack:
        center = open_center(folder / "pusat")
        stack.callback(center.close)
        app = create_app(center, clock=time.utc, timer=time, limits=Limits(), stop=Event())
        yield Mesh(folder, center, time, stack, app.test_client(), seed)


def a_count(place: Ref, jiwa: int, at: float) -> Headcount:
    return Headcount(lokasi=place, per_waktu=int(START + at) // 60 * 60, jiwa=jiwa)
