"""What the unit may tell residents, as one frozen value: warnings, weather, public places, contacts. No heads, names or protected places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from field_node.records.picture import LIKE_NIK, LIKE_PHONE
from field_node.records.record import Entry
from field_node.store.sites import Place, sites
from field_node.store.views import open_warnings
from field_node.web.around.whereabouts import own_spot, way
from field_node.web.daily.help import danger_text
from field_node.web.desk import Desk
from field_node.web.residents.forecasts import Outlook, outlooks
from field_node.web.residents.words import HOW_BAD, MEANS, PLACES, SOURCES
from field_node.web.unit import center

FRESH_S = 3_600
"""A position of the unit that is older does not say how far places are."""
MOST_WARNINGS, MOST_PLACES = 5, 12
"""Warnings in all, places of each kind: what fits one small page."""


@dataclass(frozen=True, slots=True)
class Warned:
    """One warning in force. `means`: what can happen and what to do. `age`, `sent`: when the center told of it."""

    title: str
    severity: str
    when: str
    means: tuple[str, ...]
    places: str
    source: str
    age: str
    sent: str
    grave: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A public place. `where`: its area; `way`: how far and in which direction, "" when that is not known."""

    ref: str
    name: str
    where: str
    way: str


@dataclass(frozen=True, slots=True)
class Board:
    """The page of residents. `contact`: when the unit last heard of the center, in words."""

    unit: str
    at: str
    contact: str
    warnings: tuple[Warned, ...]
    forecasts: tuple[Outlook, ...]
    places: tuple[tuple[str, tuple[Spot, ...]], ...]
    contacts: tuple[str, ...]


def board(desk: Desk) -> Board:
    """As of now."""
    known, here = sites(desk.store), _here(desk)
    shown = [place for place in known.places.values() if is_shown(place, desk.now)]
    public = {place.ref for place in shown}
    found = [one.entry for one in open_warnings(desk.store, desk.now, limit=4 * MOST_WARNINGS)]
    ours = [entry for entry in found if entry.unit == 0][:MOST_WARNINGS]
    names = {ref: known.places[ref].name for ref in public}
    return Board(
        unit=desk.unit_name(),
        at=desk.zone.long(desk.now),
        contact=center.contact(desk),
        warnings=tuple(
            _warned(desk, entry, {ref: names[ref] for ref in _hit(known, entry, public)}) for entry in ours
        ),
        forecasts=outlooks(desk, list(known.places.values()), here),
        places=tuple(_groups(desk, shown, here)),
        contacts=desk.info.contacts,
    )


def is_shown(place: Place, now: int) -> bool:
    """True only for what somebody said may be shown, that is open, and whose name holds no number of a person."""
    private = LIKE_NIK.search(place.name) or LIKE_PHONE.search(place.name)
    return place.public and not place.protected and place.open_at(now) and private is None


def _hit(known: Any, entry: Entry, public: set[Any]) -> list[Any]:
    named = (known.name(ref) for ref in getattr(entry.record, "lokasi", None) or ())
    return [ref for ref in dict.fromkeys(named) if ref in public]


def _warned(desk: Desk, entry: Entry, places: dict[Any, str]) -> Warned:
    record: Any = entry.record
    end = f" sampai {desk.zone.long(record.sampai)}" if record.sampai is not None else ", sampai dicabut"
    begun = "Berlaku" if record.mulai <= desk.now else f"Mulai {desk.zone.long(record.mulai)}"
    return Warned(
        title=danger_text(record).rpartition(" (")[0]
        if HOW_BAD.get(record.keparahan)
        else danger_text(record),
        severity=HOW_BAD.get(record.keparahan, ""),
        when=f"{begun}{end}",
        means=MEANS.get(record.jenis, MEANS["lainnya"]),
        places=", ".join(places.values()),
        source=SOURCES.get(record.asal or "pusat", SOURCES["pusat"]),
        age=desk.age_of(entry),
        sent=desk.zone.long(desk.made(entry)),
        grave=record.grave,
    )


def _groups(
    desk: Desk, shown: list[Place], here: tuple[float, float] | None
) -> Iterator[tuple[str, tuple[Spot, ...]]]:
    for kind, label in PLACES.items():
        spots = tuple(_spot(desk, place, here) for place in shown if place.kind == kind)[:MOST_PLACES]
        if spots:
            yield label, spots


def _here(desk: Desk) -> tuple[float, float] | None:
    spot = own_spot(desk)
    fresh = spot is not None and spot.known_at is not None and desk.now - spot.known_at <= FRESH_S
    return spot.at if spot is not None and fresh else None


def _spot(desk: Desk, place: Place, here: tuple[float, float] | None) -> Spot:
    where = ", ".join(desk.names.region(place.region).split(" (")[0].split(", ")[:2]) if place.region else ""
    return Spot(str(place.ref), place.name, where, way(here, place.at) if here and place.at else "")
