"""The balance of each store whose ledger this unit keeps is stated by itself when it changed enough to matter."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from field_node.clock import UnitClock
from field_node.records.balance import Balance
from field_node.records.correction import Void
from field_node.records.kinds import Ref
from field_node.records.movement import Movement
from field_node.records.place import Place, PlaceMerge
from field_node.sections import Stok
from field_node.store.connection import Store, writing
from field_node.store.folds import key_text
from field_node.store.identity import own_unit
from field_node.store.journal import append_all
from field_node.store.stocktaking import Batch, held, kept, minimums, statement
from field_node.store.storage import wire_number

EVERY_S = 5.0
AHEAD_S = 600
"""A statement of ours further ahead of the clock was made by a clock that was wrong: what was said after it counts."""
MOVING = (Movement, Void, Balance, Place, PlaceMerge)
"""Types that change a balance, what was said of it, or whose ledger it is."""
NEVER = float("inf")
MOST = 200
"""Lines of one store that go out at once: some ten packets by radio. The rest waits for the next pause."""


class Rules(NamedTuple):
    """What is enough to matter. `full_s`: 0 for never."""

    change_percent: float
    pause_s: float
    full_s: float


class Said(NamedTuple):
    """The last statement of one batch; `as_of` UTC seconds."""

    amount: int
    as_of: int


class Line(NamedTuple):
    """A batch as the ledger has it, and what was said of it last; None when nothing was."""

    batch: Batch
    said: Said | None

    @property
    def changed(self) -> bool:
        """Something else is true than what was said; of what never was there nothing must be said."""
        return self.batch.amount != (self.said.amount if self.said else 0)

    @property
    def ran_out(self) -> bool:
        """Nothing is left, or less, of what was said to be there."""
        before = self.said.amount if self.said else 0
        return self.changed and self.batch.amount <= 0 <= before

    def matters(self, percent: float) -> bool:
        """The change is large enough."""
        before = abs(self.said.amount) if self.said else 0
        return self.changed and abs(self.batch.amount - (self.said.amount if self.said else 0)) * 100 >= (
            percent * before
        )


class Verdict(NamedTuple):
    """What is to be stated, and when (UTC seconds) to look again if nothing moves."""

    batches: tuple[Batch, ...]
    again_at: float


def judge(lines: Iterable[Line], least: dict[int, int], rules: Rules, now: int) -> Verdict:
    """What of one store must be said now: at once what ran out or fell below its minimum, with a pause what changed
    much, once a day everything when anything moved."""
    every = [*lines]
    short = {item for item, amount in least.items() if _fell(every, item, amount)}
    urgent = [one for one in every if one.ran_out or (one.changed and one.batch.item in short)]
    much = [one for one in every if one.matters(rules.change_percent)]
    last = max((one.said.as_of for one in every if one.said), default=-NEVER)
    pause_at = _later(last, rules.pause_s, now)
    full_at = max(_full_at(every, rules, now), pause_at)
    if full_at <= now:
        return _verdict(urgent, [one for one in every if one.changed or _is_old(one, rules, now)])
    if urgent or (much and pause_at <= now):
        return _verdict(urgent, much if pause_at <= now or len(much) <= MOST else [])
    return Verdict((), min(full_at, pause_at if much else NEVER))


def _verdict(urgent: list[Line], others: list[Line]) -> Verdict:
    """What presses first, then what was said longest ago; at most MOST. What was said is looked at again at once."""
    waited = sorted(others, key=lambda one: one.said.as_of if one.said else 0)
    chosen = {one.batch[:2]: one.batch for one in (*urgent, *waited)}
    return Verdict(tuple(chosen.values())[:MOST], NEVER)


def _fell(lines: list[Line], item: int, least: int) -> bool:
    """The item is below its minimum and was not said to be."""
    own = [one for one in lines if one.batch.item == item]
    said = [one.said.amount for one in own if one.said]
    return sum(one.batch.amount for one in own) < least and (not said or sum(said) >= least)


def _full_at(lines: list[Line], rules: Rules, now: int) -> float:
    """When everything is due again: so long after the oldest statement of what is there, when anything moved since."""
    there = [one for one in lines if one.batch.amount or one.changed]
    oldest = min((one.said.as_of for one in there if one.said), default=None)
    if oldest is None or not rules.full_s:
        return NEVER
    portions_s = (len(there) - 1) // MOST * rules.pause_s
    newest = max(one.said.as_of for one in lines if one.said)
    moved = newest > oldest + portions_s or any(one.changed for one in lines)
    return _later(oldest, rules.full_s, now) if moved else NEVER


def _is_old(one: Line, rules: Rules, now: int) -> bool:
    """It was not said again yet since everything is due."""
    return bool(one.batch.amount) and (one.said is None or one.said.as_of + rules.full_s / 2 < now)


def _later(said_at: float, wait_s: float, now: int) -> float:
    """A clock that went back waits for nothing."""
    return said_at + wait_s if said_at <= now else now


class Stating:
    """One process states: it alone writes these. `monotonic`: seconds of this process."""

    def __init__(
        self, store: Store, clock: UnitClock, rules: Rules, *, monotonic: Callable[[], float]
    ) -> None:
        self._store, self._clock, self._rules, self._monotonic = store, clock, rules, monotonic
        self._look_at = self._again_at = -NEVER
        self._seen = -1

    def look(self) -> None:
        """Every few seconds whether a ledger moved or its time came; then states what must be said, durably."""
        if self._monotonic() < self._look_at:
            return
        self._look_at = self._monotonic() + EVERY_S
        seen, now = _newest_pos(self._store), self._clock.stamp().made_at
        if seen == self._seen and now < self._again_at:
            return
        self._seen = seen
        self._again_at = self._state(now)

    def _state(self, now: int) -> float:
        """When to look again though nothing moves."""
        verdicts = {place: self._judged(place, now) for place in kept(self._store)}
        if any(one.batches for one in verdicts.values()):
            self._say(verdicts, now)
        return min((one.again_at for one in verdicts.values()), default=NEVER)

    def _judged(self, place: Ref, now: int) -> Verdict:
        return judge(lines_of(self._store, place, now), minimums(self._store, place), self._rules, now)

    def _say(self, places: Iterable[Ref], now: int) -> None:
        """Judged again inside the write: what a page saved meanwhile is in it."""
        with writing(self._store):
            if said := [one for place in places for one in self._statements(place, now)]:
                append_all(self._store, said, stamp=self._clock.stamp())

    def _statements(self, place: Ref, now: int) -> Iterator[Balance]:
        least = minimums(self._store, place)
        return (statement(place, one, least.get(one.item), now) for one in self._judged(place, now).batches)


def rules_of(settings: Stok) -> Rules:
    """What the settings say."""
    return Rules(settings.change_percent, settings.pause_min * 60, settings.full_hours * 3600)


def lines_of(store: Store, place: Ref, now: int) -> Iterator[Line]:
    """Every batch of the store's ledger with the last statement of this unit."""
    own = own_unit(store)
    for one in held(store, place):
        key = key_text(place, one.item, one.batch or None)
        params = {"type": wire_number(Balance), "key": key, "unit": own, "until": now + AHEAD_S}
        rows = store.run(_SAID, params)
        yield Line(one, Said(*rows[0]) if rows else None)


def _newest_pos(store: Store) -> int:
    """Position of the newest entry of a type that matters."""
    sql = "SELECT MAX(pos) FROM entry WHERE type = ?"
    return max(store.run(sql, (wire_number(one),))[0][0] or 0 for one in MOVING)


_SAID = """
SELECT s.jumlah, c.as_of FROM claim c CROSS JOIN saldo s ON s.entry_unit = c.unit AND s.entry_seq = c.seq
WHERE c.type = :type AND c.key = :key AND c.unit = :unit AND c.as_of <= :until
ORDER BY c.as_of DESC, c.at DESC, c.seq DESC LIMIT 1
"""
