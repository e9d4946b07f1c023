"""A page of the feed as NDJSON, JSON, CSV (with HXL tags on request) or GeoJSON."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from field_node.records import TYPES
from field_node.records.columns import columns
from field_node.records.photo import Photo
from sync.center.render import FILE_AT, plan_of

ENVELOPE = (
    ("unit", "#meta+unit"),
    ("seq", "#meta+seq"),
    ("version", "#meta+version"),
    ("type", "#meta+type"),
    ("made_at", "#date+made"),
    ("time_quality", "#date+quality"),
    ("received_at", "#date+received"),
    ("carrier", "#meta+carrier"),
    ("complete", "#meta+complete"),
    ("held", "#status+held"),
    ("incident", "#crisis+id"),
    ("author", "#meta+author"),
    ("corrects", "#meta+corrects"),
    ("reason", "#description+reason"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How text begins that a spreadsheet would run (OWASP, CSV injection)."""
CONTENT_TYPES = {
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
}


def ndjson(lines: Sequence[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode() if lines else b""


def whole_json(lines: Sequence[str], cursor: str) -> bytes:
    return b'{"records":[' + ",".join(lines).encode() + b'],"next":' + msgspec.json.encode(cursor) + b"}"


def geojson(lines: Iterable[str], cursor: str) -> bytes:
    """One feature each; without a position of its own its geometry is null."""
    features = [_feature(msgspec.json.decode(line)) for line in lines]
    return msgspec.json.encode({"type": "FeatureCollection", "features": features, "next": cursor})


def csv_table(lines: Iterable[str], types: Sequence[int], *, hxl: bool) -> bytes:
    """With one type in `types` its fields are columns; else they stand as JSON in one column."""
    single = types[0] if len(types) == 1 else None
    heads = [*ENVELOPE, *(_own_columns(single) if single is not None else [("fields", "")])]
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow([name for name, _ in heads])
    if hxl:
        table.writerow([tag for _, tag in heads])
    for line in lines:
        table.writerow(_cells(msgspec.json.decode(line), [name for name, _ in heads]))
    return written.getvalue().encode()


def plain_csv(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> bytes:
    """Rows of one shape, as a view gives them."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(names)
    table.writerows([_safe(row[name]) for name in names] for row in rows)
    return written.getvalue().encode()


def _own_columns(number: int) -> list[tuple[str, str]]:
    """The record's own columns; one that is named like an envelope column gets an underscore."""
    taken = {name for name, _ in ENVELOPE}
    private = plan_of(TYPES[number]).private
    found = [(column.name, column.hxl) for column in columns(TYPES[number]) if column.name not in private]
    found += [(FILE_AT, "#date+file")] if TYPES[number] is Photo else []
    return [(f"{name}_" if name in taken else name, tag) for name, tag in found]


def _cells(record: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
    fields = record["fields"]
    return [
        _safe(record[name] if name in record else fields.get(name, fields.get(name.rstrip("_"))))
        for name in names
    ]


def _safe(value: Any) -> Any:
    """A cell that no spreadsheet runs. None stays empty, never 0."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return msgspec.json.encode(value).decode()
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value


def _feature(record: dict[str, Any]) -> dict[str, Any]:
    fields = record.pop("fields")
    point = _point(record["type"], fields)
    name = f"{record['unit']}-{record['seq']}-{record['version']}"
    return {"type": "Feature", "id": name, "geometry": point, "properties": {**record, "fields": fields}}


def _point(slug: str, fields: Mapping[str, Any]) -> dict[str, Any] | None:
    plan = next(plan_of(kind) for kind in TYPES.values() if kind.about.slug == slug)
    lat, lon = fields.get(plan.lat or ""), fields.get(plan.lon or "")
    if lat is None or lon is None:
        return None
    return {"type": "Point", "coordinates": [lon, lat]}
