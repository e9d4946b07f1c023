"""What a gateway holds for the internet, over a restart: written only while the internet is away."""

from collections.abc import Callable, Iterable

from field_node.store.carried import carried, change
from field_node.store.connection import Store
from sync.mesh.gateway import Asking, Gateway
from sync.mesh.kept import Kept
from sync.session import Chance


class Shelf:
    """The frames in the unit's store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._there = frozenset(carried(store))

    @property
    def is_empty(self) -> bool:
        """Nothing lies here."""
        return not self._there

    def match(self, frames: Iterable[bytes]) -> None:
        """These and no others lie here from now on; nothing is written for those that do."""
        wanted = dict.fromkeys(frames)
        come = [frame for frame in wanted if frame not in self._there]
        gone = self._there - wanted.keys()
        if come or gone:
            change(self._store, come, gone)
            self._there = frozenset(wanted)


def opened_gateway(store: Store, lane: Asking, *, monotonic: Callable[[], float], chance: Chance) -> Gateway:
    """A gateway that goes on with what lay on its shelf."""
    shelf = Shelf(store)
    gateway = Gateway(lane, Kept(shelf), monotonic=monotonic, chance=chance)
    for frame in carried(store):
        gateway.carry(frame, proven=True)
    return gateway
