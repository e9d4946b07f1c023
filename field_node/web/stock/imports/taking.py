"""A file in: its rows, read one by one, and the table that is parked until somebody saves it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, islice

from field_node.web.said.language import _, later
from field_node.web.stock.imports.checking import MOST_LINES
from field_node.web.stock.imports.heads import COLUMNS, HEAD_ROWS, Head, Twice, fits, head_of, plain
from field_node.web.stock.imports.sheet import MOST_ROWS, NotASheet, Row, Source
from field_node.web.stock.imports.text_file import text_rows
from field_node.web.stock.imports.workbook import is_workbook, workbook_rows

MOST_BYTES = 4 << 20
EMPTY = later("Berkas ini kosong.")
NO_HEAD = later("Tidak ada baris judul dengan kolom Barang (atau Kode) dan Jumlah. Pakai templatnya, atau beri judul pada kolomnya.")  # fmt: skip
TWICE = later('Kolom "%(title)s" ada dua kali. Hapus salah satu, lalu unggah lagi.')
BOTH = later('Kolom "%(first)s" dan "%(second)s" sama-sama dibaca sebagai %(column)s. Sisakan satu: hapus kolom yang lain atau ganti judulnya, lalu unggah lagi.')  # fmt: skip
MEASURES = later(
    'Kolom "%(first)s" dan "%(second)s" sama-sama dibaca sebagai nama satuan dari Jumlah. Sisakan yang cocok dengan angka di Jumlah:'
    " bila Jumlah menghitung dus, kolom yang berisi dus. Isi satu dus ditulis di kolom Isi per kemasan."
    " Hapus kolom yang lain atau ganti judulnya, misalnya menjadi Keterangan, lalu unggah lagi."
)
TOO_MANY = later("Lebih dari %(most)s baris. Bagi berkasnya, lalu impor satu per satu.")
NO_LINES = later("Di bawah baris judul tidak ada isi.")


@dataclass(frozen=True, slots=True)
class Opened:
    """A file whose headings were found; `rows` gives the rows from the first on."""

    source: Source
    head: Head
    rows: Iterator[Row]
    digest: str


def opened(content: bytes) -> Opened:
    """The table of a file. Raises NotASheet."""
    if not content.strip():
        raise NotASheet(EMPTY)
    source, rows = workbook_rows(content) if is_workbook(content) else (Source(), text_rows(content, fits))
    first = list(islice(rows, HEAD_ROWS))
    head = head_of(first)
    if head is None or not head.enough:
        raise NotASheet(NO_HEAD)
    if head.twice:
        raise _twice(head.twice[0])
    return Opened(source, head, chain(first, rows), sha256(content).hexdigest())


def _twice(found: Twice) -> NotASheet:
    """Which two columns are one, and which of them to leave."""
    if plain(found.first) == plain(found.second):
        return NotASheet(TWICE, title=found.second)
    sentence = MEASURES if found.column == "satuan" else BOTH
    return NotASheet(sentence, first=found.first, second=found.second, column=_(COLUMNS[found.column]))


def gathered(file: Opened) -> Iterator[Row]:
    """Its rows, without the empty ones. Raises NotASheet while they are read."""
    lines = 0
    for row in file.rows:
        lines += row.number > file.head.row and not row.empty
        if lines > MOST_LINES or row.number > MOST_ROWS:
            raise NotASheet(TOO_MANY, most=f"{MOST_LINES:,}".replace(",", "."))
        if not row.empty:
            yield _trimmed(row)
    if not lines:
        raise NotASheet(NO_LINES)


def _trimmed(row: Row) -> Row:
    last = max((at for at, cell in enumerate(row.cells, 1) if cell), default=0)
    return replace(row, cells=row.cells[:last])
