"""An entry as the row and the line that the feed will give out: rendered once, when it arrives."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from field_node.records import number_of
from field_node.records.columns import WRITE, cells, columns
from field_node.records.kinds import PRIVATE, Degrees, Moment, Ref
from field_node.records.photo import Photo
from field_node.records.record import Entry, Record, TimeQuality, fields
from sync.center.at_rest import AtRest, private_names, private_values

FILE_AT = "file_received_at"
"""Said of a photo alone, outside its fields: since when its file is at the center, null while it is not."""
QUALITY = {quality: quality.name.lower() for quality in TimeQuality}
Change = Callable[[Any], Any]
_ENCODE = msgspec.json.Encoder().encode


class Arrival(NamedTuple):
    """What all entries of one bundle share. `number`: its place in the inbox."""

    number: int
    at: int
    carrier: str


class Plan(NamedTuple):
    """What rendering needs to know of a type, found once."""

    number: int
    slug: str
    names: tuple[str, ...]
    told: tuple[bool, ...]
    private: tuple[str, ...]
    withheld: frozenset[str]
    written: tuple[tuple[str, Change], ...] | None
    lat: str | None
    lon: str | None


_PLANS: dict[type[Record], Plan] = {}


def plan_of(record_type: type[Record]) -> Plan:
    if record_type not in _PLANS:
        _PLANS[record_type] = _planned(record_type)
    return _PLANS[record_type]


def _planned(record_type: type[Record]) -> Plan:
    private = private_names(record_type)
    names = tuple(column.name for column in columns(record_type))
    return Plan(
        number_of(record_type),
        record_type.about.slug,
        names,
        tuple(name not in private for name in names),
        private,
        frozenset(one.name for one in fields(record_type) if not one.radio),
        _one_by_one(record_type),
        _degrees(record_type, 90),
        _degrees(record_type, 180),
    )


def _one_by_one(record_type: type[Record]) -> tuple[tuple[str, Change], ...] | None:
    """Field by field what `cells` would write, None where a field is not one cell of its own."""
    told = [one for one in fields(record_type) if not isinstance(one.kind, PRIVATE)]
    if any(type(one.kind) not in WRITE for one in told):
        return None
    return tuple(
        (one.name, moment if isinstance(one.kind, Moment) else WRITE[type(one.kind)]) for one in told
    )


def _degrees(record_type: type[Record], limit: int) -> str | None:
    """The first field that holds a latitude (90) or longitude (180)."""
    found = (
        one.name for one in fields(record_type) if isinstance(one.kind, Degrees) and one.kind.limit == limit
    )
    return next(found, None)


@lru_cache(4_096)
def moment(seconds: int) -> str:
    """UTC as RFC 3339; what no calendar holds, as the seconds themselves."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def row_of_entry(
    entry: Entry, rest: AtRest, arrival: Arrival, *, version: int = 0, held: str | None = None
) -> dict[str, Any]:
    """The row of `entry`. What concerns persons and officials is only in `private`, encrypted."""
    plan = plan_of(type(entry.record))
    private = private_values(entry.record, plan.private) if plan.private else None
    return {
        **_envelope(entry),
        "version": version,
        "type": plan.number,
        "received_at": arrival.at,
        "arrival": arrival.number,
        "carrier": arrival.carrier,
        "lat": getattr(entry.record, plan.lat) if plan.lat and plan.lon else None,
        "lon": getattr(entry.record, plan.lon) if plan.lat and plan.lon else None,
        "held": held,
        "private": rest.lock_values(private) if private else None,
        "line": _ENCODE(_line(entry, plan, arrival, version=version, held=held)).decode(),
    }


def _envelope(entry: Entry) -> dict[str, Any]:
    """What the unit said beside the record itself."""
    incident, corrects = entry.incident or (None, None), entry.corrects or (None, None)
    return {
        "unit": entry.unit,
        "seq": entry.seq,
        "made_at": entry.made_at,
        "quality": int(entry.quality),
        "complete": entry.complete,
        "incident_unit": incident[0],
        "incident_seq": incident[1],
        "author": entry.author,
        "corrects_unit": corrects[0],
        "corrects_seq": corrects[1],
        "reason": entry.reason,
    }


def _line(entry: Entry, plan: Plan, arrival: Arrival, *, version: int, held: str | None) -> dict[str, Any]:
    return {
        "unit": entry.unit,
        "seq": entry.seq,
        "version": version,
        "type": plan.slug,
        "made_at": moment(entry.made_at),
        "time_quality": QUALITY[entry.quality],
        "received_at": moment(arrival.at),
        "carrier": arrival.carrier,
        "complete": entry.complete,
        "held": held,
        "incident": _ref(entry.incident),
        "author": entry.author,
        "corrects": _ref(entry.corrects),
        "reason": entry.reason,
        **({FILE_AT: None} if isinstance(entry.record, Photo) else {}),
        "fields": _fields(entry.record, plan),
    }


def _fields(record: Record, plan: Plan) -> dict[str, Any]:
    if plan.written is not None:
        return {name: _written(getattr(record, name), change) for name, change in plan.written}
    values = zip(plan.names, plan.told, cells(record), strict=True)
    return {name: value for name, is_told, value in values if is_told}


def _written(value: Any, change: Change) -> Any:
    return None if value is None else change(value)


def _ref(ref: Ref | None) -> str | None:
    return None if ref is None else str(ref)


SAID = ("type", "made_at", "time_quality", "incident", "author", "corrects", "reason")
"""What a repeated entry may not say otherwise, beside its fields."""


def agrees(record_type: type[Record], one: Mapping[str, Any], two: Mapping[str, Any], rest: AtRest) -> bool:
    """Two rows of one name say the same, in every field that both may have."""
    left, right = msgspec.json.decode(one["line"]), msgspec.json.decode(two["line"])
    if any(left[name] != right[name] for name in SAID):
        return False
    withheld = plan_of(record_type).withheld if not (one["complete"] and two["complete"]) else frozenset()
    return _same(left["fields"], right["fields"], withheld) and _same(
        _private(one, rest), _private(two, rest), withheld
    )


def _same(one: Mapping[str, Any], two: Mapping[str, Any], withheld: frozenset[str]) -> bool:
    """Equal; of the fields in `withheld` only where both are there."""
    for name in {*one, *two}:
        left, right = one.get(name), two.get(name)
        if left != right and not (name in withheld and (left is None or right is None)):
            return False
    return True


def _private(row: Mapping[str, Any], rest: AtRest) -> Mapping[str, Any]:
    return {} if row["private"] is None else rest.unlock_values(bytes(row["private"]))
