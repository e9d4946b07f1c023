"""Kemasan is a number on the typed form and a unit's name in a table: who takes one for the other is told which is wanted."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from field_node.records.kinds import Ref
from field_node.records.place import Place
from field_node.store import journal
from field_node.web.desk import Desk
from tests.field_node.web.conftest import UNIT
from tests.field_node.web.stock.imports.tables import checked, csv

HEAD = ("Barang", "Jumlah", "Kemasan", "Isi", "Batch")


@pytest.fixture
def lumbung(desk: Desk) -> Ref:
    place = Place(nama="Lumbung Contoh", jenis="lumbung", unit=UNIT, kode="LBC")
    return journal.append(desk.door.writer, place, stamp=desk.clock.stamp()).ref


@pytest.mark.parametrize(
    "cells, column, said",
    [
        (("12", "5", "40"), "Kemasan", 'Di sini nama satuan, misalnya dus, bukan "5"'),
        (("12", "5 dus", "40"), "Kemasan", "banyaknya ditulis di kolom Jumlah."),
        (("dus", "", "40"), "Jumlah", 'Di sini angka, bukan nama satuan "dus"'),
        (("5", "dus", "karton"), "Isi", "namanya ditulis di kolom Kemasan."),
    ],
)
def test_a_cell_of_the_wrong_kind_says_which_is_wanted_and_nobody_is_asked_what_it_means(
    client: FlaskClient, lumbung: Ref, cells: tuple[str, ...], column: str, said: str
) -> None:
    _, page = checked(client, csv(("mi instan", *cells, "D1"), head=HEAD), lumbung)
    assert f"Baris 2 · {column}<" in page and said in page.replace("&#34;", '"')
    assert "Satuan &#34;" not in page


def test_the_page_and_the_template_say_what_belongs_where(client: FlaskClient, lumbung: Ref) -> None:
    assert "Kolom Satuan atau Kemasan berisi nama" in client.get("/stok/impor").text
    sheet = load_workbook(BytesIO(client.get("/stok/impor/templat.xlsx").data))["Stok"]
    said = {cell.value: cell.comment.text for cell in sheet[1] if cell.comment}
    assert set(said) == {"Jumlah", "Satuan", "Isi per kemasan"} and "Kemasan" in said["Satuan"]
