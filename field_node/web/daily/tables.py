"""The daily report as CSV: one table for each record type, its columns and HXL tags from the declarations."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from field_node.records import type_by_slug
from field_node.records.columns import cells, columns, iso
from field_node.records.kinds import PRIVATE
from field_node.records.record import Record, fields
from field_node.store.as_of import Stated
from field_node.store.daily import Day
from field_node.web.daily.words import CHECKED, PROTECTED, Voice

OURS = (
    ("laporan_sampai", "#date+report+end"),
    ("entri", "#meta+id"),
    ("unit", "#org+reporter+name"),
    ("data_per", "#date+observed"),
    ("jam_dipercaya", "#date+quality"),
    ("verifikasi", "#status+verification"),
    ("data_lama", "#status+stale"),
    ("nama_lokasi", "#loc+name"),
    ("jenis_lokasi", "#loc+type"),
    ("lintang_lokasi", "#geo+lat"),
    ("bujur_lokasi", "#geo+lon"),
)
"""Columns before those of the record type."""
ABOUT = ("lokasi", "gudang", "dari")
"""Fields that say of which place a record speaks."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet would run (OWASP, CSV injection)."""
TABLES = (
    "hitung_pengungsi",
    "korban",
    "kerusakan",
    "kebutuhan",
    "dapur_umum",
    "ldp",
    "mutasi",
    "saldo",
    "kondisi_lokasi",
    "peringatan",
    "kejadian_status",
)
"""Slugs of the tables that there are."""


def table(slug: str, rows: Sequence[Stated], day: Day, voice: Voice) -> str:
    """Header, HXL row, one row for each statement; what was not counted is an empty cell, never 0."""
    record_type = type_by_slug(slug)
    told = _told(record_type)
    heads = [column for column, is_told in zip(columns(record_type), told, strict=True) if is_told]
    written = io.StringIO()
    out = csv.writer(written, lineterminator="\r\n")
    out.writerow([name for name, _ in OURS] + [head.name for head in heads])
    out.writerow([tag for _, tag in OURS] + [head.hxl for head in heads])
    out.writerows(_row(one, told, day, voice) for one in rows)
    return written.getvalue()


def _told(record_type: type[Record]) -> list[bool]:
    """For each column whether it may leave the unit."""
    private = {one.name for one in fields(record_type) if isinstance(one.kind, PRIVATE)}
    return [column.name not in private for column in columns(record_type)]


def _row(one: Stated, told: Sequence[bool], day: Day, voice: Voice) -> list[Any]:
    values = zip(cells(one.entry.record, voice.names.goods), told, strict=True)
    own = [value for value, is_told in values if is_told]
    return [_safe(cell) for cell in (*_ours(one, day, voice), *own)]


def _ours(one: Stated, day: Day, voice: Voice) -> tuple[Any, ...]:
    stale = one.at <= day.before
    facts = (iso(day.cut), str(one.entry.ref), voice.names.unit(one.entry.unit), iso(one.at), one.sure)
    return (*facts, CHECKED if one.verdict else "dilaporkan", stale, *_place(one.entry.record, day))


def _place(record: Record, day: Day) -> tuple[Any, ...]:
    ref = next((found for name in ABOUT if (found := getattr(record, name, None))), None)
    place = day.places.of(ref)
    if place is None:
        return (None, None, None, None)
    if place.protected:
        return (PROTECTED, None, None, None)
    return (place.name, place.kind or None, place.lat, place.lon)


def _safe(value: Any) -> Any:
    """A cell that no spreadsheet runs. None stays empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
