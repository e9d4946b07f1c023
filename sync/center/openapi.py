"""The OpenAPI 3.1 document of the reading side, made from the register."""

from collections.abc import Mapping
from typing import Any

from field_node.records import TYPES
from field_node.records.columns import columns
from field_node.records.photo import Photo
from field_node.records.record import Record
from sync.bundle import MEDIA_TYPE
from sync.center.files.described import operations
from sync.center.query import FORMATS, MEDIA_TYPES, MOST, USUAL_LIMIT
from sync.center.render import FILE_AT
from sync.center.views import VIEWS
from sync.frames import INTERNET_MTU, LORA_MTU

RELEASE = "1"
"""Part of every ETag: another form of the answers is another release."""
Schema = dict[str, Any]
REF = {"type": "string", "pattern": r"^\d{1,5}-[1-9]\d{0,9}$"}
MOMENT = {"type": "string"}
QUALITIES = ["none", "rtc", "gps", "ntp", "center"]


def document() -> Schema:
    """The whole document; types that are registered now are in it."""
    slugs = {kind.about.slug: kind for kind in TYPES.values()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Tagana command center",
            "version": RELEASE,
            "license": {"name": "GPL-3.0-or-later"},
        },
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "unit": {"type": "http", "scheme": "tagana"},
            },
            "schemas": {"Record": _record(slugs), "Problem": _problem(), "View": _view_schema()},
        },
    }


def _paths() -> Schema:
    return {
        "/v1/records": {"get": _records("records")},
        "/v1/records.{suffix}": {"get": _records("records_as", suffix=True)},
        "/v1/views/{view}": {"get": _view()},
        "/v1/frames": {"post": _frames()},
        "/v1/files/{sha256}": operations(_problems),
        "/v1/leaf/{number}": {"get": _leaf()},
        "/v1/openapi.json": {"get": _open("openapi", "This document", {"type": "object"})},
        "/healthz": {"get": _open("healthz", "Is the center there?", _health())},
    }


def _record(slugs: Mapping[str, type[Record]]) -> Schema:
    """An entry, by its type."""
    return {"oneOf": [_entry(slug, kind) for slug, kind in sorted(slugs.items())]}


def _entry(slug: str, record_type: type[Record]) -> Schema:
    described = {
        column.name: {**column.json_schema, "title": column.label} for column in columns(record_type)
    }
    properties = {
        "unit": _whole(0, 65_535),
        "seq": _whole(1, 2**32 - 1),
        "version": _whole(0, 255),
        "type": {"const": slug},
        "made_at": MOMENT,
        "time_quality": {"enum": QUALITIES},
        "received_at": MOMENT,
        "carrier": {"type": "string"},
        "complete": {"type": "boolean"},
        "held": {"type": ["string", "null"]},
        "incident": {**REF, "type": ["string", "null"]},
        "author": _whole(0, None),
        "corrects": {**REF, "type": ["string", "null"]},
        "reason": {"type": ["string", "null"]},
        **({FILE_AT: {"type": ["string", "null"]}} if record_type is Photo else {}),
        "fields": {"type": "object", "title": record_type.about.label, "properties": described},
    }
    title = record_type.about.label
    return {"type": "object", "title": title, "properties": properties, "required": [*properties]}


def _whole(least: int, most: int | None) -> Schema:
    limits = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
    return {"type": "integer", **limits}


def _records(name: str, *, suffix: bool = False) -> Schema:
    of = {"name": "suffix", "in": "path", "required": True, "schema": {"enum": [*FORMATS]}}
    return {
        "operationId": name,
        "summary": "Entries in the order of their arrival behind a cursor",
        "security": [{"token": []}],
        "parameters": ([of] if suffix else []) + _record_parameters(),
        "responses": {
            "200": {
                "description": "A page; `Link` names the next one, also when nothing matched",
                "headers": _page_headers(),
                "content": _record_contents(),
            },
            "304": {"description": "Nothing arrived since that ETag"},
            **_problems("400", "401", "403", "404", "406"),
        },
    }


def _record_parameters() -> list[Schema]:
    slugs = [kind.about.slug for kind in TYPES.values()]
    moment = {"type": "string", "examples": ["2026-01-31T07:00:00Z"]}
    told: dict[str, tuple[Schema, str]] = {
        "after": ({"type": "string"}, "The cursor of the last page"),
        "type": (_some({"enum": sorted(slugs)}), "Types, separated by commas"),
        "unit": (_some(_whole(0, 65_535)), "Units, separated by commas"),
        "kejadian": (REF, "The kejadian that entries belong to"),
        "since": (moment, "Made at or after"),
        "until": (moment, "Made before"),
        "bbox": ({"type": "string"}, "west,south,east,north in degrees"),
        "limit": ({**_whole(1, MOST), "default": USUAL_LIMIT}, "Entries of one page"),
        "format": ({"enum": [*FORMATS]}, "Instead of Accept"),
        "hxl": ({"enum": ["0", "1"]}, "1: a row of HXL tags in CSV"),
    }
    return [_parameter(name, schema, meaning) for name, (schema, meaning) in told.items()]


def _some(each: Schema) -> Schema:
    return {"type": "array", "items": each, "minItems": 1, "maxItems": 100}


def _parameter(name: str, schema: Schema, meaning: str) -> Schema:
    """Lists are written in one parameter, with commas; none may come twice."""
    form = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": meaning, **form}


def _page_headers() -> Schema:
    text = {"schema": {"type": "string"}}
    return {"Link": text, "ETag": text}


def _record_contents() -> Schema:
    record = {"$ref": "#/components/schemas/Record"}
    page = {"records": {"type": "array", "items": record}, "next": {"type": "string"}}
    features = {
        "type": {"const": "FeatureCollection"},
        "features": {"type": "array", "items": {"type": "object"}},
        "next": {"type": "string"},
    }
    schemas: dict[str, Schema] = {
        "ndjson": {"type": "string", "description": "One record a line"},
        "json": {"type": "object", "properties": page, "required": [*page]},
        "csv": {"type": "string"},
        "geojson": {"type": "object", "properties": features, "required": [*features]},
    }
    return {media: {"schema": schemas[form]} for media, form in MEDIA_TYPES.items()}


def _view() -> Schema:
    of = {"name": "view", "in": "path", "required": True, "schema": {"enum": [*VIEWS]}}
    form = {"name": "format", "in": "query", "required": False, "schema": {"enum": ["json", "csv"]}}
    view = {"schema": {"$ref": "#/components/schemas/View"}}
    return {
        "operationId": "views",
        "summary": "What the entries amount to now",
        "security": [{"token": []}],
        "parameters": [of, form],
        "responses": {
            "200": {
                "description": "The rows of the view",
                "content": {"application/json": view, "text/csv": {"schema": {"type": "string"}}},
            },
            "304": {"description": "Nothing arrived since that ETag"},
            **_problems("400", "401", "403", "404", "406"),
        },
    }


def _view_schema() -> Schema:
    rows = {"type": "array", "items": {"type": "object"}}
    return {
        "type": "object",
        "properties": {"view": {"enum": [*VIEWS]}, "rows": rows},
        "required": ["view", "rows"],
    }


def _frames() -> Schema:
    bundle = {MEDIA_TYPE: {"schema": {"type": "string", "contentMediaType": MEDIA_TYPE}}}
    mtu = {"name": "mtu", "in": "query", "required": False, "schema": _whole(LORA_MTU, INTERNET_MTU)}
    return {
        "operationId": "frames",
        "summary": "A bundle of sealed frames in, a bundle of sealed frames out",
        "parameters": [mtu],
        "requestBody": {"required": True, "content": bundle},
        "responses": {
            "200": {
                "description": "Receipts, then what the center says to all",
                "headers": {"Tagana-Counts": {"schema": {"type": "string"}}},
                "content": bundle,
            },
            **_problems("400", "413", "429", "503"),
        },
    }


def _leaf() -> Schema:
    number = {"name": "number", "in": "path", "required": True, "schema": _whole(0, 65_535)}
    pem = {"application/x-pem-file": {"schema": {"type": "string"}}}
    return {
        "operationId": "leaf",
        "summary": "The certificate of a unit's own pages, renewed before it ends",
        "parameters": [number],
        "responses": {"200": {"description": "The certificate", "content": pem}, **_problems("404")},
    }


def _health() -> Schema:
    properties = {"status": {"const": "ok"}, "head": _whole(0, None), "incarnation": _whole(0, 255)}
    return {"type": "object", "properties": properties, "required": [*properties]}


def _open(name: str, summary: str, schema: Schema) -> Schema:
    answer = {"description": summary, "content": {"application/json": {"schema": schema}}}
    return {"operationId": name, "summary": summary, "responses": {"200": answer}}


def _problem() -> Schema:
    properties: Schema = {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    }
    return {"type": "object", "properties": properties, "required": [*properties]}


def _problems(*codes: str) -> Schema:
    answer = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": "Refused; `detail` says why", "content": answer} for code in codes}
