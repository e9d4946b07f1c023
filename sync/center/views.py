"""What the entries amount to, for readers: head-counts, stock, positions, tasks, warnings."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, not_, select

from field_node.records import number_of, type_by_slug
from field_node.records.kamus import kamus
from sync.center.fold_tables import TABLES
from sync.center.schema import ENTRY
from sync.center.typed import table_of

MOST = 10_000
Rows = list[dict[str, Any]]
View = Callable[[Connection, int], Rows]
NEWEST, STOCK, REPLACED = TABLES["newest"], TABLES["stock"], TABLES["replaced"]


def pengungsi(conn: Connection, _now: int) -> Rows:
    """The newest head-count of each lokasi."""
    return _with_places(conn, _newest(conn, "hitung_pengungsi"), "lokasi")


def posisi(conn: Connection, _now: int) -> Rows:
    """The newest position of each unit."""
    return _newest(conn, "posisi")


def stok(conn: Connection, _now: int) -> Rows:
    """Goods by account (saldo on the shelf, jalan on the way, pinjam lent), place, item and batch, base units."""
    rows = conn.execute(select(STOCK).order_by(*STOCK.primary_key.columns).limit(MOST))
    return _with_places(conn, [_goods(row) for row in rows], "lokasi")


def tugas(conn: Connection, _now: int) -> Rows:
    """Orders in force, with the newest answer of each."""
    answers = {row["fields"]["tugas"]: row for row in _newest(conn, "tugas_jawab")}
    return [{**row, "jawaban": answers.get(_name(row))} for row in _in_force(conn, "tugas")]


def peringatan(conn: Connection, now: int) -> Rows:
    """Warnings in force that have not ended."""
    alert = table_of(type_by_slug("peringatan"))
    return _in_force(conn, "peringatan", (alert.c.sampai.is_(None)) | (alert.c.sampai > now))


VIEWS: Mapping[str, View] = {
    "pengungsi": pengungsi,
    "stok": stok,
    "posisi": posisi,
    "tugas": tugas,
    "peringatan": peringatan,
}


def _newest(conn: Connection, slug: str) -> Rows:
    of = and_(ENTRY.c.unit == NEWEST.c.unit, ENTRY.c.seq == NEWEST.c.seq)
    number = number_of(type_by_slug(slug))
    rows = select(ENTRY.c.unit, ENTRY.c.seq, ENTRY.c.version, ENTRY.c.line).select_from(
        NEWEST.join(ENTRY, of)
    )
    return _lines(conn, rows.where(NEWEST.c.type == number, *_best_version()))


def _in_force(conn: Connection, slug: str, *where: ColumnElement[bool]) -> Rows:
    """Entries of a type that nothing has taken out of force."""
    of = table_of(type_by_slug(slug))
    same = and_(ENTRY.c.unit == of.c.of_unit, ENTRY.c.seq == of.c.of_seq)
    gone = (
        select(REPLACED.c.unit).where(REPLACED.c.unit == of.c.of_unit, REPLACED.c.seq == of.c.of_seq).exists()
    )
    rows = select(ENTRY.c.unit, ENTRY.c.seq, ENTRY.c.version, ENTRY.c.line).select_from(of.join(ENTRY, same))
    return _lines(conn, rows.where(not_(gone), *_best_version(), *where))


def _best_version() -> tuple[ColumnElement[bool], ...]:
    return ENTRY.c.version < 2, ENTRY.c.held.is_(None)


def _lines(conn: Connection, rows: Select[Any]) -> Rows:
    """Records by name, the completed copy of each where there is one."""
    ordered = rows.order_by(ENTRY.c.unit, ENTRY.c.seq, ENTRY.c.version).limit(MOST)
    best = {(row.unit, row.seq): row.line for row in conn.execute(ordered)}
    return [msgspec.json.decode(line) for line in best.values()]


def _goods(row: Any) -> dict[str, Any]:
    goods = kamus().goods.get(row.item)
    return {
        "account": row.account,
        "lokasi": f"{row.place_unit}-{row.place_seq}",
        "item": row.item,
        "kode": goods.code if goods else None,
        "nama": goods.name if goods else None,
        "satuan": goods.unit if goods else None,
        "skala": goods.scale if goods else None,
        "batch": row.batch,
        "amount": row.amount,
    }


def _with_places(conn: Connection, rows: Rows, field: str) -> Rows:
    """Each row with name and region of the lokasi that it is about."""
    of = table_of(type_by_slug("lokasi"))
    places = conn.execute(select(of.c.of_unit, of.c.of_seq, of.c.nama, of.c.kode_wilayah, of.c.lat, of.c.lon))
    known = {f"{row.of_unit}-{row.of_seq}": row for row in places}
    return [
        {**row, "tempat": _place(known.get(row.get(field) or row.get("fields", {}).get(field)))}
        for row in rows
    ]


def _place(row: Any) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"nama": row.nama, "kode_wilayah": row.kode_wilayah, "lat": row.lat, "lon": row.lon}


def _name(row: Mapping[str, Any]) -> str:
    return f"{row['unit']}-{row['seq']}"
