"""From the form of an arrival to the records of its paper: what was sent, what came, what is broken or missing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from typing import Any

from field_node.records.kinds import InvalidValue, Ref
from field_node.records.movement import Movement
from field_node.records.notice import Goods
from field_node.records.record import InvalidRecord, Notice, blocks, field, warns
from field_node.store import journal
from field_node.store.connection import Store
from field_node.store.picking import latest
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form, read_field
from field_node.web.stock import reading
from field_node.web.stock.arrived import accounted, is_undone, last_arrival
from field_node.web.stock.drafts import Composed
from field_node.web.stock.keeping import Piece
from field_node.web.stock.parts import joined, parts_in
from field_node.web.stock.waybill import InvalidWaybill, Sent, Waybill, waybill_of

KIND = "terima_kiriman"
LINE = re.compile(r"b([1-9]\d?)-[a-z_]+")
TYPED = ("barang", "batch", "dikirim", "kedaluwarsa")
CAME = ("diterima", "rusak", "kurang")
OWN = frozenset(("merujuk", "barang", "batch", "kedaluwarsa", *CAME))
OTHER, AGAIN = "lain", "lagi"
"""Boxes that a person ticks: received although it was bound elsewhere, received in more than one go."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a kirim: its lines by name, its head as far as it was told. `bound`: None when nobody said.

    `past`: what earlier arrivals said of its lines, base units; {} when this unit knows of none.
    """

    lines: Mapping[Ref, Sent]
    bound: Ref | None = None
    bound_name: str = ""
    head: Waybill | None = None
    past: Mapping[Ref, int] = field_of(default_factory=dict)


def text(form: Form, name: str) -> str:
    """What was typed under that name, "" for nothing."""
    return next((one.strip() for one in form.get(name, ()) if one.strip()), "")


def scanned(form: Form) -> Waybill | None:
    """The surat jalan of the form, None when none was scanned. Raises InvalidRecord."""
    said = text(form, "surat")
    if not said:
        return None
    try:
        return waybill_of(joined(parts_in(said)))
    except InvalidWaybill as error:
        raise InvalidRecord((blocks(error.code, "surat", **error.values),)) from error


def source(desk: Desk, form: Form) -> Source:
    """What the form says was sent: by its surat jalan, else by the kirim that this unit holds. Raises InvalidRecord."""
    paper = scanned(form)
    if paper is not None:
        lines = {one.ref: one for one in paper.lines}
        return Source(lines, paper.tujuan, paper.tujuan_name, paper, accounted(desk.store, lines))
    refs = [ref for prefix in prefixes(form) if (ref := _ref(form, prefix)) is not None]
    moves = {ref: one for ref in refs if (one := sent_here(desk.store, ref)) is not None}
    bound = next((one.tujuan for one in moves.values()), None)
    name = desk.names.title(bound) if bound is not None else ""
    lines = {ref: as_sent(ref, one) for ref, one in moves.items()}
    return Source(lines, bound, name, past=accounted(desk.store, refs))


def sent_here(store: Store, ref: Ref) -> Movement | None:
    """The kirim of that name as it stands, when this unit holds it; as it was written once it was voided."""
    entry = latest(store, ref) or journal.entry(store, ref)
    record = entry.record if entry else None
    return record if isinstance(record, Movement) and record.jenis == "kirim" else None


def _is_other(store: Store, ref: Ref) -> bool:
    """That name stands here for something that was not sent."""
    return journal.entry(store, ref) is not None and sent_here(store, ref) is None


def as_sent(ref: Ref, move: Movement) -> Sent:
    """A kirim as a surat jalan tells it."""
    return Sent(
        ref=ref,
        item=move.barang,
        batch=move.batch,
        amount=move.jumlah or 0,
        kedaluwarsa=move.kedaluwarsa,
        sumber_dana=move.sumber_dana,
        isi_per_kemasan=move.isi_per_kemasan,
    )


def prefixes(form: Form) -> list[str]:
    """`b1-`, `b2-`, ... of the lines that say something."""
    found = {int(one[1]) for name, said in form.items() if any(said) and (one := LINE.fullmatch(name))}
    return [f"b{number}-" for number in sorted(found)]


def _ref(form: Form, prefix: str) -> Ref | None:
    try:
        return Ref.parse(text(form, f"{prefix}merujuk"))
    except InvalidValue:
        return None


def compose(desk: Desk, form: Form) -> Composed:
    """The movements and signatures of the arrival, and what is odd. Raises InvalidRecord whose fields are names of inputs."""
    gudang = _gudang(desk, form)
    known = source(desk, form)
    lines = _lines(desk, form, known)
    wrong = [*_elsewhere(desk, form, gudang, known), *_twice(desk, form, gudang, lines)]
    if wrong:
        raise InvalidRecord(tuple(wrong))
    head = _head(form, known)
    if known.bound is not None and known.bound != gudang:
        head["tujuan"] = known.bound
    pieces = [one._replace(record=replace(_move(one), gudang=gudang, **head)) for one in lines]
    odd = (*_odd(known, lines), *_undone(desk.store, lines))
    return Composed([*pieces, *reading.signatures(form)], odd)


def _gudang(desk: Desk, form: Form) -> Ref:
    try:
        found = read_field(field(Movement, "gudang"), form.get("gudang", []), desk.reading())
    except InvalidValue as error:
        raise InvalidRecord((blocks(error.code, "gudang", **error.values),)) from error
    if not isinstance(found, Ref):
        raise InvalidRecord((blocks("wajib_diisi", "gudang"),))
    return found


def _lines(desk: Desk, form: Form, known: Source) -> list[Piece]:
    wrong, found, refs = list[Notice](), list[Piece](), set[Ref | None]()
    for prefix in prefixes(form):
        line = _Line(form, prefix, known, desk)
        piece = line.piece()
        wrong += line.wrong
        if piece is not None:
            found.append(piece)
            wrong += [blocks("barang_dua_kali", f"{prefix}diterima")] if line.ref in refs else []
            refs.add(line.ref)
    if not (found or wrong):
        wrong.append(blocks("surat_kosong", "b1-diterima" if known.lines else "surat"))
    if wrong:
        raise InvalidRecord(tuple(wrong))
    return found


class _Line:
    """One line while it is read. `wrong`: what could not be. `other`: it names something here that is no kirim."""

    def __init__(self, form: Form, prefix: str, known: Source, desk: Desk) -> None:
        self.form, self.prefix, self.how, self.past = form, prefix, desk.reading(), known.past
        self.wrong = list[Notice]()
        self.ref = _ref(form, prefix)
        self.sent = known.lines.get(self.ref) if self.ref is not None else None
        self.other = self.ref is not None and _is_other(desk.store, self.ref)

    def piece(self) -> Piece | None:
        """The movement as far as it can be read; None for a line that nobody has counted yet, or of which nothing came this time."""
        if not any(text(self.form, self.prefix + name) for name in (*CAME, "barang")):
            return None
        facts = self._facts()
        parts: dict[str, int | None] = {name: self._number(name, facts["barang"]) for name in CAME}
        if parts["kurang"] is None and not self.wrong:
            parts["kurang"] = self._short(parts, facts["barang"])
        if self.ref is None or self.other:
            self._refuse("rujukan_wajib", "merujuk")
        if self.wrong or self.ref is None or (self.sent is not None and not any(parts.values())):
            return None
        record = Movement(jenis=KIND, gudang=self.ref, merujuk=self.ref, **{**facts, **parts})
        return Piece(record, self.prefix, OWN)

    def _facts(self) -> dict[str, Any]:
        """What the goods are: as they were sent, else as typed."""
        if self.sent is not None:
            one = self.sent
            return {
                "barang": one.item,
                "batch": one.batch,
                "kedaluwarsa": one.kedaluwarsa,
                "sumber_dana": one.sumber_dana,
                "isi_per_kemasan": one.isi_per_kemasan,
            }
        found = {name: self._field(name) for name in ("barang", "batch", "kedaluwarsa")}
        if found["barang"] is None:
            self._refuse("wajib_diisi", "barang")
        return found

    def _short(self, parts: Mapping[str, int | None], item: int) -> int | None:
        """What is missing, when somebody said how much was sent; of a later part only where the earlier ones are known."""
        sent = self.sent.amount if self.sent is not None else self._number("dikirim", item)
        if sent is None or parts["diterima"] is None or (text(self.form, AGAIN) and not self.past):
            return None
        before = self.past.get(self.ref, 0) if self.ref is not None else 0
        return max(0, sent - before - sum(one or 0 for one in parts.values()))

    def _number(self, name: str, item: int | None) -> int | None:
        of = field(Movement, name if name in CAME else "diterima")
        how = replace(self.how, skala=self.how.skala_of(item) if item else 0)
        try:
            found = read_field(of, self.form.get(self.prefix + name, []), how)
        except InvalidValue as error:
            self._refuse(error.code, name, **error.values)
            return None
        return found if found is None or isinstance(found, int) else None

    def _field(self, name: str) -> Any:
        of = field(Movement, name)
        try:
            return of.kind.settle(read_field(of, self.form.get(self.prefix + name, []), self.how))
        except InvalidValue as error:
            self._refuse(error.code, name, **error.values)
            return None

    def _refuse(self, code: str, name: str, **values: object) -> None:
        self.wrong.append(Notice(code, self.prefix + name, True, tuple(values.items())))


def _move(piece: Piece) -> Movement:
    if not isinstance(piece.record, Movement):
        raise TypeError(type(piece.record))
    return piece.record


def _head(form: Form, known: Source) -> dict[str, Any]:
    """What every line says of its paper: by whom it came, who took it."""
    paper = known.head
    said = {
        "kendaraan": text(form, "kendaraan") or (paper.kendaraan if paper else None),
        "pengemudi": text(form, "ttd-pihak_pertama-nama") or (paper.pengemudi if paper else None),
        "penerima": text(form, "ttd-pihak_kedua-nama"),
        "asal_nama": _from(paper) or text(form, "asal_nama"),
    }
    return {name: field(Movement, name).kind.settle(one) for name, one in said.items() if one}


def _from(paper: Waybill | None) -> str:
    """Number and sender of the surat jalan, as long as there is room."""
    return ", ".join(filter(None, (paper.nomor, paper.gudang_name)))[:60] if paper else ""


def _elsewhere(desk: Desk, form: Form, gudang: Ref, known: Source) -> Iterable[Notice]:
    if known.bound in (None, gudang) or text(form, OTHER):
        return
    yield blocks("kiriman_untuk_tempat_lain", OTHER, tujuan=known.bound_name, gudang=desk.names.title(gudang))


def _twice(desk: Desk, form: Form, gudang: Ref, lines: list[Piece]) -> Iterable[Notice]:
    refs = [ref for one in lines if (ref := _move(one).merujuk) is not None]
    before = None if text(form, AGAIN) else last_arrival(desk.store, refs)
    if before is not None:
        where = desk.names.title(getattr(before.record, "gudang", gudang))
        number = getattr(before.record, "nomor", None) or str(before.ref)
        at = desk.zone.long(desk.made(before))
        yield blocks("kiriman_sudah_dicatat", AGAIN, waktu=at, gudang=where, nomor=number)


def _undone(store: Store, lines: list[Piece]) -> Iterable[Notice]:
    for one in lines:
        ref = _move(one).merujuk
        if ref is not None and is_undone(store, ref):
            yield warns("kiriman_sudah_ditarik", f"{one.prefix}diterima")


def _odd(known: Source, lines: list[Piece]) -> Iterable[Notice]:
    """Lines that nobody counted stay on the way; more than was sent is told."""
    counted = {_move(one).merujuk for one in lines}
    for one in (one for ref, one in known.lines.items() if ref not in counted):
        if (left := one.amount - known.past.get(one.ref, 0)) > 0:
            yield warns("kiriman_belum_dihitung", "", barang=Goods(one.item, left))
    for line in lines:
        sent = known.lines.get(_move(line).merujuk or Ref(0, 0))
        whole = _move(line).arrived() + (known.past.get(sent.ref, 0) if sent else 0)
        if sent is not None and whole > sent.amount:
            yield warns(
                "kiriman_selisih",
                f"{line.prefix}diterima",
                dikirim=Goods(sent.item, sent.amount),
                jumlah=Goods(sent.item, whole),
            )
