"""What was written is on the disk: a file's bytes, or the names in a folder."""

import os
from pathlib import Path


def settle(path: Path) -> None:
    """The bytes of that file, or the names in that folder, outlast a power cut: fsync(2). Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
