"""Which processes of the unit are alive: each says so in the store, and notices when another stopped saying it."""

import os
from collections.abc import Callable, Mapping
from importlib import metadata

from field_node import swap
from field_node.store import status
from field_node.store.connection import Store, writing
from field_node.store.status import Status
from field_node.swap import SwapWaits

NAMES = ("web", "gps", "sync")
ROW, STATE = "proses:", "layanan"
"""A process says itself as the first and its name; what is silent stands in the second."""
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
        self._heard: dict[str, tuple[Status | None, float]] = {}

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
            status.say(self._store, STATE, {"silent": self._silent_ones()}, now)

    def _silent_ones(self) -> list[str]:
        """Others that spoke at some time and no longer do; one that never spoke does not belong to this unit.

        By this process's own time since their last word came: the unit's clock may leap, and it goes on while the unit is off.
        Who cannot tell yet repeats what was said before.
        """
        before = status.read(self._store, STATE)
        known = before.body.get("silent", ()) if before else ()
        return [name for name in NAMES if name != self._name and self._is_silent(name, name in known)]

    def _is_silent(self, name: str, was_silent: bool) -> bool:
        now, said = self._monotonic(), status.read(self._store, ROW + name)
        if name not in self._heard or self._heard[name][0] != said:
            was_silent = was_silent and name not in self._heard
            self._heard[name] = said, now
        return said is not None and (was_silent or now - self._heard[name][1] > SILENT_S)
