"""Which column of a table says what: headings as people write them -> our columns."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from field_node.web.said.language import later
from field_node.web.stock.imports.sheet import Row

COLUMNS = {
    "kode": later("Kode"),
    "barang": later("Barang"),
    "jumlah": later("Jumlah"),
    "satuan": later("Satuan"),
    "isi_per_kemasan": later("Isi per kemasan"),
    "batch": later("Batch"),
    "kedaluwarsa": later("Kedaluwarsa"),
    "sumber_dana": later("Sumber dana"),
    "tahun": later("Tahun"),
    "harga_satuan": later("Harga satuan"),
}
"""Our columns in the order of the template, and their headings."""
ALSO = {
    "kode": ("kode barang", "kd barang", "item code"),
    "barang": ("nama barang", "uraian", "uraian barang", "jenis barang", "item", "nama", "barang bantuan"),
    "jumlah": ("jml", "qty", "kuantitas", "volume", "banyaknya", "saldo", "stok", "jumlah barang", "vol"),
    "satuan": ("sat", "unit", "kemasan", "satuan barang"),
    "isi_per_kemasan": ("isi", "isi kemasan", "isi per dus", "isi dus", "konversi", "isi per karton"),
    "batch": ("no batch", "nomor batch", "kode batch", "lot", "no lot", "nomor lot"),
    "kedaluwarsa": (
        *("kadaluarsa", "kadaluwarsa", "kedaluarsa", "expired", "exp", "ed", "tgl kedaluwarsa"),
        *(
            "tanggal kedaluwarsa",
            "tgl kadaluarsa",
            "tanggal kadaluarsa",
            "exp date",
            "expired date",
            "expiry",
        ),
    ),
    "sumber_dana": ("sumber", "dana", "sumber anggaran", "asal dana", "anggaran", "sumber pendanaan"),
    "tahun": ("tahun anggaran", "ta", "tahun pengadaan", "tahun perolehan"),
    "harga_satuan": ("harga", "harga rp", "harga per satuan", "harga satuan rp", "unit price"),
}
HEAD_ROWS = 20
"""Titles and addresses may stand above the headings."""


class Twice(NamedTuple):
    """Two headings that say one of our columns."""

    column: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Head:
    """The row of headings. `at`: our column -> its place; `unused`: headings that mean nothing here; `twice`: columns found twice."""

    row: int
    at: Mapping[str, int]
    titles: tuple[str, ...]
    unused: tuple[str, ...] = ()
    twice: tuple[Twice, ...] = ()

    @property
    def enough(self) -> bool:
        """True when goods and amounts are there."""
        return "jumlah" in self.at and ("barang" in self.at or "kode" in self.at)


def plain(text: str) -> str:
    """Lower case, words of letters and digits with one space between: how names are compared."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(re.findall(r"[a-z0-9]+", bare.casefold()))


_KNOWN = {
    **{plain(heading): name for name, heading in COLUMNS.items()},
    **{word: name for name, words in ALSO.items() for word in words},
}


def head_of(rows: Sequence[Row]) -> Head | None:
    """The first row that names goods and amounts, else the one that names most; None without any."""
    found = [_head(row) for row in rows[:HEAD_ROWS]]
    whole = next((one for one in found if one.enough), None)
    best = max(found, key=lambda one: len(one.at), default=None)
    return whole or (best if best and best.at else None)


def fits(rows: Sequence[Row]) -> int:
    """How many of our columns the best of these rows names."""
    head = head_of(rows)
    return len(head.at) + (10 if head.enough else 0) if head else 0


def _head(row: Row) -> Head:
    at, unused, twice = dict[str, int](), list[str](), list[Twice]()
    for place, title in enumerate(row.cells):
        name = _KNOWN.get(plain(title))
        if name is None:
            unused += [title] if title else []
        elif name in at:
            twice.append(Twice(name, row.cells[at[name]], title))
        else:
            at[name] = place
    return Head(row.number, at, row.cells, tuple(unused), tuple(twice))
