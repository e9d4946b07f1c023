"""Forged frames against every opener and through unit, gateway and center: how many have an effect, and how many a second.

`TRIES=1000000 THROUGH=20000 SEED=1 python -m tests.fuzz.forged`; ends with 1 when one had an effect.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.message import Message
from field_node.records.place import Place
from field_node.records.sos import Sos
from field_node.store.connection import Store
from hardware.radio.radio import Heard
from sync.center.issue import issue
from sync.codec.contents import encode
from sync.errors import BadFrame
from sync.frames import Kind
from sync.seal import OperationKeys, UnitKeys, Window, open_at_center, open_at_peer, seal_frame
from sync.seal.opening import open_broadcast
from sync.seal.receipt import open_slip
from tests.fuzz.forger import Forger
from tests.mesh.ether import Ether
from tests.mesh.world import START, Mesh, MeshUnit, a_mesh

TOGETHER = 25
"""Frames a virtual second: five times what a channel carries."""
QUIET_S = 2_000.0
"""After this every unit has said what it has, and says nothing for the next half hour."""
OF_UNIT = ("entry", "waiting", "receipt", "heard", "neighbour", "self")
OF_CENTER = ("entry", "issued", "enrolled", "broadcast")
OLD = (1 << 64) - 1


@dataclass
class Tally:
    """What came of the tries."""

    tries: int = 0
    effects: list[str] = field(default_factory=list)
    took_s: float = 0.0

    def __str__(self) -> str:
        rate = self.tries / self.took_s if self.took_s else 0.0
        return f"{self.tries} tries, {len(self.effects)} with an effect, {rate:,.0f} a second"


@dataclass(frozen=True, slots=True)
class Heeded:
    """What one world has said and heard: its genuine frames, and the keys to open them."""

    center: OperationKeys
    unit: UnitKeys
    genuine: tuple[bytes, ...]
    floor: int
    highest: int


# ---- the openers alone


def pure(count: int, heeded: Heeded, chance: Random) -> Iterator[tuple[str, Tally]]:
    """A quarter of the tries at each: center, neighbour, slip at the unit, broadcast at the unit."""
    forger = Forger(chance, heeded.genuine, foreign(chance, heeded))
    window, known = Window(heeded.floor + 1_000, OLD), frozenset(heeded.genuine)
    tags = frozenset(frame[-8:] for frame in known)
    openers: dict[str, Callable[[bytes], object]] = {
        "center": lambda frame: _at_center(heeded, frame) not in tags,
        "neighbour": lambda frame: open_at_peer(heeded.unit, frame, window=window, floor=heeded.floor),
        "slip": lambda frame: open_slip(heeded.unit, frame, window=window, floor=heeded.floor),
        "broadcast": lambda frame: (
            frame not in known and open_broadcast(heeded.unit, frame, highest=-1, floor=heeded.floor)
        ),
    }
    for name, opens in openers.items():
        yield name, _tried(count // len(openers), forger, opens)


def _at_center(heeded: Heeded, frame: bytes) -> bytes:
    return open_at_center(
        heeded.center, frame, highest=heeded.highest, floor=heeded.floor, epoch=heeded.unit.epoch
    ).tag


def _tried(count: int, forger: Forger, opens: Callable[[bytes], object]) -> Tally:
    tally = Tally(count)
    for _ in range(count):
        frame = forger.one()
        began = time.perf_counter()
        if _opened(opens, frame):
            tally.effects.append(frame.hex())
        tally.took_s += time.perf_counter() - began
    return tally


def _opened(opens: Callable[[bytes], object], frame: bytes) -> bool:
    try:
        return bool(opens(frame))
    except BadFrame:
        return False


def foreign(chance: Random, heeded: Heeded) -> list[bytes]:
    """Frames of an operation of somebody else, under the same numbers."""
    secrets = [chance.randbytes(32) for _ in range(3)]
    other = OperationKeys(
        operation=chance.randbytes(8),
        start=heeded.center.start,
        master=secrets[0],
        sign_private=secrets[1],
        box_private=secrets[2],
    )
    contents = encode((), start=other.start, full=False)
    return [
        seal_frame(
            other.for_unit(unit, (heeded.unit.epoch,)),
            Kind.RECORDS,
            counter=heeded.floor + at,
            contents=contents + bytes(30),
        )
        for unit in (1, 2, 3)
        for at in range(20)
    ]


# ---- through unit, gateway and center


@dataclass
class World:
    """A unit, a gateway and a center that have said all that they had to say."""

    mesh: Mesh
    ether: Ether
    heeded: Heeded


@contextmanager
def settled(folder: Path) -> Iterator[World]:
    """Counts, a call for help, a place and an order have gone their ways, slips have come."""
    with a_mesh(folder) as mesh:
        ether = Ether(mesh.time)
        far, _ = mesh.add(ether.join()), mesh.add(ether.join(), gateway=True)
        counts = [Headcount(lokasi=Ref(0, at), per_waktu=START, jiwa=100 + at) for at in range(1, 12)]
        far.save(Sos(lat=-6.3, lon=108.3, orang=3), *counts)
        mesh.run(60, step_s=1)
        far.save(*(Message(isi=f"catatan {at}") for at in range(6)))
        for record in (
            Place(nama="Posko Gladi", jenis="posko", lat=-6.3, lon=108.3, kode_wilayah="32.12.15"),
            Message(isi="Siaga malam ini"),
        ):
            issue(mesh.center, record, now=int(mesh.time.utc()))
        _news(mesh)
        mesh.run(QUIET_S - mesh.time.now, step_s=1)
        assert set(far.words()) == {"diterima"}
        heeded = _heeded(mesh, far, ether)
        _all_hear(mesh, ether, heeded.genuine)
        yield World(mesh, ether, heeded)


def _all_hear(mesh: Mesh, ether: Ether, frames: tuple[bytes, ...]) -> None:
    """Whoever said something has not heard it; from here on it is a repetition for everybody."""
    for frame in frames:
        for unit, radio in zip(mesh.units, ether.radios, strict=True):
            unit.end.take([frame], carrier="radio")
            radio.inbox.append((mesh.time.now, Heard(frame, 0x998)))
    mesh.run(120, step_s=1)


def _news(mesh: Mesh) -> None:
    for unit in mesh.units:
        if unit.mesh.gateway is not None:
            unit.mesh.gateway.news()


def _heeded(mesh: Mesh, far: MeshUnit, ether: Ether) -> Heeded:
    genuine = tuple(dict.fromkeys(each[2] for each in ether.sent))
    keys = mesh.center.keys
    floor = (int(mesh.time.utc()) - keys.start) // 4
    highest = max(
        open_at_center(keys, frame, highest=-1, floor=floor, epoch=far.end.enrolled.keys.epoch).counter
        for frame in ether.frames_of(far.number)
    )
    return Heeded(keys, far.end.enrolled.keys, genuine, floor, highest)


def through(count: int, world: World, chance: Random) -> Tally:
    """Forged frames in the radios of the unit and of the gateway, which steps and asks the center meanwhile."""
    forger = Forger(chance, world.heeded.genuine, foreign(chance, world.heeded))
    before, sent = _states(world.mesh), len(world.ether.sent)
    tally, began = Tally(count), time.perf_counter()
    for at in range(count):
        heard = Heard(forger.one(), 0x999)
        for radio in world.ether.radios:
            radio.inbox.append((world.mesh.time.now, heard))
        if at % TOGETHER == TOGETHER - 1:
            world.mesh.run(1.0, step_s=1.0)
    world.mesh.run(60, step_s=1.0)
    tally.took_s = time.perf_counter() - began
    after = _states(world.mesh)
    tally.effects += [f"{name} changed" for name in before if before[name] != after[name]]
    tally.effects += [f"sent kind {each[2][0] & 15}" for each in world.ether.sent[sent:]]
    return tally


def _states(mesh: Mesh) -> dict[str, Any]:
    """All that a frame could change, by name."""
    found: dict[str, Any] = {}
    for unit in mesh.units:
        for table in OF_UNIT:
            found[f"{table} of unit {unit.number}"] = unit.store.run(f"SELECT * FROM {table} ORDER BY 1, 2")
        found[f"ledger of unit {unit.number}"] = _ledger(unit.store)
    with mesh.center.reader.connect() as conn:
        for table in OF_CENTER:
            found[f"{table} of the center"] = conn.exec_driver_sql(f"SELECT * FROM {table}").all()
        found["operation"] = conn.exec_driver_sql("SELECT incarnation, epoch, next_unit FROM operation").all()
        taken = "SELECT unit, counter, tag FROM frame WHERE held IS NULL"
        found["frames of the center"] = conn.exec_driver_sql(taken).all()
    return found


def _alarms(mesh: Mesh) -> str:
    """What a person there would see of it."""
    with mesh.center.reader.connect() as conn:
        held = conn.exec_driver_sql("SELECT count(*) FROM frame WHERE held IS NOT NULL").scalar_one()
        alarms = conn.exec_driver_sql("SELECT count(*) FROM alarm").scalar_one()
    return f"{held} frames held, {alarms} alarms"


def _ledger(store: Store) -> list[tuple[Any, ...]]:
    """Windows, counters and marks of the way to the center; the time that was trusted last moves by itself."""
    return store.run("SELECT * FROM uplink WHERE name <> 'last_trusted' ORDER BY unit, name")


def main() -> int:
    asked = os.environ.get
    tries, way = int(asked("TRIES", "1000000")), int(asked("THROUGH", "20000"))
    chance, bad = Random(int(asked("SEED", "1"))), 0
    with tempfile.TemporaryDirectory() as folder, settled(Path(folder)) as world:
        for name, tally in (
            *pure(tries - way, world.heeded, chance),
            ("unit, gateway, center", through(way, world, chance)),
        ):
            print(f"{name}: {tally}", *tally.effects[:5], sep="\n  ", flush=True)
            bad += len(tally.effects)
        print(f"at the center: {_alarms(world.mesh)}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
