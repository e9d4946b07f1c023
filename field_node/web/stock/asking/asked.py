"""A form of many lines -> the records of one letter of request, each input with what is wrong in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.picture import PRIVATE_WORDS
from field_node.records.record import Entry, InvalidRecord, Known, Notice, blocks, examined, field, fields
from field_node.records.request import Request
from field_node.store import journal, letters, papers
from field_node.store.connection import writing
from field_node.store.known import known_now
from field_node.web.capture.keeping import SURE, then
from field_node.web.desk import Desk
from field_node.web.fields.forms import read_field

MOST_LINES = 40
HEAD = ("dari", "kepada", "kepada_nama", "nomor", "kk", "jiwa", "batas_waktu", "alasan", "pemohon")
GOODS, AMOUNT = "barang", "jumlah"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was typed. `number`: of its inputs, from 1."""

    number: int
    goods: str = ""
    amount: str = ""

    @property
    def empty(self) -> bool:
        """Nothing is typed in it."""
        return not self.goods.strip() and not self.amount.strip()

    def input(self, name: str) -> str:
        """The name of one of its inputs."""
        return f"b{self.number}-{name}"


def lines_of(form: Mapping[str, str]) -> list[Line]:
    """Every line that the form has, empty ones too."""
    there = [n for n in range(1, MOST_LINES + 1) if f"b{n}-{GOODS}" in form or f"b{n}-{AMOUNT}" in form]
    return [Line(n, form.get(f"b{n}-{GOODS}", ""), form.get(f"b{n}-{AMOUNT}", "")) for n in there]


def keep(desk: Desk, form: Mapping[str, str], kunci: str, incident: Ref | None, *, age_s: int = 0) -> Entry:
    """Keeps every line of the letter, or none; its first one. The same key again gives the same letter.

    age_s: how long ago it was written, away from this unit. Raises InvalidRecord whose fields are names of inputs, StoreError.
    """
    said = {name: [text] for name, text in form.items() if text and name != "kunci"}
    key = desk.form_key(kunci, {**said, "jenis_catatan": [Request.about.slug]})
    if known := journal.of_form(desk.store, key):
        return known[0]
    desk = then(desk, age_s)
    pairs, store, stamp = _read(desk, form), desk.door.writer, desk.clock.stamp()
    with writing(store):
        nomor = _number(desk, pairs[0][1], int(desk.zone.typed(stamp.made_at)[:4]))
        numbered = [(line, replace(one, nomor=nomor, baris=at)) for at, (line, one) in enumerate(pairs, 1)]
        records = _sound(desk, numbered, incident, sure=SURE in form)
        kept = journal.append_all(
            store, records, stamp=stamp, incident=incident, author=desk.author, form=key
        )
    return kept[0]


def _number(desk: Desk, first: Request, year: int) -> str:
    """As typed, else the next one; inside the write that uses it."""
    store = desk.door.writer
    if first.nomor is None:
        return papers.next_number(store, desk.stok.permintaan, first.dari, year, slug="permintaan")
    if letters.used(store, first.dari, first.nomor):
        raise InvalidRecord((blocks("nomor_sudah_dipakai", "nomor", nomor=first.nomor),))
    return first.nomor


def _read(desk: Desk, form: Mapping[str, str]) -> list[tuple[Line, Request]]:
    """The records without number and line. Raises InvalidRecord."""
    notices = list[Notice]()
    head = dict(_head(desk, form, notices))
    lines = [line for line in lines_of(form) if not line.empty]
    if not lines:
        notices.append(blocks("permintaan_kosong", f"b1-{GOODS}"))
    if head.get("kepada") is None and head.get("kepada_nama") is None:
        notices.append(blocks("permintaan_tanpa_tujuan", "kepada"))
    pairs = [(line, Request(**head, **_goods(desk, line, notices))) for line in lines]
    if notices:
        raise InvalidRecord(tuple(notices))
    return pairs


def _head(desk: Desk, form: Mapping[str, str], notices: list[Notice]) -> Iterator[tuple[str, Any]]:
    for name in HEAD:
        try:
            value = read_field(field(Request, name), [form.get(name, "")], desk.reading())
        except InvalidValue as error:
            notices.append(blocks(error.code, name, **error.values))
            continue
        if name == "dari" and value is None:
            notices.append(blocks("wajib_diisi", name))
        yield name, value


def _goods(desk: Desk, line: Line, notices: list[Notice]) -> dict[str, Any]:
    """Item and amount in base units; what cannot be read is noted."""
    item = int(line.goods) if line.goods.isascii() and line.goods.isdecimal() and len(line.goods) < 5 else 0
    goods = desk.names.goods(item)
    if goods is None:
        notices.append(blocks("pilihan_tidak_dikenal", line.input(GOODS)))
        return {}
    reading = replace(desk.reading(), skala=goods.scale)
    try:
        amount = read_field(field(Request, AMOUNT), [line.amount], reading)
    except InvalidValue as error:
        notices.append(blocks(error.code, line.input(AMOUNT), **error.values))
        return {GOODS: item}
    if not amount:
        notices.append(blocks("jumlah_nol", line.input(AMOUNT)))
    elif amount < 0:
        notices.append(blocks("jumlah_negatif", line.input(AMOUNT)))
    return {GOODS: item, AMOUNT: amount}


def _sound(
    desk: Desk, pairs: list[tuple[Line, Request]], incident: Ref | None, *, sure: bool
) -> list[Request]:
    """The settled records. Raises InvalidRecord with everything that is wrong, each said once."""
    known, records, wrong = known_now(desk.store, desk.clock, incident), list[Request](), dict[Any, Notice]()
    for line, record in pairs:
        kept, notices = _one(record, known)
        records.append(kept)
        told = (
            replace(one, field=_input(line, one), blocks=one.blocks or _private(one, sure)) for one in notices
        )
        wrong.update({(one.code, one.field): one for one in told if one.blocks})
    if wrong:
        raise InvalidRecord(tuple(wrong.values()))
    return records


def _one(record: Request, known: Known) -> tuple[Request, tuple[Notice, ...]]:
    try:
        return examined(record, known)  # type: ignore[return-value]  # settled stays of its type
    except InvalidRecord as error:
        return record, error.notices


def _input(line: Line, notice: Notice) -> str:
    return line.input(notice.field) if notice.field in (GOODS, AMOUNT) else notice.field


def _private(notice: Notice, sure: bool) -> bool:
    """Numbers of persons are kept only when somebody says that they are none."""
    return not sure and notice.code in PRIVATE_WORDS


def labels() -> dict[str, str]:
    """Field -> its label."""
    return {one.name: one.label for one in fields(Request)}
