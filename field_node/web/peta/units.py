"""Who is where, for the map: this unit with its track of today, neighbours, and whoever calls for help."""

from collections.abc import Iterator
from typing import Any

from field_node.records.ground import ACCURACY_M
from field_node.records.position import Position
from field_node.records.record import Entry
from field_node.store import nearby, views
from field_node.store.tracks import track_points
from field_node.web.around.neighbours import unit_with_number
from field_node.web.around.whereabouts import Spot, way
from field_node.web.desk import Desk
from field_node.web.kept.attention import REVOKED, UNVERIFIED
from field_node.web.peta.features import Feature, Point
from field_node.web.said import numbers
from field_node.web.said.language import _

MOST_UNITS, MOST_POINTS = 500, 2_000


def own(desk: Desk, spot: Spot | None) -> Iterator[Feature]:
    """This unit where it was seen last, and the road that it took today."""
    if spot is not None:
        yield own_unit(desk, spot)
    yield from _track(desk)


def own_unit(desk: Desk, spot: Spot) -> Feature:
    """This unit at that point, as sure as its receiver was there."""
    said = desk.status("gps") or {}
    known = said.get("accuracy_m") if said.get("fix_at") == spot.known_at else None
    accuracy = round(known) if isinstance(known, int | float) else None
    return Feature(
        id="unit",
        layer="unit",
        name=desk.unit_name(),
        kind=_("Unit ini"),
        at=spot.at,
        since=spot.known_at,
        what_since=_("Posisi"),
        source=_("GPS unit"),
        figure=_("± %(metres)s m") % {"metres": numbers.shown(accuracy)} if accuracy is not None else "",
        accuracy_m=accuracy,
        link="/perangkat",
    )


def _track(desk: Desk) -> Iterator[Feature]:
    now = desk.zone.at(desk.now)
    midnight = desk.now - (now.hour * 3_600 + now.minute * 60 + now.second)
    if desk.unit is None:
        return
    found = track_points(desk.store, Position, desk.unit, since=midnight, limit=MOST_POINTS)
    if len(found) > 1:
        yield Feature(
            id="jejak",
            layer="jejak",
            name=_("Jejak unit hari ini"),
            figure=_("%(many)s titik") % {"many": numbers.shown(len(found))},
            since=found[-1][0],
            what_since=_("Titik terakhir"),
            source=_("GPS unit"),
            link="/catatan/posisi",
            line=tuple((lat, lon) for _at, lat, lon in found),
        )


# ---- others


def neighbours(desk: Desk, spot: Spot | None) -> Iterator[Feature]:
    """The newest position of each other unit, by the journal or as it was heard."""
    kept = {one.unit: one for one in views.unit_positions(desk.store, limit=MOST_UNITS)}
    heard = {
        one.entry.unit: one.entry for one in nearby.said_page(desk.store, Position, limit=MOST_UNITS)[::-1]
    }
    gone = nearby.revoked(desk.store, {*kept, *heard})
    for unit in sorted({*kept, *heard} - {desk.unit}, key=lambda number: number or 0):
        entry, only_heard = _newer(kept.get(unit), heard.get(unit))
        doubts = [UNVERIFIED] * only_heard + [REVOKED] * (unit in gone)
        source = _("radio unit itu") if only_heard else _("pusat")
        yield _neighbour(desk, entry, spot, (source, ", ".join(_(doubt) for doubt in doubts)))


def _newer(kept: Entry | None, heard: Entry | None) -> tuple[Entry, bool]:
    """The later position of the two, one of which is there, and whether only a neighbour's radio told it."""
    both = [(one, only_heard) for one, only_heard in ((kept, False), (heard, True)) if one is not None]
    return max(both, key=lambda one: (_when(one[0]), not one[1]))


def _when(entry: Entry) -> int:
    record: Any = entry.record
    return int(record.waktu)


def _neighbour(desk: Desk, entry: Entry, spot: Spot | None, told: tuple[str, str]) -> Feature:
    """`told`: who told it, and what is to be doubted of it."""
    record: Any = entry.record
    source, doubt = told
    at: Point = (record.lat, record.lon)
    return Feature(
        id=f"unit-{entry.unit}",
        layer="tetangga",
        name=unit_with_number(desk, entry.unit),
        kind=_("Tetangga"),
        at=at,
        since=record.waktu,
        what_since=_("Posisi"),
        source=source,
        doubt=doubt,
        way=way(spot.at if spot else None, at),
        link=f"/entri/{entry.ref}",
        accuracy_m=ACCURACY_M.get(record.akurasi or ""),
    )


def calls(desk: Desk, spot: Spot | None) -> Iterator[Feature]:
    """Every SOS that nobody ended; without a point while it did not say where."""
    heard = {one.entry.ref: one.entry for one in nearby.open_calls(desk.store)}
    known = {one.ref: one for one in views.open_sos(desk.store)}
    gone = nearby.revoked(desk.store, {ref.unit for ref in heard})
    for ref, entry in {**heard, **known}.items():
        doubts = [] if ref in known else [UNVERIFIED] + [REVOKED] * (ref.unit in gone)
        yield _call(desk, entry, spot, ", ".join(_(doubt) for doubt in doubts))


def _call(desk: Desk, entry: Entry, spot: Spot | None, doubt: str) -> Feature:
    record: Any = entry.record
    at = None if record.lat is None or record.lon is None else (record.lat, record.lon)
    people = _("%(many)s orang") % {"many": numbers.shown(record.orang)} if record.orang is not None else ""
    return Feature(
        id=f"sos-{entry.ref}",
        layer="sos",
        name=_("SOS dari %(unit)s") % {"unit": desk.names.unit(entry.unit)},
        kind=_("SOS"),
        figure=people,
        at=at,
        since=desk.made(entry),
        what_since=_("SOS"),
        source=unit_with_number(desk, entry.unit),
        doubt=doubt,
        way=way(spot.at if spot else None, at) if at else _("posisi tidak diketahui"),
        more=(record.isi,) if record.isi else (),
        link=f"/entri/{entry.ref}",
    )
