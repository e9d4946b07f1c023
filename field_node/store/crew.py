"""The people of this unit: name, role and PIN, under a number that stays theirs for ever."""

from dataclasses import dataclass

from field_node.store import tries
from field_node.store.connection import Store, writing

RELAWAN, KOORDINATOR, LUMBUNG, TEKNISI = "relawan", "koordinator", "lumbung", "teknisi"
OFFICERS = (KOORDINATOR, TEKNISI)
"""Who may pair tablets and add people: without one of them nobody could be let in any more."""


class LastOfficer(Exception):
    """The unit would be left without anybody who may let others in."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in. `number` is the author of their entries."""

    number: int
    name: str
    role: str
    revoked_at: int | None = None


_COLUMNS = "number, name, role, revoked_at"


def add(store: Store, name: str, role: str, pin: str, *, at: int) -> int:
    """A new person; the number. `pin`: its hash."""
    with writing(store) as conn:
        sql = "INSERT INTO crew (name, role, pin, added_at) VALUES (?, ?, ?, ?)"
        return conn.execute(sql, (store.locker.lock(name), role, pin, at)).lastrowid or 0


def people(store: Store) -> list[Person]:
    """Everybody who may sign in, by name."""
    rows = store.run(f"SELECT {_COLUMNS} FROM crew WHERE revoked_at IS NULL")
    return sorted((_person(store, row) for row in rows), key=lambda one: one.name.casefold())


def person(store: Store, number: int) -> Person | None:
    """Whoever has that number, also when revoked; None for nobody."""
    rows = store.run(f"SELECT {_COLUMNS} FROM crew WHERE number = ?", (number,))
    return _person(store, rows[0]) if rows else None


def pin_of(store: Store, number: int) -> str | None:
    """The hash of the PIN; None for nobody and for a revoked person."""
    rows = store.run("SELECT pin FROM crew WHERE number = ? AND revoked_at IS NULL", (number,))
    return rows[0][0] if rows else None


def set_pin(store: Store, number: int, pin: str) -> None:
    """Another PIN: whoever is signed in with the old one has to sign in again."""
    with writing(store):
        store.run("UPDATE crew SET pin = ? WHERE number = ?", (pin, number))
        store.run("DELETE FROM session WHERE person = ?", (number,))
        tries.forget(store, number)


def set_role(store: Store, number: int, role: str) -> None:
    """Another role, at once. Raises LastOfficer."""
    with writing(store):
        store.run("UPDATE crew SET role = ? WHERE number = ?", (role, number))
        _must_have_officer(store)


def revoke(store: Store, number: int, *, at: int) -> None:
    """Lets nobody sign in under that number any more, ends what is open. Raises LastOfficer."""
    with writing(store):
        store.run("UPDATE crew SET revoked_at = ? WHERE number = ? AND revoked_at IS NULL", (at, number))
        store.run("DELETE FROM session WHERE person = ?", (number,))
        _must_have_officer(store)


def _must_have_officer(store: Store) -> None:
    sql = "SELECT 1 FROM crew WHERE revoked_at IS NULL AND role IN (?, ?) LIMIT 1"
    if not store.run(sql, OFFICERS):
        raise LastOfficer("no koordinator or teknisi would be left")


def _person(store: Store, row: tuple[int, bytes, str, int | None]) -> Person:
    return Person(row[0], store.locker.unlock(row[1]), *row[2:])
