"""A flipped bit, an edited row, a lost tail: the doctor names it, and nothing damaged leaves."""

import random
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from field_node.doctor import examine, examine_file
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place
from field_node.store import journal, outbox
from field_node.store.connection import Store
from field_node.store.locker import make_key
from field_node.store.rows import ROW_COLUMNS, link
from tests.field_node.store.stores import KEY, STAMP, headcount, new_store

UNCHAINED = (
    "_sqlite_migrations",
    "waiting",
    "receipt",
    "neighbour",
    "self",
    "form_key",
    "status",
    "request",
    "boot",
    "fork",
    "wilayah",
)
"""Tables that neither the chain covers nor follow from the journal."""


def filled(folder: Path) -> Store:
    store = new_store(folder)
    for number in range(60):
        journal.append(store, headcount(1 + number % 7, jiwa=number), stamp=STAMP, incident=Ref(0, 1))
        journal.append(
            store, Movement(jenis="terima", gudang=Ref(0, 2), barang=1 + number % 9, jumlah=5), stamp=STAMP
        )
    journal.append(store, Place(nama="SDN 1", jenis="posko", telepon="0812"), stamp=STAMP)
    return store


def bad(store: Store) -> list[str]:
    return [finding.sentence for finding in examine(store) if finding.bad]


def test_a_sound_store_has_no_findings(tmp_path: Path) -> None:
    store = filled(tmp_path)
    assert bad(store) == []
    store.close()


def edited(store: Store, sql: str) -> None:
    """As somebody with the sqlite3 shell would."""
    store.conn.execute("DROP TRIGGER IF EXISTS entry_is_never_edited")
    store.conn.execute("DROP TRIGGER IF EXISTS entry_is_never_deleted")
    store.conn.execute(sql)


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        (
            "UPDATE entry SET body = replace(body, '\"jiwa\":10', '\"jiwa\":11') WHERE seq = 21",
            "Baris 3-21 (hitung_pengungsi, posisi 21)",
        ),
        ("UPDATE entry SET made_at = made_at + 60 WHERE seq = 22", "Baris 3-22 (mutasi, posisi 22)"),
        ("UPDATE entry SET incident_seq = 2 WHERE seq = 23", "Baris 3-23"),
        ("DELETE FROM entry WHERE seq = 30", "Baris 3-31 (hitung_pengungsi, posisi 31)"),
        ("DELETE FROM entry WHERE seq > 100", "21 later rows are missing"),
        ("UPDATE self SET head_pos = head_pos - 1", "head of the chain"),
        ("UPDATE stock SET amount = amount + 1", "stock tidak sesuai"),
        ("UPDATE newest SET seq = seq - 2", "newest tidak sesuai"),
        ("UPDATE hitung_pengungsi SET jiwa = 7 WHERE entry_seq = 21", "baris 3-21 tidak sesuai"),
        ("DELETE FROM mutasi WHERE entry_seq = 22", "baris 3-22 tidak sesuai"),
    ],
)
def test_an_edit_by_hand_is_named(tmp_path: Path, sql: str, named: str) -> None:
    store = filled(tmp_path)
    edited(store, sql)
    assert any(named in sentence for sentence in bad(store)), bad(store)
    store.close()


def test_a_damaged_row_does_not_leave_and_its_neighbours_do(tmp_path: Path) -> None:
    store = filled(tmp_path)
    edited(store, "UPDATE entry SET made_at = made_at + 60 WHERE seq = 5")
    assert [entry.seq for entry in outbox.entries_of(store, [4, 5, 6, 7])] == [4, 6, 7]
    store.close()


def test_another_key_makes_no_chain(tmp_path: Path) -> None:
    filled(tmp_path).close()
    make_key(tmp_path / "other.key")
    findings = examine_file(tmp_path / "unit.db", tmp_path / "other.key")
    assert sum(finding.bad for finding in findings) > 100


def test_a_row_is_bound_to_all_rows_before_it(tmp_path: Path) -> None:
    store = filled(tmp_path)
    first, second = store.run("SELECT chain FROM entry ORDER BY pos LIMIT 2")
    row = store.run(f"SELECT {ROW_COLUMNS} FROM entry WHERE pos = 2")[0]
    assert link(store.locker.chain_key, first[0], row) == second[0]
    assert link(store.locker.chain_key, bytes(16), row) != second[0]
    store.close()


def contents(path: Path) -> dict[str, list[Any]]:
    """Every row that the chain covers or that follows from the journal."""
    conn = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    names = [
        row[0]
        for row in conn.execute("SELECT name FROM sqlite_master WHERE lower(type) = 'table' ORDER BY name")
    ]
    held = {name: conn.execute(f"SELECT * FROM {name}").fetchall() for name in names if name not in UNCHAINED}
    conn.close()
    return held


def test_none_of_a_hundred_flipped_bits_is_silent(tmp_path: Path) -> None:
    filled(tmp_path).close()
    original, whole = contents(tmp_path / "unit.db"), (tmp_path / "unit.db").read_bytes()
    (tmp_path / "unit.key").write_bytes(KEY)
    (tmp_path / "unit.key").chmod(0o600)
    chance = random.Random(11)
    silent = [
        bit
        for bit in (chance.randrange(len(whole) * 8) for _ in range(100))
        if _silent(tmp_path, whole, bit, original)
    ]
    assert silent == []


def _silent(folder: Path, whole: bytes, bit: int, original: dict[str, list[Any]]) -> bool:
    flipped = bytearray(whole)
    flipped[bit // 8] ^= 1 << bit % 8
    copy = folder / "flipped" / "unit.db"
    shutil.rmtree(copy.parent, ignore_errors=True)
    copy.parent.mkdir()
    copy.write_bytes(flipped)
    if any(finding.bad for finding in examine_file(copy, folder / "unit.key")):
        return False
    return contents(copy) != original
