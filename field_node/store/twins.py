"""Places that may be one: near each other, or named alike in the same area."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, islice, takewhile

from field_node.records.ground import distance_km
from field_node.store.connection import Store
from field_node.store.sites import Place, sites

NEAR_KM, SAME_AREA_KM = 0.15, 3.0
ALIKE = 0.84
SAME_AREA_DEGREES = SAME_AREA_KM / 100
"""A little more than that in each direction, everywhere in the country."""
EMPTY_WORDS = frozenset(
    {"posko", "pos", "pengungsian", "dapur", "umum", "lumbung", "sosial", "gudang", "titik", "distribusi"}
    | {"kumpul", "desa", "kelurahan", "di", "dan", "lokasi"}
)
"""Words that say what a place is, not which."""
SHORT = {
    "kel": "kelurahan",
    "ds": "desa",
    "bl": "balai",
    "msjd": "masjid",
    "mesjid": "masjid",
    "sdn": "sd",
    "smpn": "smp",
    "sman": "sma",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of a place that somebody is about to add."""

    name: str = ""
    at: tuple[float, float] | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """A place that may be the one sought. `km`: None when one of the two has no coordinates; `alike`: the names are."""

    place: Place
    km: float | None
    alike: bool


def twins(store: Store, sought: Sought, *, limit: int = 5) -> list[Twin]:
    """Open or closed, the likeliest first. Raises StoreError."""
    found = [one for place in sites(store).places.values() if (one := _twin(sought, place))]
    found.sort(key=lambda one: (not one.alike, one.km if one.km is not None else SAME_AREA_KM))
    return found[:limit]


def pairs(store: Store, *, limit: int = 20) -> list[tuple[Place, Place]]:
    """Places here that may be the same, the nearer to each other first."""
    every = [place for place in sites(store).places.values() if place.closed is None]
    found = list(_pairs(every))
    found.sort(key=lambda one: one[0])
    return [(one, other) for _, one, other in found[:limit]]


def _pairs(every: Sequence[Place]) -> Iterator[tuple[float, Place, Place]]:
    for one, other in (*_close(every), *_of_one_area(every)):
        twin = _twin(Sought(one.name, one.at, one.region or ""), other) if one.kind == other.kind else None
        if twin and twin.alike:
            yield (twin.km or 0.0), one, other


def _close(every: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
    """Pairs within the width of a desa: each is held only against those a little further north."""
    located = sorted((place.at, n, place) for n, place in enumerate(every) if place.at)
    for n, (at, _n, place) in enumerate(located):
        north = takewhile(lambda one: one[0][0] <= at[0] + SAME_AREA_DEGREES, islice(located, n + 1, None))  # noqa: B023 - used up here
        yield from ((place, one[2]) for one in north if abs(one[0][1] - at[1]) <= SAME_AREA_DEGREES)


def _of_one_area(every: Iterable[Place]) -> Iterator[tuple[Place, Place]]:
    """Pairs of which one has no coordinates, of the same desa."""
    areas = dict[str, list[Place]]()
    for place in every:
        areas.setdefault(place.region or "", []).append(place)
    areas.pop("", None)
    for places in areas.values():
        yield from ((one, other) for one, other in combinations(places, 2) if not (one.at and other.at))


def _twin(sought: Sought, place: Place) -> Twin | None:
    km = distance_km(sought.at, place.at) if sought.at and place.at else None
    near, alike = km is not None and km <= NEAR_KM, names_alike(sought.name, place.name)
    return Twin(place, km, alike) if near or (alike and _same_area(sought, place, km)) else None


def _same_area(sought: Sought, place: Place, km: float | None) -> bool:
    """The same desa; else as near as a desa is wide; else nobody said, and they may be."""
    if km is not None:
        return km <= SAME_AREA_KM
    return sought.region == place.region if sought.region and place.region else True


def names_alike(one: str, other: str) -> bool:
    """`Balai Desa Contoh` and `Posko balai ds. Contoh` are, `SDN 2` and `SDN 3` are not."""
    words, others = _words(one), _words(other)
    if not words or not others or _numbers(words) != _numbers(others):
        return False
    if words <= others or others <= words:
        return True
    return SequenceMatcher(None, " ".join(sorted(words)), " ".join(sorted(others))).ratio() >= ALIKE


def _words(name: str) -> frozenset[str]:
    found = {SHORT.get(word, word) for word in re.findall(r"\w+", name.casefold())}
    return frozenset(found - EMPTY_WORDS)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word.isdecimal())
