"""One row of a table -> the values of one mutasi, or what is wrong with it: row, column, sentence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, TypeVar

from field_node.records.kamus import Goods, kamus
from field_node.records.movement import FUND
from field_node.web.said.language import _
from field_node.web.said.shown import amount as amount_shown
from field_node.web.stock.imports import cells, order
from field_node.web.stock.imports.cells import Unclear
from field_node.web.stock.imports.heads import COLUMNS, Head, plain
from field_node.web.stock.imports.matching import TOTALS, Catalogue, Measured, measured, unit_code
from field_node.web.stock.imports.order import Answers, Ask, Order
from field_node.web.stock.imports.sheet import Row

Value = TypeVar("Value")


class Finding(NamedTuple):
    """What is odd (or, when `wrong`, refused) about a row. `column`: its heading in the table, "" for the whole row."""

    row: int
    column: str
    sentence: str
    wrong: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """What reading a row needs beside the row."""

    head: Head
    order: Order
    catalogue: Catalogue
    answers: Answers


@dataclass(slots=True)
class Read:
    """A row as far as it could be read. `goods` None: not known; `skipped`: nothing to keep, and why."""

    row: Row
    table: Table
    goods: Goods | None = None
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    skipped: str = ""

    @property
    def wrong(self) -> bool:
        return any(one.wrong for one in self.findings)

    def text(self, column: str) -> str:
        """The cell of our column; "" when nothing is said in it or the table has no such column."""
        at = self.table.head.at.get(column, len(self.row.cells))
        said = self.row.cells[at] if at < len(self.row.cells) else ""
        return "" if cells.blank(said) else said

    def title(self, column: str) -> str:
        """The heading of our column as the table has it."""
        at = self.table.head.at.get(column)
        return _(COLUMNS[column]) if at is None else self.table.head.titles[at]

    def says(self, column: str, sentence: str, *, wrong: bool = True) -> None:
        """Notes a finding about one of our columns."""
        self.findings.append(Finding(self.row.number, self.title(column), sentence, wrong))

    def tried(self, column: str, read: Callable[[str], Value]) -> Value | None:
        """What the cell says; None when it is empty or cannot be read, which is noted."""
        text = self.text(column)
        try:
            return read(text) if text else None
        except Unclear as error:
            self.says(column, self._misplaced(text) or _(error.sentence) % error.values)
            return None

    def _misplaced(self, text: str) -> str:
        """The sentence for a unit's name where a number belongs; "" for any other text."""
        if unit_code(text) is None:
            return ""
        told = {"text": text, "column": self.title("satuan")}
        return _('Di sini angka, bukan nama satuan "%(text)s": namanya ditulis di kolom %(column)s.') % told


def read_row(row: Row, table: Table) -> Read:
    """The row, read; nothing about it is decided here that the table does not say or a person did not answer."""
    read = Read(row, table)
    if plain(read.text("barang")) in TOTALS and not read.text("kode"):
        read.skipped = _("baris jumlah")
        return read
    read.goods = _goods(read)
    read.values = {**table.order.beside(), "barang": read.goods.number if read.goods else None}
    read.values["isi_per_kemasan"] = read.tried("isi_per_kemasan", _inside)
    read.values["jumlah"] = _base(read)
    read.values["batch"] = read.text("batch") or None
    read.values["kedaluwarsa"] = _expiry(read)
    read.values["sumber_dana"] = _fund(read)
    read.values["tahun"] = read.tried("tahun", cells.whole)
    read.values["harga_satuan"] = read.tried("harga_satuan", cells.rupiah)
    _cells_from_elsewhere(read)
    return read


def _inside(text: str) -> int:
    """`40`, `40 bungkus`, `isi 40`."""
    value, _unit = cells.amount(text.removeprefix("isi ").removeprefix("@").strip())
    return int(value) if value == value.to_integral_value() and value > 0 else cells.whole("?")


# ---- goods


def _goods(read: Read) -> Goods | None:
    code, name = read.text("kode"), read.text("barang")
    by_code = read.table.catalogue.by_code(code) if code else None
    by_name = _named(read, name) if name else None
    if by_code and by_name and by_code != by_name:
        read.says("kode", _("Kode %(code)s adalah %(goods)s, bukan %(name)s.") % {"code": code, "goods": by_code.name, "name": name})  # fmt: skip
        return None
    if found := by_code or by_name:
        return found
    if not code and not name:
        read.says("barang", _("Barang kosong."))
        return None
    _unknown_goods(read, name or code)
    return None


def _named(read: Read, name: str) -> Goods | None:
    catalogue = read.table.catalogue
    chosen = read.table.answers.of(order.GOODS, plain(name))
    return (catalogue.by_code(chosen) if chosen else None) or catalogue.find(name)


def _unknown_goods(read: Read, name: str) -> None:
    near = read.table.catalogue.near(name)
    maybe = ", ".join(one.name for one in near)
    told = _('"%(name)s" tidak ada di kamus.') % {"name": name}
    likely = _("Mungkin: %(maybe)s.") % {"maybe": maybe}
    read.says("barang", f"{told} {likely}" if near else told)
    if plain(name):
        read.asks.append(Ask(order.GOODS, plain(name), name, tuple(one.code for one in near)))


# ---- amounts


def _base(read: Read) -> int | None:
    """The amount in base units of the goods; None when it is not said or not clear."""
    if not read.text("jumlah"):
        read.says("jumlah", _("Jumlah kosong."))
        return None
    said = read.tried("jumlah", cells.amount)
    times = _times(read, said[1]) if said else None
    if said is None or times is None or read.goods is None:
        return None
    value = Fraction(said[0]) * times * 10**read.goods.scale
    if value.denominator != 1:
        smallest = amount_shown(1, read.goods)
        read.says("jumlah", _("Jumlah tidak genap: yang terkecil %(smallest)s.") % {"smallest": smallest})
        return None
    if value == 0:
        read.skipped = _("jumlah 0")
    return int(value)


def _times(read: Read, beside: str) -> Fraction | None:
    """Base units in one of the unit that the row names."""
    column = read.text("satuan")
    if beside and column and unit_code(beside) != unit_code(column):
        told = {"a": beside, "b": column}
        read.says("satuan", _("Satuan di jumlah (%(a)s) lain dari satuan di kolomnya (%(b)s).") % told)
        return None
    text = column or beside
    if not text:
        _base_unit_taken(read)
        return Fraction(1)
    code = read.table.answers.of(order.UNIT, plain(text)) or unit_code(text)
    if code:
        return _known_unit(read, text, code)
    _unknown_unit(read, text)
    return None


def _base_unit_taken(read: Read) -> None:
    if "satuan" in read.table.head.at and read.goods:
        told = _("Satuan kosong: dibaca sebagai %(unit)s.") % {"unit": _(read.goods.unit)}
        read.says("satuan", told, wrong=False)


def _unknown_unit(read: Read, text: str) -> None:
    if cells.counts(text):
        told = {"text": text, "column": read.title("jumlah")}
        read.says("satuan", _('Di sini nama satuan, misalnya dus, bukan "%(text)s": banyaknya ditulis di kolom %(column)s.') % told)  # fmt: skip
        return
    read.says("satuan", _('Satuan "%(text)s" tidak dikenal.') % {"text": text})
    if plain(text):
        read.asks.append(Ask(order.UNIT, plain(text), text))


def _known_unit(read: Read, text: str, code: str) -> Fraction | None:
    goods = read.goods
    if goods is None:
        return None
    found = measured(goods, code) if code in kamus().measures else None
    if found is None:
        told = {"goods": goods.name, "unit": _(goods.unit), "text": text}
        read.says("satuan", _("%(goods)s dihitung dalam %(unit)s, bukan %(text)s.") % told)
        return None
    return _packed(read, goods, found) if found.package else found.times


def _packed(read: Read, goods: Goods, found: Measured) -> Fraction | None:
    """A package has no size of its own: the row says it, or a person does."""
    key = f"{goods.code} {found.package}"
    inside = read.values["isi_per_kemasan"] or _answered(read, key)
    if inside:
        read.values["isi_per_kemasan"] = inside
        return Fraction(inside)
    read.says("isi_per_kemasan", _("Isi per %(package)s belum diketahui.") % {"package": _(found.package)})
    usual = kamus().packings.get(goods.number)
    near = (str(usual.holds),) if usual and usual.package == found.package else ()
    read.asks.append(Ask(order.INSIDE, key, f"{goods.name}, {_(found.package)}", near))
    return None


def _answered(read: Read, key: str) -> int | None:
    said = read.table.answers.of(order.INSIDE, key)
    return int(said) if said and said.isascii() and said.isdecimal() and 0 < len(said) <= 5 else None


# ---- days and money


def _expiry(read: Read) -> int | None:
    found = read.tried("kedaluwarsa", cells.day)
    if found and found.remark:
        read.says("kedaluwarsa", _(found.remark) % {"text": read.text("kedaluwarsa")}, wrong=False)
    if found is None and read.goods and read.goods.expires and not read.text("kedaluwarsa"):
        read.says("kedaluwarsa", _("Kedaluwarsa kosong: barang ini punya tanggal."), wrong=False)
    return found.day if found else None


def _fund(read: Read) -> str | None:
    text = read.text("sumber_dana")
    if not text:
        return read.table.order.fund
    code = read.table.answers.of(order.FUND, plain(text)) or cells.fund(text)
    if code in dict(FUND.options):
        return code
    read.says("sumber_dana", _('Sumber dana "%(text)s" tidak jelas.') % {"text": text})
    if plain(text):
        read.asks.append(Ask(order.FUND, plain(text), text))
    return None


def _cells_from_elsewhere(read: Read) -> None:
    for name, at in read.table.head.at.items():
        if at in read.row.merged:
            told = _('Sel gabungan: dibaca "%(text)s" dari sel di atasnya.') % {"text": read.row.cells[at]}
            read.says(name, told, wrong=False)
        if at in read.row.formulas and read.text(name):
            told = _('Hasil rumus: dibaca "%(text)s".') % {"text": read.row.cells[at]}
            read.says(name, told, wrong=False)
