"""Photos on the pages: shown to who is signed in, added by a plain form where no script runs."""

from hashlib import sha256

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as Answer

from field_node.records.record import Entry
from field_node.store.photos import ledger
from field_node.store.photos.pieces import SEALED, digest_named
from field_node.store.photos.shelf import Damaged
from field_node.web.capture.keeping import key_here
from field_node.web.choices import theme_of
from field_node.web.desk import here
from field_node.web.guard import role, takes
from field_node.web.photos.shown import album, waiting_photos
from field_node.web.photos.taking import LARGEST, Brought, shelf_of, take
from field_node.web.photos.words import PhotoRefused
from field_node.web.routes import entry_here
from field_node.web.said.language import _, many

blueprint = Blueprint("photos", __name__)
AT_ONCE = 9 << 20
"""Bytes of one plain form, above one photo so that its own sentence is said; the server takes no more than that."""


blueprint.app_context_processor(lambda: {"album": album, "waiting_photos": waiting_photos})


@blueprint.get("/foto/<digest>")
@role("relawan")
def picture(digest: str) -> Response:
    """The picture, if an entry in force names it and its file is here; no browser keeps it."""
    desk, name = here(), digest_named(digest) or abort(404)
    media = ledger.names(desk.store, name)
    try:
        content = shelf_of(desk).read(name) if media else None
    except Damaged:
        content = None
    if content is None:
        abort(404, _("Berkas foto ini tidak ada di unit."))
    return Response(content, content_type=f"image/{media}", headers={"Content-Security-Policy": SEALED})


@blueprint.errorhandler(RequestEntityTooLarge)
def _too_large(_error: RequestEntityTooLarge) -> tuple[str, int]:
    return _refused(PhotoRefused("foto_terlalu_besar", 413), 0, request.path.removesuffix("/foto"))


@blueprint.post("/entri/<name>/foto")
@role("relawan")
@takes(AT_ONCE)
def add(name: str) -> Answer | tuple[str, int]:
    """303 to the entry; else which photos were kept and why another was not."""
    found, kept = entry_here(name), 0
    sent = [one for one in request.files.getlist("foto") if one.filename]
    try:
        if not sent:
            raise PhotoRefused("pilih_foto")
        for number, one in enumerate(sent):
            _take(found, one.read(LARGEST + 1), number)
            kept += 1
    except PhotoRefused as error:
        return _refused(error, kept, url_for("lists.entry", name=str(found.ref)))
    return redirect(url_for("lists.entry", name=name) + "#foto", 303)


def _take(found: Entry, content: bytes, number: int) -> None:
    key, caption = f"{key_here()}-{number}", request.form.get("keterangan", "")
    take(here(), Brought(found, sha256(content).hexdigest(), key, caption), content)


def _refused(error: PhotoRefused, kept: int, back: str) -> tuple[str, int]:
    before = many("%(n)s foto sudah tersimpan.", "%(n)s foto sudah tersimpan.", kept) % {"n": kept}
    page = render_template(
        "galat.html",
        heading=_("Foto belum tersimpan"),
        sentence=f"{error.sentence} {before}" if kept else error.sentence,
        theme=theme_of(request),
        kept=[],
        link=f"{back}#foto",
    )
    return page, error.status
