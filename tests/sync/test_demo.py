"""`tagana run`: starts, mends, stops, and goes on where it was."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

PARTS = {"center", "air", "web", "web-2", "web-3", "gps", "gps-2", "sync", "sync-2", "sync-3"}


@contextmanager
def running(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "field_node.cli", "run", "--dir", str(folder)]
    with (folder.parent / "said.txt").open("ab") as said:
        process = subprocess.Popen(words, stdout=said, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def eventually(look: Callable[[], Any], *, within_s: float = 60.0) -> Any:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if found := look():
            return found
        threading.Event().wait(0.1)
    raise AssertionError(f"not within {within_s} s: {look}")


def told(folder: Path) -> dict[str, Any] | None:
    try:
        said: dict[str, Any] = json.loads((folder / "run.json").read_bytes())
    except FileNotFoundError:
        return None
    return said


def pulled(said: dict[str, Any], slug: str) -> list[dict[str, Any]]:
    answer = requests.get(
        f"{said['center']}v1/records",
        params={"type": slug, "limit": "100"},
        headers={"Authorization": f"Bearer {said['pull_token']}"},
        timeout=10,
    )
    return [json.loads(line) for line in answer.text.splitlines()] if answer.ok else []


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_demo_starts_mends_itself_stops_and_goes_on_where_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    with running(folder):
        said = eventually(lambda: told(folder))
        assert set(said["pids"]) == PARTS
        assert [unit["internet"] for unit in said["units"]] == [True, False, False]
        for unit in said["units"]:
            assert requests.get(unit["url"], timeout=10).status_code == 200
        assert len(pulled(said, "lokasi")) == 5
        os.kill(said["pids"]["gps"], signal.SIGKILL)
        mended = eventually(
            lambda: (now := told(folder)) and now["pids"].get("gps", 0) != said["pids"]["gps"] and now
        )
        pids = eventually(lambda: (now := told(folder)) and len(now["pids"]) == len(PARTS) and now["pids"])
        assert mended["pull_token"] == said["pull_token"]
    assert told(folder) is None
    assert not any(is_alive(pid) for pid in pids.values())
    with running(folder):
        again = eventually(lambda: told(folder))
        assert (again["unit"], again["pull_token"]) == (said["unit"], said["pull_token"])
        assert len(pulled(again, "kejadian")) == 1
        assert len(pulled(again, "lokasi")) == 5
        by_radio = eventually(lambda: pulled(again, "hitung_pengungsi"), within_s=180)
        assert by_radio[0]["unit"] == 2
        assert len(pulled(again, "unit")) == 3
