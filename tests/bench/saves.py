"""What one durable save costs: journal.append beside a bare insert of the same bytes, and the form over HTTP."""

import http.client
import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from field_node.records.record import Record
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.rows import INSERT_ROW, ROW_COLUMNS
from tests.bench import stage, work
from tests.bench.rows import Row, percentile

SAVES, WARM, FORMS = 3_000, 200, 400
BARE = (
    "CREATE TABLE entry (pos INTEGER PRIMARY KEY, unit INTEGER, seq INTEGER, version INTEGER, type INTEGER,"
    " made_at INTEGER, quality INTEGER, boot INTEGER, uptime_ms INTEGER, incident_unit INTEGER, incident_seq INTEGER,"
    " author INTEGER, corrects_unit INTEGER, corrects_seq INTEGER, reason TEXT, complete INTEGER, carrier TEXT,"
    " received_at INTEGER, body TEXT, chain BLOB)"
)
LAST = f"SELECT {ROW_COLUMNS}, chain FROM entry ORDER BY pos DESC LIMIT 1"
HOW = (
    f"{SAVES} rekaman campur (benih {work.SEED}), bergantian satu-satu dengan INSERT telanjang ke satu tabel tanpa indeks, "
    "kolom dan byte sama, WAL + synchronous=FULL, satu cakram, satu kali jalan"
)


def rows() -> list[Row]:
    with stage.folder() as root:
        ours, bare = _alternate(root)
    with stage.folder() as root:
        forms = _forms(root)
    found = [_compared(ours, bare, share) for share in (0.5, 0.99)]
    p50 = percentile(forms, 0.5)
    how = f"{FORMS} POST /catat/hitung_pengungsi ke tagana web yang sesungguhnya, satu koneksi; sampai 303 diterima"
    found.append(Row("simpan lewat formulir, p50", p50, "ms", goal="<= 12 ms", met=p50 <= 12, how=how))
    found.append(Row("simpan lewat formulir, p99", percentile(forms, 0.99), "ms", how=how))
    return found


def _compared(ours: list[float], bare: list[float], share: float) -> Row:
    value, base = percentile(ours, share), percentile(bare, share)
    name = f"journal.append, p{share * 100:.0f}"
    return Row(name, value, "ms", "INSERT", base, "<= 2x", value <= 2 * base, HOW)


def _alternate(root: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each save: ours, then the row that it wrote into the bare table."""
    stage.progress(f"{SAVES} simpanan, bergantian dengan INSERT telanjang")
    ours, bare = list[float](), list[float]()
    with stage.unit_store(stage.config_of(root)) as store, _bare(root / "bare.db") as conn:
        for at, record in work.records(WARM + SAVES, until=int(time.time())):
            ours.append(_appended_ms(store, at, record))
            bare.append(_inserted_ms(conn, store.run(LAST)[0]))
    return ours[WARM:], bare[WARM:]


def _appended_ms(store: Store, at: int, record: Record) -> float:
    stamp, began = stage.stamp(at), time.perf_counter()
    journal.append(store, record, stamp=stamp)
    return (time.perf_counter() - began) * 1000


def _inserted_ms(conn: sqlite3.Connection, row: Sequence[object]) -> float:
    began = time.perf_counter()
    conn.execute(INSERT_ROW, row)
    return (time.perf_counter() - began) * 1000


@contextmanager
def _bare(path: Path) -> Iterator[sqlite3.Connection]:
    conn = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", BARE):
        conn.execute(statement)
    yield conn
    conn.close()


def _forms(root: Path) -> list[float]:
    """Milliseconds of each form, saved over one connection that stays open."""
    stage.progress(f"{FORMS} formulir lewat HTTP")
    config = stage.config_of(root)
    with stage.unit_store(config) as store:
        stage.a_place(store, int(time.time()))
    command = stage.tagana(stage.settings_file(root), "web")
    with stage.running(command, root, "web") as web:
        address = urlsplit(stage.awaited(lambda: stage.address_in(web), web))
        conn = http.client.HTTPConnection(str(address.hostname), address.port or 80)
        times = [_posted_ms(conn, number) for number in range(FORMS + WARM // 4)]
        conn.close()
    return times[WARM // 4 :]


def _posted_ms(conn: http.client.HTTPConnection, number: int) -> float:
    form = {
        "kunci": secrets.token_hex(16),
        "lokasi": f"{stage.UNIT}-1",
        "per_waktu": time.strftime("%Y-%m-%dT%H:%M", time.gmtime(time.time() + 7 * 3600)),
        "kk": "45",
        "jiwa": str(180 + number % 7),
        "laki": "90",
        "ibu_hamil": "3",
    }
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    began = time.perf_counter()
    conn.request("POST", "/catat/hitung_pengungsi", urlencode(form), headers)
    answer = conn.getresponse()
    said = answer.read()
    took_ms = (time.perf_counter() - began) * 1000
    assert answer.status == 303, said.decode()[-2000:]
    return took_ms
