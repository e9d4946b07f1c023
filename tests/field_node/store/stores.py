"""Stores, stamps and a connection that fails on purpose."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from field_node.clock import Stamp
from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.record import TimeQuality
from field_node.store.connection import Store, open_store
from field_node.store.identity import become
from field_node.store.locker import Locker

NOW = 1_795_312_800
UNIT = 3
KEY = b"k" * 32
STAMP = Stamp(NOW, TimeQuality.NTP, 1, 5.0)


def new_store(folder: Path, factory: type[sqlite3.Connection] = sqlite3.Connection) -> Store:
    """The store of unit 3 in that folder, made when it is not there."""
    made = open_store(folder / "unit.db", folder / "unit.lock", locker=Locker(KEY), factory=factory)
    become(made, UNIT)
    return made


def headcount(place: int = 1, jiwa: int = 10, per_waktu: int = NOW) -> Headcount:
    return Headcount(lokasi=Ref(0, place), per_waktu=per_waktu // 60 * 60, jiwa=jiwa)


class PowerCut(BaseException):
    """Nobody may catch it."""


class FaultyConnection(sqlite3.Connection):
    """Real SQLite whose COMMIT fails, or loses power just before or just after."""

    faults: ClassVar[list[str]] = []

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        fault = self.faults.pop() if sql == "COMMIT" and self.faults else ""
        if fault == "full":
            raise sqlite3.OperationalError("database or disk is full")
        if fault == "cut before":
            raise PowerCut
        result = super().execute(sql, parameters)
        if fault == "cut after":
            raise PowerCut
        return result


def seqs(rows: Sequence[Any]) -> list[int]:
    return [row.seq for row in rows]
