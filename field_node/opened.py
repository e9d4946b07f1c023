"""The unit's store and clock, opened as the settings say: how every process of a unit begins."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from field_node import swap
from field_node.clock import UnitClock, boot_id, unit_clock
from field_node.config import Config
from field_node.store.boots import StoreBoots
from field_node.store.connection import Store, open_store
from field_node.store.locker import Locker, load_locker, make_key

DATABASE, LOCK, KEY, ENROLMENT = "unit.db", "unit.lock", "unit.key", "enrolment.json"


@contextmanager
def opened_store(config: Config) -> Iterator[Store]:
    """The one writing connection of this process. Folders and the unit's key are made where they are missing."""
    for folder in (config.data_dir, config.runtime_dir):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    swap.swap_in(config)
    locker = opened_locker(config.secrets_dir)
    store = open_store(config.data_dir / DATABASE, config.runtime_dir / LOCK, locker=locker)
    try:
        swap.tell_dropped(store)
        yield store
    finally:
        store.close()


def opened_locker(secrets_dir: Path) -> Locker:
    """The locker of this unit; its key is made when there is none."""
    secrets_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(FileExistsError):
        make_key(secrets_dir / KEY)
    return load_locker(secrets_dir / KEY)


def opened_clock(store: Store, config: Config) -> UnitClock:
    """This machine's clock, with what all processes of the unit have learnt in this boot."""
    return unit_clock(StoreBoots(store, boot_id()), trust=config.clock.trust)
