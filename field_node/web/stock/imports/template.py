"""The empty table to fill in, as CSV and XLSX, and the table of rows that were refused."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from field_node.records.kamus import Goods
from field_node.records.movement import FUND
from field_node.web.stock.imports.heads import COLUMNS

EXAMPLES = (
    ("MIN", "mi instan", "5", "dus", "40", "D2026", "31/12/2027", "APBN", "2026", "2.500"),
    ("BRS", "beras reguler", "1", "ton", "", "", "", "APBD kab/kota", "2026", ""),
    ("SLM", "selimut", "100", "lembar", "", "", "", "Donasi", "2025", ""),
)
"""Rows that show how to write: they are to be overwritten."""
NOTES = {
    "jumlah": "Banyaknya, dihitung menurut kolom Satuan: 5 dengan satuan dus berarti 5 dus.",
    "satuan": "Nama satuan, misalnya dus, karung, kg, lembar. Bukan angka, lain dari Kemasan di formulir yang diketik: itu banyaknya dus.",
    "isi_per_kemasan": "Angka: isi satu dus atau karung dalam satuan dasar, misalnya 40.",
}
"""What is said beside a heading of the template."""
SHEET, WORDS = "Stok", "Daftar barang"
LAST_ROW = 5_001
BOM = "\ufeff"


def template_csv() -> str:
    """Semicolons and a mark in front: so that spreadsheets set to Indonesian open it as a table."""
    return table_csv([list(COLUMNS.values()), *EXAMPLES])


def table_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV; what a spreadsheet would take for a formula is told to be text."""
    text = StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(map(_tame, rows))
    return BOM + text.getvalue()


def _tame(row: Sequence[str]) -> list[str]:
    """OWASP, "CSV injection": cells that begin so are run by spreadsheets."""
    return [
        f"'{cell}" if cell.startswith(("=", "+", "@", "-", "\t")) and len(cell) > 1 else cell for cell in row
    ]


def template_xlsx(goods: Iterable[Goods]) -> bytes:
    """The same with a second sheet of goods and their units, and lists to choose from."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    for row in (tuple(COLUMNS.values()), *EXAMPLES):
        sheet.append(row)
    _dress(sheet)
    _annotate(sheet)
    names = book.create_sheet(WORDS)
    names.append(("Kode", "Barang", "Satuan dasar", "Kedaluwarsa"))
    for one in goods:
        names.append(_goods(one))
    _dress(names)
    funds = ",".join(label for _, label in FUND.options)
    choice = DataValidation(type="list", formula1=f'"{funds}"', allow_blank=True)
    sheet.add_data_validation(choice)
    column = get_column_letter(list(COLUMNS).index("sumber_dana") + 1)
    choice.add(f"{column}2:{column}{LAST_ROW}")
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _goods(one: Goods) -> tuple[str, ...]:
    return one.code, one.name, one.unit, "wajib" if one.expires else ""


def _dress(sheet: object) -> None:
    """Headings stay in sight and columns are wide enough; everything is text, so that 1.250 stays 1.250."""
    for number, cell in enumerate(sheet[1], 1):  # type: ignore[index]
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = 18  # type: ignore[attr-defined]
    sheet.freeze_panes = "A2"  # type: ignore[attr-defined]


def _annotate(sheet: object) -> None:
    for name, text in NOTES.items():
        cell = sheet.cell(1, list(COLUMNS).index(name) + 1)  # type: ignore[attr-defined]
        cell.comment = Comment(text, "Tagana", width=320, height=110)
