"""How long the pages of a lumbung take: 200 batches, 50,000 movements, by a real unit over HTTP."""

import http.client
import time
from pathlib import Path
from urllib.parse import urlsplit

from field_node.records.place import Place
from field_node.store import journal
from tests import lumbung
from tests.bench import stage
from tests.bench.rows import Row, percentile

MOVES, GOAL_MS = 50_000, 300.0
REPEATS, WARM = 60, 5
HOW = (
    f"{MOVES} mutasi dari tests/lumbung.py (benih 1: terima, salur, kirim, terima_kiriman) atas {lumbung.BATCHES} batch dari "
    f"{len(lumbung.ITEMS)} barang di satu lumbung, disimpan lewat append_all(); {REPEATS} GET ke tagana web di proses sendiri, "
    "satu koneksi, halaman utuh, p95"
)


def rows() -> list[Row]:
    with stage.folder() as root:
        place = _filled(root)
        item = lumbung.ITEMS[0]
        paths = {
            "Stok": "/stok",
            "Stok, perlu perhatian": "/stok?saring=perhatian",
            "kartu stok satu batch": f"/stok/kartu/{place}/{item}?batch=B000",
            "kartu stok semua batch, halaman 1": f"/stok/kartu/{place}/{item}?halaman=1",
            "Beranda": "/",
        }
        return [_row(name, times) for name, times in _timed(root, paths).items()]


def _row(name: str, times: list[float]) -> Row:
    took = percentile(times, 0.95)
    return Row(f"{name}, {MOVES} mutasi", took, "ms", goal=f"< {GOAL_MS:.0f} ms", met=took < GOAL_MS, how=HOW)


def _filled(root: Path) -> str:
    stage.progress(f"{MOVES} mutasi disimpan")
    stamp = stage.stamp(1_795_312_800)
    with stage.unit_store(stage.config_of(root)) as store:
        places = [Place(nama=f"Lumbung {n}", jenis="lumbung", unit=n) for n in (stage.UNIT, 9)]
        here, there = (entry.ref for entry in journal.append_all(store, places, stamp=stamp))
        lumbung.fill(store, here, there, moves=MOVES, stamp=stamp)
    return str(here)


def _timed(root: Path, paths: dict[str, str]) -> dict[str, list[float]]:
    with stage.running(stage.tagana(stage.settings_file(root), "web"), root, "web") as web:
        address = urlsplit(stage.awaited(lambda: stage.address_in(web), web))
        conn = http.client.HTTPConnection(str(address.hostname), address.port)
        found = {
            name: [_asked_ms(conn, path) for _ in range(WARM + REPEATS)][WARM:]
            for name, path in paths.items()
        }
        conn.close()
    return found


def _asked_ms(conn: http.client.HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    conn.request("GET", path)
    answer = conn.getresponse()
    said = answer.read()
    assert answer.status == 200, (path, answer.status, said[-500:])
    return (time.perf_counter() - began) * 1000
