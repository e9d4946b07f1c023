"""Files under their SHA-256 in a folder: begun piece by piece, whole and durable once, locked at rest."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from field_node.store.durable import settle

NONCE_SIZE = 12  # NIST SP 800-38D 8.2: 96 bits
FOLDER = "foto"
BEGUN = "bagian"
"""The folder of what is not whole yet, in the plain: it lies there for a day at most."""


class Damaged(Exception):
    """The file is there and is not what was put there."""

    permanent = True


class Shelf:
    """`key`: 32 bytes, for this folder alone. Every method may raise OSError: a full disk, one that cannot be written."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._begun = folder, folder / BEGUN
        self._box = AESGCM(key)

    # ---- whole files

    def has(self, digest: bytes) -> bool:
        return self._path(digest).exists()

    def read(self, digest: bytes) -> bytes | None:
        """The file, None when it is not here. Raises Damaged."""
        try:
            locked = self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        return self.unlocked(digest, locked)

    def unlocked(self, digest: bytes, locked: bytes) -> bytes:
        """What lies on the disk as these bytes, wherever they were read. Raises Damaged."""
        try:
            return self._box.decrypt(locked[:NONCE_SIZE], locked[NONCE_SIZE:], digest)
        except (InvalidTag, ValueError) as error:
            raise Damaged(digest.hex()) from error

    def keep(self, content: bytes) -> bytes:
        """Its name; on the disk when this returns. Again is harmless, and mends what was damaged."""
        digest, nonce = sha256(content).digest(), secrets.token_bytes(NONCE_SIZE)
        path = self._path(digest)
        _make_folders(path.parent, self._folder)
        made = path.with_name(f"{path.name}.{nonce.hex()}")
        try:
            _write(made, nonce + self._box.encrypt(nonce, content, digest))
            made.rename(path)
        except OSError:
            made.unlink(missing_ok=True)
            raise
        settle(path.parent)
        return digest

    def remove(self, digest: bytes) -> None:
        """Away with it; again is harmless."""
        self._path(digest).unlink(missing_ok=True)

    def _path(self, digest: bytes) -> Path:
        name = digest.hex()
        return self._folder / name[:2] / name

    # ---- files that come in pieces

    def begun(self, name: str) -> int:
        """How many bytes of it are here, 0 for none."""
        try:
            return self._part(name).stat().st_size
        except (FileNotFoundError, NotADirectoryError):
            return 0

    def add(self, name: str, first: int, piece: bytes) -> int:
        """How many bytes are here now: the piece is taken where the file ends, and nowhere else."""
        with self._turn(name) as part:
            here = os.fstat(part).st_size
            if first == here:
                _append(part, piece, here)
                here += len(piece)
            return here

    def gathered(self, name: str) -> bytes:
        """What is here of it."""
        try:
            return self._part(name).read_bytes()
        except FileNotFoundError:
            return b""

    def drop(self, name: str) -> None:
        """What is here of it goes; again is harmless."""
        self._part(name).unlink(missing_ok=True)

    def begun_bytes(self, start: str = "") -> int:
        """All bytes of files that are not whole, of those whose name begins so."""
        return sum(self.begun(part.name) for part in self._parts() if part.name.startswith(start))

    def sweep(self, before: float) -> int:
        """Drops what nobody went on with since then, UTC seconds, and what a power cut left half written; how many."""
        torn = self._folder.glob("??/*.*")
        return sum(_drop_older(part, before) for part in (*self._parts(), *torn))

    @contextmanager
    def _turn(self, name: str) -> Iterator[int]:
        """The part, open for one at a time; one that was dropped meanwhile is begun anew."""
        _make_folders(self._begun, self._folder)
        part = _locked(self._part(name), os.O_RDWR | os.O_CREAT)
        while not os.fstat(part).st_nlink:
            os.close(part)
            part = _locked(self._part(name), os.O_RDWR | os.O_CREAT)
        try:
            yield part
        finally:
            os.close(part)

    def _part(self, name: str) -> Path:
        if not name.replace("-", "").isalnum():
            raise ValueError("not a name of a part")
        return self._begun / name

    def _parts(self) -> list[Path]:
        return list(self._begun.iterdir()) if self._begun.exists() else []


def shelf_in(data_dir: Path, key: bytes) -> Shelf:
    """The photos of a unit."""
    return Shelf(data_dir / FOLDER, key)


def _locked(path: Path, flags: int) -> int:
    """The file, open and nobody else's until it is closed. Raises OSError."""
    handle = os.open(path, flags | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _drop_older(part: Path, before: float) -> bool:
    """Whether it went: not when somebody goes on with it just now, or was quicker."""
    try:
        handle = _locked(part, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        old = os.fstat(handle).st_mtime < before
        if old:
            part.unlink(missing_ok=True)
    finally:
        os.close(handle)
    return old


def _make_folders(*folders: Path) -> None:
    """The owner's alone."""
    for folder in folders[::-1]:
        if not folder.exists():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            settle(folder.parent)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write_all(handle, content, 0)
        os.fsync(handle)
    finally:
        os.close(handle)


def _append(part: int, piece: bytes, at: int) -> None:
    """All of it, on the disk, or nothing."""
    try:
        _write_all(part, piece, at)
        os.fdatasync(part)
    except OSError:
        with suppress(OSError):
            os.ftruncate(part, at)
        raise


def _write_all(handle: int, content: bytes, at: int) -> None:
    left = memoryview(content)
    while left:
        done = os.pwrite(handle, left, at)
        left, at = left[done:], at + done
