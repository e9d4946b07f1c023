"""Where a walk stands: the end it speaks to, what has been said so far, and what only the unit itself knows."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from field_node.records.kamus import kamus
from field_node.records.kinds import Ref
from tests.workload.draw import Draw
from tests.workload.laws import Law, Mixed, Typed, Weighted, always, bell, flip, geometric, maybe, sticky
from tests.workload.parameters import TABLE, Parameters
from tests.workload.seen import OneOfHidden, Seen, place_of

UNSAID = object()
HALF_HOUR_MIN = 30


@dataclass(frozen=True, slots=True)
class Hidden:
    """Chosen once for a unit by seeded chance: its own places, stores, areas, open tasks and the code on its papers."""

    places: Sequence[Ref] = ()
    stores: Sequence[Ref] = ()
    regions: Sequence[str] = ()
    tasks: Sequence[Ref] = ()
    code: str = ""
    notes: Sequence[str] = ()


def hidden_of(p: Parameters, chance: Random, notes: Sequence[str]) -> Hidden:
    """What that chance chooses for a unit."""
    listed = [place_of(number) for number in range(p["places_listed"])]
    areas = [region_of(p, number) for number in range(p["regions_listed"])]
    tasks = [Ref(0, 200 + number) for number in range(p["tasks_listed"])]
    return Hidden(
        tuple(chance.sample(listed, p["places_of_unit"])),
        tuple(chance.sample(listed, p["stores_of_unit"])),
        tuple(chance.sample(areas, p["regions_of_unit"])),
        tuple(chance.sample(tasks, p["tasks_open"])),
        "".join(chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(3)),
        tuple(chance.sample(list(notes), len(notes))),
    )


def region_of(p: Parameters, number: int) -> str:
    """The n-th desa of the operation: ten to a kecamatan."""
    return f"{p['province']}.12.{1 + number // 10:02}.{2001 + number % 10}"


@dataclass
class Scene:
    """What every walk gets. made_at: time of the entry whose record is walked."""

    draw: Draw
    seen: Seen
    hidden: Hidden = field(default_factory=Hidden)
    made_at: int = 0

    @property
    def p(self) -> Parameters:
        return self.seen.parameters

    def of(self, law: Law, value: Any) -> Any:
        return self.draw.of(law, value)

    def words(self, name: str) -> Law:
        """What people type where that parameter lists their words; only matched ones can have been learnt."""
        return Typed(spoken(self.p[name]), TABLE[name][0])

    def again(self, key: Hashable, stays: float, law: Law, value: Any) -> Any:
        """Mostly what was said under that key before (None is said too); else by the law, which also begins."""
        before = self.seen.newest.get(key, UNSAID)
        whole = law if before is UNSAID else Mixed((stays, always(before)), (1 - stays, law))
        found = self.seen.newest[key] = self.of(whole, value)
        return found

    def told(self, key: Hashable, share: float, value: Any) -> bool:
        """Whether somebody looked: mostly as under that key before."""
        return bool(self.again(("told", key), self.p["told_again"], flip(share), value is not None))

    def as_of(self, value: int | None) -> int:
        """per_waktu: now, the last half hour, or some minutes ago."""
        now = self.made_at // 60
        p = self.p
        late = 1 - p["as_of_now"] - p["as_of_round"]
        law = Mixed(
            (p["as_of_now"], always(0)),
            (p["as_of_round"], always(now % HALF_HOUR_MIN)),
            (late, geometric(p["as_of_late_mean"], 600)),
        )
        return (now - int(self.of(law, None if value is None else now - value // 60))) * 60

    def place(self, before: Ref | None, value: Ref | None) -> Ref:
        """One of the unit's places, often the one before."""
        p = self.p
        found: Ref = self._hidden_one(
            "place",
            (p["places_of_unit"], p["places_listed"]),
            self.hidden.places,
            (before, p["place_again"], value),
        )
        return found

    def store(self, before: Ref | None, value: Ref | None) -> Ref:
        """One of the stores whose book the unit keeps."""
        p = self.p
        found: Ref = self._hidden_one(
            "store",
            (p["stores_of_unit"], p["places_listed"]),
            self.hidden.stores,
            (before, p["store_again"], value),
        )
        return found

    def region(self, before: str | None, value: str | None) -> str:
        """One of the desa that the unit looks after."""
        p = self.p
        found: str = self._hidden_one(
            "region",
            (p["regions_of_unit"], p["regions_listed"]),
            self.hidden.regions,
            (before, p["place_again"], value),
        )
        return found

    def task(self, before: Ref | None, value: Ref | None) -> Ref:
        """One of the orders that wait for an answer."""
        p = self.p
        found: Ref = self._hidden_one(
            "task", (p["tasks_open"], p["tasks_listed"]), self.hidden.tasks, (before, p["task_again"], value)
        )
        return found

    def _hidden_one(
        self, what: str, sizes: tuple[int, int], hidden: Sequence[Any], facts: tuple[Any, float, Any]
    ) -> Any:
        named: list[Any] = self.seen.newest.setdefault(("named", what), [])
        before, stays, value = facts
        found = self.of(sticky(before, stays, OneOfHidden(*sizes, tuple(named), hidden)), value)
        if found not in named:
            named.append(found)
        return found

    def source(self, where: Hashable, value: str | None) -> str | None:
        """Who said it: mostly the same at one place."""
        p = self.p
        found: str | None = self.again(
            ("source", where), p["source_again"], maybe(p["source_lacks"], self.words("sources")), value
        )
        return found

    def part(
        self, key: Hashable, whole: tuple[int, float, float], bounds: tuple[int, int], value: int | None
    ) -> int:
        """A part of a total: near its share of it, and near what it was of the total before.

        whole: total, share, spread in square roots of what is expected.
        """
        total, share, spread = whole
        before = self.seen.newest.get(("part", key))
        mean, wide = total * share, spread * (total * share * (1 - share) + 0.2) ** 0.5
        keeps = self.p["parts_keep"] if before is not None else 0.0
        if before is not None:
            mean += keeps * (before[0] - before[1] * share)
        law: Law = bell(round(mean, 1), round(wide * (1 - keeps * keeps) ** 0.5, 2) or 0.01, *bounds)
        if before is not None and before[1] == total and bounds[0] <= before[0] <= bounds[1]:
            law = Mixed((self.p["parts_again"], always(before[0])), (1 - self.p["parts_again"], law))
        found: int = self.of(law, value)
        self.seen.newest["part", key] = (found, total)
        return found


def spoken(weights: dict[Any, float]) -> Law:
    """One of the values of a parameter that lists them with their weights."""
    return Weighted(tuple(weights), tuple(weights.values()))


def goods_ranked(p: Parameters) -> tuple[int, ...]:
    """Items from the most to the least asked for."""
    listed = [number for number, one in kamus().goods.items() if not one.asset]
    turn = p["popular_turn"]
    return (*listed[turn:], *listed[:turn])
