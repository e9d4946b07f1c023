"""Files: whatever they are called and whoever made them, a table comes out or one sentence; never more work than is allowed."""

import codecs
import re
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from field_node.web.stock.imports.sheet import FORMULA, NotASheet, Row
from field_node.web.stock.imports.taking import gathered, opened
from tests.field_node.web.stock.imports.tables import csv, rewritten, xlsx

LINE = ("mi instan", "5", "dus", "40", "D1", "31/12/2027", "APBN")


def rows(content: bytes) -> list[Row]:
    file = opened(content)
    return [row for row in gathered(file) if row.number > file.head.row]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_csv_is_cut_by_what_it_is_cut_by(delimiter: str, mark: bytes) -> None:
    assert rows(mark + csv(LINE, delimiter=delimiter))[0].cells == LINE


def test_csv_of_old_spreadsheets_is_read_too() -> None:
    line = (*LINE[:4], "“café” – 1", *LINE[5:])
    assert rows(csv(line).decode().encode("cp1252"))[0].cells == line
    assert rows(codecs.BOM_UTF16_LE + csv(line).decode().encode("utf-16-le"))[0].cells == line
    assert rows(b"sep=,\r\n" + csv(LINE, delimiter=","))[0] == Row(3, LINE)


def test_titles_may_stand_above_the_headings_and_rows_keep_their_numbers() -> None:
    content = b"LUMBUNG SOSIAL;;;\r\nper 22 November 2026;;;\r\n\r\n" + csv(LINE, ("",) * 7, LINE)
    assert [one.number for one in rows(content)] == [5, 7]


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "kosong"),
        (b"\x89PNG\r\n\0\0\0", "bukan tabel"),
        (b"a;b\r\n1;2", "baris judul"),
        (csv(), "tidak ada isi"),
        (b"Barang;Jumlah;Jumlah\r\na;1;1", "dua kali"),
        (b"Barang;Jumlah;Qty\r\na;1;1", '"Jumlah" dan "Qty" sama-sama dibaca sebagai Jumlah.'),
        (b"Barang;Jumlah;Satuan;Kemasan\r\na;1;bungkus;dus", "Sisakan yang cocok dengan angka di Jumlah"),
        (b"PK\x03\x04 rubbish", "rusak"),
        (b"\xd0\xcf\x11\xe0 old", "XLS lama"),
        (csv(*[LINE] * 5_001), "Lebih dari"),
    ],
)
def test_what_is_no_table_says_why(content: bytes, said: str) -> None:
    with pytest.raises(NotASheet) as caught:
        rows(content)
    assert said in caught.value.sentence % caught.value.values


def test_a_workbook_gives_numbers_and_dates_as_people_type_them() -> None:
    content = xlsx(("beras reguler", 2.5, "kg", None, None, date(2027, 12, 31), "APBN"))
    assert rows(content)[0].cells == ("beras reguler", "2,5", "kg", "", "", "2027-12-31", "APBN")


def test_cells_merged_downwards_all_say_what_the_first_one_says() -> None:
    content = xlsx(LINE, ("", *LINE[1:]), LINE, change=lambda sheet: sheet.merge_cells("A2:A3"))
    found = rows(content)
    assert [one.cells[0] for one in found] == ["mi instan"] * 3
    assert [one.merged for one in found] == [(), (0,), ()]


def test_formulas_give_their_last_result_and_say_so_one_without_a_result_is_none() -> None:
    def change(sheet: bytes) -> bytes:
        return re.sub(rb'<c r="B2"[^>]*>.*?</c>', b'<c r="B2"><f>2+3</f><v>5</v></c>', sheet)

    made = rewritten(xlsx(("mi instan", 1, "dus"), ("mi instan", "=2+3", "dus")), change)
    assert [(one.cells[1], one.formulas) for one in rows(made)] == [("5", (1,)), (FORMULA, (1,))]


def test_only_the_first_sheet_in_sight_is_read_and_others_are_named() -> None:
    book = Workbook()
    book.active.sheet_state = "hidden"
    for title in ("Stok", "Lama"):
        book.create_sheet(title).append(["Barang", "Jumlah"])
    book["Stok"].append(["selimut", 3])
    file = BytesIO()
    book.save(file)
    source = opened(file.getvalue()).source
    assert (source.title, source.others) == ("Stok", ("Lama",))


FAR = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><worksheet '


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda sheet: sheet.replace(b"</sheetData>", FAR), "Lebih dari"),
        (lambda sheet: sheet.replace(b"<worksheet ", LAUGHS, 1), "rusak"),
        (lambda sheet: sheet[: len(sheet) // 2], "rusak"),
        (lambda sheet: sheet + b" " * (40 << 20), "terlalu besar"),
        (lambda sheet: sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), ""),
    ],
)  # fmt: skip
def test_a_hostile_workbook_costs_little_and_says_why(change: object, said: str) -> None:
    content = rewritten(xlsx(LINE), change)  # type: ignore[arg-type]
    if not said:
        assert rows(content)[0].cells == LINE
        return
    with pytest.raises(NotASheet) as caught:
        rows(content)
    assert said in caught.value.sentence % caught.value.values
