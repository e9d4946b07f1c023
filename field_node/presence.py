"""Which processes of the unit are alive: each says so in the store, and notices when another stopped saying it."""

import os
from collections.abc import Callable, Mapping
from importlib import metadata

from field_node import swap
from field_node.store import status
from field_node.store.connection import Store, writing
from field_node.swap import SwapWaits

NAMES = ("web", "gps", "sync")
ROW = "proses:"
"""A process says itself as this and its name; what is silent stands in the state `layanan`."""
EVERY_S = 60.0
SILENT_S = 200
"""Three words of a process that did not come."""


class Presence:
    """One process. `now`: UTC seconds of the unit, `monotonic`: its own; `guarded`: systemd waits for its signs of life; `beside`: what else it says."""

    def __init__(
        self,
        store: Store,
        name: str,
        *,
        now: Callable[[], int],
        monotonic: Callable[[], float],
        guarded: bool = False,
        beside: Mapping[str, object] | None = None,
    ) -> None:
        self._store, self._name, self._now, self._monotonic = store, name, now, monotonic
        self._beside = {"guarded": guarded, **(beside or {})}
        self._since: int | None = None
        self._told_at = float("-inf")

    def look(self) -> None:
        """Says once a minute that this process works, and which others do not. Raises SwapWaits: this one must start anew."""
        if swap.waits(self._store.path.parent):
            raise SwapWaits("a restored store lies ready")
        if self._monotonic() - self._told_at < EVERY_S:
            return
        now, self._told_at = self._now(), self._monotonic()
        self._since = now if self._since is None else self._since
        said = {
            "since": self._since,
            "pid": os.getpid(),
            "version": metadata.version("tagana-field-node"),
        }
        with writing(self._store):
            status.say(self._store, ROW + self._name, {**said, **self._beside}, now)
            status.say(self._store, "layanan", {"silent": self._silent_ones(now)}, now)

    def _silent_ones(self, now: int) -> list[str]:
        """Others that spoke at some time and no longer do; one that never spoke does not belong to this unit."""
        heard = {name: status.read(self._store, ROW + name) for name in NAMES if name != self._name}
        return [name for name, said in heard.items() if said is not None and now - said.at > SILENT_S]
