"""What the processes tell the pages: one named state each, the newest counts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from field_node.store import troubles
from field_node.store.connection import Store, writing


class Status(NamedTuple):
    """What was said, and when (UTC seconds)."""

    at: int
    body: dict[str, Any]


def say(store: Store, name: str, body: Mapping[str, Any], at: int) -> None:
    """Replaces the state of that name: gps, link, disk, radio ...; the log of faults follows it."""
    text = msgspec.json.encode(body).decode()
    with writing(store):
        store.run(
            "INSERT INTO status (name, at, body) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET at = excluded.at, body = excluded.body",
            (name, at, text),
        )
        troubles.follow(store, name, body, at)


def read(store: Store, name: str) -> Status | None:
    """The state of that name; None when nobody ever said it."""
    rows = store.run("SELECT at, body FROM status WHERE name = ?", (name,))
    return Status(rows[0][0], msgspec.json.decode(rows[0][1])) if rows else None
