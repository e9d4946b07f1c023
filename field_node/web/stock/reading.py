"""Reads a form with many lines: what was typed -> the records of a paper."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from field_node.records.handover import Recipient, Signature
from field_node.records.kinds import InvalidValue, Ref
from field_node.records.movement import Movement
from field_node.records.record import InvalidRecord, Notice, Record, blocks, field, settled
from field_node.store.stocktaking import Batch
from field_node.web.fields.forms import Form, Reading, read_field
from field_node.web.said import numbers
from field_node.web.stock.keeping import FIRST, Piece
from field_node.web.stock.sheets import GATE, MADE, PARTIES, USED, Sheet

LINE = re.compile(rf"([{USED}{MADE}])(\d{{1,3}})-[a-z_]+")
PERSON = re.compile(r"p(\d{1,3})-[a-z_]+")
SILENT = ("isi", "merujuk", "kondisi", "arah", "alasan")
"""What a line may say without being one: it stands there before anybody types."""
SERVED = ("rt", "kk", "jiwa", "paket", "nama", "orang", "keterangan")
OWN = frozenset(
    (
        *("barang", "batch", "jumlah", "fisik", "kedaluwarsa"),
        *("tahun", "harga_satuan", "seri", "merujuk", "isi_per_kemasan"),
    )
)
ITEM_DIGITS = 4
Shelf = Mapping[tuple[int, str], Batch]


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something. `batch` "" for goods without one. `amount`: base units, None when none was typed."""

    prefix: str
    sign: int
    item: int
    batch: str
    amount: int | None
    said: Mapping[str, Any]


def prefixes(sheet: Sheet, form: Form) -> list[str]:
    """`b1-`, `b2-`, ... of the lines that say something, in their order."""
    found = {
        (one[1], int(one[2]))
        for name, texts in form.items()
        if (one := LINE.fullmatch(name)) and any(text.strip() for text in texts) and _tells(sheet, name)
    }
    return [f"{letter}{n}-" for letter, n in sorted(found)]


def _tells(sheet: Sheet, name: str) -> bool:
    """Goods that the page itself put on a line do not speak until somebody types how many."""
    end = name.partition("-")[2]
    return end not in SILENT and not (end == "stok" and (sheet.counts or sheet.of))


def lines(sheet: Sheet, form: Form, reading: Reading, shelf: Shelf) -> list[Line]:
    """Every line that says something. Raises InvalidRecord whose fields are names of inputs."""
    signs = {letter: sign for letter, _, sign in sheet.parts}
    wrong, found = list[Notice](), list[Line]()
    for prefix in prefixes(sheet, form):
        typed = Typed(sheet, form, prefix, reading, shelf)
        line = typed.line(signs.get(prefix[0], 1))
        wrong += typed.wrong
        found.append(line)
    if wrong:
        raise InvalidRecord(tuple(wrong))
    if not found:
        raise InvalidRecord((blocks("surat_kosong", f"{USED}1-stok" if sheet.shelf else f"{USED}1-barang"),))
    return found


class Typed:
    """One line while it is read. `wrong`: what could not be."""

    def __init__(self, sheet: Sheet, form: Form, prefix: str, reading: Reading, shelf: Shelf) -> None:
        self.sheet, self.form, self.prefix = sheet, form, prefix
        self.reading, self.shelf = reading, shelf
        self.wrong = list[Notice]()

    def line(self, sign: int) -> Line:
        """The line as far as it can be read."""
        item, batch = self._goods()
        amount = self._amount(item, batch) if item else None
        said = {name: self._field(name) for name in self.sheet.line if name != "arah"}
        if "merujuk" in self._names():
            said["merujuk"] = self._field("merujuk")
        for name in self.sheet.must:
            if name in said and said[name] is None:
                self.wrong.append(blocks("wajib_diisi", self.prefix + name))
        if self.text("arah") == "kurang":
            sign = -sign
        return Line(self.prefix, sign, item, batch, amount, said)

    def _names(self) -> set[str]:
        return {name.removeprefix(self.prefix) for name in self.form if name.startswith(self.prefix)}

    def text(self, name: str) -> str:
        """What was typed under that name of the line."""
        return next((one.strip() for one in self.form.get(self.prefix + name, ()) if one.strip()), "")

    def _goods(self) -> tuple[int, str]:
        chosen = self.text("stok")
        number, _, batch = chosen.partition(":")
        if chosen and number.isascii() and number.isdecimal() and len(number) <= ITEM_DIGITS:
            return int(number), batch
        item = self._field("barang")
        if item is None and not self.wrong:
            self.wrong.append(blocks("wajib_diisi", self.prefix + self._asked()))
        return item or 0, self._field("batch") or ""

    def _asked(self) -> str:
        """The input that names the goods."""
        return "stok" if self.sheet.shelf and not self.text("batch") else "barang"

    def _amount(self, item: int, batch: str) -> int | None:
        """Packages and what is loose, together in base units."""
        skala = self.reading.skala_of(item)
        loose = self._number("jumlah", skala)
        packages = self._number("kemasan", 0)
        said = self._number("isi", 0) if packages is not None or not self.sheet.shelf else None
        if packages is None:
            return loose
        holds = said or self._packed(item, batch)
        if not holds:
            self.wrong.append(blocks("isi_belum_diketahui", self.prefix + "isi"))
            return None
        units: int = packages * holds * 10**skala
        return units + (loose or 0)

    def _packed(self, item: int, batch: str) -> int | None:
        known: Batch | None = self.shelf.get((item, batch))
        return known.packed if known else None

    def _number(self, name: str, skala: int) -> int | None:
        text = self.text(name)
        try:
            found = numbers.scaled(text, skala) if text else None
        except InvalidValue as error:
            self.wrong.append(blocks(error.code, self.prefix + name))
            return None
        if found is not None and found < 0:
            self.wrong.append(blocks("jumlah_negatif", self.prefix + name))
        return found

    def _field(self, name: str) -> Any:
        try:
            of = field(Movement, name)
            return of.kind.settle(read_field(of, self.form.get(self.prefix + name, []), self.reading))
        except InvalidValue as error:
            self.wrong.append(blocks(error.code, self.prefix + name, **error.values))
            return None


def head(sheet: Sheet, form: Form, reading: Reading) -> dict[str, Any]:
    """Fields of the paper itself. Raises InvalidRecord."""
    names = ("gudang", *sheet.head, *(GATE if sheet.gated else ()))
    values, wrong = dict[str, Any](), list[Notice]()
    for name in names:
        try:
            values[name] = read_field(field(Movement, name), form.get(name, []), reading)
        except InvalidValue as error:
            wrong.append(blocks(error.code, name, **error.values))
    wrong += (
        blocks("wajib_diisi", name)
        for name in ("gudang", *sheet.must)
        if name in values and values[name] is None
    )
    if wrong:
        raise InvalidRecord(tuple(wrong))
    return values


def moves(sheet: Sheet, given: Mapping[str, Any], found: list[Line], shelf: Shelf, form: Form) -> list[Piece]:
    """A movement for each line."""
    return [_move(sheet, given, line, shelf, form) for line in found]


def _move(sheet: Sheet, given: Mapping[str, Any], line: Line, shelf: Shelf, form: Form) -> Piece:
    known = shelf.get((line.item, line.batch))
    facts = _facts(sheet, known) | {name: value for name, value in line.said.items() if value is not None}
    if not sheet.shelf and (holds := _isi(form, line.prefix)):
        facts["isi_per_kemasan"] = holds
    amount = None if line.amount is None else line.sign * line.amount
    record = Movement(
        jenis=sheet.jenis, barang=line.item, batch=line.batch or None, jumlah=amount, **{**given, **facts}
    )
    names = {"isi_per_kemasan": "isi"}
    if sheet.shelf and not any(form.get(f"{line.prefix}barang", ())):
        names |= {"barang": "stok", "batch": "stok", "kedaluwarsa": "stok"}
    if sheet.of:
        names |= {"merujuk": "jumlah"}
    return Piece(record, line.prefix, OWN | {name for name in line.said}, names)


def _isi(form: Form, prefix: str) -> int | None:
    text = next(iter(form.get(f"{prefix}isi", ())), "").strip()
    return numbers.whole(text) if text else None


def _facts(sheet: Sheet, known: Batch | None) -> dict[str, Any]:
    """What the shelf says of the batch and its movement should say too."""
    if known is None or not (sheet.shelf or sheet.of):
        return {}
    fund = {"sumber_dana": known.funds[0]} if len(known.funds) == 1 else {}
    return fund | ({"kedaluwarsa": known.expires} if known.expires is not None else {})


def recipients(form: Form, gudang: Ref, reading: Reading) -> list[Piece]:
    """Each KK or RT of the list that says something. Raises InvalidRecord."""
    rows = sorted(
        {int(one[1]) for name, texts in form.items() if any(texts) and (one := PERSON.fullmatch(name))}
    )
    return [_recipient(form, f"p{row}-", (gudang, place), reading) for place, row in enumerate(rows, 1)]


def _recipient(form: Form, prefix: str, where: tuple[Ref, int], reading: Reading) -> Piece:
    values, wrong = dict[str, Any](), list[Notice]()
    for name in SERVED:
        try:
            values[name] = read_field(field(Recipient, name), form.get(prefix + name, []), reading)
        except InvalidValue as error:
            wrong.append(blocks(error.code, prefix + name, **error.values))
    if wrong:
        raise InvalidRecord(tuple(wrong))
    return Piece(Recipient(bast="", gudang=where[0], baris=where[1], **values), prefix, frozenset(SERVED))


def signatures(form: Form) -> Iterator[Piece]:
    """What was drawn, and the names beneath; a name alone signs on paper."""
    for party in PARTIES:
        drawn, name, office = (_said(form, f"ttd-{party}{end}") for end in ("", "-nama", "-jabatan"))
        if drawn or name:
            record: Record = settled(
                Signature(mutasi=FIRST, peran=party, nama=name, jabatan=office, goresan=drawn)
            )
            yield Piece(record, f"ttd-{party}", frozenset(_SIGNED), _SIGNED)


def _said(form: Form, name: str) -> str | None:
    return next(iter(form.get(name, ())), "").strip() or None


_SIGNED = {"goresan": "", "nama": "-nama", "jabatan": "-jabatan"}
