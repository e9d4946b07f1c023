"""A real unit and a real center on a socket: what the journeys are made of."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from field_node.clock import UnitClock
from field_node.config import Config, defaults
from field_node.opened import opened_store
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store
from sync import enrolment
from sync.center.app import create_app
from sync.center.enrolment import enroll as enroll_at_center
from sync.center.founding import init
from sync.center.serve import Server, serve
from sync.center.store import Center, open_center
from sync.links import Link
from sync.links.errand import Lane
from sync.links.internet import Internet
from sync.unit_end import UnitEnd
from sync.uplink import Uplink, World
from sync.wishes import Wishes
from tests.sync.patient import Patient

BOOT = "0f0e0d0c-0000-4000-8000-000000000001"


@contextmanager
def a_center(folder: Path) -> Iterator[Center]:
    """A new operation that began a day ago by this machine's clock."""
    init(folder, "Pusat Gladi", host="127.0.0.1", at=int(time.time()) - 86_400)
    center = open_center(folder)
    try:
        yield center
    finally:
        center.close()


@contextmanager
def served(center: Center, *, port: int = 0) -> Iterator[str]:
    """Its address while waitress serves it in a thread."""
    stop = threading.Event()
    app = create_app(center, clock=time.time, timer=time.monotonic, stop=stop)
    server = Server(app, "127.0.0.1", port, round_s=0.05)
    given = {"stop": stop, "notify": lambda _said: None, "wake": center.wake}
    thread = threading.Thread(target=serve, args=(server,), kwargs=given)
    thread.start()
    try:
        yield server.address.rstrip("/")
    finally:
        stop.set()
        thread.join(30)


def a_config(folder: Path) -> Config:
    return defaults(data_dir=folder / "unit", runtime_dir=folder / "run", sync={"every_s": 0.05})


@dataclass
class Steps:
    """Monotonic time that a test moves."""

    now: float = 1_000.0
    changed: bool = False

    def world(self) -> World:
        return World(
            monotonic=lambda: self.now, chance=random.Random(3).uniform, network_changed=self._network
        )

    def _network(self) -> bool:
        changed, self.changed = self.changed, False
        return changed


@dataclass
class AUnit:
    """An enrolled unit with its store open."""

    config: Config
    store: Store
    clock: UnitClock
    end: UnitEnd
    steps: Steps = field(default_factory=Steps)

    def uplink(
        self, link: Link, *, parked: Lane | None = None, after_contact: Callable[[], None] = lambda: None
    ) -> Patient:
        """Over one lane; each step of it is a round."""
        uplink = Uplink(
            self.end,
            [Lane(link)],
            parked=parked,
            every_s=0.05,
            world=self.steps.world(),
            wishes=Wishes(self.config.data_dir / "ekspor"),
            after_contact=after_contact,
        )
        return Patient(uplink)

    def internet(self, url: str) -> Internet:
        return Internet(url, None, clock_trusted=lambda: True)


@contextmanager
def a_unit(
    folder: Path, center: Center, *, wall: Callable[[], float] = time.time, synchronised: bool = True
) -> Iterator[AUnit]:
    """A new unit of that center; its clock is the one given."""
    config = a_config(folder)
    given = enroll_at_center(center, "Gladi", address="http://127.0.0.1:9", now=int(time.time()))
    enrolment.enroll(config, given.to_json(), replace_other=False)
    with opened_unit(config, wall=wall, synchronised=synchronised) as unit:
        yield unit


@contextmanager
def opened_unit(
    config: Config, *, wall: Callable[[], float] = time.time, synchronised: bool = True
) -> Iterator[AUnit]:
    """A unit that was enrolled before."""
    with opened_store(config) as store:
        clock = UnitClock(
            StoreBoots(store, BOOT),
            believes_machine=True,
            wall=wall,
            synchronised=lambda: synchronised,
            has_rtc=lambda: False,
        )
        enrolled = enrolment.read(config.secrets_dir)
        yield AUnit(
            config, store, clock, UnitEnd(store, clock, secrets_dir=config.secrets_dir, enrolled=enrolled)
        )


def a_place(number: int = 1) -> Place:
    return Place(nama=f"Posko {number}", jenis="posko", kode_wilayah="32.12.15")


def a_count(place: Ref, jiwa: int = 120) -> Headcount:
    return Headcount(lokasi=place, per_waktu=int(time.time()) // 60 * 60, jiwa=jiwa)
