"""What benches stand on: a folder on the disk of the checkout, a unit in it, and real processes of ours."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from field_node.clock import Stamp
from field_node.config import Config, defaults
from field_node.opened import opened_store
from field_node.records.place import Place
from field_node.records.record import Record, TimeQuality
from field_node.store import journal
from field_node.store.connection import Store, writing
from field_node.store.identity import become

VAR = Path("var")
UNIT = 1
READY_S = 20.0
T = TypeVar("T")


class NotReady(AssertionError):
    """A process did not say within READY_S that it is ready; the message is what it printed."""


def progress(said: str) -> None:
    """One line for who waits, beside the table."""
    print(f"  {said}", file=sys.stderr, flush=True)


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder on the disk of the checkout: a folder in memory would make every commit free."""
    VAR.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=VAR) as made:
        yield Path(made).absolute()


def config_of(root: Path, **tables: object) -> Config:
    """A unit's settings below `root`, and a center's."""
    sections: Mapping[str, object] = {"web": {"port": 0}, "center": center_of(root)} | tables
    return defaults(data_dir=root / "unit", runtime_dir=root / "run", **sections)


def center_of(root: Path, **more: object) -> dict[str, object]:
    return {"data_dir": root / "center", "host": "127.0.0.1", "port": 0, **more}


@contextmanager
def unit_store(config: Config, unit: int = UNIT) -> Iterator[Store]:
    """The store of a unit that has its number."""
    with opened_store(config) as store:
        become(store, unit)
        yield store


def stamp(at: int) -> Stamp:
    """That time, known from satellites."""
    return Stamp(at, TimeQuality.GPS, 1, float(at % 100_000))


def a_place(store: Store, at: int) -> None:
    """The one lokasi of a unit that received nothing yet: entry 1 of the unit."""
    record = Place(nama="Balai Desa Contoh", jenis="posko", lat=-6.32715, lon=108.3201)
    journal.append(store, record, stamp=stamp(at))


def record_offline(store: Store, work: Sequence[tuple[int, Record]], *, each: int = 500) -> None:
    """Every record with its own time, as the unit would have made it; many in one transaction, to be quick."""
    for first in range(0, len(work), each):
        with writing(store):
            for at, record in work[first : first + each]:
                journal.append_all(store, [record], stamp=stamp(at))


def write_toml(path: Path, tables: Mapping[str, object]) -> Path:
    """A settings file."""
    plain = [f"{name} = {_toml(value)}" for name, value in tables.items() if not isinstance(value, Mapping)]
    for name, table in tables.items():
        if isinstance(table, Mapping):
            plain += [f"[{name}]", *(f"{key} = {_toml(value)}" for key, value in table.items())]
    path.write_text("\n".join(plain) + "\n")
    return path


def _toml(value: object) -> str:
    return str(value) if isinstance(value, int | float) else f'"{value}"'


def settings_file(root: Path, **tables: object) -> Path:
    """The same settings as `config_of`, as a file for a process."""
    folders = {"data_dir": root / "unit", "runtime_dir": root / "run", "log_level": "info"}
    given: dict[str, Any] = {"web": {"port": 0}, "center": center_of(root)} | tables
    return write_toml(root / f"node-{len(list(root.glob('node-*.toml')))}.toml", folders | given)


def tagana(settings: Path, *words: str) -> list[str]:
    """The command line of one of our processes."""
    return [sys.executable, "-m", "field_node.cli", "--config", str(settings), *words]


@dataclass
class Process:
    """One of our processes, its output in a file."""

    process: "subprocess.Popen[bytes]"
    output: Path

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def resident_mb(self) -> float:
        """Resident memory now, MB of 2^20 bytes (proc_pid_status(5), VmRSS)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise NotReady("it has ended")

    @property
    def pid(self) -> int:
        """The process itself, not the one that moved it into a namespace (which execs)."""
        return self.process.pid


@contextmanager
def running(command: Sequence[str], root: Path, name: str) -> Iterator[Process]:
    """A process until the block ends."""
    output = root / f"{name}-{time.monotonic_ns()}.log"
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=file, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
    try:
        yield Process(process, output)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def awaited(
    question: Callable[[], T | None], one: Process, *, within_s: float = READY_S, every_s: float = 0.005
) -> T:
    """The first answer of `question` that is not None; raises NotReady with what the process printed."""
    until = time.monotonic() + within_s
    while time.monotonic() < until and one.process.poll() is None:
        found = question()
        if found is not None:
            return found
        time.sleep(every_s)
    raise NotReady(one.said()[-2000:])


def address_in(one: Process) -> str | None:
    """The address that a serving process prints when it listens."""
    return next((word.rstrip("/.") for word in one.said().split() if word.startswith("http://")), None)
