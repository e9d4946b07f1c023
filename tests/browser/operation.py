"""A center, a lumbung with its pages and its sync in processes of their own, and a neighbour whose frames it hears."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from field_node.clock import UnitClock
from field_node.config import Config
from field_node.opened import DATABASE, opened_locker, opened_store
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.stating import Stating, rules_of
from field_node.store import journal, outbox, views
from field_node.store.connection import Store, open_reader
from sync.frames import LORA_MTU
from sync.mesh.hearing import overhear
from sync.unit_end import opened_end
from tests.browser.conftest import DEADLINE_S, ROOT, Unit, until
from tests.journeys.fleet import FieldUnit, at_work, config_of, enrolled
from tests.journeys.pusat import Pusat

DAY_S = 86_400
ROOM = 4_000
TENT, BLANKET, NOODLES, CLEANING, SOAP = 57, 21, 5, 45, 32
NAMES = ("Lumbung Utara", "Gudang Kota")
Goods = tuple[tuple[int, str | None, int, int], ...]
NEAR: Goods = ((BLANKET, None, 100, 0), (NOODLES, "D1", 400, 300), (TENT, None, 6, 0), (SOAP, None, 50, 0))
"""item, batch, base units, days until it expires (0: it does not)."""
FAR: Goods = ((BLANKET, None, 340, 0),)


@dataclass(frozen=True, slots=True)
class Places:
    """What the center named: two lumbung, a pos pengungsian, a kejadian without an SK."""

    near: Ref
    far: Ref
    camp: Ref
    flood: Ref


@dataclass(frozen=True, slots=True)
class Operation:
    """`unit` keeps `places.near`, `neighbour` the other."""

    pusat: Pusat
    unit: Unit
    neighbour: FieldUnit
    places: Places

    def alarms(self) -> str:
        """What the console of the center is told."""
        file = self.pusat.folder / "center.toml"
        file.write_text(f'[center]\ndata_dir = "{self.pusat.folder}"\n')
        command = [sys.executable, "-m", "field_node.cli", "--config", str(file), "center", "alarms"]
        return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    def all_sent(self) -> None:
        """Returns once the center has everything of the unit."""
        until(lambda: self._waiting() == 0, "the center's receipt")

    def _waiting(self) -> int:
        locker = opened_locker(self.unit.config.secrets_dir)
        store = open_reader(self.unit.config.data_dir / DATABASE, locker=locker)
        try:
            return outbox.counts(store).waiting
        finally:
            store.close()

    def overhears(self) -> None:
        """What the neighbour states by itself goes out by radio, and reaches the unit."""
        end, clock = self.neighbour.end, self.neighbour.desk.clock
        Stating(end.store, clock, rules_of(self.neighbour.config.stok), monotonic=time.monotonic).look()
        made = end.sealed(end.waiting(ROOM), room=ROOM, mtu=LORA_MTU, full=False)
        with opened_store(self.unit.config) as store:
            own = opened_end(store, clock, self.unit.config.secrets_dir)
            keys, floor, now = own.enrolled.keys, own.floor(), own.now()
            heard = [overhear(store, keys, one.frame, floor=floor, now=now) for one in made]
        assert heard and all(one.entries for one in heard)

    def shelf(self) -> dict[tuple[int, str], int]:
        """What lies in the unit's store, by its own ledger."""
        with opened_store(self.unit.config) as store:
            return {
                (one.item, one.batch): one.amount
                for one in views.stock(store, self.places.near)
                if one.amount
            }


@contextmanager
def an_operation(folder: Path) -> Iterator[Operation]:
    """All of it, with goods in both stores and everything of the center's known at both units."""
    pusat = Pusat.founded(folder / "pusat")
    with opened_store(config_of(folder / "blank")):
        pass
    mine, other = (enrolled(pusat, folder / "blank", folder / name, name) for name in NAMES)
    unit = Unit(folder / NAMES[0], config=mine)
    with ExitStack() as stack:
        stack.callback(pusat.close)
        places = _places(pusat)
        neighbour = stack.enter_context(at_work(other))
        neighbour.sync(pusat)
        stack.enter_context(_syncing(mine, folder))
        with opened_store(mine) as store:
            until(lambda: journal.entry(store, places.flood), "what the center said")
            _stock(store, neighbour.desk.clock, places.near, NEAR)
        _stock(neighbour.store, neighbour.desk.clock, places.far, FAR)
        unit.start()
        stack.callback(unit.kill)
        yield Operation(pusat, unit, neighbour, places)


def _places(pusat: Pusat) -> Places:
    issue, began = pusat.issue, (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="seconds")
    return Places(
        issue("lokasi", nama=NAMES[0], jenis="lumbung", unit=1, kode="LUT", lat=-6.33, lon=108.32),
        issue("lokasi", nama=NAMES[1], jenis="gudang", unit=2, kode="GKT", lat=-6.38, lon=108.36),
        issue("lokasi", nama="SDN 2 Contoh", jenis="pos_pengungsian", lat=-6.34, lon=108.33),
        issue("kejadian", nama="Banjir Cimanuk", jenis="banjir", mulai=began),
    )


def _stock(store: Store, clock: UnitClock, place: Ref, goods: Goods) -> None:
    """Opening stock of that place."""
    for line, (item, batch, much, days) in enumerate(goods, 1):
        expires = int(time.time()) // DAY_S + days if days else None
        move = Movement(
            jenis="saldo_awal",
            gudang=place,
            barang=item,
            batch=batch,
            jumlah=much,
            kedaluwarsa=expires,
            sumber_dana="apbn",
            nomor="SA/1",
            baris=line,
        )
        journal.append(store, move, stamp=clock.stamp())


@contextmanager
def _syncing(config: Config, folder: Path) -> Iterator[None]:
    """`tagana sync` of that unit."""
    file = folder / "sync.toml"
    names = ("data_dir", "runtime_dir", "secrets_dir")
    file.write_text("".join(f'{name} = "{getattr(config, name)}"\n' for name in names))
    command = [sys.executable, "-m", "field_node.cli", "--config", str(file), "sync"]
    with (folder / "sync.log").open("wb") as out:
        child = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    yield
    child.terminate()
    child.wait(DEADLINE_S)
