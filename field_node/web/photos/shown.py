"""The photos of an entry as its page shows them: each with its one honest state."""

from dataclasses import dataclass

from flask import url_for

from field_node.records.kinds import Ref
from field_node.records.photo import Photo
from field_node.records.record import Entry
from field_node.store.photos import ledger
from field_node.store.photos.ledger import Known, Where
from field_node.web.desk import Desk, here
from field_node.web.photos.taking import MOST, may_have, names_of
from field_node.web.routes import ref_here
from field_node.web.said.language import _
from field_node.web.said.marks import Mark

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One photo. `source` "": its file is not on this unit. `entry`: the name of its own entry. `own`: may be taken back."""

    entry: str
    source: str
    caption: str
    size: str
    state: Mark
    own: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """One photo that the center has not. `of`: the name and `label` of its record."""

    of: str
    label: str
    size: str
    state: Mark


@dataclass(frozen=True, slots=True)
class Album:
    """`kunci`: of the form that adds one, "" where none may be added."""

    photos: tuple[Shown, ...]
    kunci: str


def album(name: str) -> Album | None:
    """The photos of the entry of that name and of those that it corrects; None for what can have none."""
    desk, ref = here(), ref_here(name)
    found = desk.entry(ref)
    if found is None:
        return None
    if isinstance(found.record, Photo):
        same = [one for one in ledger.of_entry(desk.store, [found.record.entri]) if one.ref == ref]
        return Album(tuple(_shown(desk, one) for one in same), "")
    if not may_have(found.record):
        return None
    photos = tuple(_shown(desk, one) for one in ledger.of_entry(desk.store, names_of(desk, found)))
    return Album(photos, desk.new_key() if _may_add(desk, found, len(photos)) else "")


def waiting_photos() -> list[Waiting]:
    """The first that go, for the page of what is on its way."""
    desk = here()
    return [
        Waiting(str(one.of), _label(desk, one.of), _size(one.size), state(desk, one))
        for one in ledger.unsent(desk.store, SHOWN)
    ]


def _label(desk: Desk, ref: Ref) -> str:
    found = desk.entry(ref)
    return _(found.record.about.label) if found else str(ref)


def _may_add(desk: Desk, found: Entry, count: int) -> bool:
    return count < MOST and desk.unit is not None and desk.stands(found.ref)


def _shown(desk: Desk, one: Known) -> Shown:
    lies_here = one.where is not Where.ELSEWHERE and not one.gone
    return Shown(
        entry=str(one.ref),
        source=url_for("photos.picture", digest=one.digest.hex()) if lies_here else "",
        caption=one.caption,
        size=_size(one.size),
        state=state(desk, one),
        own=one.ref.unit == desk.unit,
    )


def state(desk: Desk, one: Known) -> Mark:
    """Where the photo is. Only the center's own word makes it "diterima"."""
    if one.where is Where.RECEIVED and one.at is not None:
        return Mark("diterima", _("Foto: diterima pusat %(waktu)s") % {"waktu": _when(desk, one.at)}, "done")
    if one.where is Where.PARTLY:
        share = min(99, one.there * 100 // max(1, one.size))
        return Mark("antre", _("Foto: terkirim %(bagian)s %%") % {"bagian": share}, "wait")
    if one.where is Where.HERE:
        return Mark(
            "unit", _("Foto: di unit"), "wait", _("Dikirim lewat internet saja, sesudah semua catatan.")
        )
    if one.where is Where.ASKED:
        why = _("Pusat dipulihkan dari cadangan lama, dan berkas foto ini sudah tidak ada di unit.")
        return Mark("antre", _("Foto: belum dipastikan pusat"), "wait", why)
    if one.where is Where.ELSEWHERE:
        return Mark("periksa", _("Berkas foto tidak ada di unit ini"), "check")
    return Mark("periksa", _("Perlu diperiksa: tanda terima rusak"), "check")


def _when(desk: Desk, at: int) -> str:
    today = desk.zone.at(at).date() == desk.zone.at(desk.now).date()
    return f"{desk.zone.short(at)} {desk.zone.name}" if today else desk.zone.long(at)


def _size(size: int) -> str:
    return f"{max(1, round(size / 1000))} kB"
