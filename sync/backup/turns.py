"""When a backup is made: once an hour while the stick is there, and when somebody asks; a step of the sync process."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from field_node.clock import UnitClock
from field_node.config import Config
from field_node.store import requests, status
from field_node.store.connection import Store
from field_node.store.requests import Request
from sync.backup.errors import NoPlace
from sync.backup.job import BACKUP, RESTORE, ROW, Order, say, work
from sync.backup.place import Place, place_of

LOOK_S, AGAIN_S, TOLD_S = 5.0, 600.0, 60.0
"""How often the stick is looked for; after a failure no earlier attempt of its own than this; how often it is told."""
STICK = "usb"
MOST_TOLD = 30
CUT = "Pekerjaan terhenti di tengah jalan. Coba lagi; yang sudah ada di USB tetap utuh."
_BEGUN = "SELECT id, kind FROM request WHERE kind IN ('backup', 'restore') AND taken_at IS NOT NULL AND done_at IS NULL"
_USED = "SELECT unit IS NOT NULL AND next_form > 1 FROM self"


class Turns:
    """Starts at most one order at a time. `monotonic`: seconds; `start` begins an order in a process of its own."""

    def __init__(
        self,
        store: Store,
        clock: UnitClock,
        config: Config,
        monotonic: Callable[[], float],
        *,
        start: Callable[[Config, Order], BaseProcess] | None = None,
    ) -> None:
        self._store, self._clock, self._config, self._monotonic = store, clock, config, monotonic
        self._start = start or started
        self._place = place_of(config.backup.place)
        self._running: tuple[BaseProcess, Order] | None = None
        self._looked_at = self._told_at = self._tried_at = float("-inf")
        self._there = self._began = False

    def step(self) -> None:
        """Never waits."""
        if not self._began:
            self._began = True
            self._tell_cut()
        if self._running:
            self._watch(*self._running)
        elif order := self._asked():
            self._begin(order)
        elif self._monotonic() - self._looked_at >= LOOK_S:
            self._look()

    def close(self) -> None:
        """Ends what runs: a backup that is cut leaves only a part that the next one clears away."""
        if self._running:
            self._running[0].terminate()
            self._running[0].join()

    def _watch(self, process: BaseProcess, order: Order) -> None:
        if process.is_alive():
            return
        process.join()
        self._running = None
        self._told_at = float("-inf")
        if process.exitcode:
            self._say_cut(order)

    def _tell_cut(self) -> None:
        """What the process before this one had begun, and can no longer end."""
        cut = [Order(kind, number) for number, kind in self._store.run(_BEGUN)]
        said = status.read(self._store, ROW)
        if said is not None and said.body.get("step") and not cut:
            cut = [Order(BACKUP)]
        for order in cut:
            self._say_cut(order)

    def _say_cut(self, order: Order) -> None:
        problem = {"problem": CUT}
        say(self._store, self._clock, problem | {"step": "", "share": 0})
        if order.number:
            requests.done(self._store, order.number, problem, at=self._now())

    def _asked(self) -> Order | None:
        for kind in (BACKUP, RESTORE):
            if request := requests.take(self._store, at=self._now(), kind=kind):
                return _order(request)
        return None

    def _begin(self, order: Order) -> None:
        self._tried_at = self._monotonic()
        self._running = self._start(self._config, order), order

    def _look(self) -> None:
        self._looked_at = self._monotonic()
        there = self._place is not None and self._place.there()
        if there != self._there or self._monotonic() - self._told_at >= TOLD_S:
            self._tell(there)
        if there and self._is_due():
            self._begin(Order(BACKUP))

    def _is_due(self) -> bool:
        every_s = self._config.backup.every_min * 60
        if not every_s or self._monotonic() - self._tried_at < AGAIN_S:
            return False
        used = self._store.run(_USED)[0][0]
        said = status.read(self._store, ROW)
        last: dict[str, Any] = said.body.get("last", {}) if said else {}
        return bool(used) and not 0 <= self._now() - last.get("at", 0) < every_s

    def _tell(self, there: bool) -> None:
        """What is on the stick, for the pages: they never touch it."""
        self._there, self._told_at = there, self._monotonic()
        body: dict[str, Any] = {"there": there, "folder": str(self._place.folder) if self._place else ""}
        if there and self._place is not None:
            body |= _seen(self._place)
        status.say(self._store, STICK, body, self._now())

    def _now(self) -> int:
        return self._clock.stamp().made_at


def _seen(place: Place) -> dict[str, Any]:
    """What is on the stick; that it is not there, when it goes while it is looked at."""
    try:
        return {"free": place.free(), "found": found(place)}
    except NoPlace:
        return {"there": False}


def found(place: Place) -> list[dict[str, Any]]:
    """The newest backups on the stick as pages tell them; `unit` is missing from one that cannot be read."""
    told = []
    for one in place.found()[:MOST_TOLD]:
        facts = {name: getattr(one.facts, name) for name in _TOLD} if one.facts else {}
        told.append({"file": str(one.path), "size": one.size} | facts)
    return told


_TOLD = ("unit", "name", "made_at", "trusted", "entries", "own", "photos", "version", "operation")


def _order(request: Request) -> Order:
    body = request.body
    return Order(request.kind, request.id, str(body.get("file", "")), body.get("lose", False))


def started(config: Config, order: Order) -> BaseProcess:
    """A fresh interpreter: it inherits neither connections nor locks. It ends with this process."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(config, order), daemon=True)
    process.start()
    return process
