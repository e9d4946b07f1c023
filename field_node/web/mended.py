"""Whether the unit's file, which could not be opened for writing, opens now: then the process begins anew."""

from collections.abc import Callable
from contextlib import suppress

from field_node.config import Config
from field_node.opened import DATABASE, LOCK, opened_locker
from field_node.store.connection import open_store
from field_node.store.errors import StoreError
from field_node.web.door import Door

LOOK_EVERY_S = 10.0


class OpensAgain(Exception):
    """What stood in the way of writing is gone, but not for this process: who started it starts it anew."""

    permanent = True


class Mending:
    """Looks now and then, while nothing can be written."""

    def __init__(self, door: Door, config: Config, *, monotonic: Callable[[], float]) -> None:
        self._door, self._config, self._monotonic = door, config, monotonic
        self._looked_at = monotonic()

    def look(self) -> None:
        """Raises OpensAgain once the file opens for writing."""
        if self._door.fault is None or self._monotonic() - self._looked_at < LOOK_EVERY_S:
            return
        self._looked_at = self._monotonic()
        if _opens(self._config):
            raise OpensAgain("the file opens for writing")


def _opens(config: Config) -> bool:
    with suppress(StoreError, OSError):
        locker = opened_locker(config.secrets_dir)
        open_store(config.data_dir / DATABASE, config.runtime_dir / LOCK, locker=locker).close()
        return True
    return False
