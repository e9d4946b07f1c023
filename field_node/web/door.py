"""The unit's file as this process opened it: for writing, only for reading, or not at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from field_node.store.connection import Store, open_reader, open_rescue, open_store
from field_node.store.errors import StoreError, StoreReadOnly
from field_node.store.locker import Locker


class Door:
    """One writer for the process, one reader for each thread. `fault`: why nothing can be written."""

    def __init__(
        self, writer: Store | None, opened: Callable[[], Store], fault: StoreError | None = None
    ) -> None:
        self._writer = writer
        self._opened = opened
        self._mine = threading.local()
        self._all: list[Store] = []
        self.fault = fault

    @property
    def writer(self) -> Store:
        """The writing connection. Raises the StoreError that stands in its way."""
        if self._writer is None:
            raise self.fault or StoreReadOnly("no writer")
        return self._writer

    @property
    def broken(self) -> bool:
        """True when the disk failed under the writer: this process must end."""
        return self._writer is not None and self._writer.turn.broken

    @property
    def reader(self) -> Store:
        """This thread's own reader. Raises StoreError."""
        found: Store | None = getattr(self._mine, "reader", None)
        if found is None:
            found = self._mine.reader = self._opened()
            self._all.append(found)
        return found

    def close(self) -> None:
        """Closes every connection of this process to the file."""
        for reader in self._all:
            reader.close()
        if self._writer is not None:
            self._writer.close()


@contextmanager
def opened_door(path: Path, lock_path: Path, locker: Locker) -> Iterator[Door]:
    """Opens for writing; on a read-only disk a copy for reading; a torn file is left as it is and told on every page."""
    door = _open(path, lock_path, locker)
    try:
        yield door
    finally:
        door.close()


def _open(path: Path, lock_path: Path, locker: Locker) -> Door:
    try:
        return Door(open_store(path, lock_path, locker=locker), lambda: open_reader(path, locker=locker))
    except StoreReadOnly as error:
        return Door(None, rescued(path, lock_path.parent, locker), error)
    except StoreError as error:
        return Door(None, lambda: open_reader(path, locker=locker), error)


def rescued(path: Path, folder: Path, locker: Locker) -> Callable[[], Store]:
    """Readers of a copy that lies in memory."""
    with suppress(OSError, StoreError):
        open_rescue(path, folder, locker=locker).close()
    return lambda: open_reader(folder / path.name, locker=locker)
