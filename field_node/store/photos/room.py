"""Room on the disk for a photo: records need it more, so photos leave a floor alone, and old ones go first."""

from collections.abc import Callable

from field_node.store.connection import Store, writing
from field_node.store.photos import ledger
from field_node.store.photos.shelf import Shelf

KEPT_S = 14 * 86_400
"""So long a photo stays here after the center has it, as entries do: a restored center may ask for it again."""


class NoRoom(Exception):
    """The disk is nearly full; nothing was kept, and room may come back."""

    permanent = False


def make_room(
    store: Store, shelf: Shelf, size: int, *, free: Callable[[], int], floor: int, now: int
) -> None:
    """Returns when so many bytes fit above the floor; files that the center has had for 14 days make way. Raises NoRoom, OSError."""
    while free() - size < floor:
        _make_way(store, shelf, now)


def _make_way(store: Store, shelf: Shelf, now: int) -> None:
    """The oldest file goes in the transaction that says so: nobody keeps the same photo again in between."""
    with writing(store):
        digest = ledger.oldest_received(store, before=now - KEPT_S)
        if digest is None:
            raise NoRoom
        shelf.remove(digest)
        ledger.note_gone(store, digest, at=now)
