"""Which map files lie here: the base map that the build made, and those that operators brought; wrong ones by name."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from field_node.web.peta.pmtiles import SUFFIX, Header, NotAMap, header
from field_node.web.release import MAP, STATIC

BASE = "indonesia"
FOLDER = "peta"
MOST = 12
"""Files that are offered; each is a source of its own on the tablet."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class MapFile:
    """`mark`: another text for another content, as far as size and time tell."""

    name: str
    path: Path
    size: int
    mark: str
    header: Header

    @property
    def address(self) -> str:
        """Where tablets read it, by Range or whole."""
        return f"/peta/berkas/{self.mark}/{self.name}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A file that is no map. `code`: of the sentence that says why."""

    name: str
    code: str


class Shelf:
    """Looks at each file once for each time that it changed; tells the log of a wrong one as often."""

    def __init__(self, folder: Path, base: Path = STATIC / MAP / f"{BASE}{SUFFIX}") -> None:
        self._folder = folder
        self._base = base
        self._seen: dict[tuple[Path, str], MapFile | Flaw] = {}

    def base(self) -> MapFile | None:
        """The coast of all Indonesia; None on a machine where the build did not make it."""
        found = self._look(self._base)
        return found if isinstance(found, MapFile) else None

    def brought(self) -> list[MapFile]:
        """Files of the folder that can be drawn, by name."""
        return [one for one in self._every() if isinstance(one, MapFile)][:MOST]

    def flaws(self) -> list[Flaw]:
        """Files of the folder that cannot."""
        return [one for one in self._every() if isinstance(one, Flaw)]

    def file(self, name: str, mark: str) -> MapFile | None:
        """The file of that name and content."""
        found = next((one for one in (self.base(), *self.brought()) if one and one.name == name), None)
        return found if found and found.mark == mark else None

    def _every(self) -> Iterator[MapFile | Flaw]:
        paths = sorted(self._folder.glob(f"*{SUFFIX}")) if self._folder.is_dir() else []
        for path in paths:
            found = self._look(path)
            if found is not None and path.stem != BASE:
                yield found

    def _look(self, path: Path) -> MapFile | Flaw | None:
        try:
            told = path.stat()
            mark = f"{told.st_size:x}-{told.st_mtime_ns:x}"
            if (path, mark) not in self._seen:
                self._seen[path, mark] = _read(path, told.st_size, mark)
        except OSError:
            return None
        return self._seen[path, mark]


def _read(path: Path, size: int, mark: str) -> MapFile | Flaw:
    try:
        return MapFile(path.stem, path, size, mark, header(path))
    except NotAMap as error:
        _log.warning("map: %s cannot be drawn: %s", path.name, error.code)
        return Flaw(path.name, error.code)
