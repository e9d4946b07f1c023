"""What was said last of the same place: shown to compare with, never taken over."""

from dataclasses import asdict, dataclass
from typing import Any

from field_node.records.kinds import Count, InvalidValue, Ref
from field_node.records.record import Entry, Record, fields
from field_node.store import views
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form, read_field
from field_node.web.said.shown import PAIR, Line, lines

HEADLINE = 3
"""Numbers that are told at once; each of the others stands beside its field."""


@dataclass(frozen=True, slots=True)
class Before:
    """A statement in force. `told`: its first numbers. `texts`, `counts`: of each filled field. `at`: UTC seconds."""

    ref: str
    told: str
    who: str
    at: int
    texts: dict[str, str]
    counts: dict[str, int]

    def as_json(self) -> dict[str, Any]:
        """The same for a script, which says the age by itself."""
        return asdict(self)


def keyed_by(record_type: type[Record]) -> tuple[str, ...]:
    """The fields that say of what a statement speaks; () for a type without statements that replace each other."""
    newest = record_type.about.newest
    names = {one.name for one in fields(record_type)}
    return tuple(name for name in newest.key if name in names) if newest and newest.by else ()


def before(
    desk: Desk, record_type: type[Record], form: Form, incident: Ref | None, *, but: Ref | None = None
) -> Before | None:
    """The newest statement of what the form names; None when it names nothing yet. `but`: not that entry itself."""
    newest = record_type.about.newest
    if newest is None or not keyed_by(record_type):
        return None
    of_type = {one.name: one for one in fields(record_type)}
    try:
        typed = {
            name: read_field(of_type[name], form.get(name, []), desk.reading())
            for name in keyed_by(record_type)
        }
    except InvalidValue:
        return None
    if None in typed.values():
        return None
    known = {**typed, "incident": incident, "unit": desk.unit}
    found = views.newest(desk.store, record_type, *(known[name] for name in newest.key))
    return _told(desk, found) if found and found.ref != but else None


def _told(desk: Desk, entry: Entry) -> Before:
    record_type = type(entry.record)
    own = {*keyed_by(record_type), "per_waktu", "sumber"}
    filled = [
        one for one in lines(entry.record, desk.zone, desk.names) if not one.missing and one.name not in own
    ]
    numbers = {one.name for one in fields(record_type) if isinstance(one.kind, Count)}
    return Before(
        ref=str(entry.ref),
        told=" · ".join(_brief(one) for one in filled[:HEADLINE]),
        who=", ".join(filter(None, (desk.names.unit(entry.unit), getattr(entry.record, "sumber", None)))),
        at=getattr(
            entry.record, record_type.about.newest.by if record_type.about.newest else "", desk.made(entry)
        ),
        texts={one.name: one.text for one in filled},
        counts={one.name: getattr(entry.record, one.name) for one in filled if one.name in numbers},
    )


def _brief(line: Line) -> str:
    """`112 KK` says it all; other numbers need their label."""
    return line.text if line.name in PAIR else f"{line.label} {line.text}"
