"""Child processes that are started again when they die, as systemd would, and ended in order."""

import logging
import shutil
import signal
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 30.0
STEADY_S = 10.0  # a child that lived so long begins with the first pause again
PATIENCE_S = 10.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Child:
    """One command that should always run; what it says goes to `log`."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    began_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    start_at: float = 0.0


@dataclass(slots=True)
class Children:
    """Started one by one, watched together. `monotonic`: seconds."""

    monotonic: Callable[[], float]
    kept: dict[str, Child] = field(default_factory=dict)

    def start(self, name: str, command: Sequence[str], log: Path) -> None:
        """Begin to keep it running."""
        child = Child(name, tuple(command), log)
        self.kept[name] = child
        self._begin(child)

    def pids(self) -> dict[str, int]:
        """Of those that run."""
        return {name: child.process.pid for name, child in self.kept.items() if child.process}

    def mend(self) -> bool:
        """Start again what died and whose pause is over; True when a process is another one now."""
        changed = False
        for child in self.kept.values():
            changed = self._mended(child) or changed
        return changed

    def _mended(self, child: Child) -> bool:
        now = self.monotonic()
        if child.process is not None and child.process.poll() is not None:
            _log.warning("%s ended with %s", child.name, child.process.returncode)
            steady = now - child.began_at >= STEADY_S
            child.pause_s = FIRST_PAUSE_S if steady else min(child.pause_s * 2, LONGEST_PAUSE_S)
            child.process, child.start_at = None, now + child.pause_s
            return True
        if child.process is None and now >= child.start_at:
            self._begin(child)
            return True
        return False

    def _begin(self, child: Child) -> None:
        child.log.parent.mkdir(parents=True, exist_ok=True)
        with child.log.open("ab") as log:
            child.process = subprocess.Popen(
                [*_with_us(), *child.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for us alone: we end them in order
            )
        child.began_at = self.monotonic()

    def stop(self) -> None:
        """Ask all to end, wait, and only then insist."""
        running = [child.process for child in self.kept.values() if child.process]
        for process in running:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        until = self.monotonic() + PATIENCE_S
        for process in running:
            try:
                process.wait(max(0.0, until - self.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.kept.clear()


def _with_us() -> list[str]:
    """A prefix under which a child ends when we are killed; nothing where util-linux lacks it."""
    found = shutil.which("setpriv")
    return [found, "--pdeathsig", "TERM"] if found else []
