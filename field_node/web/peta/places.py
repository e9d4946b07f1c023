"""Places for the map: posko with their newest counts, stores with their stock, villages that are cut off."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from field_node.records.headcount import Headcount
from field_node.records.kinds import Ref
from field_node.records.place import PLACE, STORES, Place
from field_node.records.record import Entry, Record
from field_node.records.site import Site
from field_node.store import directory, nearby
from field_node.store.shelves import Shelf, shelves
from field_node.store.sites import Place as Known
from field_node.store.sites import Sites, sites
from field_node.store.views import newest_page
from field_node.web.around.nearest import USUAL
from field_node.web.around.neighbours import unit_with_number
from field_node.web.around.whereabouts import Spot, way
from field_node.web.desk import Desk
from field_node.web.kept.attention import REVOKED, UNVERIFIED
from field_node.web.peta.features import Feature
from field_node.web.said import numbers
from field_node.web.said.language import _
from field_node.web.said.shown import MISSING, NBSP, amount

MOST, MOST_HEARD = 10_000, 300
FEW_GOODS, MOST_GOODS = 2, 12
KINDS = dict(PLACE.options)
ISOLATED = "desa_terisolir"


@dataclass(frozen=True)
class Ground:
    """What is known of all places, read once for one map."""

    desk: Desk
    spot: Spot | None
    sites: Sites
    counts: Mapping[Ref, Entry]
    conditions: Mapping[Ref, Entry]
    heard_counts: Mapping[Ref, Entry]
    shelves: Mapping[Ref, Shelf]


def ground(desk: Desk, spot: Spot | None) -> Ground:
    """Raises StoreError."""
    known, store = sites(desk.store), desk.store
    heard = [one.entry for one in nearby.said_page(store, Headcount, limit=MOST_HEARD)]
    return Ground(
        desk,
        spot,
        known,
        _newest(known, newest_page(store, Headcount, limit=MOST)),
        _newest(known, newest_page(store, Site, limit=MOST)),
        _newest(known, heard),
        shelves(store, desk.now),
    )


def _newest(known: Sites, entries: list[Entry]) -> dict[Ref, Entry]:
    """Place -> the newest statement; what was said of one that was merged counts for the one that stands."""
    found = dict[Ref, Entry]()
    for entry in entries:
        ref = known.name(getattr(entry.record, "lokasi", None))
        if ref is not None and (ref not in found or _as_of(entry) > _as_of(found[ref])):
            found[ref] = entry
    return found


def _as_of(entry: Entry) -> int:
    record: Any = entry.record
    return int(record.per_waktu)


def places(found: Ground) -> Iterator[Feature]:
    """Every place that is open, then those that only a neighbour told of."""
    desk = found.desk
    for place in found.sites.places.values():
        if place.open_at(desk.now):
            yield from _place(found, place)
    yield from _heard(found)


def _place(found: Ground, place: Known) -> Iterator[Feature]:
    whole = Feature(
        id=f"lokasi-{place.ref}",
        layer="lumbung" if place.kind in STORES else "posko",
        name=place.name,
        kind=_(KINDS.get(place.kind, "Lokasi")),
        at=place.at,
        way=_way(found, place.at),
        link=f"/entri/{place.ref}",
        private=place.protected,
    )
    cut_off = _cut_off(found, place, whole)
    if cut_off:
        yield cut_off
    if place.kind != ISOLATED:
        yield _stocked(found, whole, place.ref) if place.kind in STORES else _counted(found, whole, place.ref)


def _way(found: Ground, at: tuple[float, float] | None) -> str:
    return (
        way(found.spot.at if found.spot else None, at)
        if at
        else _("belum ada koordinat: tidak tampak di peta")
    )


# ---- people


def _counted(found: Ground, place: Feature, ref: Ref) -> Feature:
    entry = found.counts.get(ref)
    more = tuple(_told_by_neighbours(found, ref, entry))
    if entry is None:
        return replace(place, figure=_(MISSING), more=more)
    return replace(
        place,
        figure=people(entry.record),
        since=_as_of(entry),
        what_since=_("Hitungan"),
        source=said_by(found.desk, entry.unit),
        more=more,
    )


def said_by(desk: Desk, unit: int) -> str:
    """Whose word it is."""
    if unit == desk.unit:
        return _("unit ini")
    return unit_with_number(desk, unit) if unit else _("pusat")


def people(record: Record) -> str:
    """`112 KK / 488 jiwa`; what nobody counted is "belum didata"."""
    kk, jiwa = (_number(getattr(record, name, None), word) for name, word in (("kk", "KK"), ("jiwa", "jiwa")))
    return f"{kk} / {jiwa}"


def _number(value: int | None, word: str) -> str:
    return f"{_(word)}{NBSP}{_(MISSING)}" if value is None else f"{numbers.shown(value)}{NBSP}{_(word)}"


def _told_by_neighbours(found: Ground, ref: Ref, kept: Entry | None) -> Iterator[str]:
    heard = found.heard_counts.get(ref)
    if heard is not None and (kept is None or _as_of(heard) > _as_of(kept)):
        yield _("Kata %(unit)s: %(people)s, %(age)s (%(doubt)s)") % {
            "unit": unit_with_number(found.desk, heard.unit),
            "people": people(heard.record),
            "age": found.desk.age(_as_of(heard)),
            "doubt": _(UNVERIFIED),
        }


# ---- goods


def _stocked(found: Ground, place: Feature, ref: Ref) -> Feature:
    shelf, desk = found.shelves.get(ref), found.desk
    if shelf is None:
        return replace(place, figure=_(MISSING))
    lines = _goods(desk, shelf)
    doubts = [UNVERIFIED] * shelf.heard + [REVOKED] * shelf.revoked
    rest = len(lines) - FEW_GOODS
    shown = [*lines[:FEW_GOODS], _("dan %(more)s barang lain") % {"more": rest}] if rest > 0 else lines
    return replace(
        place,
        figure=", ".join(shown) or _("kosong"),
        since=shelf.as_of,
        what_since=_("Stok"),
        source=_source(desk, shelf),
        doubt=", ".join(_(doubt) for doubt in doubts),
        more=tuple(lines[:MOST_GOODS]) if rest > 0 else (),
    )


def _source(desk: Desk, shelf: Shelf) -> str:
    if shelf.as_of is None:
        return _("buku stok unit ini")
    return said_by(desk, shelf.unit)


def _goods(desk: Desk, shelf: Shelf) -> list[str]:
    """`beras 1.200 kg`: what is there, that which is asked for most first; below zero too."""
    known = [(desk.names.goods(item), item, left) for item, left in shelf.goods if left]
    order = {code: n for n, code in enumerate(USUAL)}
    known.sort(key=lambda one: order.get(one[0].code, len(order)) if one[0] else len(order))
    return [f"{desk.names.goods_name(item)} {amount(left, goods)}" for goods, item, left in known]


# ---- cut off


def _cut_off(found: Ground, place: Known, whole: Feature) -> Feature | None:
    """The village that nobody reaches; None when the newest condition says that one does."""
    entry = found.conditions.get(place.ref)
    record: Any = entry.record if entry else None
    said = None if record is None else record.terisolir
    if said is False or (said is None and place.kind != ISOLATED):
        return None
    code = record.desa_terisolir if record else None
    at = (directory.region_center(found.desk.store, code) if code else None) or place.at
    name = found.desk.names.region(code).split(" (")[0] if code else place.name
    kk, jiwa = (record.terisolir_kk, record.terisolir_jiwa) if record else (None, None)
    return replace(
        whole,
        id=f"terisolir-{place.ref}",
        layer="terisolir",
        name=name,
        kind=_("Desa terisolir"),
        figure=f"{_number(kk, 'KK')} / {_number(jiwa, 'jiwa')}",
        at=at,
        way=_way(found, at),
        since=_as_of(entry) if entry else place.opened,
        what_since=_("Keadaan"),
        source=said_by(found.desk, entry.unit if entry else place.ref.unit),
        more=(_("Akses terputus"),) if record and record.akses == "terputus" else (),
        link=f"/entri/{entry.ref if entry else place.ref}",
    )


# ---- places of neighbours


def _heard(found: Ground) -> Iterator[Feature]:
    """Places of the air that the journal does not have."""
    desk = found.desk
    said = [one.entry for one in nearby.said_page(desk.store, Place, limit=MOST_HEARD)]
    gone = nearby.revoked(desk.store, {one.unit for one in said})
    for entry in said:
        ref = entry.corrects or entry.ref
        if found.sites.of(ref) is None and isinstance(entry.record, Place):
            yield _heard_place(found, entry.record, entry, revoked=entry.unit in gone)


def _heard_place(found: Ground, record: Place, entry: Entry, *, revoked: bool) -> Feature:
    ref = entry.corrects or entry.ref
    at = None if record.lat is None or record.lon is None else (record.lat, record.lon)
    doubts = [UNVERIFIED] + [REVOKED] * revoked
    layers = {ISOLATED: "terisolir", **dict.fromkeys(STORES, "lumbung")}
    whole = Feature(
        id=f"lokasi-{ref}",
        layer=layers.get(record.jenis, "posko"),
        name=record.nama or f"nomor {ref}",
        kind=_(KINDS.get(record.jenis, "Lokasi")),
        at=at,
        way=_way(found, at),
        link=f"/entri/{entry.ref}",
        private=record.publik is False,
    )
    told = _stocked(found, whole, ref) if record.jenis in STORES else _counted(found, whole, ref)
    source = told.source or unit_with_number(found.desk, entry.unit)
    return replace(told, source=source, doubt=", ".join(_(doubt) for doubt in doubts))
