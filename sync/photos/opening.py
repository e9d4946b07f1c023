"""The courier of a unit, made from its settings."""

import secrets
import time

from field_node.config import Config
from field_node.store.photos.shelf import shelf_in
from sync.links.errand import Ring
from sync.photos.courier import Around, Courier
from sync.unit_end import UnitEnd
from sync.uplink import Uplink, World, linked_files


def courier_of(end: UnitEnd, config: Config, uplink: Uplink, world: World, *, ring: Ring) -> Courier:
    """It sends when that uplink is at rest, over a connection of its own. Raises InsecureAddress."""
    around = Around(
        monotonic=world.monotonic,
        chance=world.chance,
        nonce=secrets.token_bytes,
        wall=time.time,
        ring=ring,
    )
    shelf = shelf_in(config.data_dir, end.store.locker.photos_key)
    return Courier(end, linked_files(end, config).ask, shelf, quiet=uplink.at_rest, around=around)
