"""What a tablet may choose from without the unit: the open lists of all forms, and a tag that says when they changed."""

from collections.abc import Iterator

from field_node.records import TYPES
from field_node.records.balance import Balance
from field_node.records.correction import TimeCorrection, Void
from field_node.records.directory import KamusLine, Unit
from field_node.records.incident import IncidentStatus
from field_node.records.kinds import Item, Kind, Reference, Region, Several, UnitNumber
from field_node.records.place import Place, PlaceMerge
from field_node.records.record import Record, fields
from field_node.records.sos import Sos, SosEnd
from field_node.records.task import TaskAnswer
from field_node.store.connection import Store
from field_node.store.storage import wire_number
from field_node.web.fields.inputs import Lists, source
from field_node.web.menu import writable
from field_node.web.release import released_here
from field_node.web.said.language import language
from field_node.web.said.options import Option

PRIVATE = frozenset({"laporan_warga"})
"""Slugs whose entries tell what residents said: they stay on the unit."""
LISTED = Reference | Region | Item | UnitNumber
ALSO = (Balance, KamusLine, Unit, TaskAnswer, SosEnd, PlaceMerge, Void, IncidentStatus, TimeCorrection)
"""Types that the lists of goods and units come from, those that end what a list offers, what opens the gate of a kejadian,
and what puts the times right that the choices tell.
"""
HEARD = (Sos, SosEnd, Balance, Place)
"""Types of which the lists also hold what neighbours said over the air."""


def lists(names: Lists) -> dict[str, list[tuple[str, str, str]]]:
    """Name of each list -> value, label and group of its options."""
    return {name: _told(names.options(kind)) for name, kind in _open_kinds().items()}


def _told(options: list[Option]) -> list[tuple[str, str, str]]:
    return [(one.value, one.label, one.group) for one in options]


def _open_kinds() -> dict[str, Kind]:
    """The kinds of all forms whose choices are entries, goods or units."""
    found = {source(kind): kind for kind in _kinds() if isinstance(kind, LISTED)}
    return {name: kind for name, kind in found.items() if name and name not in PRIVATE}


def _kinds() -> Iterator[Kind]:
    for record_type in TYPES.values():
        for one in fields(record_type) if writable(record_type) else ():
            yield one.kind.kind if isinstance(one.kind, Several) else one.kind


def tag(store: Store) -> str:
    """Another text where the lists are others: after each `change`, of another release, in another language."""
    return f"{released_here().tag}-{language()}-{change(store)}"


def change(store: Store) -> str:
    """Another text after each entry and each word heard over the air that can change a list."""
    numbers = sorted(wire_number(each) for each in _types())
    newest = (store.run("SELECT max(pos) FROM entry WHERE type = ?", (one,))[0][0] or 0 for one in numbers)
    heard = tuple(map(wire_number, HEARD))
    many, last = store.run("SELECT count(*), sum(seq) FROM heard WHERE type IN (?, ?, ?, ?)", heard)[0]
    return f"{max(newest)}-{many}-{last or 0}"


def _types() -> set[type[Record]]:
    listed = _open_kinds()
    return {one for one in TYPES.values() if one.about.slug in listed} | {*ALSO}
