"""How long pages and their queries take on a unit that holds a million entries."""

import hashlib
import http.client
import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

from field_node.opened import opened_store
from field_node.records.headcount import Headcount
from field_node.store import journal
from field_node.store.connection import Store
from tests import million
from tests.bench import stage
from tests.bench.rows import Row, percentile

REPEATS, WARM = 60, 5
GOAL_MS = 20.0
RECIPE = ("tests/million.py", "tests/samples.py", "field_node/store", "field_node/records")
KEPT = "bench-million-"
HOW = (
    f"{million.MILLION} entri dari tests/million.py (benih 1) disimpan lewat keep() dan 10.000 entri sendiri yang menunggu, "
    f"tersimpan di var/{KEPT}*; p95 dari"
)


def rows() -> list[Row]:
    root = _filled()
    with opened_store(stage.config_of(root)) as store:
        paths, asked = _paths(store), million.timed(store, REPEATS)
    return [_query_row(asked), *(_page_row(*each) for each in _pages_ms(root, paths).items())]


def _query_row(asked: dict[str, float]) -> Row:
    slowest = max(asked, key=asked.__getitem__)
    how = f"{HOW} {REPEATS} kali tiap kueri; dari {len(asked)} kueri halaman yang paling lambat: {slowest}"
    name = "kueri halaman, p95 dari yang paling lambat"
    return Row(name, asked[slowest], "ms", goal=f"< {GOAL_MS:.0f} ms", met=asked[slowest] < GOAL_MS, how=how)


def _page_row(name: str, times: list[float]) -> Row:
    how = f"{HOW} {REPEATS} GET {name} ke tagana web, satu koneksi, halaman utuh"
    return Row(f"GET {name}, p95", percentile(times, 0.95), "ms", how=how)


def _paths(store: Store) -> tuple[str, ...]:
    """Every kind of page: the first, lists at their head and in their middle, one record, the queue, the device, a form."""
    one = journal.entries(store, Headcount, limit=1)[0][1].ref
    slugs = ("posisi", "hitung_pengungsi", "mutasi", "lokasi", "tugas", "peringatan")
    middle = f"/catatan/hitung_pengungsi?sebelum={million.MILLION // 2}"
    lists = (*(f"/catatan/{slug}" for slug in slugs), middle)
    return (
        "/",
        *lists,
        f"/entri/{one}",
        "/antrean",
        "/perangkat",
        "/ekspor",
        "/catat/hitung_pengungsi",
        "/catat/mutasi",
    )


def _pages_ms(root: Path, paths: tuple[str, ...]) -> dict[str, list[float]]:
    """Milliseconds of each page, asked again and again over one connection."""
    stage.progress(f"{len(paths)} halaman, tiap halaman {REPEATS} kali")
    with stage.running(stage.tagana(stage.settings_file(root), "web"), root, "web") as web:
        address = urlsplit(stage.awaited(lambda: stage.address_in(web), web))
        conn = http.client.HTTPConnection(str(address.hostname), address.port)
        found = {path: [_asked_ms(conn, path) for _ in range(WARM + REPEATS)][WARM:] for path in paths}
        conn.close()
    return found


def _asked_ms(conn: http.client.HTTPConnection, path: str) -> float:
    began = time.perf_counter()
    conn.request("GET", path)
    answer = conn.getresponse()
    said = answer.read()
    took_ms = (time.perf_counter() - began) * 1000
    assert answer.status == 200, (path, answer.status, said[-500:])
    return took_ms


def _filled() -> Path:
    """The folder of the filled unit; made anew when the code that fills it has changed, which takes minutes."""
    root = (stage.VAR / f"{KEPT}{_recipe()}").absolute()
    if not (root / "done").exists():
        for old in stage.VAR.glob(f"{KEPT}*"):
            shutil.rmtree(old)
        stage.progress(f"{million.MILLION} entri disimpan ke {root}; sekali saja selama kodenya sama")
        _fill(root)
    return root


def _fill(root: Path) -> None:
    with stage.unit_store(stage.config_of(root), million.OWN) as store:
        million.fill(store)
        million.wait(store)
    (root / "done").touch()


def _recipe() -> str:
    """Changes with whatever decides what lies in the folder."""
    files = [
        path
        for name in RECIPE
        for path in ([Path(name)] if name.endswith(".py") else Path(name).rglob("*.py"))
    ]
    content = b"".join(path.read_bytes() for path in sorted(files))
    return hashlib.sha256(content).hexdigest()[:12]
