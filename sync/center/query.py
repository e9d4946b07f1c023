"""What a reader asks of the feed: the parameters of /v1/records, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from werkzeug.datastructures import MultiDict

from field_node.records import number_of, type_by_slug
from field_node.records.kinds import UNIT_LIMIT, InvalidValue, Ref
from sync.center.feed import Cursor
from sync.center.problems import Problem

USUAL_LIMIT, MOST = 1_000, 10_000
FORMATS = ("ndjson", "json", "csv", "geojson")
MEDIA_TYPES = {
    "application/x-ndjson": "ndjson",
    "application/json": "json",
    "text/csv": "csv",
    "application/geo+json": "geojson",
}
PARAMETERS = ("after", "type", "unit", "kejadian", "since", "until", "bbox", "limit", "format", "hxl")
_SECONDS = range(1 << 40)


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees; west of `east` unless it crosses the date line, which no place of this country does."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """types, units: numbers, () for all. since, until: UTC seconds of made_at, until excluded."""

    after: Cursor | None = None
    types: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    incident: Ref | None = None
    since: int | None = None
    until: int | None = None
    bbox: Box | None = None
    limit: int = USUAL_LIMIT
    hxl: bool = False


def read_query(given: Mapping[str, str]) -> Query:
    """Raises Problem 400 that names the parameter."""
    unknown = sorted(set(given) - set(PARAMETERS))
    if unknown:
        raise Problem(400, f"no parameter '{unknown[0][:40]}'")
    return Query(
        after=_cursor(given.get("after", "")),
        types=tuple(_type(slug) for slug in _list(given, "type")),
        units=tuple(_whole("unit", text, range(UNIT_LIMIT)) for text in _list(given, "unit")),
        incident=_ref(given.get("kejadian", "")),
        since=_moment("since", given.get("since", "")),
        until=_moment("until", given.get("until", "")),
        bbox=_box(given.get("bbox", "")),
        limit=_whole("limit", given.get("limit") or str(USUAL_LIMIT), range(1, MOST + 1)),
        hxl=_flag("hxl", given.get("hxl", "")),
    )


def _list(given: Mapping[str, str], name: str) -> list[str]:
    found = given[name].split(",") if name in given else []
    if len(found) > 100 or "" in found:
        raise Problem(400, f"{name}: 1 to 100, separated by commas")
    return found


def _cursor(text: str) -> Cursor | None:
    try:
        return Cursor.parse(text) if text else None
    except ValueError as wrong:
        raise Problem(400, "after: not a cursor of this center") from wrong


def _type(slug: str) -> int:
    try:
        return number_of(type_by_slug(slug))
    except KeyError as wrong:
        raise Problem(400, "type: no such record type") from wrong


def _whole(name: str, text: str, allowed: range) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 19 and int(text) in allowed):
        raise Problem(400, f"{name}: a whole number from {allowed.start} to {allowed.stop - 1}")
    return int(text)


def _flag(name: str, text: str) -> bool:
    if text not in {"", "0", "1"}:
        raise Problem(400, f"{name}: 0 or 1")
    return text == "1"


def demand_single(given: MultiDict[str, str]) -> None:
    """Raises Problem 400 where a parameter comes twice: of two values one would be believed by chance."""
    for name, values in given.lists():
        if len(values) > 1:
            raise Problem(400, f"{name[:40]}: only once")


def _ref(text: str) -> Ref | None:
    try:
        ref = Ref.parse(text) if text else None
    except InvalidValue as wrong:
        raise Problem(400, "kejadian: the name of an entry, as 0-1") from wrong
    if ref is not None and (ref.unit >= UNIT_LIMIT or not 1 <= ref.seq < 1 << 32):
        raise Problem(400, "kejadian: the name of an entry, as 0-1")
    return ref


def _moment(name: str, text: str) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdecimal():
        return _whole(name, text, _SECONDS)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        text += "T00:00:00Z"
    try:
        found = datetime.fromisoformat(text.replace(" ", "+"))
        if found.tzinfo is None:
            raise Problem(400, f"{name}: a time needs its offset, as 2026-01-31T07:00:00Z")
        return int(found.astimezone(UTC).timestamp())
    except (ValueError, OverflowError) as wrong:
        raise Problem(400, f"{name}: a time as 2026-01-31T07:00:00Z, or seconds since 1970") from wrong


def _box(text: str) -> Box | None:
    if not text:
        return None
    parts = text.split(",")
    if len(parts) != 4 or not all(re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", part, re.ASCII) for part in parts):
        raise Problem(400, "bbox: west,south,east,north in degrees")
    box = Box(*map(float, parts))
    if box.south > box.north or box.west > box.east or max(map(abs, (box.west, box.east))) > 180:
        raise Problem(400, "bbox: west,south,east,north in degrees, west before east, south before north")
    return box
