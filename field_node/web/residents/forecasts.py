"""The weather of the next day where the unit stands, as BMKG said it and the center passed it on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice, takewhile
from typing import Any

from field_node.records import type_by_slug
from field_node.records.forecast import WEATHER
from field_node.records.ground import distance_km
from field_node.records.record import Entry
from field_node.store import views
from field_node.store.forecasts import forecasts
from field_node.store.sites import Place
from field_node.web.desk import Desk

AHEAD_S = 86_400
"""How far ahead residents are told."""
OLD_S = 86_400
"""Issued longer ago: BMKG issues twice a day, so newer ones did not arrive."""
NEAR_KM = 15
"""A lokasi that is farther away does not say in which area the unit stands."""
MOST_AREAS, MOST_SPANS, MOST_FOUND = 3, 8, 400
"""Areas, and of each a day in steps of three hours. Of one kabupaten: 50 areas of such a day."""
_WEATHER = dict(WEATHER.options)


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of time. `facts`: temperatures, wind, humidity as far as they were told."""

    when: str
    weather: str
    facts: str

    @property
    def text(self) -> str:
        return f"{self.weather}, {self.facts}" if self.facts else self.weather


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was issued at once for one area. `age`, `issued`: when BMKG did."""

    where: str
    spans: tuple[Span, ...]
    age: str
    issued: str
    old: bool


def outlooks(desk: Desk, places: list[Place], here: tuple[float, float] | None) -> tuple[Outlook, ...]:
    """Of the areas nearest to the unit's that the center spoke of, in its kabupaten; () when there is none."""
    code = _region(desk, places, here)
    if "." not in code:
        return ()
    found = forecasts(desk.store, code[:5], desk.now, desk.now + AHEAD_S, limit=MOST_FOUND)
    best = max((_shared(code, one) for one in found), default=0)
    nearest = sorted((one for one in found if _shared(code, one) == best), key=_issue)
    issues = (list(group) for _key, group in groupby(nearest, key=_issue))
    return tuple(_outlook(desk, one) for one in islice(issues, MOST_AREAS))


def _region(desk: Desk, places: list[Place], here: tuple[float, float] | None) -> str:
    """The code of the area in which the unit stands: of the lokasi near it, else of most lokasi, else of the unit."""
    if here is not None:
        near = [(distance_km(here, one.at), one.region) for one in places if one.at and one.region]
        km, region = min(near, default=(NEAR_KM, ""))
        if km < NEAR_KM:
            return region
    return _most(places, desk.now) or _enrolled(desk)


def _most(places: list[Place], now: int) -> str:
    """The kabupaten in which most open lokasi lie, "" when none says where it is."""
    open_here = (one.region[:5] for one in places if one.region and "." in one.region and one.open_at(now))
    return min(Counter(open_here).items(), key=lambda one: (-one[1], one[0]), default=("", 0))[0]


def _enrolled(desk: Desk) -> str:
    """The area that the center wrote down for this unit, "" when it wrote none."""
    entry = views.newest(desk.store, type_by_slug("unit"), desk.unit)
    return getattr(entry.record, "kode_wilayah", None) or "" if entry else ""


def _shared(code: str, entry: Entry) -> int:
    """How many parts of both codes are the same, from the left."""
    record: Any = entry.record
    parts = zip(code.split("."), record.kode_wilayah.split("."), strict=False)
    return sum(1 for _same in takewhile(lambda two: two[0] == two[1], parts))


def _issue(entry: Entry) -> tuple[str, int]:
    """Area and time of issue, the newest first."""
    record: Any = entry.record
    return record.kode_wilayah, -record.dibuat


def _outlook(desk: Desk, entries: list[Entry]) -> Outlook:
    record: Any = entries[0].record
    return Outlook(
        where=", ".join(desk.names.region(record.kode_wilayah).split(" (")[0].split(", ")[:2]),
        spans=tuple(_span(desk, one.record) for one in entries[:MOST_SPANS]),
        age=desk.age(record.dibuat),
        issued=desk.zone.long(record.dibuat),
        old=desk.now - record.dibuat > OLD_S,
    )


def _span(desk: Desk, record: Any) -> Span:
    return Span(_when(desk, record.mulai, record.sampai), _WEATHER[record.cuaca], ", ".join(_facts(record)))


def _when(desk: Desk, begin: int, end: int) -> str:
    """`22 Nov 2026 13.00-16.00 WIB`, or both days when there are two."""
    zone = desk.zone
    if zone.at(begin).date() != zone.at(end).date():
        return f"{zone.long(begin)} sampai {zone.long(end)}"
    return f"{zone.long(begin).removesuffix(f' {zone.name}')}-{zone.short(end)} {zone.name}"


def _facts(record: Any) -> Iterator[str]:
    warm = list(dict.fromkeys(str(one) for one in (record.suhu_min, record.suhu_max) if one is not None))
    if len(warm) == 2:
        yield f"{warm[0]}-{warm[1]} °C"
    elif record.suhu_min is None and warm:
        yield f"paling panas {warm[0]} °C"
    elif warm:
        yield f"{warm[0]} °C" if record.suhu_max is not None else f"paling dingin {warm[0]} °C"
    if record.angin_kmh is not None:
        yield f"angin {record.angin_kmh} km/jam"
    if record.kelembapan is not None:
        yield f"kelembapan {record.kelembapan}%"
