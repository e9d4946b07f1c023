"""One backup: copied beside running processes, sealed onto the stick, read back and looked through before it counts."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

from field_node.config import Config
from field_node.opened import DATABASE, KEY
from field_node.store.connection import open_reader
from field_node.store.copying import Content, content, copy_to, sound_content
from field_node.store.durable import settle
from field_node.store.errors import StoreError, StoreFull
from field_node.store.locker import load_locker
from field_node.store.photos import ledger
from sync.backup import box, photos
from sync.backup.box import Facts
from sync.backup.errors import FULL, BackupError, NoRoomHere, of_stick
from sync.backup.medium import from_medium
from sync.backup.packing import pack, unpack
from sync.backup.place import PART, Place, make_room, name_of, prune
from sync.enrolment import Enrolment

Tell = Callable[[str, int], None]
"""Hears which step it is at, and how much of all is done, in per cent."""
COPYING, WRITING, PHOTOS, CHECKING = "menyalin", "menulis", "foto", "memeriksa"
SPARE = 1 << 20
FULL_HERE = "Ruang di unit tidak cukup untuk membuka salinan datanya. Data unit tidak berubah."


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was read back. `size`: bytes of its file; `photos`: new ones that were copied beside it.

    `lacking`: photos that its records say lie on the unit, and that could not be read there.
    """

    path: Path
    facts: Facts
    size: int
    photos: int
    lacking: int


@dataclass(frozen=True, slots=True)
class When:
    """UTC seconds, and whether the clock that said so was right."""

    made_at: int
    trusted: bool


def make(config: Config, place: Place, enrolled: Enrolment, when: When, tell: Tell) -> Made:
    """A backup on the stick. Raises BackupError with a sentence; what is there already stays."""
    place.demand()
    folder = place.of_unit(enrolled.keys.unit)
    try:
        folder.mkdir(exist_ok=True)
        with workroom(config) as work:
            return _made(config, folder, enrolled, when, (work, tell))
    except OSError as error:
        raise of_stick(error) from error
    except StoreFull as error:
        raise NoRoomHere(FULL_HERE) from error
    except StoreError as error:
        raise BackupError("Data unit tidak bisa disalin utuh. Jalankan tagana doctor.") from error


def _made(config: Config, folder: Path, enrolled: Enrolment, when: When, way: tuple[Path, Tell]) -> Made:
    work, tell = way
    tell(COPYING, 5)
    copy = work / DATABASE
    copy_to(config.data_dir / DATABASE, copy)
    locker = load_locker(config.secrets_dir / KEY)
    with closing(open_reader(copy, locker=locker)) as store:
        before, named = content(store), ledger.lying(store)
    if before.own == 0:
        raise BackupError("Belum ada catatan unit ini untuk dicadangkan.")
    make_room(folder, copy.stat().st_size + SPARE)
    tell(PHOTOS, 25)
    kept = photos.keep(config.data_dir, folder, locker.photos_key)
    facts = _facts(before, enrolled, when, len(kept.whole))
    path = folder / name_of(facts.unit, facts.made_at)
    part = path.with_name(path.name + PART)
    tell(WRITING, 50)
    _write(part, facts, enrolled, (copy, config.secrets_dir))
    tell(CHECKING, 80)
    _check(part, enrolled, before, work / "lagi")
    part.rename(path)
    prune(folder, config.backup.keep, made=path)
    settle(folder)
    return Made(path, facts, path.stat().st_size, kept.copied, len(named - kept.whole))


def _facts(known: Content, enrolled: Enrolment, when: When, shelf: int) -> Facts:
    return Facts(
        operation=enrolled.keys.operation.hex(),
        unit=known.unit,
        name=enrolled.name,
        made_at=when.made_at,
        trusted=when.trusted,
        entries=known.entries,
        own=known.own,
        next_form=known.next_form,
        next_track=known.next_track,
        version=metadata.version("tagana-field-node"),
        photos=shelf,
    )


def _write(part: Path, facts: Facts, enrolled: Enrolment, parts: tuple[Path, Path]) -> None:
    with part.open("wb") as file:
        sealer = box.begin(file, facts, enrolled.keys)
        pack(sealer, *parts)
        sealer.close()


def _check(part: Path, enrolled: Enrolment, before: Content, work: Path) -> None:
    """Raises BackupError unless what lies on the stick opens, is whole, and ends where the copy ended."""
    work.mkdir()
    with from_medium(part) as file:
        facts, about = box.read_head(file)
        key = box.key_of_unit(facts, enrolled.keys)
        with room_here():
            unpack(file, key, about, work)
    if sound_content(work / DATABASE, load_locker(work / "secrets" / KEY)) != before:
        raise BackupError("Cadangan tidak sama dengan data unit sesudah dibaca ulang. Pakai USB lain.")


@contextmanager
def room_here() -> Iterator[None]:
    """What is read from a stick is full never: then it is the unit. Raises NoRoomHere."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NoRoomHere(FULL_HERE) from error


@contextmanager
def workroom(config: Config) -> Iterator[Path]:
    """A folder for copies in the plain: in memory where there is room for two, else beside the data."""
    size = (config.data_dir / DATABASE).stat().st_size if (config.data_dir / DATABASE).exists() else 0
    in_memory = shutil.disk_usage(config.runtime_dir).free > 4 * size + SPARE
    with TemporaryDirectory(
        dir=config.runtime_dir if in_memory else config.data_dir, prefix="cadangan-"
    ) as work:
        yield Path(work)
