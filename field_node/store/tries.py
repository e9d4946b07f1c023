"""Wrong PINs are counted before they are looked at, and each further one costs a longer pause."""

from dataclasses import dataclass
from typing import NamedTuple

from field_node.store.connection import Store, writing
from field_node.store.tick import Tick

UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries without a pause, then `first_s`, doubled each time up to `most_s`; forgotten after a quiet `quiet_s`."""

    free: int
    first_s: float
    most_s: float
    quiet_s: float

    def pause_s(self, wrong: int) -> float:
        return 0.0 if wrong < self.free else min(self.first_s * 2 ** min(wrong - self.free, 30), self.most_s)


OF_PAIR = Limit(3, 30, 900, 12 * 3600)
"""One person on one tablet: at most about 100 guesses a day, of 10^6 PINs."""
OF_UNIT = Limit(20, 10, 300, 3600)
"""All tablets and people together: at most about 300 guesses a day."""


class Paused(Exception):
    """Too many wrong tries; the next one is looked at in `wait_s` seconds."""

    permanent = False

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"paused for {wait_s:.0f} s")
        self.wait_s = wait_s


class _Count(NamedTuple):
    """Wrong tries so far. `known`: this pair signed in before and nothing was wrong since."""

    wrong: int = 0
    wait_s: float = 0.0
    known: bool = False


def pair(tablet: int, person: int) -> str:
    """Under which name the tries of that person on that tablet are counted."""
    return f"tablet {tablet} person {person}"


def charge(store: Store, what: str, now: Tick) -> None:
    """Counts a try as wrong before anybody looks at it: parallel guesses get no free ones. Raises Paused, StoreError."""
    with writing(store):
        own, all_ = _count(store, what, OF_PAIR, now), _count(store, UNIT, OF_UNIT, now)
        wait_s = own.wait_s if own.known else max(own.wait_s, all_.wait_s)
        if wait_s > 0:
            raise Paused(wait_s)
        _keep(store, what, own.wrong + 1, now)
        _keep(store, UNIT, all_.wrong + 1, now)


def clear(store: Store, what: str, now: Tick) -> None:
    """The try was right: nothing is wrong with this pair, and the unit's count is as before it."""
    with writing(store):
        _keep(store, what, 0, now)
        store.run("UPDATE tries SET wrong = max(wrong - 1, 0) WHERE what = ?", (UNIT,))


def forget(store: Store, person: int) -> None:
    """Lifts every pause of a person: another PIN counts anew."""
    with writing(store):
        store.run("DELETE FROM tries WHERE what LIKE ?", (f"tablet % person {person}",))


def forget_all(store: Store) -> None:
    """Lifts every pause."""
    with writing(store):
        store.run("DELETE FROM tries")


def _count(store: Store, what: str, limit: Limit, now: Tick) -> _Count:
    rows = store.run("SELECT wrong, boot, at_s FROM tries WHERE what = ?", (what,))
    if not rows:
        return _Count()
    wrong, boot, at_s = rows[0]
    since = now.since(boot, at_s)
    if since > limit.quiet_s:
        return _Count(known=wrong == 0)
    return _Count(wrong, max(0.0, limit.pause_s(wrong) - since), wrong == 0)


def _keep(store: Store, what: str, wrong: int, now: Tick) -> None:
    store.run(
        "INSERT INTO tries VALUES (?, ?, ?, ?) ON CONFLICT (what)"
        " DO UPDATE SET wrong = excluded.wrong, boot = excluded.boot, at_s = excluded.at_s",
        (what, wrong, now.boot, now.s),
    )
