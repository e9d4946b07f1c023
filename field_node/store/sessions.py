"""Who is signed in on which tablet, since when, and when they last did something."""

from dataclasses import dataclass

from field_node.store.connection import Store, writing
from field_node.store.tick import Tick

LONGEST_S = 12 * 3600
"""A sign-in ends after this even when it is used all the time."""


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in. `proof`: digest of the secret that only the signing browser got."""

    tablet: int
    person: int
    proof: bytes
    boot: int
    began_s: float
    active_s: float

    def idle_s(self, now: Tick) -> float:
        """Seconds since the last sign of life."""
        return now.s - self.active_s

    def stands(self, now: Tick, most_idle_s: float) -> bool:
        """False once it was idle for too long, is too old, or the machine was started again."""
        fresh = self.idle_s(now) <= most_idle_s and now.s - self.began_s <= LONGEST_S
        return self.boot == now.boot and fresh


def session(store: Store, tablet: int) -> Session | None:
    """The sign-in on that tablet, also when it ended by itself."""
    sql = "SELECT tablet, person, proof, boot, began_s, active_s FROM session WHERE tablet = ?"
    rows = store.run(sql, (tablet,))
    return Session(*rows[0]) if rows else None


def begin(store: Store, tablet: int, person: int, proof: bytes, *, now: Tick) -> None:
    """Signs that person in; whoever was signed in on that tablet before is not any more."""
    with writing(store):
        store.run(
            "INSERT OR REPLACE INTO session VALUES (?, ?, ?, ?, ?, ?)",
            (tablet, person, proof, now.boot, now.s, now.s),
        )
        store.run("UPDATE tablet SET person = ? WHERE number = ?", (person, tablet))


def touch(store: Store, tablet: int, *, now: Tick) -> None:
    """The person did something."""
    with writing(store):
        store.run("UPDATE session SET active_s = ? WHERE tablet = ? AND boot = ?", (now.s, tablet, now.boot))


def end(store: Store, tablet: int) -> None:
    """Signs out."""
    with writing(store):
        store.run("DELETE FROM session WHERE tablet = ?", (tablet,))
