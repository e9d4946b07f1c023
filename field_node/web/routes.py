"""What an address names: a record type by its slug, an entry by its unit and number."""

from urllib.parse import urlsplit

from flask import abort

from field_node.records import type_by_slug
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.record import Entry, Record
from field_node.web.desk import here


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
    return here().entry(ref_here(name)) or abort(404, "Catatan itu tidak ada di unit ini.")


def own_path(text: str) -> str:
    """The path when it is one of ours, else Beranda: no page sends anybody elsewhere."""
    parts = urlsplit(text.replace("\\", "/"))
    local = not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return text if local and not text.startswith("//") else "/"
