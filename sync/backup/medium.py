"""What is on the stick itself, not in this machine's memory of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def from_medium(path: Path) -> Iterator[BinaryIO]:
    """The file, read anew: the kernel forgets its pages first (posix_fadvise(2))."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        yield file


def settled(folder: Path) -> None:
    """The names in it are on the stick too; a file system that cannot promise it is left as it is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
