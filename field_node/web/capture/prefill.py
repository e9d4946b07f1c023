"""What a new form starts with beside now: the place where the unit stands or counted last, the position of an SOS."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from field_node.records.ground import accuracy_class, distance_km
from field_node.records.kinds import Ref, Reference
from field_node.records.place import STORES
from field_node.records.record import Record, field, fields
from field_node.records.sos import Sos
from field_node.store import directory, journal
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _

PLACE = "lokasi"
NEAR_KM = 0.5
FIX_LASTS_S = 900
"""A unit that was there a quarter of an hour ago may have driven on."""
LOOKED_AT = 20
"""Newest records among which the last own one is sought, and nearest places among which a shelter is."""


class Prefill(NamedTuple):
    """Typed values, a sentence that says where they come from, sentences beside fields; `near`: the GPS chose the place."""

    form: dict[str, list[str]]
    note: str = ""
    beside: Mapping[str, str] = MappingProxyType({})
    near: bool = False


def prefill(desk: Desk, record_type: type[Record]) -> Prefill:
    """The first values of a form of that type."""
    if record_type is Sos:
        return _sos(desk)
    return _place(desk, record_type) if _asks_place(record_type) else Prefill({})


def fix(desk: Desk) -> dict[str, Any] | None:
    """What the unit's GPS said last, None while it never knew where it is."""
    said = desk.status("gps") or {}
    known = isinstance(said.get("lat"), float) and isinstance(said.get("lon"), float)
    return said if known else None


def unit_fix(desk: Desk) -> dict[str, Any] | None:
    """The unit's own position as a script takes it over, None while it is not known."""
    said = fix(desk)
    if said is None:
        return None
    typed = {name: numbers.degrees_shown(said[name]) for name in ("lat", "lon")}
    fix_at, accuracy_m = said.get("fix_at"), said.get("accuracy_m")
    return {**typed, "at": fix_at or 0, "accuracy_m": round(accuracy_m or 0), "age": desk.age(fix_at)}


# ---- the place


def _asks_place(record_type: type[Record]) -> bool:
    return PLACE in {one.name for one in fields(record_type)} and (
        field(record_type, PLACE).required and isinstance(field(record_type, PLACE).kind, Reference)
    )


def _place(desk: Desk, record_type: type[Record]) -> Prefill:
    """The nearest one within 500 m, else the last one that this unit made such a record of."""
    if near := next(_near(desk), None):
        return _chosen(near, _("Terdekat dari GPS unit. Ganti bila bukan di sini."))._replace(near=True)
    if last := _last(desk, record_type):
        return _chosen(last, _("Yang terakhir dicatat. Ganti bila bukan di sini."))
    return Prefill({})


def _chosen(ref: Ref, why: str) -> Prefill:
    return Prefill({PLACE: [str(ref)]}, beside={PLACE: why})


def _near(desk: Desk) -> Iterator[Ref]:
    said = fix(desk)
    if said is None or desk.now - int(said.get("fix_at") or 0) > FIX_LASTS_S:
        return
    for option in desk.names.places()[:LOOKED_AT]:
        found = directory.named(desk.store, Ref.parse(option.value))
        place: Any = found.record if found else None
        if place is None or place.lat is None or place.jenis in STORES:
            continue
        if distance_km((said["lat"], said["lon"]), (place.lat, place.lon)) <= NEAR_KM:
            yield Ref.parse(option.value)


def _last(desk: Desk, record_type: type[Record]) -> Ref | None:
    newest = (one for _, one in journal.entries(desk.store, record_type, limit=LOOKED_AT))
    own: list[Any] = [one.record for one in newest if one.unit == desk.unit]
    refs = (one.lokasi for one in own if directory.named(desk.store, one.lokasi))
    return next(refs, None)


# ---- the position


def _sos(desk: Desk) -> Prefill:
    said = fix(desk)
    if said is None:
        unknown = _("GPS unit belum tahu posisinya. SOS tetap bisa dikirim; tulis tempatnya bila bisa.")
        return Prefill({}, unknown)
    note = _("Posisi dari GPS unit, %(age)s. Ubah atau hapus bila salah.") % {
        "age": desk.age(said.get("fix_at"))
    }
    return Prefill(position(desk, said), note)


def position(desk: Desk, said: dict[str, Any]) -> dict[str, list[str]]:
    """The unit's own position as it is typed."""
    found = {"lat": [numbers.degrees_shown(said["lat"])], "lon": [numbers.degrees_shown(said["lon"])]}
    if isinstance(said.get("fix_at"), int):
        found["waktu_posisi"] = [desk.zone.typed(said["fix_at"], seconds=True)]
    if isinstance(said.get("accuracy_m"), int | float):
        found["akurasi"] = [accuracy_class(said["accuracy_m"])]
    found["sumber_gps"] = ["unit"]
    return found
