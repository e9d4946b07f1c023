"""What an address names: a record type by its slug, an entry by its unit and number."""

from typing import Any
from urllib.parse import urlsplit

from flask import abort, url_for

from field_node.records import type_by_slug
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.record import Entry, Record
from field_node.web.desk import here
from field_node.web.said.language import _


def type_here(slug: str) -> type[Record]:
    """The record type, 404 when there is none."""
    try:
        return type_by_slug(slug)
    except KeyError:
        abort(404)


def ref_here(name: str) -> Ref:
    """`3-17` as a name, 404 when it cannot be one."""
    try:
        found = Ref.parse(name)
    except InvalidValue:
        abort(404)
    return found if str(found) == name else abort(404)


def entry_here(name: str) -> Entry:
    """The entry, 404 when it is not here."""
    return here().entry(ref_here(name)) or abort(404, _("Catatan itu tidak ada di unit ini."))


def own_path(text: str) -> str:
    """The path when it is one of ours, else Beranda: no page sends anybody elsewhere."""
    parts = urlsplit(text.replace("\\", "/"))
    local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return text if local and not text.startswith("//") else "/"


OWN_PAGES = {"sos": "sos.call", "tugas": "tasks.task", "peringatan": "warnings.warning"}
"""slug -> the page of its own that such an entry has; others are shown as they are written."""
ANSWERED = {"sos_akhir": "sos", "tugas_jawab": "tugas", "peringatan_jawab": "peringatan"}
"""slug of an answer -> slug and field of what it answers: it is shown there."""


def page_of(entry: Entry, **given: Any) -> str:
    """Where that entry is shown: on a page of its own, on the page of what it answers, else as a record."""
    slug = entry.record.about.slug
    if slug in ANSWERED:
        asked: Ref = getattr(entry.record, ANSWERED[slug])
        return url_for(OWN_PAGES[ANSWERED[slug]], name=str(asked), **given)
    if slug in OWN_PAGES:
        return url_for(OWN_PAGES[slug], name=str(entry.ref), **given)
    return url_for("lists.entry", name=str(entry.ref), **given)
