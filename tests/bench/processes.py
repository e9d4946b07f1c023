"""How soon each process is ready, and how much memory it holds then."""

import socket
import statistics
import subprocess
import time
from pathlib import Path

from sync import enrolment
from tests.bench import center as centers
from tests.bench import stage
from tests.bench.rows import Row

STARTS, SETTLED_S = 5, 1.0
HELP_S = 0.3
PROCESSES = (("web",), ("gps",), ("sync",), ("center", "serve"))
HOW = (
    f"median dari {STARTS} kali dijalankan: sampai READY=1 terdengar di NOTIFY_SOCKET seperti oleh systemd; RSS (VmRSS) {SETTLED_S:g} s "
    "sesudahnya, unit terdaftar, GPS simulasi"
)


def rows() -> list[Row]:
    with stage.folder() as root:
        settings = _prepared(root)
        found = [row for words in PROCESSES for row in _started(root, settings, words)]
    return [*found, _help()]


def _prepared(root: Path) -> Path:
    """An enrolled unit and its center, which nobody serves."""
    now = int(time.time())
    centers.found(root / "center", host="127.0.0.1", now=now)
    given = centers.enrolled(root / "center", address="http://127.0.0.1:9", now=now)
    enrolment.enroll(stage.config_of(root), given.to_json(), replace_other=False)
    return stage.settings_file(root, gps={"source": "sim:gladi-banjir.gpx"})


def _started(root: Path, settings: Path, words: tuple[str, ...]) -> list[Row]:
    name = " ".join(words)
    stage.progress(f"tagana {name}, {STARTS} kali")
    taken = [_once(root, settings, words) for _ in range(STARTS)]
    start_s, memory_mb = (statistics.median(each) for each in zip(*taken, strict=True))
    return [
        Row(f"tagana {name}: siap", start_s, "s", how=HOW),
        Row(f"tagana {name}: memori", memory_mb, "MiB", how=HOW),
    ]


def _once(root: Path, settings: Path, words: tuple[str, ...]) -> tuple[float, float]:
    """Seconds until it said that it is ready; MiB a moment later."""
    path = root / "notify"
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(path))
        heard.settimeout(stage.READY_S)
        command = ["env", f"NOTIFY_SOCKET={path}", *stage.tagana(settings, *words)]
        began = time.perf_counter()
        with stage.running(command, root, words[-1]) as one:
            _await_ready(heard, one)
            start_s = time.perf_counter() - began
            time.sleep(SETTLED_S)
            return start_s, one.resident_mb()


def _await_ready(heard: socket.socket, one: stage.Process) -> None:
    try:
        while heard.recv(1024) != b"READY=1":
            pass
    except TimeoutError as error:
        raise stage.NotReady(one.said()[-2000:]) from error


def _help() -> Row:
    times = [_help_s() for _ in range(STARTS)]
    start_s = statistics.median(times)
    how = f"median dari {STARTS} kali, proses utuh"
    return Row("tagana --help", start_s, "s", goal=f"< {HELP_S} s", met=start_s < HELP_S, how=how)


def _help_s() -> float:
    began = time.perf_counter()
    subprocess.run(
        [stage.tagana(Path("x"))[0], "-m", "field_node.cli", "--help"], check=True, capture_output=True
    )
    return time.perf_counter() - began
