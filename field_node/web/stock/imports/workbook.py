"""XLSX: bytes -> rows, row by row; what a file of strangers may cost is counted before it is opened."""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from field_node.web.said.language import later
from field_node.web.stock.imports.sheet import (
    FORMULA,
    MOST_COLUMNS,
    MOST_ROWS,
    NotASheet,
    Row,
    Source,
    clipped,
    number_text,
)

MOST_UNPACKED = 32 << 20
"""Bytes; 5,000 lines of twelve columns are 3 MB. A ZIP reader never gives more than a member says of itself."""
MOST_MEMBERS = 200
MOST_MERGED = 5_000
PIECE = 1 << 16
TORN = later("Berkas XLSX ini rusak atau berisi sesuatu yang tidak boleh. Simpan lagi sebagai XLSX atau CSV.")
HUGE = later("Isi berkas XLSX ini terlalu besar setelah dibuka. Salin hanya tabelnya ke berkas baru.")
LOCKED = later("Berkas ini XLS lama atau XLSX berkata sandi. Simpan lagi sebagai XLSX tanpa kata sandi.")
NOTHING = later("Tidak ada lembar yang terlihat di berkas ini.")
_HOSTILE = (BadZipFile, ZlibError, ParseError, DefusedXmlException, InvalidFileException, EOFError)
_UNREADABLE = (*_HOSTILE, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, OverflowError)
"""What openpyxl raises for a file that is none: it promises no error of its own."""
_MERGED = re.compile(rb'<mergeCell [^>]{0,40}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


class _Parts(NamedTuple):
    """What a sheet says beside its values: merged ranges (first row, last row, column), whether formulas stand in it."""

    merged: tuple[tuple[int, int, int], ...]
    formulas: bool


def is_workbook(content: bytes) -> bool:
    """True for a ZIP; old XLS and locked files are named by what they are. Raises NotASheet."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotASheet(LOCKED)
    return content.startswith(b"PK\x03\x04")


def workbook_rows(content: bytes) -> tuple[Source, Iterator[Row]]:
    """The first visible sheet. Raises NotASheet, also while rows are read."""
    try:
        _demand_small(content)
        book = _opened(content, values=True)
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        if not sheets:
            raise NotASheet(NOTHING)
        parts = _parts(content, sheets[0]._worksheet_path)
        source = Source(clipped(sheets[0].title), tuple(clipped(one.title) for one in sheets[1:]))
        return source, _merged(_rows(content, sheets[0], parts), parts)
    except _UNREADABLE as error:
        raise NotASheet(TORN) from error


def _opened(content: bytes, *, values: bool) -> Any:
    """The workbook; of formulas their last results, or themselves. What it has beside tables is not worth a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return load_workbook(BytesIO(content), read_only=True, data_only=values)


def _demand_small(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise NotASheet(HUGE)


def _parts(content: bytes, path: str) -> _Parts:
    """Looked up in the sheet's own text: reading row by row does not tell them."""
    found, formulas, tail = list[tuple[int, int, int]](), False, b""
    with ZipFile(BytesIO(content)) as archive, archive.open(path) as member:
        while piece := member.read(PIECE):
            text = tail + piece
            formulas = formulas or b"<f>" in text or b"<f " in text
            end = max((one.end() for one in _MERGED.finditer(text)), default=0)
            found += [_range(one[1].decode()) for one in _MERGED.finditer(text)]
            tail = text[max(end, len(text) - 100) :]
    tall = [one for one in found if one[0] < one[1]]
    return _Parts(tuple(tall[:MOST_MERGED]), formulas)


def _range(text: str) -> tuple[int, int, int]:
    left, top, _, bottom = range_boundaries(text)
    return int(top), int(bottom), int(left) - 1


def _rows(content: bytes, sheet: Any, parts: _Parts) -> Iterator[Row]:
    formulas = _formulas(content, sheet.title) if parts.formulas else {}
    sheet.reset_dimensions()
    given = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
    try:
        for number, values in enumerate(islice(given, MOST_ROWS + 1), 1):
            worked = formulas.get(number, ())
            yield Row(number, _texts(values, worked), formulas=worked)
    except _UNREADABLE as error:
        raise NotASheet(TORN) from error


def _texts(values: tuple[object, ...], worked: tuple[int, ...]) -> tuple[str, ...]:
    texts = [_text(value) for value in values]
    return tuple(text or (FORMULA if at in worked else "") for at, text in enumerate(texts))


def _formulas(content: bytes, title: str) -> dict[int, tuple[int, ...]]:
    """Row -> columns whose value a formula made."""
    sheet = _opened(content, values=False)[title]
    sheet.reset_dimensions()
    given = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    found = ((number, _worked(row)) for number, row in enumerate(islice(given, MOST_ROWS + 1), 1))
    return {number: columns for number, columns in found if columns}


def _worked(row: tuple[Any, ...]) -> tuple[int, ...]:
    return tuple(column for column, cell in enumerate(row) if cell.data_type == "f")


def _merged(rows: Iterator[Row], parts: _Parts) -> Iterator[Row]:
    """Cells merged downwards all say what the first one says, as the spreadsheet shows it."""
    below = {(row, column): top for top, last, column in parts.merged for row in _reach(top, last)}
    tops = {(top, column) for top, _, column in parts.merged}
    said = dict[tuple[int, int], str]()
    for row in rows:
        said |= {(row.number, at): cell for at, cell in enumerate(row.cells) if (row.number, at) in tops}
        filled = [at for at in range(len(row.cells)) if (row.number, at) in below and not row.cells[at]]
        cells = [
            said.get((below[row.number, at], at), "") if at in filled else cell
            for at, cell in enumerate(row.cells)
        ]
        yield Row(row.number, tuple(cells), tuple(at for at in filled if cells[at]), row.formulas)


def _reach(top: int, last: int) -> range:
    return range(top + 1, min(last, MOST_ROWS) + 1)


def _text(value: object) -> str:
    if value is None or isinstance(value, time):
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, int | float | Decimal):
        return number_text(value)
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return clipped(str(value))
