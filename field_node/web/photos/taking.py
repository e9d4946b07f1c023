"""A photo in: examined, cleaned, on the disk, and named by an entry of its own; all of it or nothing."""

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
from field_node.store.photos import ledger
from field_node.store.photos.pictures import NotAPicture, cleaned
from field_node.store.photos.room import NoRoom, make_room
from field_node.store.photos.shelf import Shelf, shelf_in
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


def take(desk: Desk, of: Entry, content: bytes, *, kunci: str, caption: str = "") -> Entry:
    """The entry of the photo; durable when this returns. A key seen before gives its entry again.

    Raises PhotoRefused, StoreError; nothing was kept then.
    """
    said = {"entri": [str(of.ref)], "berkas": [sha256(content).hexdigest()], "keterangan": [caption]}
    form = desk.form_key(kunci, said)
    try:
        if known := journal.of_form(desk.store, form):
            return known[0]
        demand(desk, of)
        return _kept(desk, of, content, form=form, caption=caption)
    except NotAPicture as error:
        raise PhotoRefused(error.code) from error
    except InvalidRecord as error:
        raise PhotoRefused("keterangan_salah") from error


def demand(desk: Desk, of: Entry) -> None:
    """Raises PhotoRefused when no photo may be added to that entry."""
    if not may_have(of.record):
        raise PhotoRefused("tanpa_foto")
    if not desk.stands(of.ref):
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


def _kept(desk: Desk, of: Entry, content: bytes, *, form: journal.FormKey, caption: str) -> Entry:
    if len(content) > LARGEST:
        raise PhotoRefused("foto_terlalu_besar", 413)
    picture = cleaned(content)
    demand_room(desk, len(picture.content))
    try:
        digest = shelf_of(desk).keep(picture.content)
    except OSError as error:
        raise PhotoRefused("penyimpanan_hampir_penuh", 507) from error
    record = Photo(
        entri=of.ref,
        sidik=digest,
        ukuran=len(picture.content),
        jenis=picture.media,
        keterangan=caption.strip() or None,
    )
    with writing(desk.door.writer):
        ledger.note_kept(desk.door.writer, digest, len(picture.content), at=desk.now)
        return desk.save(record, form=form, incident=of.incident, sure=False).entry


def names_of(desk: Desk, found: Entry) -> list[Ref]:
    """The entry's name and those that it corrects: photos of a corrected entry stay with it."""
    refs, before = [found.ref], found.corrects
    while before is not None and before not in refs:
        refs.append(before)
        older = desk.entry(before)
        before = older.corrects if older else None
    return refs
