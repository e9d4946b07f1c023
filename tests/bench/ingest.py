"""How fast the center takes sealed frames durably, beside raw executemany of the rows that it writes."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from field_node.records import TYPES
from sync.center.receive import take
from sync.center.store import Center
from tests.bench import center as centers
from tests.bench import stage, work
from tests.bench.rows import Row

UNITS, EACH = 20, 1_000
SLUGS = sorted(kind.about.slug for kind in TYPES.values())
LEAST_SHARE = 0.1


def rows() -> list[Row]:
    with stage.folder() as root:
        now = int(time.time())
        centers.found(root / "center", host="localhost", now=now)
        with (
            centers.opened(root / "center") as center,
            _raw(root / "raw.db", root / "center/center.db") as raw,
        ):
            bundles = [_bundle(center, number, now) for number in range(UNITS)]
            stage.progress(f"{UNITS} bundel, tiap bundel {EACH} rekaman")
            times = [_taken_s(center, raw, frames, now) for frames in bundles]
            kept = raw.copied
    assert kept == UNITS * EACH, kept
    return [_row(times, sum(map(len, bundles)))]


def _row(times: Sequence[tuple[float, float]], frames: int) -> Row:
    ours, bare = (UNITS * EACH / sum(each) for each in zip(*times, strict=True))
    how = (
        f"receive.take di dalam proses, {frames} kerangka bersegel dari {UNITS} unit, {EACH} rekaman satu transaksi, "
        f"benih {work.SEED}..; bergantian dengan executemany telanjang atas baris entry dan tabel jenis yang sama, "
        "bentuk tabel dan besar transaksi sama, WAL + FULL"
    )
    share = ours / bare
    return Row("pusat menerima", ours, "rek/s", "executemany", bare, ">= 0.1x", share >= LEAST_SHARE, how)


def _bundle(center: Center, number: int, now: int) -> list[bytes]:
    unit = centers.SealingUnit.of(center, number, now=now)
    made = work.records(EACH, until=now, seed=work.SEED + number)
    return unit.frames([unit.entry(at, record) for at, record in made])


def _taken_s(center: Center, raw: "_Raw", frames: Sequence[bytes], now: int) -> tuple[float, float]:
    """Seconds for one bundle: ours, then the rows that it left."""
    began = time.perf_counter()
    taken = take(center, frames, carrier="https", now=now)
    took = time.perf_counter() - began
    assert taken.counts.new == len(frames), taken.counts
    return took, raw.copy()


@dataclass
class _Raw:
    """A bare database with the center's tables of records. `copied`: entries so far."""

    conn: sqlite3.Connection
    source: sqlite3.Connection
    copied: int = 0

    def copy(self) -> float:
        """Seconds to insert what the center has and this has not."""
        fresh = {table: self._fresh(table) for table in ("entry", *SLUGS)}
        began = time.perf_counter()
        self.conn.execute("BEGIN IMMEDIATE")
        for table, found in fresh.items():
            if found:
                marks = ", ".join("?" * len(found[0]))
                self.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
        self.conn.execute("COMMIT")
        self.copied += len(fresh["entry"])
        return time.perf_counter() - began

    def _fresh(self, table: str) -> list[tuple[object, ...]]:
        unit = "unit" if table == "entry" else "of_unit"
        last = self.conn.execute(f"SELECT coalesce(max({unit}), 0) FROM {table}").fetchone()[0]
        return self.source.execute(f"SELECT * FROM {table} WHERE {unit} > ?", (last,)).fetchall()


@contextmanager
def _raw(path: Path, source_path: Path) -> Iterator[_Raw]:
    source = sqlite3.connect(source_path)
    conn = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL"):
        conn.execute(statement)
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC"
    for table in ("entry", *SLUGS):
        for (sql,) in source.execute(made, (table,)):
            conn.execute(sql)
    yield _Raw(conn, source)
    conn.close()
    source.close()
