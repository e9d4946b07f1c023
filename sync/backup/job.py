"""One order of the technician in a process of its own: copying takes seconds, and the way to the center must not wait."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from field_node import logs
from field_node.clock import UnitClock
from field_node.config import Config
from field_node.opened import opened_clock, opened_store
from field_node.store import requests, status
from field_node.store.connection import Store
from sync import enrolment
from sync.backup.errors import NoPlace, WouldLose
from sync.backup.make import When, make
from sync.backup.place import place_of
from sync.backup.restore import restore
from sync.errors import SyncError

ROW = "cadangan"
BACKUP, RESTORE = "backup", "restore"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """`number`: of the request that asked for it, 0 when nobody did. `path`, `lose`: of a backup to be put back, as `restore` takes it."""

    kind: str
    number: int = 0
    path: str = ""
    lose: int | bool = False


def work(config: Config, order: Order) -> None:
    """Does it, and leaves what became of it in the store: state and answer."""
    logs.start(config.log_level)
    with opened_store(config) as store:
        clock = opened_clock(store, config)
        carry_out(config, store, clock, order)


def carry_out(config: Config, store: Store, clock: UnitClock, order: Order) -> bool:
    """Whether it went well."""
    began = time.monotonic()
    try:
        result = _DONE[order.kind](config, store, clock, order)
        _log.info("%s: done in %.1f s", order.kind, time.monotonic() - began)
    except SyncError as error:
        _log.warning("%s: %s (%r)", order.kind, error, error.__cause__)
        result = {"problem": str(error), "would_lose": isinstance(error, WouldLose)}
        if isinstance(error, WouldLose):
            result["forms"] = error.forms
        if order.kind == BACKUP:
            say(store, clock, {"problem": str(error), "step": "", "share": 0})
    if order.number:
        requests.done(store, order.number, result, at=clock.stamp().made_at)
    return "problem" not in result


def _back_up(config: Config, store: Store, clock: UnitClock, _order: Order) -> dict[str, Any]:
    place = place_of(config.backup.place)
    if place is None:
        raise NoPlace("Tempat cadangan belum diatur (backup.place).")
    stamp = clock.stamp()

    def tell(step: str, share: int) -> None:
        say(store, clock, {"step": step, "share": share})

    enrolled = enrolment.read(config.secrets_dir)
    made = make(config, place, enrolled, When(stamp.made_at, clock.trusted()), tell)
    last = told_facts(asdict(made.facts)) | {
        "file": str(made.path),
        "size": made.size,
        "new_photos": made.photos,
        "lacking_photos": made.lacking,
        "at": clock.stamp().made_at,
    }
    say(store, clock, {"problem": "", "step": "", "share": 100, "last": last})
    return last


def _put_back(config: Config, _store: Store, clock: UnitClock, order: Order) -> dict[str, Any]:
    now = clock.stamp().made_at if clock.trusted() else None
    done = restore(config, Path(order.path), lose=order.lose, now=now)
    return told_facts(asdict(done.facts)) | {"lost": done.loss.entries, "lost_unsent": done.loss.unsent}


_DONE: Mapping[str, Callable[[Config, Store, UnitClock, Order], dict[str, Any]]] = {
    BACKUP: _back_up,
    RESTORE: _put_back,
}


def say(store: Store, clock: UnitClock, news: Mapping[str, Any]) -> None:
    """The row of the pages with this changed."""
    said = status.read(store, ROW)
    status.say(store, ROW, {**(said.body if said else {}), **news}, clock.stamp().made_at)


def told_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts for pages: without the sealed keys."""
    return {name: value for name, value in facts.items() if not name.startswith("for_")}
