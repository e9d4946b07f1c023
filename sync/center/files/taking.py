"""A piece of a file in: named by an entry before, within its bounds, and the whole examined before it counts."""

import errno
import logging
import shutil
from hashlib import sha256
from threading import Lock
from typing import Literal

from field_node.store.photos.pictures import media_of
from field_node.store.photos.shelf import Damaged, Shelf
from sync.center import photos
from sync.center.dialect import writing
from sync.center.limits import Limits
from sync.center.photos import Named
from sync.center.store import Center
from sync.seal.files import Asked, Said

BEGUN_LASTS_S = 86_400
_log = logging.getLogger(__name__)


class Taking:
    """Files into the shelf and the store; one for all threads of a process."""

    def __init__(self, center: Center, limits: Limits, shelf: Shelf) -> None:
        self._center, self._limits, self._shelf = center, limits, shelf
        self._ends = Lock()

    def take(self, asked: Asked, *, now: int) -> tuple[Said, int]:
        """The answer, and how many bytes were taken for it."""
        with self._center.reader.connect() as conn:
            of, here = photos.named(conn, asked.digest, unit=asked.unit), photos.here(conn, asked.digest)
        if of is None:
            return Said("unknown"), 0
        if here is not None and self._is_whole(asked.digest) and self._note(asked, of, now):
            return Said("complete", here.size, here.size, here.at), 0
        try:
            return self._take(asked, of, now) if asked.brings else (self._told(asked, of, now), 0)
        except OSError as error:
            _log.error("files: %s", errno.errorcode.get(error.errno or 0, type(error).__name__))
            return Said("full", self._shelf.begun(_part(asked)), of.size), 0

    def tidy(self, *, now: int) -> None:
        """Photos that were taken back go, and what nobody went on with for a day."""
        with self._center.reader.connect() as conn:
            gone = photos.nameless(conn)
        try:
            if gone:
                self._take_away()
            self._shelf.sweep(now - BEGUN_LASTS_S)
        except OSError as error:
            _log.warning("files: the folder cannot be tidied: %s", error.strerror)

    def _take_away(self) -> None:
        """In one transaction: who names or brings such a photo again waits for it, and finds the file gone. Raises OSError."""
        with self._center.lock, writing(self._center.writer) as conn:
            gone = photos.nameless(conn)
            for digest in gone:
                self._shelf.remove(digest)
            photos.forget(conn, gone)

    def _is_whole(self, digest: bytes) -> bool:
        """What lies here is what its name says; else the unit brings it again."""
        try:
            return self._shelf.read(digest) is not None
        except (Damaged, OSError) as error:
            _log.error("files: one that lies here cannot be read: %s", type(error).__name__)
            return False

    def _take(self, asked: Asked, of: Named, now: int) -> tuple[Said, int]:
        if asked.total != of.size:
            return Said("size", 0, of.size), 0
        if bound := self._bound(asked):
            return Said(bound, self._shelf.begun(_part(asked)), of.size), 0
        before = self._shelf.begun(_part(asked))
        have = self._shelf.add(_part(asked), asked.first, asked.piece)
        taken = max(0, have - before)
        return (Said("part", have, of.size) if have < of.size else self._ended(asked, of, now)), taken

    def _told(self, asked: Asked, of: Named, now: int) -> Said:
        """How much is here; all of it whose end failed is ended now."""
        have = self._shelf.begun(_part(asked))
        return Said("part", have, of.size) if have < of.size else self._ended(asked, of, now)

    def _bound(self, asked: Asked) -> Literal["quota", "full"] | None:
        with self._center.reader.connect() as conn:
            used = photos.brought(conn, asked.unit) + self._shelf.begun_bytes(f"{asked.unit}-")
        if used + len(asked.piece) > self._limits.files_of_unit:
            return "quota"
        return "full" if self._free() - len(asked.piece) < self._limits.file_floor else None

    def _free(self) -> int:
        folder = self._center.files
        return shutil.disk_usage(folder if folder.exists() else folder.parent).free

    def _ended(self, asked: Asked, of: Named, now: int) -> Said:
        """All bytes are here: they are the file, or they go."""
        with self._ends:
            content = self._shelf.gathered(_part(asked))
            if len(content) != of.size:
                return Said("part", self._shelf.begun(_part(asked)), of.size)
            if sha256(content).digest() != asked.digest or media_of(content) != of.media:
                self._shelf.drop(_part(asked))
                return Said("wrong", 0, of.size)
            self._shelf.keep(content)
            while not self._note(asked, of, now):
                self._shelf.keep(content)
            self._shelf.drop(_part(asked))
        return Said("complete", of.size, of.size, now)

    def _note(self, asked: Asked, of: Named, now: int) -> bool:
        """Whether the file is there still: who takes files away does it under the same lock."""
        with self._center.lock, writing(self._center.writer) as conn:
            if not self._shelf.has(asked.digest):
                return False
            photos.take_down(conn, asked.digest, of, unit=asked.unit, now=now)
        self._center.committed()
        return True


def _part(asked: Asked) -> str:
    """Of that unit alone: nobody can spoil what another brings."""
    return f"{asked.unit}-{asked.digest.hex()}"
