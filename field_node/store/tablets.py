"""The tablets that were paired with this unit: when they were last here, who used them, which are revoked."""

from dataclasses import dataclass

from field_node.store.connection import Store, writing


@dataclass(frozen=True, slots=True)
class Tablet:
    """A paired tablet. `proof`: digest of the secret in its cookie. `person`: who signed in on it last."""

    number: int
    name: str
    proof: bytes
    paired_at: int
    seen_at: int
    person: int | None = None
    revoked_at: int | None = None


_COLUMNS = "number, name, proof, paired_at, seen_at, person, revoked_at"


def any_paired(store: Store) -> bool:
    """False until the first pairing; revoking the last tablet opens nothing."""
    return bool(store.run("SELECT 1 FROM tablet LIMIT 1"))


def add(store: Store, name: str, proof: bytes, *, at: int, by: int | None) -> int:
    """A new tablet; its number."""
    with writing(store) as conn:
        sql = "INSERT INTO tablet (name, proof, paired_at, paired_by, seen_at) VALUES (?, ?, ?, ?, ?)"
        return conn.execute(sql, (store.locker.lock(name), proof, at, by, at)).lastrowid or 0


def tablet(store: Store, number: int) -> Tablet | None:
    """The tablet of that number, also when revoked."""
    rows = store.run(f"SELECT {_COLUMNS} FROM tablet WHERE number = ?", (number,))
    return _tablet(store, rows[0]) if rows else None


def by_proof(store: Store, proof: bytes) -> Tablet | None:
    """The tablet that is let in by that secret."""
    rows = store.run(f"SELECT {_COLUMNS} FROM tablet WHERE proof = ? AND revoked_at IS NULL", (proof,))
    return _tablet(store, rows[0]) if rows else None


def paired(store: Store) -> list[Tablet]:
    """The tablets that are let in, last contact first."""
    rows = store.run(f"SELECT {_COLUMNS} FROM tablet WHERE revoked_at IS NULL ORDER BY seen_at DESC, number")
    return [_tablet(store, row) for row in rows]


def revoked(store: Store, limit: int) -> list[Tablet]:
    """The tablets revoked last."""
    sql = (
        f"SELECT {_COLUMNS} FROM tablet WHERE revoked_at IS NOT NULL ORDER BY revoked_at DESC, number LIMIT ?"
    )
    return [_tablet(store, row) for row in store.run(sql, (limit,))]


def seen(store: Store, number: int, *, at: int) -> None:
    """Keeps the time of the last contact."""
    with writing(store):
        store.run("UPDATE tablet SET seen_at = ? WHERE number = ?", (at, number))


def revoke(store: Store, number: int, *, at: int) -> None:
    """Lets it in no more, and ends what is open on it."""
    with writing(store):
        store.run("UPDATE tablet SET revoked_at = ? WHERE number = ? AND revoked_at IS NULL", (at, number))
        store.run("DELETE FROM session WHERE tablet = ?", (number,))


def revoke_all(store: Store, *, at: int) -> int:
    """Lets none in any more; how many these were."""
    with writing(store) as conn:
        many = conn.execute("UPDATE tablet SET revoked_at = ? WHERE revoked_at IS NULL", (at,)).rowcount
        store.run("DELETE FROM session")
    return many


def _tablet(store: Store, row: tuple[int, bytes, bytes, int, int, int | None, int | None]) -> Tablet:
    return Tablet(row[0], store.locker.unlock(row[1]), *row[2:])
