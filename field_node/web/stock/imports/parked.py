"""Tables that were read and wait for somebody to save them: a locked file each, beside the data, for two days."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from field_node.store.errors import StoreCorrupt
from field_node.store.locker import Locker
from field_node.web.stock.imports.order import Order
from field_node.web.stock.imports.sheet import Row, Source

FOLDER = "impor"
MOST, LASTS_S = 8, 2 * 86_400
KEY = re.compile("[0-9a-f]{16}")


class Parked(msgspec.Struct, frozen=True):
    """A table. `name`, `digest` (SHA-256): of the file that was sent; `at`: when it came, UTC seconds; `given`: answers so far."""

    key: str
    name: str
    digest: str
    at: int
    order: Order
    source: Source
    rows: tuple[Row, ...]
    given: Mapping[str, str] = {}


def park(data_dir: Path, locker: Locker, parked: Parked) -> None:
    """Leaves it, whole and locked: a table may name givers. The oldest ones go. Raises OSError."""
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / parked.key
    with os.fdopen(os.open(f"{path}.baru", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(locker.lock(msgspec.json.encode(parked).decode()))
    Path(f"{path}.baru").replace(path)
    _tidy(folder, parked.at)


def parked_of(data_dir: Path, locker: Locker, key: str) -> Parked | None:
    """The table of that key; None when it is not here any more, or not what this unit left."""
    if not KEY.fullmatch(key):
        return None
    try:
        return msgspec.json.decode(locker.unlock((data_dir / FOLDER / key).read_bytes()), type=Parked)
    except (OSError, ValueError, StoreCorrupt):
        return None


def leave(data_dir: Path, key: str) -> None:
    """Takes it away."""
    if KEY.fullmatch(key):
        (data_dir / FOLDER / key).unlink(missing_ok=True)


def _tidy(folder: Path, now: int) -> None:
    known = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    old = [one for one in known if _at(one) < now - LASTS_S]
    for one in {*known[MOST:], *old}:
        one.unlink(missing_ok=True)


def _at(path: Path) -> float:
    """By the clock of the disk: a unit without a good clock keeps too long rather than too short."""
    return path.stat().st_mtime
