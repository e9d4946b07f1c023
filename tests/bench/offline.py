"""Ten thousand records made offline, then synced by the real processes: on loopback, over a slow line, through an outage."""

import json
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from field_node.config import Config
from field_node.opened import DATABASE, KEY, opened_clock, opened_store
from field_node.records.plain import to_plain
from field_node.records.record import TimeQuality
from field_node.store import journal, outbox
from field_node.store.connection import open_reader
from field_node.store.locker import load_locker
from sync import enrolment
from sync.center.authority import make_leaf
from sync.center.enrolment import load_authority
from tests.bench import center as centers
from tests.bench import stage, work
from tests.bench.rows import Row, skipped
from tests.bench.shaper import FAR, SlowLine, slow_line, why_not

RECORDS, LINE_SEED, OUTAGE_S, DOOR = 10_000, 1, 45.0, 8443
UP_KB, SLOW_S, REQUESTS, FIRST_S, AGAIN_KB, AFTER_S = 130, 25, 12, 5, 64, 15
PATIENCE_S = 150.0
NAME = "pusat.tagana.internal"
CERT, CERT_KEY = "front.pem", "front-key.pem"
LINE = f"64 kbit/s, 300 ms dan 2 % hilang tiap arah (benih {LINE_SEED}), TLS"
HOW = (
    f"{RECORDS} rekaman (benih {work.SEED}) dicatat lewat journal.append_all, lalu proses tagana sync ke tagana center serve; "
    "waktu sejak proses sync dijalankan sampai tanda terima terakhir"
)
PEER = "gzip-JSON 500 per POST"
PEER_HOW = (
    f"; dasar: rekaman sama, {PEER} lewat requests, Flask + waitress, satu commit SQLite FULL tiap kelompok"
)


@dataclass(frozen=True, slots=True)
class Run:
    """One sync: seconds from its start to the first and the last receipt, kB (1,000 bytes) both ways, requests."""

    first_s: float
    took_s: float
    up_kb: float
    down_kb: float
    requests: int


def rows() -> list[Row]:
    with stage.folder() as root:
        _prepare(root / "made")
        found = _loopback(root)
        return found + (_slow(root) if why_not() is None else [skipped("jalur lambat", str(why_not()))])


def _loopback(root: Path) -> list[Row]:
    stage.progress(f"{RECORDS} rekaman lewat loopback")
    peer, ours = (_on(root, None, way) for way in (_gzip, _ours))
    how = HOW + "; byte HTTP tanpa kepala TCP/IP" + PEER_HOW
    return [
        Row("loopback: waktu", ours.took_s, "s", PEER, peer.took_s, how=how),
        Row("loopback: naik", ours.up_kb, "kB", PEER, peer.up_kb, how=how),
        Row("loopback: turun", ours.down_kb, "kB", PEER, peer.down_kb, how=how),
        Row("loopback: permintaan", ours.requests, "", PEER, peer.requests, how=how),
    ]


def _slow(root: Path) -> list[Row]:
    stage.progress(f"{RECORDS} rekaman lewat jalur lambat")
    ours = _over_line(root, _ours)
    stage.progress(f"selesai dalam {ours.took_s:.0f} s; sekarang dasar gzip-JSON di jalur yang sama")
    peer = _over_line(root, _gzip)
    stage.progress(f"selesai dalam {peer.took_s:.0f} s; sekarang dengan putus {OUTAGE_S:.0f} s di tengah")
    cut = _over_line(root, _ours, cut_at_s=ours.took_s / 2)
    return [*_clean_rows(ours, peer), *_outage_rows(ours, cut)]


def _clean_rows(ours: Run, peer: Run) -> list[Row]:
    how = f"{HOW}; {LINE}; byte IP di jalur{PEER_HOW}"
    return [
        Row(
            "lambat: waktu", ours.took_s, "s", PEER, peer.took_s, f"<= {SLOW_S} s", ours.took_s <= SLOW_S, how
        ),
        Row("lambat: naik", ours.up_kb, "kB", PEER, peer.up_kb, f"<= {UP_KB} kB", ours.up_kb <= UP_KB, how),
        Row("lambat: turun", ours.down_kb, "kB", PEER, peer.down_kb, how=how),
        Row(
            "lambat: permintaan",
            ours.requests,
            "",
            PEER,
            peer.requests,
            f"<= {REQUESTS}",
            ours.requests <= REQUESTS,
            how,
        ),
        Row(
            "lambat: tanda terima pertama",
            ours.first_s,
            "s",
            PEER,
            peer.first_s,
            f"<= {FIRST_S} s",
            ours.first_s <= FIRST_S,
            how,
        ),
    ]


def _outage_rows(clean: Run, cut: Run) -> list[Row]:
    how = f"{HOW}; {LINE}; jalur putus {OUTAGE_S:.0f} s mulai pada separuh waktu tanpa putus; dasar: tanpa putus, jalan yang sama"
    most_s, again_kb = clean.took_s + OUTAGE_S + AFTER_S, cut.up_kb - clean.up_kb
    goal = f"<= dasar + {OUTAGE_S:.0f} + {AFTER_S} s"
    return [
        Row(
            "lambat, putus: waktu",
            cut.took_s,
            "s",
            "tanpa putus",
            clean.took_s,
            goal,
            cut.took_s <= most_s,
            how,
        ),
        Row(
            "lambat, putus: dikirim lagi",
            again_kb,
            "kB",
            goal=f"<= {AGAIN_KB} kB",
            met=again_kb <= AGAIN_KB,
            how=how,
        ),
    ]


# ---- what lies on disk before each run


def _prepare(made: Path) -> None:
    """A center and a unit of it with its records, both closed; and the records as JSON lines for the baseline."""
    made.mkdir()
    now = int(time.time())
    centers.found(made / "center", host=FAR, now=now)
    given = centers.enrolled(made / "center", address=f"https://{FAR}:{DOOR}", now=now)
    _certify(made, now)
    config = stage.config_of(made)
    enrolment.enroll(config, given.to_json(), replace_other=False)
    stage.progress(f"{RECORDS} rekaman dicatat di unit")
    with opened_store(config) as store:
        opened_clock(store, config).learn(time.time(), TimeQuality.GPS)
        stage.record_offline(store, list(work.records(RECORDS, until=now)))
        entries = [entry for _, entry in journal.since(store, 0, RECORDS)]
    told = (
        {"unit": one.unit, "seq": one.seq, "made_at": one.made_at, **to_plain(one.record)} for one in entries
    )
    (made / "lines").write_text("".join(f"{json.dumps(each, separators=(',', ':'))}\n" for each in told))


def _certify(made: Path, now: int) -> None:
    """A certificate of the center's CA for the front."""
    with centers.opened(made / "center") as center:
        leaf = make_leaf(load_authority(center), NAME, (FAR,), now)
    (made / CERT).write_bytes(leaf.certificate)
    (made / CERT_KEY).write_bytes(leaf.key)


# ---- one run

Way = Callable[[Path, "Sides", float | None], Run]


@dataclass(frozen=True, slots=True)
class Sides:
    """How commands are run on both sides, and where the front is."""

    root: Path
    line: SlowLine | None = None

    def unit(self, command: Sequence[str]) -> list[str]:
        return [*(self.line.near() if self.line else ()), *command]

    def center(self, command: Sequence[str]) -> list[str]:
        return [*(self.line.far() if self.line else ()), *command]

    @contextmanager
    def front(self, target: stage.Process) -> Iterator[stage.Process]:
        """A front before that server; with TLS only where the line is not this machine."""
        port = urlsplit(stage.awaited(lambda: stage.address_in(target), target)).port
        tls = [str(self.root / CERT), str(self.root / CERT_KEY)] if self.line else []
        place = (FAR, str(DOOR)) if self.line else ("127.0.0.1", "0")
        command = [sys.executable, "-m", "tests.bench.front", *place, str(port), *tls]
        with stage.running(self.center(command), self.root, "front") as front:
            stage.awaited(lambda: front.said().partition("\n")[0] or None, front)
            yield front


def _on(root: Path, line: SlowLine | None, way: Way, cut_at_s: float | None = None) -> Run:
    """One run on a fresh copy of what was prepared."""
    own = root / f"run-{time.monotonic_ns()}"
    shutil.copytree(root / "made", own)
    return way(own, Sides(own, line), cut_at_s)


def _over_line(root: Path, way: Way, cut_at_s: float | None = None) -> Run:
    with slow_line(seed=LINE_SEED) as line:
        return _on(root, line, way, cut_at_s)


def _ours(own: Path, sides: Sides, cut_at_s: float | None) -> Run:
    """Our own processes; then the center has every record once."""
    serve = stage.tagana(stage.settings_file(own), "center", "serve")
    with stage.running(sides.center(serve), own, "center") as center, sides.front(center) as front:
        address = front.said().split()[0]
        settings = stage.settings_file(own, center=stage.center_of(own, url=address))
        began = time.time()
        with stage.running(sides.unit(stage.tagana(settings, "sync")), own, "sync") as unit:
            first, last = _watched(stage.config_of(own), unit, _cutter(sides.line, began, cut_at_s))
            run = _ended(sides, front, (first - began, last - began))
    conn = sqlite3.connect(own / "center/center.db")
    kept = conn.execute("SELECT count(*), count(DISTINCT seq) FROM entry WHERE unit = 1").fetchone()
    conn.close()
    assert kept == (RECORDS, RECORDS), kept
    return run


def _watched(config: Config, unit: stage.Process, tick: Callable[[], None]) -> tuple[float, float]:
    """When the unit's store knew of the first and of the last receipt."""
    reader = open_reader(config.data_dir / DATABASE, locker=load_locker(config.secrets_dir / KEY))
    first = 0.0
    until = time.time() + PATIENCE_S
    while (counts := outbox.counts(reader)).waiting and time.time() < until:
        first = first or (time.time() if counts.received else 0.0)
        tick()
        time.sleep(0.02)
    reader.close()
    assert counts.received == RECORDS, (counts, unit.said()[-2000:])
    return first, time.time()


def _cutter(line: SlowLine | None, began: float, cut_at_s: float | None) -> Callable[[], None]:
    """Called often: cuts the line at its time and joins it again OUTAGE_S later."""
    if line is None or cut_at_s is None:
        return lambda: None
    due = [(began + cut_at_s, True), (began + cut_at_s + OUTAGE_S, False)]

    def tick() -> None:
        if due and time.time() >= due[0][0]:
            line.cut(due.pop(0)[1])

    return tick


def _gzip(own: Path, sides: Sides, cut_at_s: float | None) -> Run:
    """The baseline on the same way."""
    assert cut_at_s is None
    peer = [sys.executable, "-m", "tests.bench.gzip_peer"]
    serve = [*peer, "serve", str(own / "peer.db")]
    with stage.running(sides.center(serve), own, "peer") as server, sides.front(server) as front:
        ca = str(own / "unit/secrets" / enrolment.CA_NAME) if sides.line else ""
        send = [*peer, "send", front.said().split()[0], str(own / "lines"), ca]
        began = time.time()
        with stage.running(sides.unit(send), own, "send") as client:
            client.process.wait(PATIENCE_S)
            told: dict[str, Any] = json.loads(client.said().splitlines()[-1])
            return _ended(sides, front, (told["first"] - began, told["last"] - began))


def _ended(sides: Sides, front: stage.Process, times: tuple[float, float]) -> Run:
    """What the line and the front counted until now."""
    front.process.send_signal(signal.SIGTERM)
    front.process.wait(10)
    counts = json.loads(next(line for line in front.said().splitlines() if line.startswith("{")))
    up, down = counts["up"], counts["down"]
    if sides.line:
        line = sides.line.counts()
        up, down = line["up"][0], line["down"][0]
    return Run(*times, up / 1000, down / 1000, counts["requests"])
