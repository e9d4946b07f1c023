"""Frames of other units that wait here for the internet and must outlive a restart; sealed, never opened here."""

from collections.abc import Iterable

from field_node.store.connection import Store, writing


def carried(store: Store) -> list[bytes]:
    """All that lie here, in the order in which they came."""
    return [bytes(frame) for (frame,) in store.run("SELECT frame FROM carried ORDER BY pos")]


def change(store: Store, come: Iterable[bytes], gone: Iterable[bytes]) -> None:
    """Both or neither, durably."""
    with writing(store):
        for frame in gone:
            store.run("DELETE FROM carried WHERE frame = ?", (frame,))
        for frame in come:
            store.run("INSERT OR IGNORE INTO carried (frame) VALUES (?)", (frame,))
