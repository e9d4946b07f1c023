"""What a page wants done by another process: asked as a row, taken once, answered in the same row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from field_node.store.connection import Store, writing

KEPT = 200
"""Requests that stay after their answer; older ones go when a new one is asked."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its answer so far. `blob` holds bytes, such as sealed frames for a tablet to carry."""

    id: int
    kind: str
    body: dict[str, Any]
    done_at: int | None = None
    result: dict[str, Any] | None = None
    blob: bytes | None = None


def ask(store: Store, kind: str, body: Mapping[str, Any], *, at: int) -> int:
    """Leaves a request; its number."""
    text = msgspec.json.encode(body).decode()
    with writing(store) as conn:
        sql = "INSERT INTO request (kind, body, asked_at) VALUES (?, ?, ?)"
        number = conn.execute(sql, (kind, text, at)).lastrowid or 0
        store.run("DELETE FROM request WHERE id <= ? AND done_at IS NOT NULL", (number - KEPT,))
    return number


def take(store: Store, *, at: int, kind: str | None = None) -> Request | None:
    """The oldest request that nobody took, of that kind when one is given; nobody else gets it."""
    of_kind = "" if kind is None else " AND kind = :kind"
    waiting = f"SELECT id, kind, body FROM request WHERE taken_at IS NULL{of_kind} ORDER BY id LIMIT 1"
    params = {} if kind is None else {"kind": kind}
    if not store.run(waiting, params):
        return None
    with writing(store):
        rows = store.run(waiting, params)
        store.run_many("UPDATE request SET taken_at = ? WHERE id = ?", [(at, row[0]) for row in rows])
    return Request(rows[0][0], rows[0][1], msgspec.json.decode(rows[0][2])) if rows else None


def done(store: Store, number: int, result: Mapping[str, Any], *, at: int, blob: bytes | None = None) -> None:
    """Leaves the answer."""
    text = msgspec.json.encode(result).decode()
    with writing(store):
        sql = "UPDATE request SET done_at = ?, result = ?, blob = ? WHERE id = ?"
        store.run(sql, (at, text, blob, number))


def answer(store: Store, number: int) -> Request | None:
    """The request with its answer, if it has one by now; None when there is no such request."""
    rows = store.run("SELECT id, kind, body, done_at, result, blob FROM request WHERE id = ?", (number,))
    if not rows:
        return None
    asked = msgspec.json.decode(rows[0][2])
    result = None if rows[0][4] is None else msgspec.json.decode(rows[0][4])
    return Request(rows[0][0], rows[0][1], asked, rows[0][3], result, rows[0][5])


def overturn(store: Store, kind: str, result: Mapping[str, Any]) -> None:
    """What was called done came to nothing after all: another answer to the newest request of that kind."""
    sql = "UPDATE request SET result = ? WHERE done_at IS NOT NULL AND id = (SELECT max(id) FROM request WHERE kind = ?)"
    with writing(store):
        store.run(sql, (msgspec.json.encode(result).decode(), kind))
