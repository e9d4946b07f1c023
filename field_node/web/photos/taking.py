"""A photo in: examined, cleaned, on the disk, and named by an entry of its own; all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256

from flask import current_app

from field_node.records.correction import TimeCorrection, Void
from field_node.records.kinds import Ref
from field_node.records.notice import InvalidRecord
from field_node.records.person import Someone
from field_node.records.photo import Photo
from field_node.records.record import Entry, Record
from field_node.store import journal
from field_node.store.connection import writing
from field_node.store.errors import StoreError
from field_node.store.photos import ledger
from field_node.store.photos.pictures import NotAPicture, cleaned
from field_node.store.photos.room import NoRoom, make_room
from field_node.store.photos.shelf import Shelf, shelf_in
from field_node.store.picking import latest
from field_node.web.desk import Desk
from field_node.web.photos.words import PhotoRefused

LARGEST = 4 << 20
MOST = 20
"""Of one entry."""
WITHOUT = (Photo, Void, TimeCorrection, Someone)
"""What a person's sealed fields hide, a face beside them would show."""
FLOOR = "PHOTO_FLOOR"
"""The setting of the application: bytes of the disk that photos leave alone."""


def shelf_of(desk: Desk) -> Shelf:
    """The photos of this unit."""
    return shelf_in(desk.data_dir, desk.store.locker.photos_key)


def may_have(record: Record) -> bool:
    """Whether photos may be added to such an entry."""
    return not isinstance(record, WITHOUT) and not record.about.track


@dataclass(frozen=True, slots=True)
class Brought:
    """What a form says of its photo: the entry `of`, the SHA-256 of the bytes as they came, the form's key, the caption.

    `late`: nobody stands before a page to choose again; what was corrected meanwhile hands it on to what stands.
    """

    of: Entry
    sidik: str
    kunci: str
    caption: str = ""
    late: bool = False


def take(desk: Desk, brought: Brought, content: bytes) -> Entry:
    """The entry of the photo; durable when this returns. A key seen before gives its entry again.

    Raises PhotoRefused, StoreError; nothing was kept then.
    """
    known = kept_before(desk, brought)
    if known is not None:
        return known
    demand(desk, brought.of, late=brought.late)
    try:
        return _kept(desk, brought, content)
    except NotAPicture as error:
        raise PhotoRefused(error.code) from error
    except InvalidRecord as error:
        raise PhotoRefused("keterangan_salah") from error


def kept_before(desk: Desk, brought: Brought) -> Entry | None:
    """The photo that this very form became before. Raises PhotoRefused when its key is that of something else."""
    try:
        known = journal.of_form(desk.store, _form(desk, brought))
    except InvalidRecord as error:
        raise PhotoRefused("kunci_dipakai") from error
    return known[0] if known else None


def _form(desk: Desk, brought: Brought) -> journal.FormKey:
    said = {"entri": [str(brought.of.ref)], "berkas": [brought.sidik], "keterangan": [brought.caption]}
    return desk.form_key(brought.kunci, said)


def demand(desk: Desk, of: Entry, *, late: bool = False) -> None:
    """Raises PhotoRefused when no photo may be added to that entry. `late`: as `Brought` says."""
    if not may_have(of.record):
        raise PhotoRefused("tanpa_foto")
    if not (desk.stands(of.ref) or (late and latest(desk.store, of.ref))):
        raise PhotoRefused("catatan_berakhir", 409)
    if len(ledger.of_entry(desk.store, [of.ref])) >= MOST:
        raise PhotoRefused("foto_terlalu_banyak")


def demand_room(desk: Desk, size: int) -> None:
    """Raises PhotoRefused when the disk is nearly full and no old photo can make way."""
    floor: int = current_app.config[FLOOR]
    try:
        make_room(
            desk.door.writer, shelf_of(desk), size, free=lambda: desk.room()[0], floor=floor, now=desk.now
        )
    except (NoRoom, OSError) as error:
        raise PhotoRefused("penyimpanan_hampir_penuh", 507) from error


def _kept(desk: Desk, brought: Brought, content: bytes) -> Entry:
    if len(content) > LARGEST:
        raise PhotoRefused("foto_terlalu_besar", 413)
    picture = cleaned(content)
    record = Photo(
        entri=brought.of.ref,
        sidik=sha256(picture.content).digest(),
        ukuran=len(picture.content),
        jenis=picture.media,
        keterangan=brought.caption.strip() or None,
    )
    demand_room(desk, record.ukuran)
    try:
        with _lying(desk, picture.content):
            return _named(desk, brought, record, picture.content)
    except OSError as error:
        raise PhotoRefused("penyimpanan_hampir_penuh", 507) from error


def _named(desk: Desk, brought: Brought, record: Photo, content: bytes) -> Entry:
    """Inside the transaction the file is surely there: whoever takes files away does it in one of their own."""
    writer, shelf = desk.door.writer, shelf_of(desk)
    with writing(writer):
        if not shelf.has(record.sidik):
            shelf.keep(content)
        ledger.note_kept(writer, record.sidik, record.ukuran, at=desk.now)
        return desk.save(record, form=_form(desk, brought), incident=brought.of.incident, sure=False).entry


@contextmanager
def _lying(desk: Desk, content: bytes) -> Iterator[None]:
    """The file is on the disk; away again when the block raises and nobody else names it."""
    digest = shelf_of(desk).keep(content)
    try:
        yield
    except (InvalidRecord, StoreError, OSError):
        with suppress(StoreError, OSError):
            _take_away(desk, digest)
        raise


def _take_away(desk: Desk, digest: bytes) -> None:
    with writing(desk.door.writer):
        if not ledger.is_kept(desk.door.writer, digest):
            shelf_of(desk).remove(digest)


def names_of(desk: Desk, found: Entry) -> list[Ref]:
    """The entry's name and those that it corrects: photos of a corrected entry stay with it."""
    refs, before = [found.ref], found.corrects
    while before is not None and before not in refs:
        refs.append(before)
        older = desk.entry(before)
        before = older.corrects if older else None
    return refs
