"""Several processes, and processes that are killed."""

import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from field_node.store import chain, journal
from field_node.store.connection import open_reader
from field_node.store.locker import Locker
from tests.field_node.store.stores import KEY, STAMP, headcount, new_store

ROOT = Path(__file__).parents[3]


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"tests.field_node.store.{module}", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ready(process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def together(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Lets all go at once; what each said."""
    for process in [ready(process) for process in processes]:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0] for process in processes]


def test_four_processes_append_at_once_and_number_without_a_gap(tmp_path: Path) -> None:
    new_store(tmp_path).close()
    said = together([start("appender", tmp_path, 100) for _ in range(4)])
    told = sorted(int(line) for each in said for line in each.split())
    assert told == list(range(1, 401))
    store = open_reader(tmp_path / "unit.db", locker=Locker(KEY))
    assert [entry.seq for _, entry in journal.since(store, 0, 500)] == told
    assert list(chain.bad_rows(store)) == []
    store.close()


def test_the_transaction_of_sqlite_utils_loses_writes_which_is_why_writing_exists(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "t.db")
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("CREATE TABLE t (seq INTEGER PRIMARY KEY)")
    conn.close()
    said = together([start("plain_begin", tmp_path / "t.db", 200) for _ in range(4)])
    assert sum(map(int, said)) < 800


def test_ten_kills_lose_nothing_that_was_told(tmp_path: Path) -> None:
    chance, told = random.Random(5), 0
    new_store(tmp_path).close()
    for _ in range(10):
        process = ready(start("appender", tmp_path, 100_000))
        assert process.stdin
        assert process.stdout
        process.stdin.write("go\n")
        process.stdin.flush()
        for _ in range(chance.randrange(1, 40)):
            told = int(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        lines = process.communicate()[0].split("\n")[:-1]
        told = int(lines[-1]) if lines else told
    store = new_store(tmp_path)
    seqs = [row[0] for row in store.run("SELECT seq FROM entry ORDER BY pos")]
    assert len(seqs) >= told
    assert seqs == list(range(1, len(seqs) + 1))
    assert list(chain.bad_rows(store)) == []
    assert journal.append(store, headcount(), stamp=STAMP).seq == len(seqs) + 1
    store.close()
