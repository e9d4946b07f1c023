"""The English catalogue as it is."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ENGLISH = Path("field_node/web/translations/en/LC_MESSAGES/messages.po")


def english() -> Catalog:
    """The catalogue as it is."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")
