"""Files of photos beside the backups of a unit: as they lie on the unit, locked by its key, each read back and hashed before it counts."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from field_node.store.durable import settle
from field_node.store.photos.shelf import FOLDER, Damaged, Shelf
from sync.backup.errors import BackupError
from sync.backup.medium import from_medium

_DIGEST = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """The photos that were found whole at their new place, and how many of them came just now."""

    whole: frozenset[bytes]
    copied: int


def keep(source: Path, target: Path, key: bytes) -> Kept:
    """Brings the photos under `source` that are not whole under `target`. Both: folders that hold a folder of photos, or may.

    A target that goes meanwhile is not made anew: beneath a stick that was pulled lies the unit's own card.

    What is damaged at its source, or went meanwhile, is left out. Raises OSError, and BackupError when it does not stay whole.
    """
    box = Shelf(target / FOLDER, key)
    there = {name for name, path in _files(target / FOLDER) if _whole(box, name, _on_medium(path))}
    came = {
        name for name, path in _files(source / FOLDER) if name not in there and _copied(box, path, target)
    }
    for folder in {_path(target, name).parent for name in came}:
        settle(folder)
    return Kept(frozenset(map(bytes.fromhex, there | came)), len(came))


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("??/*")):
        if _DIGEST.fullmatch(path.name):
            yield path.name, path


def _path(folder: Path, name: str) -> Path:
    return folder / FOLDER / name[:2] / name


def _whole(box: Shelf, name: str, locked: bytes | None) -> bool:
    """Whether those bytes are the photo of that name."""
    digest = bytes.fromhex(name)
    with suppress(Damaged):
        return locked is not None and sha256(box.unlocked(digest, locked)).digest() == digest
    return False


def _on_medium(path: Path) -> bytes | None:
    """None for what went, or cannot be read any more where it lies."""
    try:
        with from_medium(path) as file:
            return file.read()
    except OSError as error:
        _log.warning("a photo cannot be read: %s", error.strerror)
        return None


def _copied(box: Shelf, path: Path, target: Path) -> bool:
    locked = _on_medium(path)
    if locked is None or not _whole(box, path.name, locked):
        _log.warning("a photo is left out: it is damaged, or of another key")
        return False
    made = _path(target, path.name)
    _write(made, locked)
    if not _whole(box, made.name, _on_medium(made)):
        raise BackupError(
            "Foto tidak sama sesudah dibaca ulang: penyimpanan tujuannya rusak. Pakai yang lain."
        )
    return True


def _write(target: Path, content: bytes) -> None:
    """Whole or not at all."""
    for folder in (target.parent.parent, target.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
