"""The state of a unit's area at one instant and a day earlier: what the daily report counts, as frozen values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from field_node.records import type_by_slug
from field_node.records.kinds import Ref
from field_node.records.record import Record
from field_node.records.statement import at_least
from field_node.store import daily_events, daily_goods
from field_node.store.as_of import MANY, Stated, stated
from field_node.store.connection import Store
from field_node.store.daily_events import Danger, Incident, Needs
from field_node.store.daily_goods import Moved, Shelf
from field_node.store.nearby import said_page
from field_node.store.neighbours import Said
from field_node.store.sites import Sites, sites
from field_node.store.verdicts import turned

DAY_S = 86_400
STALE_S = 86_400
"""Older statements keep their figure and are named as old."""
SHELTERS = ("posko", "pos_pengungsian")
"""Kinds of place that somebody must count: without a head-count they are belum didata."""
OF_PLACES = ("hitung_pengungsi", "dapur_umum", "kondisi_lokasi")
WITHOUT_CHANGE = ("kondisi_lokasi",)
"""Slugs of which the day before is not asked."""
MOST = {"kondisi_lokasi": 200}
"""slug -> statements that are read, the latest: more places than that nobody reads."""
OF_AREAS = ("korban", "kerusakan", "saldo", "kejadian_status")
REPORTED = (*OF_PLACES, *OF_AREAS, "ldp", "mutasi", "kebutuhan")
MOST_HEARD = 200


@dataclass(frozen=True, slots=True)
class Pair:
    """What was stated of one thing at the cut, and a day before; None is belum didata. `place`: the lokasi, merged ones led to it."""

    said: Stated | None
    before: Stated | None
    place: Ref | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """`total` of what was counted, None when nothing was; `missing`: how many did not say. `before`: the total a day earlier."""

    total: int | None
    missing: int
    before: int | None

    @property
    def change(self) -> int | None:
        """None when one of the two days was not counted."""
        return None if self.total is None or self.before is None else self.total - self.before


@dataclass(frozen=True, slots=True)
class Day:
    """Everything up to `cut` (UTC seconds); movements, sessions and changes are those of the day before it.

    pairs: slug -> statements by what they speak of. sessions: of this day and the one before. heard: what
    neighbours said, never counted. shelves: None for a day of which the stock is no longer counted. turned: when the center's
    words came that made statements count, or not, after the cut.
    """

    cut: int
    places: Sites
    incidents: tuple[Incident, ...]
    pairs: Mapping[str, tuple[Pair, ...]]
    sessions: tuple[tuple[Stated, ...], tuple[Stated, ...]]
    needs: Needs
    moved: tuple[Moved, ...]
    shelves: tuple[Shelf, ...] | None
    dangers: tuple[Danger, ...]
    heard: tuple[Said, ...]
    taken_back: int
    turned: tuple[int, ...]

    @property
    def before(self) -> int:
        """The cut of the day before."""
        return self.cut - DAY_S


def day_of(store: Store, cut: int) -> Day:
    """The state at that instant, as far as this unit knows today."""
    known = sites(store)
    pairs = {slug: _of_places(store, slug, cut, known) for slug in OF_PLACES}
    pairs |= {slug: _pairs(store, slug, cut, _key_of(slug)) for slug in OF_AREAS}
    pairs["hitung_pengungsi"] = _with_uncounted(pairs["hitung_pengungsi"], known, cut)
    return Day(
        cut=cut,
        places=known,
        incidents=daily_events.incidents(store, cut),
        pairs=pairs,
        sessions=(
            daily_events.sessions(store, cut - DAY_S, cut),
            daily_events.sessions(store, cut - 2 * DAY_S, cut - DAY_S),
        ),
        needs=daily_events.needs(store, cut),
        moved=daily_goods.moved(store, cut - DAY_S, cut),
        shelves=daily_goods.shelves(store, cut),
        dangers=daily_events.dangers(store, cut - DAY_S, cut),
        heard=_heard(store, cut),
        taken_back=daily_events.taken_back(store, cut, REPORTED),
        turned=turned(store, cut, REPORTED),
    )


def _of_places(store: Store, slug: str, cut: int, known: Sites) -> tuple[Pair, ...]:
    """By place; of a place that is closed nothing counts."""

    def key(one: Stated) -> Ref | None:
        return known.name(getattr(one.entry.record, "lokasi", None))

    found = [
        Pair(_open(one.said, known, cut), _open(one.before, known, cut - DAY_S), one.place)
        for one in _pairs(store, slug, cut, key)
    ]
    return tuple(one for one in found if one.said or one.before)


def _open(one: Stated | None, known: Sites, cut: int) -> Stated | None:
    place = known.of(getattr(one.entry.record, "lokasi", None)) if one else None
    return None if place is not None and place.closed is not None and place.closed <= cut else one


def _pairs(store: Store, slug: str, cut: int, key: Callable[[Stated], Any]) -> tuple[Pair, ...]:
    cuts = (cut,) if slug in WITHOUT_CHANGE else (cut, cut - DAY_S)
    said, before = (
        *(_by(key, found) for found in stated(store, type_by_slug(slug), cuts, most=MOST.get(slug, MANY))),
        {},
    )[:2]
    names = dict.fromkeys((*said, *before))
    placed = slug in OF_PLACES
    return tuple(Pair(said.get(name), before.get(name), name if placed else None) for name in names)


def _by(key: Callable[[Stated], Any], found: Iterable[Stated]) -> dict[Any, Stated]:
    """The newest of each key: places that were merged may have several."""
    newest: dict[Any, Stated] = {}
    for one in found:
        name = key(one)
        if name not in newest or one.standing > newest[name].standing:
            newest[name] = one
    return newest


def _key_of(slug: str) -> Callable[[Stated], Any]:
    names = type_by_slug(slug).about.newest
    keys = names.key if names else ()

    def key(one: Stated) -> tuple[Any, ...]:
        return tuple(
            getattr(one.entry.record if hasattr(one.entry.record, name) else one.entry, name) for name in keys
        )

    return key


def _with_uncounted(pairs: Sequence[Pair], known: Sites, cut: int) -> tuple[Pair, ...]:
    """And every shelter that was open and never counted."""
    counted = {one.place for one in pairs}
    silent = [
        Pair(None, None, place.ref)
        for place in known.places.values()
        if place.kind in SHELTERS and place.ref not in counted and place.open_at(cut)
    ]
    return (*pairs, *silent)


def _heard(store: Store, cut: int) -> tuple[Said, ...]:
    """What neighbours said last of places, when it speaks of an instant up to the cut."""
    found = said_page(store, type_by_slug("hitung_pengungsi"), by_key=True, limit=MOST_HEARD)
    return tuple(
        one for one in found if (getattr(one.entry.record, "per_waktu", None) or one.entry.made_at) <= cut
    )


def summed(pairs: Iterable[Pair], value: Callable[[Any], int | None]) -> Sum:
    """The sum of one number over statements: what nobody said is missing, not zero."""
    every = list(pairs)
    told = [value(one.said.entry.record) if one.said else None for one in every]
    earlier = [value(one.before.entry.record) if one.before else None for one in every]
    silent = [one for one, number in zip(every, told, strict=True) if number is None]
    missing = sum(1 for one in silent if one.said or not one.before)
    return Sum(at_least(*told), missing, at_least(*earlier))


def total(record: Record, *names: str) -> int | None:
    """The sum of those fields of one record as far as they were counted, None when none was."""
    return at_least(*(getattr(record, name) for name in names))


def is_stale(one: Stated, cut: int) -> bool:
    """True for a statement that nobody renewed in the day before the cut."""
    return one.at <= cut - STALE_S


def sources(day: Day) -> Iterable[Stated]:
    """Every statement behind the figures of the cut."""
    for pairs in day.pairs.values():
        yield from (one.said for one in pairs if one.said)
    yield from day.sessions[0]
    yield from day.needs.first
    for danger in day.dangers:
        yield danger.said
        yield from (answer for _, answer in danger.answers if answer)
