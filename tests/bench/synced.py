"""One sync of what a unit recorded offline, by the real processes: ours, and a baseline of gzip-JSON batches."""

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
from field_node.store.connection import Store, open_reader
from field_node.store.locker import load_locker
from sync import enrolment
from sync.center.authority import make_leaf
from sync.center.enrolment import load_authority
from tests.bench import center as centers
from tests.bench import stage, work
from tests.bench.shaper import FAR, SlowLine, slow_line

RECORDS, OUTAGE_S, DOOR = 10_000, 45.0, 8443
PATIENCE_S = 180.0
NAME = "pusat.tagana.internal"
CERT, CERT_KEY = "front.pem", "front-key.pem"


@dataclass(frozen=True, slots=True)
class Run:
    """One sync: seconds from its start to the first and the last receipt, kB (1,000 bytes) both ways, requests."""

    first_s: float
    took_s: float
    up_kb: float
    down_kb: float
    requests: int


# ---- what lies on disk before each run


def prepare(made: Path) -> None:
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


def on(root: Path, line: SlowLine | None, way: Way, cut_at_s: float | None = None) -> Run:
    """One run on a fresh copy of what was prepared."""
    own = root / f"run-{time.monotonic_ns()}"
    shutil.copytree(root / "made", own)
    return way(own, Sides(own, line), cut_at_s)


def over_line(root: Path, way: Way, *, seed: int, cut_at_s: float | None = None) -> Run:
    with slow_line(seed=seed) as line:
        return on(root, line, way, cut_at_s)


def ours(own: Path, sides: Sides, cut_at_s: float | None) -> Run:
    """Our own processes, the unit's started last; then the center has every record once, and the balances that the unit states of itself."""
    with _center(own, sides) as (front, settings):
        began = time.time()
        with stage.running(sides.unit(stage.tagana(settings, "sync")), own, "sync") as unit:
            first, last = _watched(stage.config_of(own), unit, _cutter(sides.line, began, cut_at_s))
            run = _ended(sides, front, (first - began, last - began))
    conn = sqlite3.connect(own / "center/center.db")
    kept = conn.execute("SELECT count(*), count(DISTINCT seq) FROM entry WHERE unit = 1").fetchone()
    conn.close()
    assert RECORDS <= kept[0] == kept[1], kept
    return run


def first_receipt(own: Path, sides: Sides, cut_at_s: float | None) -> Run:
    """From the moment that the unit's network comes up, its process running and in vain until then; no further."""
    assert sides.line and cut_at_s is None
    with _center(own, sides) as (front, settings):
        sides.line.plug(False)
        with stage.running(sides.unit(stage.tagana(settings, "sync")), own, "sync") as unit:
            stage.awaited(lambda: "no answer" in unit.said() or None, unit)
            sides.line.plug(True)
            began = time.time()
            first = _first(stage.config_of(own), unit)
            return _ended(sides, front, (first - began, first - began))


@contextmanager
def _center(own: Path, sides: Sides) -> Iterator[tuple[stage.Process, Path]]:
    """The center behind its front, and the settings of a unit that finds it."""
    serve = stage.tagana(stage.settings_file(own), "center", "serve")
    with stage.running(sides.center(serve), own, "center") as center, sides.front(center) as front:
        address = front.said().split()[0]
        yield front, stage.settings_file(own, center=stage.center_of(own, url=address))


@contextmanager
def _reader(config: Config) -> Iterator[Store]:
    reader = open_reader(config.data_dir / DATABASE, locker=load_locker(config.secrets_dir / KEY))
    try:
        yield reader
    finally:
        reader.close()


def _first(config: Config, unit: stage.Process) -> float:
    """When the unit's store knew of the first receipt."""
    with _reader(config) as reader:
        stage.awaited(lambda: outbox.counts(reader).received or None, unit, within_s=PATIENCE_S)
        return time.time()


def _watched(config: Config, unit: stage.Process, tick: Callable[[], None]) -> tuple[float, float]:
    """When the unit's store knew of the first and of the last receipt."""
    first, until = 0.0, time.time() + PATIENCE_S
    with _reader(config) as reader:
        while (counts := outbox.counts(reader)).waiting and time.time() < until:
            first = first or (time.time() if counts.received else 0.0)
            tick()
            time.sleep(0.02)
    assert counts.received >= RECORDS, (counts, unit.said()[-2000:])
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


def gzip_json(own: Path, sides: Sides, cut_at_s: float | None) -> Run:
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
