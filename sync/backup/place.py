"""Where backups lie: whether the stick is there, what is on it, what goes when it fills up."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sync.backup.box import Facts, read_head
from sync.backup.errors import NoPlace, NotABackup, of_stick

ENDING, PART = ".tgnb", ".part"
_NAME = re.compile(r"cadangan-\d+-\d{8}-\d{6}\.tgnb")


@dataclass(frozen=True, slots=True)
class Found:
    """A backup on the stick; `facts` None for a file that cannot be read as one."""

    path: Path
    size: int
    facts: Facts | None


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of the setting `backup.place`. `mounted`: it counts only while something is mounted there."""

    folder: Path
    mounted: bool

    def there(self) -> bool:
        """Something could be written just now."""
        real = os.path.ismount(self.folder) if self.mounted else os.path.isdir(self.folder)
        return real and os.access(self.folder, os.W_OK)

    def demand(self) -> None:
        """Raises NoPlace."""
        if not self.there():
            raise NoPlace(
                f"Tidak ada USB di {self.folder}, atau USB tidak bisa ditulis. Pasang USB, tunggu 10 detik, lalu coba lagi."
            )

    def of_unit(self, unit: int) -> Path:
        """The folder of that unit's backups."""
        return self.folder / f"tagana-unit-{unit}"

    def found(self) -> list[Found]:
        """All backups on it, newest first; those of other units too. Raises NoPlace when it goes meanwhile."""
        if not self.there():
            return []
        try:
            paths = sorted(self.folder.glob(f"tagana-unit-*/*{ENDING}"), key=_by_name, reverse=True)
        except OSError as error:
            raise of_stick(error) from error
        return sorted((_found(path) for path in paths), key=_made_at, reverse=True)

    def free(self) -> int:
        """Bytes. Raises NoPlace."""
        try:
            return free_bytes(self.folder)
        except OSError as error:
            raise of_stick(error) from error


def place_of(setting: str) -> Place | None:
    """None when the setting is empty: no backups."""
    scheme, _, folder = setting.partition(":")
    return Place(Path(folder), scheme == "usb") if folder else None


def name_of(unit: int, made_at: int) -> str:
    return f"cadangan-{unit}-{datetime.fromtimestamp(made_at, UTC):%Y%m%d-%H%M%S}{ENDING}"


def prune(folder: Path, keep: int, *, made: Path) -> int:
    """Drops the oldest backups of one unit beyond so many, and what was never finished; how many.

    `made` stays whatever its name says: a clock that was wrong may have named others later.
    """
    others = sorted(
        (path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path != made), reverse=True
    )
    old = others[max(0, keep - 1) :]
    for path in (*old, *_parts(folder)):
        path.unlink(missing_ok=True)
    return len(old)


def make_room(folder: Path, size: int) -> None:
    """Drops the oldest backups until so many bytes are free; two always stay. Raises NoPlace."""
    for path in _parts(folder):
        path.unlink(missing_ok=True)
    ours = sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))
    while free_bytes(folder) < size and len(ours) > 2:
        ours.pop(0).unlink(missing_ok=True)
    if free_bytes(folder) < size:
        raise NoPlace(
            f"USB penuh: perlu {size // 1_000_000 + 1} MB kosong. Hapus berkas lain di USB atau pakai USB lain."
        )


def free_bytes(folder: Path) -> int:
    told = os.statvfs(folder)
    return told.f_bavail * told.f_frsize


def _parts(folder: Path) -> Iterator[Path]:
    return folder.glob(f"*{PART}")


def _by_name(path: Path) -> str:
    return path.name


def _found(path: Path) -> Found:
    try:
        with path.open("rb") as file:
            return Found(path, path.stat().st_size, read_head(file)[0])
    except (NotABackup, OSError):
        return Found(path, 0, None)


def _made_at(found: Found) -> int:
    return found.facts.made_at if found.facts else 0
