"""How fast a puller that follows the cursor gets the feed as NDJSON, beside json.dumps in a bare Flask view."""

import http.client
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from sync.center import feed
from sync.center.dialect import writing
from sync.center.keep import Keeper
from sync.center.render import Arrival
from sync.center.store import Center
from tests.bench import center as centers
from tests.bench import stage, work
from tests.bench.rows import Row

KEPT, COPIES, BUNDLE, PAGE = 10_000, 20, 1_000, 10_000
GOAL = 40_000
COLUMNS = (
    "version, type, made_at, quality, received_at, {arrival}, carrier, complete, incident_unit, incident_seq,"
    " author, corrects_unit, corrects_seq, reason, lat, lon, held, private, json_set(line, '$.unit', :unit)"
)
HOW = (
    f"GET /v1/records?limit={PAGE} mengikuti kursor, NDJSON, satu koneksi, pusat dalam proses sendiri; {KEPT} rekaman "
    f"(benih {work.SEED}) disimpan lewat Keeper lalu disalin sebagai {COPIES - 1} unit lain; dasar: kamus yang sama, sudah di "
    "memori, json.dumps per baris dalam satu view Flask di waitress, halaman sama"
)


def rows() -> list[Row]:
    with stage.folder() as root:
        now = int(time.time())
        centers.found(root / "center", host="localhost", now=now)
        with centers.opened(root / "center") as center:
            token = centers.pull_token(center, now=now)
            _fill(center, now)
        _copy(root / "center/center.db")
        bare = _bare(root)
        ours = _ours(root, token)
    name = f"umpan NDJSON, {KEPT * COPIES} rekaman"
    return [Row(name, ours, "rek/s", "json.dumps", bare, f">= {GOAL}", ours >= GOAL, HOW)]


def _fill(center: Center, now: int) -> None:
    """One unit's records, kept like arrived ones, a bundle in a transaction."""
    stage.progress(f"{KEPT} rekaman disimpan di pusat")
    unit = centers.SealingUnit.of(center, 1, now=now)
    entries = [unit.entry(at, record) for at, record in work.records(KEPT, until=now)]
    for first in range(0, KEPT, BUNDLE):
        with center.lock, writing(center.writer) as conn:
            keeper = Keeper(conn, center.rest, Arrival(feed.arrive(conn), now, "https"))
            for entry in entries[first : first + BUNDLE]:
                keeper.keep(entry, None)
            keeper.flush()
            feed.number_in_writer(conn)


def _copy(path: Path) -> None:
    """The same records under the numbers of further units, each bundle with a place of its own in the feed."""
    conn = sqlite3.connect(path)
    step = conn.execute("SELECT max(arrival) FROM feed").fetchone()[0]
    ours = "WHERE arrival IN (SELECT arrival FROM entry WHERE unit = 1)"
    for unit in range(2, COPIES + 1):
        told = {"unit": unit, "more": (unit - 1) * step}
        arrival = COLUMNS.format(arrival="arrival + :more")
        conn.execute(f"INSERT INTO entry SELECT :unit, seq, {arrival} FROM entry WHERE unit = 1", told)
        conn.execute(f"INSERT INTO feed (arrival) SELECT arrival + :more FROM feed {ours} ORDER BY pos", told)
    conn.commit()
    conn.close()


def _ours(root: Path, token: str) -> float:
    """Records a second."""
    command = stage.tagana(stage.settings_file(root), "center", "serve")
    with stage.running(command, root, "center") as served:
        address = stage.awaited(lambda: stage.address_in(served), served)
        began = time.perf_counter()
        bodies = list(_followed(address, token))
        took_s = time.perf_counter() - began
    names = {(said["unit"], said["seq"]) for body in bodies for said in map(json.loads, body.splitlines())}
    assert sum(unit > 0 for unit, _ in names) == KEPT * COPIES, len(names)
    return len(names) / took_s


def _followed(address: str, token: str) -> Iterator[bytes]:
    """Each page of the feed until one is empty."""
    parts = urlsplit(address)
    conn = http.client.HTTPConnection(str(parts.hostname), parts.port)
    target = f"/v1/records?limit={PAGE}"
    while True:
        conn.request(
            "GET", target, headers={"Authorization": f"Bearer {token}", "Accept": "application/x-ndjson"}
        )
        answer = conn.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        if not body:
            break
        yield body
        link = urlsplit(str(answer.headers["Link"]).partition(">")[0].lstrip("<"))
        target = f"{link.path}?{link.query}"
    conn.close()


def _bare(root: Path) -> float:
    """Records a second."""
    command = [sys.executable, "-m", "tests.bench.bare_feed", str(root / "center/center.db")]
    with stage.running(command, root, "bare") as served:
        parts = urlsplit(stage.awaited(lambda: stage.address_in(served), served, within_s=60))
        conn = http.client.HTTPConnection(str(parts.hostname), parts.port)
        began, count = time.perf_counter(), 0
        for after in range(0, KEPT * COPIES, PAGE):
            conn.request("GET", f"/records?after={after}&limit={PAGE}")
            count += conn.getresponse().read().count(b"\n")
        took_s = time.perf_counter() - began
        conn.close()
    return count / took_s
