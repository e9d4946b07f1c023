"""The center's store, opened: engines, keys, counters, tables."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Lock

import msgspec
from sqlalchemy import Engine, make_url

from field_node.records import TYPES
from sync.center import dialect, due_news, state
from sync.center.at_rest import AtRest, at_rest
from sync.center.drawn import note_drawn
from sync.center.fold_tables import FOLDS
from sync.center.photos import BY_FILE
from sync.center.restored import Pen, mend
from sync.center.schema import ASIDE, HELD, METADATA
from sync.center.state import Counters
from sync.center.typed import table_of
from sync.seal import OperationKeys

KEYS_FILE = "master.json"
DRAWN_FILE = "drawn.json"


class NoOperation(Exception):
    """There is no center in that folder."""

    permanent = True


@dataclass(frozen=True, slots=True)
class Center:
    """What every part of the center works on. `writer` under `lock` only; `news` is notified after each commit.

    `restored`: its store was found older than the file beside its keys; `lost`: own entries that went with it.
    """

    writer: Engine
    reader: Engine
    keys: OperationKeys = field(repr=False)
    rest: AtRest = field(repr=False)
    counters: Counters
    secrets: Path
    lock: Lock = field(default_factory=Lock)
    news: Condition = field(default_factory=Condition)
    restored: bool = False
    lost: range = range(0)

    @property
    def drawn(self) -> Path:
        """The file that tells a restore."""
        return self.secrets / DRAWN_FILE

    @property
    def files(self) -> Path:
        """The folder of photos; receivers on several machines share it."""
        return self.secrets.parent / "berkas"

    def committed(self) -> None:
        """After each commit, before anybody is told of it: the file knows how far the store is, who waits looks again."""
        note_drawn(self.drawn, self.reader)
        self.wake()

    def wake(self) -> None:
        """Whoever waits for news looks again."""
        with self.news:
            self.news.notify_all()

    def close(self) -> None:
        self.writer.dispose()
        self.reader.dispose()


def secrets_dir(data_dir: Path) -> Path:
    return data_dir / "secrets"


def database_of(data_dir: Path) -> str:
    """The embedded store, where settings name no other."""
    return f"sqlite:///{data_dir / 'center.db'}"


def begin_operation(data_dir: Path, *, start: int, random: Callable[[int], bytes]) -> OperationKeys:
    """Makes keys and folder of a new operation. Raises FileExistsError when there is one."""
    folder = secrets_dir(data_dir)
    for each in (data_dir, folder):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
        each.chmod(0o700)
    keys = OperationKeys(
        operation=random(8), start=start, master=random(32), sign_private=random(32), box_private=random(32)
    )
    write_secret(folder / KEYS_FILE, msgspec.json.encode(keys.to_dict()))
    return keys


def write_secret(path: Path, content: bytes) -> None:
    """A new file that only its owner reads, on the disk when this returns. Raises FileExistsError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def load_keys(data_dir: Path) -> OperationKeys:
    """Raises NoOperation, or BadKeys for a damaged file."""
    try:
        content = (secrets_dir(data_dir) / KEYS_FILE).read_bytes()
    except FileNotFoundError as error:
        raise NoOperation(str(data_dir)) from error
    return OperationKeys.from_dict(msgspec.json.decode(content))


def open_center(data_dir: Path, database: str = "") -> Center:
    """Opens it and makes what tables and columns are missing. A store that was restored gets a new incarnation here."""
    keys = load_keys(data_dir)
    url = database or database_of(data_dir)
    folder = secrets_dir(data_dir)
    _make_private(url)
    writer = dialect.open_writer(url)
    _make_tables(writer)
    reader = dialect.open_reader(url)
    engines, drawn, rest = (writer, reader), folder / DRAWN_FILE, at_rest(keys)
    lost = mend(drawn, engines, Pen(rest, keys.start))
    return Center(
        *engines,
        keys,
        rest,
        Counters(keys, drawn, engines),
        folder,
        restored=lost is not None,
        lost=lost or range(0),
    )


def _make_private(url: str) -> None:
    """The file of an embedded store is its owner's alone before anything is in it; its companions take after it."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite" or not place.database:
        return
    os.close(os.open(place.database, os.O_RDWR | os.O_CREAT, 0o600))
    for path in Path(place.database).parent.glob(f"{Path(place.database).name}*"):
        path.chmod(0o600)


def _make_tables(writer: Engine) -> None:
    with dialect.writing(writer) as conn:
        METADATA.create_all(conn)
        FOLDS.create_all(conn)
        for index in (ASIDE, HELD):
            index.create(conn, checkfirst=True)
        for record_type in TYPES.values():
            table_of(record_type).create(conn, checkfirst=True)
            dialect.complete_columns(conn, table_of(record_type))
        BY_FILE.create(conn, checkfirst=True)
        due_news.begin(conn)
        state.begin(conn)
