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
