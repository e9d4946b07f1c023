"""How the page of a form with many lines shows them: cells of each line, fields of the head, sentences beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from field_node.records.handover import PARTY
from field_node.records.movement import CONDITION, Movement
from field_node.records.record import Notice, fields
from field_node.store.papers import MOST_LINES
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form
from field_node.web.fields.inputs import Input, Lists, inputs
from field_node.web.said.language import _, later
from field_node.web.stock.choices import Choice
from field_node.web.stock.reading import LINE, PERSON
from field_node.web.stock.sheets import MADE, USED, Sheet

NOTHING: Mapping[str, str] = MappingProxyType({})
FEW_LINES, MORE_LINES, MOST_PEOPLE = 3, 3, 100
LABELS = {
    "stok": later("Barang"),
    "barang": later("Barang"),
    "batch": later("Batch"),
    "isi": later("Isi per kemasan"),
    "kemasan": later("Kemasan"),
    "jumlah": later("Jumlah"),
    "kedaluwarsa": later("Kedaluwarsa"),
    "tahun": later("Tahun"),
    "harga_satuan": later("Harga satuan"),
    "kondisi": later("Kondisi"),
    "seri": later("Nomor seri"),
    "alasan": later("Alasan"),
    "arah": later("Arah"),
    "rt": later("RT/RW atau dusun"),
    "kk": later("KK"),
    "jiwa": later("Jiwa"),
    "paket": later("Paket"),
    "nama": later("Nama ketua RT atau perwakilan"),
    "orang": later("Nama warga (disegel)"),
    "keterangan": later("Keterangan"),
    "gudang": later("Gudang"),
}
LINES = {USED: later("Barang %(n)s"), MADE: later("Hasil %(n)s"), "p": later("Penerima %(n)s")}
DIRECTION = (("tambah", later("Tambah")), ("kurang", later("Kurang")))
REASONS = (
    later("Salah hitung sebelumnya"),
    later("Belum dicatat"),
    later("Rusak"),
    later("Hilang"),
    later("Kedaluwarsa"),
)
DATES, NUMBERS = (
    ("kedaluwarsa",),
    ("isi", "kemasan", "jumlah", "tahun", "harga_satuan", "kk", "jiwa", "paket"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of a line."""

    name: str
    label: str
    widget: str
    text: str
    errors: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        return f"f-{self.name}"


class Row(NamedTuple):
    """One line as the page draws it. `title`: goods that the page put there, "" when they are chosen. hidden: name -> value."""

    prefix: str
    number: int
    cells: Mapping[str, Cell]
    title: str = ""
    hidden: Mapping[str, str] = NOTHING
    data: Mapping[str, str] = NOTHING


@dataclass(frozen=True, slots=True)
class Told:
    """Typed values and the sentences beside them."""

    form: Form
    errors: Mapping[str, list[str]]

    def text(self, name: str) -> str:
        return next((one for one in self.form.get(name, ()) if one.strip()), "")

    def cell(self, prefix: str, end: str) -> Cell:
        """The input of that end of a name."""
        name = prefix + end
        widget = (
            "tanggal"
            if end in DATES
            else "angka"
            if end in NUMBERS
            else "pilih"
            if end in OPTIONS
            else "teks"
        )
        return Cell(
            name,
            _(LABELS[end]),
            widget,
            self.text(name),
            tuple(self.errors.get(name, ())),
            OPTIONS.get(end, ()),
        )


OPTIONS = {"kondisi": CONDITION.options, "arah": DIRECTION}


def last_used(told: Told, letter: str) -> int:
    """The highest number of a line that says something."""
    found = ((LINE.fullmatch(name), texts) for name, texts in told.form.items())
    return max((int(one[2]) for one, texts in found if one and one[1] == letter and any(texts)), default=0)


def rows(sheet: Sheet, letter: str, told: Told, *, more: bool) -> list[Row]:
    """Lines to type into: a few, or as many as were typed and some more."""
    last = last_used(told, letter)
    count = max(FEW_LINES, last, min(MOST_LINES, last + MORE_LINES) if more else 0)
    return [row(sheet, f"{letter}{n}-", n, told) for n in range(1, count + 1)]


def row(sheet: Sheet, prefix: str, number: int, told: Told) -> Row:
    """One line with every input it may have."""
    ends = ("stok", "barang", "batch", "isi", "kemasan", "jumlah", *sheet.line)
    return Row(prefix, number, {end: told.cell(prefix, end) for end in ends})


Goods = tuple[Choice, Mapping[str, str]]
"""What a line is about, and what it says beside that without being seen."""


def set_rows(sheet: Sheet, told: Told, given: Iterable[Goods]) -> list[Row]:
    """Lines whose goods the page knows: those of a shelf that is counted, or of a paper that is answered.

    Goods stand where they stood when the form was typed: the shelf may have changed since.
    """
    return [
        row(sheet, f"b{n}-", n, told)._replace(
            title=choice.label, hidden={"stok": choice.value, **hidden}, data=choice.data
        )
        for n, (choice, hidden) in enumerate(_where_typed(told, list(given)), 1)
    ]


def _where_typed(told: Told, given: list[Goods]) -> list[Goods]:
    """The same, those that were typed under a number there."""
    typed = {
        (told.text(f"b{n}-stok"), told.text(f"b{n}-merujuk")): n - 1
        for n in range(1, last_used(told, "b") + 1)
    }
    named = [
        (typed.get((choice.value, hidden.get("merujuk", ""))), choice, hidden) for choice, hidden in given
    ]
    at = {
        place: (choice, hidden) for place, choice, hidden in named if place is not None and place < len(given)
    }
    rest = [(choice, hidden) for place, choice, hidden in named if place is None or place >= len(given)]
    return [at[n] if n in at else rest.pop(0) for n in range(len(given))]


def people(told: Told, *, more: bool) -> list[Row]:
    """Rows of the list of those who were served."""
    used = [
        int(one[1]) for name, texts in told.form.items() if (one := PERSON.fullmatch(name)) and any(texts)
    ]
    last = max(used, default=0)
    count = max(FEW_LINES, last, min(MOST_PEOPLE, last + MORE_LINES) if more else 0)
    return [person(n, told) for n in range(1, count + 1)]


def person(n: int, told: Told) -> Row:
    """One KK or RT."""
    ends = ("rt", "kk", "jiwa", "paket", "nama", "orang", "keterangan")
    return Row(f"p{n}-", n, {end: told.cell(f"p{n}-", end) for end in ends})


def head(names: tuple[str, ...], sheet: Sheet, told: Told, lists: Lists) -> list[Input]:
    """Fields of the paper in the order of the sheet."""
    asked = {name: list(told.form.get(name, ())) for name in names} | {"jenis": [sheet.jenis]}
    errors = {name: told.errors.get(name, []) for name in names if told.errors.get(name)}
    found = {one.name: one for one in inputs(Movement, asked, errors, lists)}
    return [replace(found[name], required=name in sheet.must) for name in names if name in found]


def sentences(desk: Desk, notices: Iterable[Notice], *, blocking: bool) -> dict[str, list[str]]:
    """Name of an input -> what is wrong with it, or odd about it."""
    found: dict[str, list[str]] = {}
    for one in notices:
        if one.blocks == blocking:
            found.setdefault(one.field, []).append(desk.sentence(one))
    return found


def problems(told: Mapping[str, list[str]], goods: Mapping[str, str] = NOTHING) -> list[dict[str, str]]:
    """Each sentence with the input of which it speaks. `goods`: of lines that the page calls by them, as `goods_of` finds them."""
    return [
        {"id": f"f-{name}" if name else "", "label": label(name, goods), "sentence": text}
        for name, texts in told.items()
        for text in texts
    ]


def goods_of(desk: Desk, sheet: Sheet, form: Form) -> dict[str, str]:
    """`b3` -> `mi instan, batch D2022`, of lines whose goods the page put there; {} where they are chosen by number."""
    if not (sheet.counts or sheet.of):
        return {}
    found = {
        name.removesuffix("-stok"): next(iter(texts), "").partition(":")
        for name, texts in form.items()
        if LINE.fullmatch(name) and name.endswith("-stok")
    }
    return {
        line: desk.names.goods_name(int(item), batch)
        for line, (item, _colon, batch) in found.items()
        if item.isascii() and item.isdecimal() and len(item) < 10
    }


def label(name: str, goods: Mapping[str, str] = NOTHING) -> str:
    """`b3-jumlah` -> `Barang 3, jumlah`."""
    start, dash, end = name.partition("-")
    if dash and start == "ttd":
        return f"{_('Tanda tangan')} {_(dict(PARTY.options).get(end.partition('-')[0], end))}".lower().capitalize()
    if not dash:
        return _named(name)
    line = goods.get(start) or _(LINES.get(start[:1], LINES[USED])) % {"n": start[1:]}
    return f"{line}, {_named(end).lower()}"


def _named(name: str) -> str:
    known = {one.name: one.label for one in fields(Movement)}
    return _(LABELS.get(name) or known.get(name, name))
