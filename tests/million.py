"""Fills a store with many mixed entries through its own door, and times every query of a page."""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from field_node.clock import Stamp
from field_node.records import type_by_slug
from field_node.records.headcount import Headcount
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.place import Place
from field_node.records.position import Position
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.task import Task, TaskAnswer
from field_node.records.warning import Alert
from field_node.setup import regions
from field_node.store import directory, orders, outbox, stock_cards, views
from field_node.store.connection import Store, open_store
from field_node.store.identity import become
from field_node.store.journal import append_all, entries, keep
from field_node.store.locker import Locker
from field_node.store.orders import Which
from field_node.store.stock_cards import Goods
from field_node.store.under_way import under_way
from tests.samples import sample

MILLION = 1_000_000
START = 1_790_000_000
UNITS, PLACES, STORES, TASKS = 20, 200, 10, 4_000
BATCH = 5_000
INCIDENT = Ref(0, 1)
OWN = 99


def mixed(count: int, seed: int = 1) -> Iterator[Entry]:
    """Entries of one operation in order of arrival: places, tasks and warnings of the center, then 20 units at work."""
    chance = random.Random(seed)
    yield from islice(_of_center(chance), count)
    left = max(0, count - PLACES - TASKS - 200)
    lines = {unit: [1, TRACK_START] for unit in range(1, UNITS + 1)}
    for n in range(left):
        unit = chance.randrange(1, UNITS + 1)
        record = _work(chance, n)
        track = record.about.track
        lines[unit][track] += 1
        yield _entry(unit, lines[unit][track] - 1, record, START + n * 2)


def _entry(unit: int, seq: int, record: Record, at: int) -> Entry:
    step_s = record.about.resolution_s
    return Entry(unit, seq, at // step_s * step_s, TimeQuality.GPS, record, incident=INCIDENT)


def _of_center(chance: random.Random) -> Iterator[Entry]:
    for n in range(PLACES):
        place = Place(nama=f"Posko {n + 1}", jenis="posko", lat=-6.8 + n / 1000, lon=107.1)
        yield _entry(0, n + 1, place, START)
    for n in range(TASKS):
        task = Task(tujuan=1 + n % UNITS, isi="Kirim tenda", prioritas="segera")
        yield _entry(0, PLACES + 1 + n, task, START + n)
    for n in range(200):
        warning = Alert(
            jenis="banjir",
            keparahan="berat",
            mulai=_minute(START + n * 9000),
            sampai=_minute(START + n * 9000 + 7200),
            lokasi=(Ref(0, 1 + n % PLACES),),
        )
        yield _entry(0, PLACES + TASKS + 1 + n, warning, START + n * 9000)


def _work(chance: random.Random, n: int) -> Record:
    at, place = _minute(START + n * 2), Ref(0, chance.randrange(1, PLACES + 1))
    draw = chance.random()
    if draw < 0.6:
        return Position(lat=-6.8, lon=107.1, waktu=(START + n * 2) // 30 * 30)
    if draw < 0.75:
        return Headcount(lokasi=place, per_waktu=at, jiwa=chance.randrange(400), kk=chance.randrange(99))
    if draw < 0.9:
        store = Ref(0, chance.randrange(1, STORES + 1))
        kind = chance.choice(("terima", "salur", "kirim"))
        return Movement(
            jenis=kind,
            gudang=store,
            tujuan=place if kind == "kirim" else None,
            barang=chance.randrange(1, 60),
            jumlah=chance.randrange(1, 50),
            batch=f"D{chance.randrange(4)}",
        )
    if draw < 0.92:
        task = Ref(0, PLACES + chance.randrange(1, TASKS + 1))
        return TaskAnswer(tugas=task, status=chance.choice(("dibaca", "selesai")))
    if draw < 0.95:
        return sample(Need, chance, now=START)
    return sample(type_by_slug(chance.choice(("catatan", "kondisi_lokasi", "permintaan"))), chance, now=START)


def _minute(at: int) -> int:
    return at // 60 * 60


def fill(store: Store, count: int = MILLION, *, seed: int = 1) -> int:
    """Keeps that many mixed entries in batches, as if they came over the internet; how many are new."""
    made, new = mixed(count, seed), 0
    while batch := list(islice(made, BATCH)):
        new += sum(keep(store, batch, carrier="internet"))
    return new


def wait(store: Store, count: int = 10_000) -> None:
    """So many own entries that the center does not have."""
    stamp = Stamp(START, TimeQuality.GPS, 1, 5.0)
    for n in range(0, count, 100):
        records = [_work(random.Random(n + k), n + k) for k in range(100)]
        append_all(store, records, stamp=stamp, incident=INCIDENT)


def queries(store: Store) -> dict[str, Callable[[], object]]:
    """Every query that a page makes, by name; none may take 20 ms with a million entries."""
    now, place = START + 900_000, Ref(0, 3)
    return {
        "newest entries, first page": lambda: entries(store, limit=50),
        "entries of a type, first page": lambda: entries(store, Headcount, limit=50),
        "entries of a type, page in the middle": lambda: entries(
            store, Headcount, before=MILLION // 2, limit=50
        ),
        "entries of a rare type": lambda: entries(store, Alert, limit=50),
        "newest head-counts": lambda: views.headcounts(store),
        "newest head-counts of a kejadian": lambda: views.headcounts(store, INCIDENT),
        "newest position of each unit": lambda: views.unit_positions(store),
        "stock of a gudang": lambda: views.stock(store, place),
        "goods in transit": lambda: under_way(store),
        "kartu stok, one batch": lambda: stock_cards.card(store, Goods(place, 7, "D1")),
        "kartu stok, all batches": lambda: stock_cards.card(store, Goods(place, 7)),
        "open tasks of this unit, first page": lambda: orders.page(store),
        "open tasks of others, first page": lambda: orders.page(store, Which(others=True)),
        "open tasks, how many wait": lambda: orders.count(store, Which(waiting=True)),
        "open warnings": lambda: views.open_warnings(store, now),
        "open SOS": lambda: views.open_sos(store),
        "queue of what waits, first page": lambda: outbox.pending(store, 50),
        "counts of the queue": lambda: outbox.counts(store),
        "names of all places": lambda: directory.place_names(store),
        "name of a place": lambda: directory.name_of(store, place),
        "search of admin codes": lambda: directory.search_regions(store, "sukamaju"),
    }


def timed(store: Store, repeats: int = 20) -> dict[str, float]:
    """p95 of each query in milliseconds."""
    found = {}
    for name, ask in queries(store).items():
        times = sorted(_seconds(ask) for _ in range(repeats))
        found[name] = times[int(repeats * 0.95)] * 1000
    return found


def _seconds(ask: Callable[[], object]) -> float:
    start = time.perf_counter()
    ask()
    return time.perf_counter() - start


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "unit.db"
        store = open_store(path, Path(folder) / "lock", locker=Locker(bytes(32)))
        become(store, OWN)
        seconds = _seconds(lambda: fill(store, count))
        wait(store)
        directory.fill_regions(store, regions())
        sys.stdout.write(f"{count} entries in {seconds:.0f} s, {path.stat().st_size / 1e6:.0f} MB\n")
        for name, milliseconds in sorted(timed(store).items(), key=lambda row: -row[1]):
            sys.stdout.write(f"{milliseconds:8.2f} ms p95  {name}\n")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION)
