"""What is inside a backup: the store and the unit's secrets, as one stream."""

import gzip
import os
import shutil
import tarfile
from pathlib import Path
from typing import BinaryIO, cast

from field_node.opened import DATABASE
from sync.backup.box import PIECE, Opener, Sealer

SECRETS = "secrets"


def pack(sealer: Sealer, copy: Path, secrets_dir: Path) -> None:
    """Raises OSError."""
    squeezed = gzip.GzipFile(fileobj=cast("BinaryIO", sealer), mode="wb", compresslevel=1, mtime=0)
    with squeezed, tarfile.open(fileobj=squeezed, mode="w|") as tar:
        tar.add(copy, DATABASE)
        for path in secrets_of(secrets_dir):
            tar.add(path, f"{SECRETS}/{path.name}")


def secrets_of(folder: Path) -> list[Path]:
    """Keys and certificates of a unit."""
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))


def unpack(file: BinaryIO, key: bytes, about: bytes, folder: Path) -> None:
    """The store and the secrets of a backup into a folder. Raises NotABackup, OSError."""
    opener = Opener(file, key, about)
    (folder / SECRETS).mkdir(mode=0o700)
    with tarfile.open(fileobj=cast("BinaryIO", opener), mode="r|gz") as tar:
        for member in tar:
            _extract(tar, member, folder)
    while opener.read(PIECE):
        """What follows the archive is sealed too."""


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Only plain files, and only where a backup has any."""
    name = Path(member.name)
    source = tar.extractfile(member) if member.isfile() else None
    if source is not None and (member.name == DATABASE or name == Path(SECRETS) / name.name):
        with source, os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            shutil.copyfileobj(source, file)
