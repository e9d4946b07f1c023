"""Opens what the pages stand on: the unit's file, its clock, what the enrolment says in public."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from field_node import swap
from field_node.clock import Offset, UnitClock, boot_id, unit_clock
from field_node.config import Config
from field_node.opened import DATABASE, ENROLMENT, LOCK, opened_locker
from field_node.store.boots import StoreBoots
from field_node.web.desk import Desk
from field_node.web.door import Door, opened_door
from field_node.web.said.times import Zone
from field_node.web.saved_card import Signer

PUBLIC = ("name", "box_public", "center", "ca", "leaf_cert")
"""What the pages know of it: no key."""


class NoBoots:
    """Knows of no boot: the clock of a process that cannot write."""

    def number(self) -> int:
        return 0

    def offset(self) -> Offset | None:
        return None

    def remember(self, offset: Offset, uptime_s: float) -> None:
        """Nothing can be kept."""

    def latest(self) -> int:
        return 0


@contextmanager
def opened_desk(config: Config, *, chance: Callable[[int], bytes]) -> Iterator[Desk]:
    """The desk of a process, also when its disk is read-only or its file torn: then it says so on every page."""
    with suppress(OSError):
        for folder in (config.data_dir, config.runtime_dir):
            folder.mkdir(parents=True, exist_ok=True)
    swap.swap_in(config)
    locker = opened_locker(config.secrets_dir)
    with opened_door(config.data_dir / DATABASE, config.runtime_dir / LOCK, locker) as door:
        if not door.fault:
            swap.tell_dropped(door.writer)
        yield Desk(
            door=door,
            clock=_clock(door, config),
            zone=Zone(config.zone),
            signer=Signer(chance(32)),
            chance=chance,
            data_dir=config.data_dir,
            enrolled=Enrolled(config.secrets_dir / ENROLMENT, center=config.center.url),
            info=config.info,
            stok=config.stok,
        )


def _clock(door: Door, config: Config) -> UnitClock:
    boots = NoBoots() if door.fault else StoreBoots(door.writer, boot_id())
    return unit_clock(boots, trust=config.clock.trust)


class Enrolled:
    """What the enrolment file says in public, read anew when it changed. `center`: an address that comes before the file's."""

    def __init__(self, path: Path, *, center: str = "") -> None:
        self._path, self._center = path, center
        self._read_at = -1
        self._said: Mapping[str, Any] = {}

    def __call__(self) -> Mapping[str, Any]:
        """{} before enrolment."""
        with suppress(OSError, ValueError):
            changed_at = self._path.stat().st_mtime_ns
            if changed_at != self._read_at:
                self._said, self._read_at = self._public(json.loads(self._path.read_bytes())), changed_at
        return self._said

    def _public(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = {name: said[name] for name in PUBLIC if name in said}
        return kept | ({"center": self._center} if self._center else {})
