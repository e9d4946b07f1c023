"""`make words`: brings the English catalogue up to date; what nobody has translated yet stays empty and is counted."""

import sys
from datetime import UTC, datetime

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.words.catalogue import ENGLISH, english
from tests.words.found import sentences

HEADER = "# What the pages say, in English. The Indonesian sentences are the ids. GPL-3.0-or-later."
DAY = datetime(2026, 11, 22, tzinfo=UTC)
"""No date of its own in the file: two runs write the same bytes."""


def main() -> None:
    """Writes the catalogue, in the order of the sentences: no line numbers, so that a moved line changes nothing."""
    catalogue = Catalog(locale="en", fuzzy=False, header_comment=HEADER, creation_date=DAY, revision_date=DAY)
    before = english()
    for said in sorted(sentences(), key=str):
        known = before.get(said if isinstance(said, str) else said[0])
        catalogue.add(said, known.string if known else None)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(file, catalogue, omit_header=False, width=120, sort_output=True)
    missing = sum(not one.string or not all(_forms(one.string)) for one in catalogue if one.id)
    sys.stdout.write(f"{len(catalogue)} sentences, {missing} without English\n")


def _forms(string: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


main()
