"""What a person must look at: forged frames, cloned cards, forks, goods that went out before the decree."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from field_node.records.movement import Movement
from field_node.records.record import Entry
from field_node.web.said import times
from sync.center.schema import ALARM
from sync.center.typed import table_of

DAY_S = 86_400
OVERRIDE = "keluar_darurat"
WORDS = {
    "forged": "ada kiriman palsu atas nama unit ini",
    "clone": "dua kartu memakai nomor unit ini, jadi unit dikarantina sampai kartunya diperiksa",
    "bercabang": "catatan {unit}-{number} datang dengan dua isi yang berbeda, jadi unit dikarantina",
    "mengaku_lebih": "unit mengaku punya catatan pusat sampai nomor {number}, yang tidak pernah dikeluarkan",
    "dipulihkan": "pusat lebih tua dari yang sudah dikeluarkannya, seperti sesudah dipulihkan dari cadangan",
    "held_full": "ruang kiriman tertahan penuh, jadi kiriman unit ini yang baru ditolak",
    "kabar_penuh": "hari ini unit mencatat sangat banyak kiriman orang lain yang tiba, jadi kabarnya ditunda",
    OVERRIDE: "barang keluar tanpa SK tanggap darurat, mutasi {unit}-{number}: {reason}",
}
"""Kind -> the sentence of the console."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Alarm:
    """`at`: UTC seconds. `number`: of an entry, a counter or a day, as its kind says. `reason`: of an override."""

    at: int
    kind: str
    unit: int
    number: int
    reason: str = ""

    def text(self, now: int) -> str:
        """One line for the console."""
        told = WORDS.get(self.kind, self.kind).format(unit=self.unit, number=self.number, reason=self.reason)
        return f"{times.ago(max(0, now - self.at))}  unit {self.unit}  {told}"


def sound(conn: Connection, kind: str, unit: int, number: int, now: int) -> None:
    """Writes it down once for each (kind, unit, number)."""
    same = select(ALARM.c.id).where(ALARM.c.kind == kind, ALARM.c.unit == unit, ALARM.c.number == number)
    if conn.execute(same.limit(1)).first() is None:
        conn.execute(insert(ALARM).values(at=now, kind=kind, unit=unit, number=number))
        _log.warning("alarm %s: unit %d, %d", kind, unit, number)


def sound_overrides(conn: Connection, entries: Iterable[Entry], now: int) -> None:
    """Of new entries those by which goods left a lumbung before the emergency was declared."""
    for entry in entries:
        if isinstance(entry.record, Movement) and entry.record.darurat:
            sound(conn, OVERRIDE, entry.unit, entry.seq, now)


def alarms(conn: Connection, *, limit: int) -> list[Alarm]:
    """The newest so many, newest first."""
    goods = table_of(Movement).c
    of = (ALARM.c.kind == OVERRIDE) & (goods.of_unit == ALARM.c.unit) & (goods.of_seq == ALARM.c.number)
    found = (
        select(ALARM, goods.alasan).outerjoin(table_of(Movement), of).order_by(ALARM.c.id.desc()).limit(limit)
    )
    return [Alarm(row.at, row.kind, row.unit, row.number, row.alasan or "") for row in conn.execute(found)]
