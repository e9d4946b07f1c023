"""Files of photos beside the backups of a unit: as they lie on the unit, locked by its key, each copied once."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from field_node.store.photos.shelf import FOLDER as PHOTOS

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Shelf(NamedTuple):
    """How many lie there now, and how many of them came just now."""

    total: int
    copied: int


def keep(data_dir: Path, folder: Path) -> Shelf:
    """Copies the photos of the unit that the stick lacks. Raises OSError."""
    here, there = dict(_files(data_dir / PHOTOS)), dict(_files(folder / PHOTOS))
    missing = sorted(here.keys() - there.keys())
    for name in missing:
        _copy(here[name], folder / PHOTOS / name[:2] / name)
    return Shelf(len(here.keys() | there.keys()), len(missing))


def bring_back(folder: Path, data_dir: Path) -> int:
    """The other way round; how many came. Raises OSError."""
    there = dict(_files(folder / PHOTOS))
    missing = sorted(there.keys() - dict(_files(data_dir / PHOTOS)).keys())
    for name in missing:
        _copy(there[name], data_dir / PHOTOS / name[:2] / name)
    return len(missing)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.glob("??/*"):
        if _DIGEST.fullmatch(path.name):
            yield path.name, path


def _copy(source: Path, target: Path) -> None:
    """Whole or not at all."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    with source.open("rb") as read, part.open("wb") as write:
        shutil.copyfileobj(read, write)
        write.flush()
        os.fsync(write.fileno())
    os.replace(part, target)
