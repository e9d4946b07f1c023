"""One writer, errors by name, and nothing answered saved that is not."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from field_node.store import journal
from field_node.store.connection import Store, open_reader, open_rescue, open_store, writing
from field_node.store.errors import (
    SecondWriter,
    StoreBroken,
    StoreBusy,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreReadOnly,
    named,
)
from field_node.store.journal import FormKey
from field_node.store.locker import Locker, load_locker, make_key
from tests.field_node.store.stores import (
    KEY,
    STAMP,
    FaultyConnection,
    PowerCut,
    headcount,
    new_store,
)


def saved(store: Store) -> list[int]:
    return [entry.seq for _, entry in journal.since(store, 0, 1000)]


def test_the_disk_is_asked_to_be_sure(store: Store) -> None:
    asked = [store.run(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    assert asked == ["wal", 2, 1]


def test_the_wal_has_its_length_before_the_first_save(store: Store, tmp_path: Path) -> None:
    assert (tmp_path / "unit.db-wal").stat().st_size > 4_000_000
    assert store.run("PRAGMA integrity_check") == [("ok",)]


def test_a_second_writing_connection_in_one_process_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(SecondWriter):
        new_store(tmp_path)


def test_after_closing_it_opens_again(tmp_path: Path) -> None:
    for expected in ([1], [1, 2]):
        store = new_store(tmp_path)
        journal.append(store, headcount(), stamp=STAMP)
        assert saved(store) == expected
        store.close()


def test_nobody_else_can_read_the_files(store: Store, tmp_path: Path) -> None:
    journal.append(store, headcount(), stamp=STAMP)
    assert {oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()} == {"0o600"}


def test_a_reader_sees_what_was_committed_and_cannot_write(store: Store) -> None:
    reader = open_reader(store.path, locker=store.locker)
    journal.append(store, headcount(), stamp=STAMP)
    assert saved(reader) == [1]
    with pytest.raises(StoreReadOnly):
        journal.append(reader, headcount(), stamp=STAMP)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.conn.execute("DELETE FROM waiting")
    reader.close()


def test_an_error_inside_leaves_nothing_behind(store: Store) -> None:
    def save_and_fail() -> None:
        with writing(store):
            journal.append(store, headcount(), stamp=STAMP)
            raise LookupError

    with pytest.raises(LookupError):
        save_and_fail()
    assert saved(store) == []
    assert journal.append(store, headcount(), stamp=STAMP).seq == 1


@pytest.mark.parametrize(
    ("fault", "error", "left"),
    [("full", StoreFull, 1), ("cut before", PowerCut, 1), ("cut after", PowerCut, 2)],
)
def test_what_was_not_answered_saved_is_either_whole_or_absent(
    tmp_path: Path, fault: str, error: type[BaseException], left: int
) -> None:
    store = new_store(tmp_path, FaultyConnection)
    journal.append(store, headcount(), stamp=STAMP)
    FaultyConnection.faults.append(fault)
    with pytest.raises(error):
        journal.append(store, headcount(), stamp=STAMP, form=FormKey("a"))
    assert len(saved(store)) == left
    assert journal.append(store, headcount(), stamp=STAMP, form=FormKey("a")).seq == 2
    assert saved(store) == [1, 2]
    store.close()


@pytest.mark.parametrize(
    ("name", "ours", "permanent"),
    [
        ("SQLITE_FULL", StoreFull, False),
        ("SQLITE_BUSY_SNAPSHOT", StoreBusy, False),
        ("SQLITE_READONLY_DBMOVED", StoreReadOnly, True),
        ("SQLITE_NOTADB", StoreCorrupt, True),
        ("SQLITE_IOERR_FSYNC", StoreBroken, True),
    ],
)
def test_errors_of_sqlite_have_a_name_that_knows_whether_a_retry_helps(
    name: str, ours: type[StoreError], permanent: bool
) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorname = name
    found = named(error)
    assert type(found) is ours
    assert found.permanent is permanent


def test_a_fault_of_ours_keeps_its_own_name() -> None:
    assert named(sqlite3.OperationalError("no such table: x")) is None


def test_after_a_failed_flush_the_process_writes_no_more(tmp_path: Path) -> None:
    class Torn(FaultyConnection):
        def execute(self, sql: str, parameters: object = (), /) -> sqlite3.Cursor:
            if sql == "COMMIT" and self.faults:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorname = self.faults.pop()
                raise error
            return super().execute(sql, parameters)

    store = new_store(tmp_path, Torn)
    FaultyConnection.faults.append("SQLITE_IOERR_FSYNC")
    for _ in range(2):
        with pytest.raises(StoreBroken):
            journal.append(store, headcount(), stamp=STAMP)
    store.close()


def test_a_full_file_refuses_and_goes_on_when_there_is_room(store: Store) -> None:
    pages = store.run("PRAGMA page_count")[0][0]
    store.run(f"PRAGMA max_page_count={pages + 4}")
    answered = 0
    with pytest.raises(StoreFull):
        while True:
            journal.append(store, headcount(), stamp=STAMP)
            answered += 1
    assert saved(store) == list(range(1, answered + 1))
    store.run("PRAGMA max_page_count=1000000")
    assert journal.append(store, headcount(), stamp=STAMP).seq == answered + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB of its own."""
    if os.geteuid() != 0:
        pytest.skip("a disk of its own needs root")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], capture_output=True)
    if made.returncode:
        pytest.skip("this machine mounts no tmpfs")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_loses_nothing_that_was_answered_saved(small_disk: Path, tmp_path: Path) -> None:
    store = open_store(small_disk / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    store.run("UPDATE self SET unit = 3")
    fill = small_disk / "fill"
    fill.write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 20_000))
    answered = 0
    with pytest.raises(StoreFull):
        while True:
            journal.append_all(store, [headcount()] * 200, stamp=STAMP)
            answered += 200
    assert len(saved_all(store)) == answered
    fill.unlink()
    journal.append(store, headcount(), stamp=STAMP)
    store.close()
    again = open_store(small_disk / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    assert saved_all(again) == list(range(1, answered + 2))
    again.close()


def saved_all(store: Store) -> list[int]:
    return [row[0] for row in store.run("SELECT seq FROM entry ORDER BY pos")]


def test_a_disk_that_became_read_only_is_read_from_a_copy(small_disk: Path, tmp_path: Path) -> None:
    store = open_store(small_disk / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    store.run("UPDATE self SET unit = 3")
    journal.append(store, headcount(), stamp=STAMP)
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StoreReadOnly):
        open_store(small_disk / "unit.db", tmp_path / "lock", locker=Locker(KEY))
    runtime = tmp_path / "run"
    runtime.mkdir()
    copy = open_rescue(small_disk / "unit.db", runtime, locker=Locker(KEY))
    assert saved(copy) == [1]
    with pytest.raises(StoreReadOnly):
        journal.append(copy, headcount(), stamp=STAMP)
    copy.close()


def test_a_torn_file_is_named_and_left_where_it_lies(tmp_path: Path) -> None:
    torn = b"not a database " * 1000
    (tmp_path / "unit.db").write_bytes(torn)
    with pytest.raises(StoreCorrupt):
        new_store(tmp_path)
    assert (tmp_path / "unit.db").read_bytes() == torn


def test_a_key_is_private_and_never_overwritten(tmp_path: Path) -> None:
    key = tmp_path / "unit.key"
    make_key(key)
    locker = load_locker(key)
    assert locker.unlock(locker.lock("Rahmat")) == "Rahmat"
    with pytest.raises(FileExistsError):
        make_key(key)
    with pytest.raises(StoreCorrupt):
        Locker(KEY).unlock(locker.lock("Rahmat"))
    key.chmod(0o644)
    with pytest.raises(StoreError, match="readable by others"):
        load_locker(key)
