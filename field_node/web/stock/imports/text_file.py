"""CSV: bytes -> rows; comma, semicolon or tab, UTF-8, UTF-16 or cp1252."""

import codecs
import csv
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import islice

from field_node.web.said.language import later
from field_node.web.stock.imports.sheet import MOST_COLUMNS, MOST_ROWS, NotASheet, Row, clipped

DELIMITERS = (";", ",", "\t")
LOOKED_AT = 25
BINARY = later("Berkas ini bukan tabel CSV atau XLSX.")
BROKEN = later("Baris %(number)s tidak bisa dibaca: tanda kutip atau isinya rusak.")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
Fits = Callable[[list[Row]], int]
"""How well some first rows look like the table that is sought; more is better."""


def decoded(content: bytes) -> str:
    """The text. Files of Excel without a mark are cp1252. Raises NotASheet."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    if b"\0" in content:
        raise NotASheet(BINARY)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def text_rows(content: bytes, fits: Fits) -> Iterator[Row]:
    """The rows, cut by the delimiter that fits best. Raises NotASheet, also while they are read."""
    text = decoded(content)
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return _rows(rest, first.strip()[-1], first_number=2)
    best = max(DELIMITERS, key=lambda one: fits(_first(text, one)))
    return _rows(text, best)


def _first(text: str, delimiter: str) -> list[Row]:
    try:
        return list(islice(_rows(text[:65_536], delimiter), LOOKED_AT))
    except NotASheet:
        return []


def _rows(text: str, delimiter: str, *, first_number: int = 1) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    number = first_number
    try:
        for cells in islice(reader, MOST_ROWS + 1):
            yield Row(number, tuple(clipped(cell) for cell in cells[:MOST_COLUMNS]))
            number += 1
    except csv.Error as error:
        raise NotASheet(BROKEN, number=number) from error
