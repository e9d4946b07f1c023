"""Tables for tests: CSV and XLSX made here, good and hostile ones, and how they are sent."""

import re
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from openpyxl import Workbook
from werkzeug.test import TestResponse

HEAD = ("Barang", "Jumlah", "Satuan", "Isi per kemasan", "Batch", "Kedaluwarsa", "Sumber dana")


def csv(*rows: Sequence[str], head: Sequence[str] = HEAD, delimiter: str = ";") -> bytes:
    """Rows under a heading."""
    return "\r\n".join(delimiter.join(row) for row in (head, *rows)).encode()


def xlsx(
    *rows: Sequence[Any], head: Sequence[str] = HEAD, change: Callable[[Any], None] = lambda _: None
) -> bytes:
    """The same as a workbook; `change` may do more to its sheet."""
    book = Workbook()
    for row in (head, *rows):
        book.active.append(list(row))
    change(book.active)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with other bytes in its first sheet."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name.endswith("sheet1.xml") else data)
    return file.getvalue()


def sent(
    client: FlaskClient, content: bytes, store: object, *, name: str = "stok.csv", **order: str
) -> TestResponse:
    """The answer to the form with that file."""
    form = {"jenis": "saldo_awal", "gudang": str(store), **order, "berkas": (BytesIO(content), name)}
    return client.post("/stok/impor", data=form, content_type="multipart/form-data")


def led_to(answer: TestResponse) -> str:
    """Where the page at the end of long work leads."""
    found = re.search(r'href="([^"]+)" data-lanjut', answer.text)
    assert found, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-600:]
    return found[1]


def checked(client: FlaskClient, content: bytes, store: object, **order: str) -> tuple[str, str]:
    """The address and the text of the checked table."""
    address = led_to(sent(client, content, store, **order))
    return address, client.get(address).text
