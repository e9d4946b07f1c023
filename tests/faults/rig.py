"""The real processes of one unit and one center in a folder, killed and started again at will."""

import json
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import urlopen

from field_node.config import Config
from sync.demo.prepare import prepared
from sync.demo.site import DemoUnit, Site, written_settings

ROOT = Path(__file__).parents[2]
WORDS = {"web": ("web",), "sync": ("sync",), "center": ("center", "serve")}
LOOK_S = 0.1
PATIENCE_S = 60.0
RECEIVED = "SELECT seq FROM receipt WHERE state = 3"


class Stuck(AssertionError):
    """What had to come did not come in time."""


class Rig:
    """`programs`: the module that plays a process instead of the real one."""

    def __init__(self, folder: Path, blank: Path, programs: dict[str, str] | None = None) -> None:
        shutil.copytree(blank, folder / "unit")
        unit = DemoUnit("Unit 1", "gateway", True, True, 1, folder / "unit", free_port())
        self.site = Site(folder, (unit,), free_port())
        configs = written_settings(self.site, "sim:gladi-banjir.gpx")
        self.config: Config = configs[0]
        self.token = prepared(configs, self.site, now=int(time.time()))
        self.unit: int = json.loads((folder / "unit-1.json").read_bytes())["unit"]
        self._programs = programs or {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        """Starts processes and returns at once."""
        (self.site.folder / "log").mkdir(exist_ok=True)
        for name in names:
            with (self.site.folder / "log" / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(
                    self._command(name),
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )

    def _command(self, name: str) -> Sequence[str]:
        program = self._programs.get(name, "field_node.cli")
        return [
            sys.executable,
            "-m",
            program,
            "--config",
            str(self.site.settings_of(self.site.units[0])),
            *WORDS[name],
        ]

    def kill(self, name: str) -> None:
        """SIGKILL; gone when this returns. Raises Stuck when it had ended by itself before."""
        process = self._running.pop(name)
        if process.poll() is not None:
            raise Stuck(f"{name} had ended by itself: {self.last_words(name)}")
        process.kill()
        process.wait()

    def end(self) -> dict[str, int]:
        """SIGTERM to all; their exit codes."""
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        codes = {name: process.wait(30) for name, process in self._running.items()}
        self._running.clear()
        return codes

    def close(self) -> None:
        """Whatever still runs is killed."""
        for process in self._running.values():
            process.kill()
            process.wait()
        self._running.clear()

    def last_words(self, name: str) -> str:
        return (self.site.folder / "log" / f"{name}.log").read_text(errors="replace")[-2_000:]

    def answers(self, name: str) -> bool:
        """The web or the center serves."""
        url = f"{self.site.units[0].url}health" if name == "web" else f"{self.site.center}healthz"
        try:
            with urlopen(url, timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def receipted(self) -> set[int]:
        """Seqs of which this unit says that the center has them completely."""
        return {row[0] for row in _rows(self.config.data_dir / "unit.db", RECEIVED)}

    def at_center(self) -> set[int]:
        """Seqs of the unit that the center has committed."""
        sql = f"SELECT seq FROM entry WHERE unit = {self.unit}"
        return {row[0] for row in _rows(self.config.center.data_dir / "center.db", sql)}


@contextmanager
def a_rig(folder: Path, blank: Path, programs: dict[str, str] | None = None) -> Iterator[Rig]:
    """Nothing of it runs when the block ends."""
    rig = Rig(folder, blank, programs)
    try:
        yield rig
    finally:
        rig.close()


def until(holds: Callable[[], bool], what: str, *, within_s: float = PATIENCE_S) -> None:
    """Looks again and again. Raises Stuck."""
    end, pause = time.monotonic() + within_s, Event()
    while not holds():
        if time.monotonic() > end:
            raise Stuck(f"{what}: not within {within_s:.0f} s")
        pause.wait(LOOK_S)


def free_port() -> int:
    with socket.socket() as asker:
        asker.bind(("127.0.0.1", 0))
        return int(asker.getsockname()[1])


def _rows(path: Path, sql: str) -> list[tuple[int, ...]]:
    with closing(sqlite3.connect(path, timeout=10)) as conn:
        conn.execute("PRAGMA query_only = 1")
        return conn.execute(sql).fetchall()
